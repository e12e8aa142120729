use otp_runtime::prelude::*;

#[config]
struct Settings {
    #[default]
    port: u16,
    #[default()]
    name: String,
    #[default = 8080]
    other: u16,
    #[default[8080]]
    square: u16,
    #[default(1, 2)]
    list: Vec<u8>,
}

fn main() {}
