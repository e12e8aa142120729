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

use std::borrow::Cow;

#[supervisor(strategy = one_for_one, args(name: &str, list: &[u64], text: Cow<'_, str>))]
struct Bank {
    #[child(args(list[0]))]
    treasury: Worker,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link("a", &[1], "b".into()).await.unwrap();
    bank.treasury().get().await.unwrap();
}
