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
    #[child(args(1))]
    treasury: Worker,
    #[child(args(2))]
    branch: DynamicSupervisor<,
    #[child(args(3))]
    vault: Worker,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start().await.unwrap();
    let _ = bank.treasury().get().await;
    let _ = bank.vault().get().await;
}
