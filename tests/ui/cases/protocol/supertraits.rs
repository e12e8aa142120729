use otp_runtime::prelude::*;

#[protocol]
pub trait Audit {
    #[call]
    fn sum(&self) -> u64;
}

#[protocol]
pub trait Ledger: Audit + Send {
    #[call]
    fn post(&mut self, cents: u64) -> u64;
}

struct Memory(u64);

#[gen_server(protocol = Ledger)]
impl Memory {
    #[init]
    fn init() -> Self {
        Memory(0)
    }
}

impl Audit for Memory {
    fn sum(&self) -> u64 {
        self.0
    }
}

impl Ledger for Memory {
    fn post(&mut self, cents: u64) -> u64 {
        self.0 += cents;
        self.sum()
    }
}

#[otp_runtime::main]
async fn main() {
    let memory = Memory::start().await.unwrap();
    let ledger: LedgerClient = memory.into();
    let _ = ledger.post(5).await;
}
