use otp_runtime::prelude::*;

use std::rc::Rc;

#[protocol]
pub trait Ledger {
    #[call]
    fn post(&mut self, entry: Rc<u64>) -> u64;
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
    fn post(&mut self, entry: Rc<u64>) -> u64 {
        self.0 += *entry;
        self.0
    }
}

#[otp_runtime::main]
async fn main() {
    let memory = Memory::start().await.unwrap();
    let ledger: LedgerClient = memory.into();
    let _ = ledger.post(Rc::new(5)).await;
}
