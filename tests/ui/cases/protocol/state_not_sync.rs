use otp_runtime::prelude::*;

use std::cell::Cell;

#[protocol]
pub trait Ledger {
    #[call]
    async fn post(&self, cents: u64) -> u64;
}

struct Memory(Cell<u64>);

#[gen_server(protocol = Ledger)]
impl Memory {
    #[init]
    fn init() -> Self {
        Memory(Cell::new(0))
    }
}

impl Ledger for Memory {
    async fn post(&self, cents: u64) -> u64 {
        self.0.set(self.0.get() + cents);
        self.0.get()
    }
}

#[otp_runtime::main]
async fn main() {
    let memory = Memory::start().await.unwrap();
    let ledger: LedgerClient = memory.into();
    let _ = ledger.post(5).await;
}
