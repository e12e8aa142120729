use otp_runtime::prelude::*;

use std::rc::Rc;

#[derive(Default)]
struct MyBank(Rc<u8>);

#[application]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
