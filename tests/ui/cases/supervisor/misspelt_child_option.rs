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
    #[child(arg(1), restrat = transient, shutdow = 5s)]
    treasury: Worker,
    #[child(args(1), type = worker, auto_shutdown = never)]
    till: Worker,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link().await.unwrap();
    bank.treasury().get().await.unwrap();
    bank.till().get().await.unwrap();
}
