use otp_runtime::prelude::*;

#[agent(name = "settings", restart = transient, name = "other")]
struct Settings {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    Settings::start(|| Settings { volume: 1 }).await.unwrap().volume().await.unwrap();
}
