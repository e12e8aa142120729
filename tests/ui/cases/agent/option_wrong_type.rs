use otp_runtime::prelude::*;

#[agent(restart = "transient", shutdown = 5, timeout = "5s", id = settings, client = "Handle", crate = otp_runtime)]
struct Settings {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    Settings::start(|| Settings { volume: 1 }).await.unwrap().volume().await.unwrap();
}
