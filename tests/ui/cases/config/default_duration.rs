use otp_runtime::prelude::*;

use std::time::Duration;

#[config]
struct Settings {
    #[default("5s")]
    quoted: Duration,
    #[default(5)]
    bare: Duration,
    #[default(5sec)]
    unit: Duration,
    #[default(5s)]
    number: u64,
}

fn main() {}
