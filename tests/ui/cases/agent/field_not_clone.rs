use otp_runtime::prelude::*;

struct Token;

#[agent]
struct Settings {
    pub token: Token,
    pub receiver: Option<std::sync::mpsc::Receiver<u8>>,
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::start(|| Settings { token: Token, receiver: None, volume: 1 }).await.unwrap();
    settings.set_token(Token).await.unwrap();
    settings.volume().await.unwrap();
}
