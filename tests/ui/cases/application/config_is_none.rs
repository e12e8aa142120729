#![allow(unused_variables)]

use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

struct Settings;

#[application(config = Settings)]
impl MyBank {
    #[start]
    fn start(settings: Settings) -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
