use otp_runtime::prelude::*;

#[agent]
#[derive(Default)]
pub struct Settings {
    pub theme: String,
    pub volume
    pub name: String,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::start(Settings::default).await.unwrap();
    settings.set_theme("dark".into()).await.unwrap();
    let _: String = settings.name().await.unwrap();
    let _ = settings.get(|all| all.name.len()).await;
}
