use otp_runtime::prelude::*;
use std::rc::Rc;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    async fn get(&mut self) -> u8 {
        let number = Rc::new(1);
        std::future::ready(()).await;
        *number
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    let _: u8 = counter.get().await.unwrap();
}
