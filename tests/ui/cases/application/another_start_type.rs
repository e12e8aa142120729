#![allow(unused_variables)]

use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

struct StartType;

#[application]
impl MyBank {
    #[start]
    fn start(start: StartType) -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
