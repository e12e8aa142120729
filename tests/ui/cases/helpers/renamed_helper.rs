use otp_runtime::call as remote;
use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[remote]
    fn get(&self) -> u64 {
        1
    }
    #[call]
    fn other(&self) -> u64 {
        self.get()
    }
}

fn main() {
    let _ = Counter::start();
}
