use otp_runtime::prelude::*;

struct Counter(u64);

#[gen_server]
impl Counter {
    #[init]
    fn init(first: u64) -> Self {
        Counter(first)
    }
    #[call]
    fn get(&self) -> u64 {
        self.0
    }
    #[cast]
    fn add(self, by: u64) -> Self {
        Counter(self.0 + by)
    }
    #[info]
    fn down(&mut self, _: Down) -> (NoReply, Self) {
        (NoReply, Counter(0))
    }
}

struct NoReply;

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start(1).await.unwrap();
    let _: u64 = counter.get().await.unwrap();
}
