use otp_runtime::prelude::*;

#[agent]
struct Settings {
    #[agent]
    pub theme: String,
    #[agent(skip = true)]
    pub cache: Vec<u8>,
    #[agent = "skip"]
    pub volume: u8,
    #[agent(ignore)]
    pub bass: u8,
    #[agent(skip)]
    #[agent(skip)]
    pub treble: u8,
}

#[otp_runtime::main]
async fn main() {
    let settings = Settings::named("settings");
    settings.get(|settings| settings.volume).await.unwrap();
}
