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

#[derive(Clone)]
struct Config {
    names: Vec<u64>,
}

struct Till(Config);

#[gen_server]
impl Till {
    #[init]
    fn init(config: Config) -> Self {
        Till(config)
    }
    #[call]
    fn get(&self) -> usize {
        self.0.names.len()
    }
}

#[supervisor(strategy = one_for_one, args(config: Config))]
struct Bank {
    #[child(args(config))]
    till: Till,
    #[child(args(config))]
    second: Till,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link(Config { names: vec![] }).await.unwrap();
    bank.till().get().await.unwrap();
}
