#![allow(unused_variables)]

use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[config]
struct Settings {
    port: u16,
}

#[application(config = Settings)]
impl MyBank {
    #[start]
    fn start(settings: &Settings, start: &StartType) -> Result<Pid, StartError> {
        todo!()
    }
    #[config_change]
    fn changed(&mut self, change: &ConfigChange) {}
}

fn main() {
    MyBank::spec();
}
