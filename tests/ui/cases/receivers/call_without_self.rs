use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get() -> u64 {
        1
    }
    #[cast]
    fn add(by: u64) {
        let _ = by;
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add(1);
    let _: u64 = counter.get().await.unwrap();
}
