use otp_runtime::prelude::*;

#[agent]
struct Settings {
    pub volume: u8,
}

impl Settings {
    fn child() -> Self {
        Settings { volume: 1 }
    }
}

#[otp_runtime::main]
async fn main() {
    Settings::start(Settings::child).await.unwrap();
}
