use otp_runtime::prelude::*;

struct Counter {
    count: u64,
}

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter { count: 0 }
    }
    #[call]
    fn get(&self) -> u64 {
        self.count
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    let _ = counter.count;
}
