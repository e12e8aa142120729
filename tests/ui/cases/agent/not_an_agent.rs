use otp_runtime::prelude::*;

struct Settings {
    volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::start(|| Settings { volume: 1 }).await.unwrap();
    let client: otp_runtime::AgentClient<Settings, Settings> = todo!();
}
