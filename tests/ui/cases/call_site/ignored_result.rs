#![deny(unused_must_use)]

use otp_runtime::prelude::*;

struct Counter;

#[gen_server(mailbox = 8)]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) -> u64 {
        1
    }
    #[cast]
    fn add(&mut self) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.get().await;
    counter.add();
}
