use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn clone(&self) -> u64 {
        1
    }
    #[cast]
    fn deref(&self) {}
    #[call]
    fn into(&self) -> u64 {
        1
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    let _: u64 = counter.clone().await.unwrap();
    counter.deref();
}
