use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        #[call]
        fn first() -> u64 {
            1
        }
        first();
        Counter
    }
    #[call]
    fn get(&self) {}
}

fn main() {
    let _ = Counter::start();
}
