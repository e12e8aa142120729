use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[cast]
    fn watch(&mut self, other: Pid, ctx: &mut Context<Self>) {
        ctx.monitor(other);
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.watch(counter.pid().unwrap());
}
