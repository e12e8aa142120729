use otp_runtime::prelude::*;
use std::rc::Rc;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[info]
    fn tick(&mut self, by: Rc<u8>) {
        let _ = by;
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.send(Rc::new(1));
}
