use otp_runtime::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init(first: Rc<u8>) -> Self {
        let _ = first;
        Counter
    }
    #[cast]
    fn add(&mut self, by: Rc<u8>, log: Vec<Rc<RefCell<String>>>) {
        let _ = (by, log);
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start(Rc::new(1)).await.unwrap();
    counter.add(Rc::new(1), vec![]);
}
