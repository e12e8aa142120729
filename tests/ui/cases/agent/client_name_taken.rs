use otp_runtime::prelude::*;

struct SettingsClient;

#[agent]
struct Settings {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let _ = SettingsClient;
    Settings::named("settings").volume().await.unwrap();
}
