use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Option<Self> {
        Some(Counter)
    }
    #[call]
    fn get(&self) -> u64 {
        1
    }
}

struct Other;

#[gen_server]
impl Other {
    #[init]
    fn init(first: u64) -> u64 {
        first
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
    let other = Other::start(1).await.unwrap();
    let _: u64 = other.get().await.unwrap();
}
