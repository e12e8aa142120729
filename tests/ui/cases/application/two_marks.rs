use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }

    #[prep_stop]
    #[stop]
    fn stopped(&mut self) {}
}

fn main() {
    MyBank::spec();
}
