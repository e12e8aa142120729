#[derive(Default)]
struct Settings {
    pub volume: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::start_link(Settings::default).await.unwrap();
    let _: SettingsClient = settings;
}
