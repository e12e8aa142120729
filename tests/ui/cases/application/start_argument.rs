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
    fn start(settings: Settings, port: u16) -> Result<Pid, StartError> {
        todo!()
    }
}

#[derive(Default)]
struct Other;

#[application]
impl Other {
    #[start]
    fn start(port: u16) -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
