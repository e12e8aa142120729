use otp_runtime::prelude::*;

struct Worker(u64);

#[gen_server]
impl Worker {
    #[init]
    fn init(first: u64) -> Self {
        Worker(first)
    }
    #[call]
    fn get(&self) -> u64 {
        self.0
    }
}

#[supervisor(strategy = one_for_on, max_seconds = 0, args(first: &u64, second: u64), timeout = 5s)]
struct Bank {
    #[child(args = first, shutdown = 5)]
    treasury: Worker,
    #[child(args(second), significant)]
    till: &Worker,
    clone: Worker,
    #[child(args(second))]
    good: Worker,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link(&1, 2).await.unwrap();
    bank.treasury().get().await.unwrap();
    bank.till().get().await.unwrap();
    bank.good().get().await.unwrap();
}
