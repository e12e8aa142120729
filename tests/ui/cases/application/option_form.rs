use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application(name("bank"), dependencies = [Other])]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

#[derive(Default)]
struct Other;

#[application(dependencies[MyBank])]
impl Other {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
    Other::spec();
}
