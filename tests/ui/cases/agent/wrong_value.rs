use otp_runtime::prelude::*;

#[agent]
struct Settings {
    pub theme: String,
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::named("settings");
    settings.set_theme("dark").await.unwrap();
    settings.update_volume(|volume| volume + 1).await.unwrap();
    let _: u16 = settings.volume().await.unwrap();
    settings.theme = String::new();
}
