use otp_runtime::prelude::*;

#[config]
#[config]
struct Settings {
    port: u16,
}

fn main() {}
