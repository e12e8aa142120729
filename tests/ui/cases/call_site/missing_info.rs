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
    #[info]
    fn number(&mut self, _: u64) {}
}

struct Deaf;

#[gen_server]
impl Deaf {
    #[init]
    fn init() -> Self {
        Deaf
    }
    #[call]
    fn value(&self) -> u64 {
        1
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.send(Tick);
    let deaf = Deaf::start().await.unwrap();
    deaf.send(String::new());
}
