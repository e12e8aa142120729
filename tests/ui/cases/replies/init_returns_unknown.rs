use otp_runtime::prelude::*;

struct Counter;
struct Config;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Config {
        Config
    }
    #[call]
    fn get(&self) -> u64 {
        1
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    let _: u64 = counter.get().await.unwrap();
}
