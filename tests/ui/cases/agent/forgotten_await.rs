#![deny(unused_must_use)]

use otp_runtime::prelude::*;

#[agent]
struct Settings {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::start(|| Settings { volume: 1 }).await.unwrap();
    settings.set_volume(2);
    settings.update(|settings| settings.volume += 1);
}
