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
    fn warm_up() {}
    #[prep_stop]
    fn drain(self) {}
    #[stop]
    fn stopped(self: Box<Self>) {}
    #[config_change]
    fn changed(change: ConfigChange) {}
}

fn main() {
    MyBank::spec();
}
