use otp_runtime::prelude::*;

struct Settings {
    #[agent(skip)]
    theme: String,
}

fn main() {
    let _ = Settings { theme: String::new() }.theme;
}
