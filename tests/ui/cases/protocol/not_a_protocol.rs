use otp_runtime::prelude::*;

pub trait Ledger {
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

impl Ledger for Memory {
    fn post(&mut self, cents: u64) -> u64 {
        self.0 += cents;
        self.0
    }
}

#[otp_runtime::main]
async fn main() {
    let _ = Memory::start().await.unwrap();
}
