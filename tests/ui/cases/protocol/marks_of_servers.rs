use otp_runtime::prelude::*;

#[protocol]
pub trait Ledger {
    #[call]
    fn post(&mut self, cents: u64) -> u64;
    #[init]
    fn init() -> u64;
    #[info]
    fn heard(&mut self, down: Down);
    #[terminate]
    fn terminate(&mut self);
    #[handle_continue]
    fn go_on(&mut self, with: u8);
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
    fn init() -> u64 {
        0
    }
    fn heard(&mut self, _: Down) {}
    fn terminate(&mut self) {}
    fn go_on(&mut self, _: u8) {}
}

#[otp_runtime::main]
async fn main() {
    let memory = Memory::start().await.unwrap();
    let ledger: LedgerClient = memory.into();
    let _ = ledger.post(5).await;
}
