use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) {}
    #[terminate]
    fn end(&mut self) {}
    #[terminate]
    fn end_too(&mut self) {}
}

fn main() {
    let _ = Counter::start();
}
