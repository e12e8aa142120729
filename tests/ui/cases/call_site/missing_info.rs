use otp_runtime::prelude::*;
use std::time::Duration;

struct Counter;
#[derive(Clone)]
struct Tick;

#[gen_server]
impl Counter {
    #[init]
    fn init(ctx: &mut Context<Self>) -> Self {
        ctx.send_after(Duration::from_secs(1), Tick);
        ctx.send_interval(Duration::from_secs(1), Tick);
        Counter
    }
    #[call]
    fn value(&self) -> u64 {
        1
    }
    #[info]
    fn number(&mut self, _: u64) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.send(Tick);
}
