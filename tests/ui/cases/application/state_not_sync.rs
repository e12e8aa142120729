use otp_runtime::prelude::*;

use std::cell::Cell;

#[derive(Default)]
struct MyBank(Cell<u8>);

#[application]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }

    #[stop]
    async fn stopped(&self) {}
}

fn main() {
    MyBank::spec();
}
