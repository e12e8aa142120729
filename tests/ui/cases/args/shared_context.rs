use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    async fn init(_ctx: &Context<Self>) -> Self {
        Counter
    }
    #[call]
    async fn get(&mut self, ctx: &Context<Self>) -> Pid {
        ctx.pid()
    }
    #[call]
    fn own(&self, ctx: &Context<Self>) -> Pid {
        ctx.pid()
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    let _: Pid = counter.get().await.unwrap();
}
