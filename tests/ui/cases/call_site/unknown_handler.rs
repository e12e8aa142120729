use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) -> u64 {
        1
    }
    fn helper(&self) -> u64 {
        2
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    let _ = counter.gett().await;
    let _ = counter.helper();
}
