use otp_runtime::prelude::*;

#[agent(name = "settings" restart = transient)]
struct Settings {
    pub volume: u8,
}

#[agent("other")]
struct Other {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    Settings::start(|| Settings { volume: 1 }).await.unwrap().volume().await.unwrap();
    Other::start(|| Other { volume: 1 }).await.unwrap().volume().await.unwrap();
}
