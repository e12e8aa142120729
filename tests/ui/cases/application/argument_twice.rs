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
    fn start(one: Settings, two: Settings, a: StartType, b: StartType) -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
