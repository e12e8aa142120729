use otp_runtime::prelude::*;

#[agent]
struct Settings {
    pub get: u8,
    pub update: u8,
    pub cast: u8,
    pub clone: u8,
    pub into: u8,
    pub stop: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::named("settings");
    settings.get(|settings| settings.update).await.unwrap();
    settings.clone().cast(|settings| settings.stop += 1);
    settings.stop().await.unwrap();
}
