use otp_runtime::prelude::*;

#[agent]
struct Settings<'a> {
    pub theme: &'a str,
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::start(|| Settings { theme: "dark", volume: 1 }).await.unwrap();
    settings.theme().await.unwrap();
    settings.set_volume(1).await.unwrap();
}
