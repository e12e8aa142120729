use otp_runtime::prelude::*;

#[protocol(clint = Books)]
pub trait Ledger: Clone {
    #[call]
    fn post(&mut self, text: &str) -> u64;
    fn sum(&self) -> u64;
    #[cast]
    fn note(&mut self) -> u64;
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
    fn post(&mut self, text: &str) -> u64 {
        text.len() as u64
    }
    fn sum(&self) -> u64 {
        self.0
    }
    fn note(&mut self) -> u64 {
        self.0
    }
}

#[otp_runtime::main]
async fn main() {
    let memory = Memory::start().await.unwrap();
    let ledger: LedgerClient = memory.into();
    let _ = ledger.post("five").await;
    ledger.note();
}
