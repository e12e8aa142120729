use otp_runtime::prelude::*;

pub trait Ledger {
    #[call]
    fn post(&mut self, cents: u64) -> u64;
    #[cast]
    fn note(&mut self, text: String);
}

fn main() {}
