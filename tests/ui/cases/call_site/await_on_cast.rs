use otp_runtime::prelude::*;

struct Counter(u64);

#[gen_server]
impl Counter {
    #[init]
    fn init(first: u64) -> Self {
        Counter(first)
    }
    #[cast]
    fn add(&mut self, by: u64) {
        self.0 += by;
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start(1).await.unwrap();
    counter.add(1).await;
}
