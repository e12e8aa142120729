use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application(name = my_bank, description = 5, version = 1.0, config = "Settings", crate = otp)]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

#[derive(Default)]
struct Other;

#[application(name, version = , config, dependencies, crate)]
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
