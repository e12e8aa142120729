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

#[supervisor(strategy: :one_for_one, max_restarts: 3, args: [limit])]
struct Bank {
    #[child(args: [1], restart: :transient)]
    first: Worker,
}

#[otp_runtime::main]
async fn main() {
    let _ = Bank::start_link().await;
}
