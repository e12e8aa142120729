use otp_runtime::prelude::*;

struct Level;

#[config]
struct Settings {
    level: Level,
    #[default(Level)]
    least: Level,
    most: Option<Level>,
    all: Vec<Level>,
}

fn main() {}
