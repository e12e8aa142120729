use otp_runtime::prelude::*;

struct Counter;

#[gen_server(mailbox = 1, restart = transient, mailbox = 2)]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[cast]
    fn add(&mut self) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add().unwrap();
}
