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

use std::rc::Rc;

#[supervisor(strategy = one_for_one, args(first: Rc<u64>))]
struct Bank {
    #[child(args(*first))]
    treasury: Worker,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link(Rc::new(1)).await.unwrap();
    bank.treasury().get().await.unwrap();
}
