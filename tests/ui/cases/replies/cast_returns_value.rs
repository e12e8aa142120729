use otp_runtime::prelude::*;

struct Counter(u64);

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter(0)
    }
    #[cast]
    fn add(&mut self, by: u64) -> u64 {
        self.0 += by;
        self.0
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add(1);
}
