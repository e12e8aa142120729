use otp_runtime::prelude::*;

#[agent]
struct Settings {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::named("settings");
    settings.get(|settings| settings.volume = 3).await.unwrap();
    settings.get(|settings| &settings.volume).await.unwrap();
}
