use otp_runtime::prelude::*;

struct Counter(u64);

#[gen_server]
impl Counter {
    #[init]
    fn init((first, second): (u64, u64)) -> Self {
        Counter(first + second)
    }
    #[call]
    fn add(&mut self, (a, b): (u64, u64)) -> u64 {
        self.0 += a + b;
        self.0
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start((1, 2)).await.unwrap();
    let _: u64 = counter.add((1, 2)).await.unwrap();
}
