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
    #[child(restart = transient)]
    treasury: Worker,
    #[chid(args(1))]
    till: Worker,
    #[cfg_attr(unix, child(args(1)))]
    safe: Worker,
    #[child(args(1))]
    #[serde(skip)]
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
