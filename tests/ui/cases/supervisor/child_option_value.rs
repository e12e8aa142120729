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

#[supervisor(strategy = one_for_one)]
struct Bank {
    #[child(args(1), id = treasury, restart = always, shutdown = 5, significant = yes, name = 5)]
    treasury: Worker,
    #[child(args(1), restart = "transient", shutdown = "5s", restart = permanent)]
    till: Worker,
    #[child(args(1), keys = uniq, max_children = "10", max_seconds = 0, partitions = -1)]
    safe: Worker,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link().await.unwrap();
    bank.treasury().get().await.unwrap();
    bank.till().get().await.unwrap();
    bank.safe().get().await.unwrap();
}
