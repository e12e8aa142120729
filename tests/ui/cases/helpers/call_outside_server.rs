use otp_runtime::prelude::*;

struct Counter;

impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) -> u64 {
        1
    }
    #[otp_runtime::cast(blocking)]
    fn add(&mut self) {}
}

#[handle_continue]
fn load() {}

fn main() {
    let mut counter = Counter::init();
    counter.add();
    counter.get();
    load();
}
