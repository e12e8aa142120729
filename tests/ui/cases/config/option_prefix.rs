use otp_runtime::prelude::*;

#[config(prefix = "BANK")]
struct BankConfig {
    #[default(8080)]
    port: u16,
}

#[config(crate: otp_runtime)]
struct Other {
    jobs: u16,
}

fn main() {
    let _ = |config: BankConfig| config.port;
    let _ = |other: Other| other.jobs;
}
