use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call = "5s"]
    fn get(&self) -> u64 {
        1
    }
    #[cast[blocking]]
    fn add(&mut self) {}
    #[cast(blocking blocking)]
    fn sub(&mut self) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add();
    counter.sub();
    let _: u64 = counter.get().await.unwrap();
}
