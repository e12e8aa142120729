use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
default impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
}

fn main() {
    let _ = Counter::init();
}
