use otp_runtime::prelude::*;

use std::borrow::Cow;

#[agent]
struct Settings {
    pub theme: &str,
    pub title: Option<Cow<'_, str>>,
    numbers: (u8, &mut [u8]),
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::start(|| Settings { theme: "dark", title: None, numbers: (1, &mut []) }).await.unwrap();
    settings.set_theme("light").await.unwrap();
    settings.get(|settings| settings.numbers.0).await.unwrap();
}
