use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init(_: u64) -> Self {
        Counter
    }
    #[cast]
    fn add(&mut self, _: u64) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start(1).await.unwrap();
    counter.add(1);
}
