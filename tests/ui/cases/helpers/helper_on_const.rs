use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[call]
    const FIRST: u64 = 1;
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) -> u64 {
        Self::FIRST
    }
}

fn main() {
    let _ = Counter::start();
}
