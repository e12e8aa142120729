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

#[supervisor]
struct Bank {
    #[child(args(1))]
    treasury: Worker,
}

#[supervisor(max_restarts = 1)]
struct Other {}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link().await.unwrap();
    bank.treasury().get().await.unwrap();
    Other::start_link().await.unwrap();
}
