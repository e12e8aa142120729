use otp_runtime::prelude::*;

#[agent]
struct Settings {
    pub volume: u8,
    pub volume: u16,
}

fn main() {}
