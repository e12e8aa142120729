use otp_runtime::prelude::*;

struct Counter(u64);

#[gen_server(restart: :transient, name: "counter", mailbox => 64, shutdown == 5s)]
impl Counter {
    #[init]
    fn init(first: u64) -> Self {
        Counter(first)
    }
    #[call]
    fn get(&self) -> u64 {
        self.0
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start(1).await.unwrap();
    let _: u64 = counter.get().await.unwrap();
}
