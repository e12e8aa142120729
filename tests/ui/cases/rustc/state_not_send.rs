use otp_runtime::prelude::*;
use std::rc::Rc;

struct Counter(Rc<u8>);

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter(Rc::new(0))
    }
    #[call]
    fn get(&self) -> u8 {
        *self.0
    }
    #[cast]
    fn add(&mut self) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add();
    let _: u8 = counter.get().await.unwrap();
}
