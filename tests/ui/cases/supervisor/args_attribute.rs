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

#[supervisor(strategy = one_for_one, args(/** The first. */ first: u64, #[cfg(unix)] second: u64))]
struct Bank {
    #[child(args(first))]
    treasury: Worker,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link(1, 2).await.unwrap();
    bank.treasury().get().await.unwrap();
}
