use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[cast(timeout = 5s)]
    fn add(&mut self) {}
    #[info(timeout = 5s)]
    fn tick(&mut self, _: u64) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add();
}
