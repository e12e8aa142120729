#![allow(unused_variables)]

use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[config]
struct Settings {
    port: u16,
}

#[application]
impl MyBank {
    #[start]
    fn start(settings: Settings) -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
