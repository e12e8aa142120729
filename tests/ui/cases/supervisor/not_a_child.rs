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

struct Plain;

#[supervisor(strategy = one_for_one)]
struct Bank {
    #[child]
    plain: Plain,
    #[child(args(1))]
    list: Vec<Worker>,
    #[child]
    names: DynamicSupervisor<String>,
    #[child(partitions = 4)]
    parts: PartitionSupervisor<Option<Worker>>,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link().await.unwrap();
    bank.plain();
    bank.list();
    bank.names();
}
