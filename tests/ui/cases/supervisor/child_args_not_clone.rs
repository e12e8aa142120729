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

struct Till(Once);

#[gen_server]
impl Till {
    #[init]
    fn init(once: Once) -> Self {
        Till(once)
    }
    #[call]
    fn get(&self) -> u64 {
        self.0.0
    }
}

#[supervisor(strategy = one_for_one, args(once: Once))]
struct Bank {
    #[child(args(once))]
    till: Till,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link(Once(1)).await.unwrap();
    bank.till().get().await.unwrap();
}
