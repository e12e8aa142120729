use otp_runtime::prelude::*;
use std::cell::{Ref, RefCell};

struct Counter {
    count: RefCell<u64>,
}

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter { count: RefCell::new(0) }
    }
    #[call]
    fn get(&self) -> Ref<'_, u64> {
        self.count.borrow()
    }
}

fn main() {
    let _ = Counter::start();
}
