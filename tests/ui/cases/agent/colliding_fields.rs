use otp_runtime::prelude::*;

#[agent]
struct Settings {
    pub theme: u8,
    pub set_theme: bool,
    pub update_theme: bool,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::named("settings");
    settings.set_theme(1).await.unwrap();
    settings.update_theme(|theme| *theme += 1).await.unwrap();
}
