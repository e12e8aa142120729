use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application(name = "My Bank")]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

#[derive(Default)]
struct Other;

#[application(name = "my-bank", dependencies("My Store"))]
impl Other {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

#[derive(Default)]
struct Third;

#[application(name = "")]
impl Third {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
