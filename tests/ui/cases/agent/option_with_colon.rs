use otp_runtime::prelude::*;

#[agent(name: :settings, restart: :transient)]
#[derive(Default)]
struct Settings {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::start(Settings::default).await.unwrap();
    settings.set_volume(3).await.unwrap();
}
