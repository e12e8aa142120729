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
    #[child(args = 1000)]
    treasury: Worker,
    #[child(args = (1000), id("x"), restart(transient))]
    till: Worker,
    #[child(args, restart, temporary, brutal_kill)]
    safe: Worker,
    #[child(args(1 2))]
    box_1: Worker,
    #[child = "args(1)"]
    box_2: Worker,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link().await.unwrap();
    bank.treasury().get().await.unwrap();
    bank.till().get().await.unwrap();
    bank.safe().get().await.unwrap();
    bank.box_1().get().await.unwrap();
    bank.box_2().get().await.unwrap();
}
