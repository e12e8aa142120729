use otp_runtime::prelude::*;
use std::rc::Rc;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[cast]
    fn add(&mut self, by: Rc<u8>) {
        let _ = by;
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add(Rc::new(1));
}
