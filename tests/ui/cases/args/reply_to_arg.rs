use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&mut self, _reply: ReplyTo<u64>) -> u64 {
        1
    }
    #[call]
    fn twice(&mut self, _first: ReplyTo<u64>, _second: ReplyTo<u64>) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    let _: u64 = counter.twice().await.unwrap();
}
