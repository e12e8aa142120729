use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init(timeout = 5s)]
    fn init() -> Self {
        Counter
    }
    #[call(timout = 5s)]
    fn get(&self) -> u64 {
        1
    }
    #[cast(retry)]
    fn add(&mut self) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add();
    let _: u64 = counter.get().await.unwrap();
}
