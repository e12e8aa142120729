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
    fn get(&self) -> Rc<u8> {
        Rc::new(1)
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.get().await.unwrap();
}
