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
    #[child(extra_arguments = 5_u64)]
    tills: DynamicSupervisor<Worker>,
    #[child(max_childs = 3, period = 5s)]
    others: DynamicSupervisor<Worker>,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link().await.unwrap();
    bank.tills();
    bank.others();
}
