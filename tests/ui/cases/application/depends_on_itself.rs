use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application(dependencies(MyBank, "my_bank"), includes(Self))]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
