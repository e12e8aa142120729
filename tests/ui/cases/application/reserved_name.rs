use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }

    fn run() {}
    fn spec() {}
}

fn main() {
    MyBank::spec();
}
