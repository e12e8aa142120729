use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
unsafe impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) -> u64 {
        1
    }
}

fn main() {
    let _ = Counter::init().get();
}
