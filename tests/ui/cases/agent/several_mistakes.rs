use otp_runtime::prelude::*;

#[agent(restart = never, name)]
struct Settings<'a> {
    #[agent(skipped)]
    pub theme: &'a str,
    pub update: Vec<&u8>,
    pub volume: u8,
    pub set_volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::named("settings");
    settings.set_volume(1).await.unwrap();
}
