use otp_runtime::prelude::*;

#[agent(name, timeout = , significant)]
struct Settings {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    Settings::start(|| Settings { volume: 1 }).await.unwrap().volume().await.unwrap();
}
