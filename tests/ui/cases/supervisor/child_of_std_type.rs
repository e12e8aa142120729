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
    first: Worker,
    workers: Vec<Worker>,
    by_name: std::collections::HashMap<String, Worker>,
    #[child(args(1))]
    maybe: Option<Worker>,
    #[child(args(1))]
    shared: std::sync::Arc<Worker>,
    limit: u64,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link().await.unwrap();
    bank.first().get().await.unwrap();
}
