use otp_runtime::prelude::*;

use std::rc::Rc;

#[agent]
struct Settings {
    pub theme: Rc<str>,
    volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::start(|| Settings { theme: Rc::from("dark"), volume: 1 }).await.unwrap();
    settings.get(|settings| settings.volume).await.unwrap();
}
