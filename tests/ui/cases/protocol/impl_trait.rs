use otp_runtime::prelude::*;

#[protocol]
pub trait Ledger {
    #[call]
    fn post(&mut self, cents: u64) -> u64;
    #[cast]
    fn note(&mut self, text: impl Into<String>);
    #[call]
    fn all(&self) -> impl Iterator<Item = u64>;
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
    fn post(&mut self, cents: u64) -> u64 {
        self.0 += cents;
        self.0
    }
    fn note(&mut self, _: impl Into<String>) {}
    fn all(&self) -> impl Iterator<Item = u64> {
        [self.0].into_iter()
    }
}

#[otp_runtime::main]
async fn main() {
    let memory = Memory::start().await.unwrap();
    let ledger: LedgerClient = memory.into();
    let _ = ledger.post(5).await;
}
