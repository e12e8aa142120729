use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[init]
    fn init_from(_count: u64) -> Self {
        Counter
    }
    #[call]
    fn get(&self) -> u64 {
        1
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    let _: u64 = counter.get().await.unwrap();
}
