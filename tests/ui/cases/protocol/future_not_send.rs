use otp_runtime::prelude::*;

use std::rc::Rc;

#[protocol]
pub trait Ledger {
    #[call]
    async fn post(&mut self, cents: u64) -> u64;
}

struct Memory(u64);

#[gen_server(protocol = Ledger)]
impl Memory {
    #[init]
    fn init() -> Self {
        Memory(0)
    }
}

impl Ledger for Memory {
    async fn post(&mut self, cents: u64) -> u64 {
        let shared = Rc::new(cents);
        std::future::ready(()).await;
        self.0 += *shared;
        self.0
    }
}

#[otp_runtime::main]
async fn main() {
    let memory = Memory::start().await.unwrap();
    let ledger: LedgerClient = memory.into();
    let _ = ledger.post(5).await;
}
