use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init(_ctx: Context<Self>) -> Self {
        Counter
    }
    #[cast]
    fn add(&mut self, _a: &mut Context<Self>, _b: &Context<Self>) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add();
}
