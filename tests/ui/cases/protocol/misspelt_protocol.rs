use otp_runtime::prelude::*;

#[protocol]
pub trait Ledger {
    #[call]
    fn post(&mut self, cents: u64) -> u64;
    #[cast]
    fn note(&mut self, text: String);
}

struct Memory(u64);

#[gen_server(protocol = Ledgr)]
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
    fn note(&mut self, _: String) {}
}

#[otp_runtime::main]
async fn main() {
    let memory = Memory::start().await.unwrap();
    let _ = LedgerClient::of(&memory).post(5).await;
}
