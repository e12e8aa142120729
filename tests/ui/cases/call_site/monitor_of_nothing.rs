use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[cast]
    fn watch(&mut self, other: CounterClient, ctx: &mut Context<Self>) {
        ctx.monitor(&other);
        ctx.monitor(7);
    }
    #[info]
    fn down(&mut self, _: Down) {}
}

fn main() {
    let _ = Counter::start();
}
