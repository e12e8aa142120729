use otp_runtime::prelude::*;

#[protocol(client = Books, client = Accounts)]
pub trait Ledger {
    #[call]
    fn post(&mut self, cents: u64) -> u64;
}

#[protocol]
#[protocol]
pub trait Audit {
    #[call]
    fn sum(&self) -> u64;
}

fn main() {}
