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

struct Config {
    first: u64,
}

#[supervisor(strategy = one_for_one, max_restarts = limit, args(config: Config))]
struct Bank {
    #[child(args(confg.first))]
    treasury: Worker,
    #[child(args(config.frst))]
    till: Worker,
    #[child(args(treasury))]
    safe: Worker,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link(Config { first: 1 }).await.unwrap();
    bank.treasury().get().await.unwrap();
}
