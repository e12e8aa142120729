use otp_runtime::prelude::*;

struct Once(u64);

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init(once: Once) -> Self {
        let _ = once.0;
        Counter
    }
}

fn main() {
    let _ = Counter::start(Once(1));
    let _ = Counter::child(Once(1));
}
