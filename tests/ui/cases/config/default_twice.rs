use otp_runtime::prelude::*;

#[config]
struct Settings {
    #[default(8080)]
    #[default(8081)]
    port: u16,
}

fn main() {}
