use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    const unsafe extern "C" fn start() -> Result<Pid, StartError> {
        todo!()
    }
    #[stop]
    unsafe fn stopped(&mut self) {}
}

fn main() {
    MyBank::spec();
}
