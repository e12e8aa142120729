use otp_runtime::prelude::*;

#[protocol]
pub trait Ledger {
    #[call]
    fn post(&mut self, cents: u64) -> u64;
    #[cast]
    fn note(&mut self, text: String);
}

struct Memory(u64);

#[gen_server]
impl Memory {
    #[init]
    fn init() -> Self {
        Memory(0)
    }
}

#[protocol]
impl Ledger for Memory {
    #[call]
    fn post(&mut self, cents: u64) -> u64 {
        self.0 += cents;
        self.0
    }
    #[cast]
    fn note(&mut self, _: String) {}
}

#[protocol]
struct Messages {
    cents: u64,
}

#[protocol]
fn messages(_: Messages) {}

#[otp_runtime::main]
async fn main() {
    let mut memory = Memory(0);
    memory.post(5);
    messages(Messages { cents: 5 });
}
