use otp_runtime::prelude::*;

#[agent]
struct Settings {
    pub theme: impl ToString,
    pub title: _,
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    Settings::named("settings").set_volume(1).await.unwrap();
}
