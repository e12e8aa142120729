use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn start(&self) -> u64 {
        1
    }
    fn child() {}
}

fn main() {
    let _ = Counter::init();
}
