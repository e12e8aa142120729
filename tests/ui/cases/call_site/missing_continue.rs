use otp_runtime::prelude::*;

struct Counter;
struct Load;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Init<Self> {
        Init::ok(Counter).and_continue(Load)
    }
    #[cast]
    fn add(&mut self, ctx: &mut Context<Self>) {
        ctx.continue_with(Load);
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add();
}
