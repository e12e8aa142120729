use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
    #[start]
    fn start_again() -> Result<Pid, StartError> {
        todo!()
    }
    #[stop]
    fn stopped(&mut self) {}
    #[stop]
    fn closed(&mut self) {}
}

fn main() {
    MyBank::spec();
}
