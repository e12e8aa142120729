use otp_runtime::prelude::*;

#[config]
struct Settings {
    #[default(true)]
    name: String,
    #[default(8080)]
    label: Option<u16>,
    #[default(PORT)]
    port: u16,
}

fn main() {}
