use otp_runtime::prelude::*;

#[agent]
struct Settings {
    #[agents(skip)]
    pub theme: String,
    #[cfg_attr(all(), agent(skip))]
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::named("settings");
    settings.get(|settings| settings.volume).await.unwrap();
}
