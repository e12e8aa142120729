#![allow(unused_variables)]

use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }

    #[start_phase]
    fn warm_up(&mut self, phase: &str) {}
    #[stop]
    async fn stopped(&mut self, reason: ExitReason) {}
    #[config_change]
    fn changed(&mut self, port: u16) {}
}

fn main() {
    MyBank::spec();
}
