use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call(blocking)]
    async fn get(&mut self) -> u64 {
        1
    }
    #[hibernate]
    async fn shrink(&mut self) {}
    #[format_status]
    async fn status(&self) -> String {
        String::new()
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    let _: u64 = counter.get().await.unwrap();
}
