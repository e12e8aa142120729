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
    #[child(args(1), id = "money")]
    treasury: Worker,
    #[child(args(1), id = "money")]
    till: Worker,
    #[child(args(1), id = "vault")]
    safe: Worker,
    #[child(args(1))]
    vault: Worker,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link().await.unwrap();
    bank.treasury().get().await.unwrap();
    bank.till().get().await.unwrap();
    bank.safe().get().await.unwrap();
    bank.vault().get().await.unwrap();
}
