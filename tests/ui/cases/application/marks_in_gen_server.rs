use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[gen_server]
impl MyBank {
    #[init]
    fn init() -> Self {
        MyBank
    }
    #[call]
    fn get(&self) -> u8 {
        1
    }
    #[stop]
    fn stopped(&mut self) {}
}

fn main() {
    let _ = MyBank::start();
}
