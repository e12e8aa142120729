use otp_runtime::prelude::*;

#[agent(skip, transient, init = Settings::default, name("settings"))]
#[derive(Default)]
struct Settings {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    Settings::start(Settings::default).await.unwrap().volume().await.unwrap();
}
