use otp_runtime::prelude::*;
use std::pin::Pin;
use std::sync::Arc;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(self: Arc<Self>) -> u64 {
        1
    }
    #[cast]
    fn add(self: Pin<&mut Self>) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add();
    let _: u64 = counter.get().await.unwrap();
}
