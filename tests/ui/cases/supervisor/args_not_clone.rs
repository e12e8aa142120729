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

struct Once(u64);

#[supervisor(strategy = one_for_one, args(once: Once))]
struct Bank {
    #[child(args(once.0))]
    treasury: Worker,
}

#[supervisor(strategy = one_for_one)]
struct Top {
    #[child(args(Once(1)))]
    bank: Bank,
}

#[otp_runtime::main]
async fn main() {
    Bank::start_link(Once(1)).await.unwrap();
    Top::start_link().await.unwrap();
}
