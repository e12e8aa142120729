use otp_runtime::prelude::*;

#[config]
struct Settings {
    name: &'static str,
    peers: Vec<&str>,
    text: str,
}

fn main() {}
