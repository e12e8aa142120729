use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[cast]
    fn add(&mut self, by: ...) {}
}

fn main() {
    let _ = Counter::start();
}
