use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn value(&self) -> u64 {
        1
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().timeout("5s").await.unwrap();
    let _ = counter.value().timeout(5000).await;
    let _ = counter.stop().timeout(-1).await;
}
