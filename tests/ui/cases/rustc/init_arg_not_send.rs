use otp_runtime::prelude::*;
use std::rc::Rc;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init(first: Rc<u8>) -> Self {
        let _ = first;
        Counter
    }
}

#[otp_runtime::main]
async fn main() {
    let _ = Counter::start(Rc::new(1)).await.unwrap();
}
