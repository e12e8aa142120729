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
}

#[gen_server]
impl Counter {
    #[cast]
    fn add(&mut self) {}
}

fn main() {
    let _ = Counter::start();
}
