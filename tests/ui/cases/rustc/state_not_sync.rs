use otp_runtime::prelude::*;
use std::cell::Cell;

struct Counter(Cell<u8>);

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter(Cell::new(0))
    }
    #[call]
    async fn get(&self) -> u8 {
        self.0.get()
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    let _: u8 = counter.get().await.unwrap();
}
