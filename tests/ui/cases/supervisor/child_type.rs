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
    treasury: &Worker,
    #[child(args(1))]
    tills: [Worker; 3],
    #[child(args(1))]
    safe: impl GenServer,
    #[child(args(1))]
    rest: (),
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link().await.unwrap();
    bank.treasury().get().await.unwrap();
    bank.tills();
    bank.safe();
    bank.rest();
}
