use otp_runtime::prelude::*;

#[config(prefix = "BANK", crate = otp)]
struct Settings {
    port: u16,
}

fn main() {}
