use otp_runtime::prelude::*;

#[agent]
#[derive(Default)]
struct Settings {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    Settings::start().await.unwrap();
    Settings::start(Settings::default()).await.unwrap();
    Agent::start(42).await.unwrap();
}
