use otp_runtime::prelude::*;

#[protocol]
pub trait Ledger {
    #[call]
    fn post(&mut self, cents: u64) -> u64;
    #[cast]
    fn note(&mut self, text: String);
}

struct Quoted;

#[gen_server(protocol = "Ledger")]
impl Quoted {
    #[init]
    fn init() -> Self {
        Quoted
    }
}

struct Dynamic;

#[gen_server(protocol = dyn Ledger)]
impl Dynamic {
    #[init]
    fn init() -> Self {
        Dynamic
    }
}

struct Called;

#[gen_server(protocol(Ledger, Audit))]
impl Called {
    #[init]
    fn init() -> Self {
        Called
    }
}

struct Commas;

#[gen_server(protocol = Ledger, Audit)]
impl Commas {
    #[init]
    fn init() -> Self {
        Commas
    }
}

impl Ledger for Commas {
    fn post(&mut self, cents: u64) -> u64 {
        cents
    }
    fn note(&mut self, _: String) {}
}

struct Twice;

#[gen_server(protocol = Ledger, protocol = Audit)]
impl Twice {
    #[init]
    fn init() -> Self {
        Twice
    }
}

impl Ledger for Twice {
    fn post(&mut self, cents: u64) -> u64 {
        cents
    }
    fn note(&mut self, _: String) {}
}

#[otp_runtime::main]
async fn main() {
    let _ = Quoted::start().await;
    let _ = Commas::start().await;
}
