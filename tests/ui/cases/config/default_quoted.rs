use otp_runtime::prelude::*;

#[config]
struct Settings {
    #[default("8080")]
    port: u16,
    #[default("yes")]
    on: bool,
}

fn main() {}
