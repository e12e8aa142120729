use otp_runtime::prelude::*;

#[derive(Default)]
#[config]
struct Settings {
    #[default(8080)]
    port: u16,
}

fn main() {}
