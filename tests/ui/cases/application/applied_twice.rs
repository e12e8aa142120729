use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
#[application(name = "bank")]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
