use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application(name = "bank", version = "1.0", name = "my_bank")]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
