use otp_runtime::prelude::*;

struct Settings {
    #[default(8080)]
    port: u16,
}

fn main() {}
