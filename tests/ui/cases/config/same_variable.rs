use otp_runtime::prelude::*;

#[config]
#[allow(non_snake_case)]
struct Settings {
    port: u16,
    Port: u16,
}

fn main() {}
