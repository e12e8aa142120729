#![deny(unused_must_use)]

use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::run();
}
