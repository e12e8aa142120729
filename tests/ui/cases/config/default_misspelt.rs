use otp_runtime::prelude::*;

#[config]
struct Settings {
    #[defualt(8080)]
    port: u16,
    #[default_value("data")]
    dir: String,
    #[cfg_attr(unix, default(1))]
    jobs: u8,
}

fn main() {}
