use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[cast]
    fn add(&mut self, by: u64, by: u64) {
        let _ = by;
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
