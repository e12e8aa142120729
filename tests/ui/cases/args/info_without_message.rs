use otp_runtime::prelude::*;

struct Counter(u64);

#[gen_server]
impl Counter {
    #[init]
    fn init(first: u64) -> Self {
        Counter(first)
    }
    #[call]
    fn get(&self) -> u64 {
        self.0
    }
    #[info]
    fn tick(&mut self) {}
    #[handle_continue]
    fn go_on(&mut self, ctx: &mut Context<Self>) {
        let _ = ctx;
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start(1).await.unwrap();
    let _: u64 = counter.get().await.unwrap();
}
