use otp_runtime::prelude::*;

#[config]
struct Settings {
    #[default(true)]
    name: String,
    #[default(8080)]
    label: Option<u16>,
    #[default(1)]
    verbose: bool,
    #[default(2)]
    colour: bool,
    #[default(5)]
    ratio: f64,
    #[default(-1)]
    retries: u32,
    #[default(1.5)]
    size: usize,
    #[default(8080u32)]
    port: u16,
    #[default('x')]
    mark: String,
    #[default("many")]
    workers: u8,
    #[default(false)]
    level: i64,
}

#[config]
struct More {
    #[default(PORT)]
    port: u16,
    #[default(std::mem::size_of::<u8>())]
    size: u8,
}

fn main() {}
