use otp_runtime::prelude::*;

#[agent]
#[agent(name = "settings")]
struct Settings {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::start(|| Settings { volume: 1 }).await.unwrap();
    settings.volume().await.unwrap();
}
