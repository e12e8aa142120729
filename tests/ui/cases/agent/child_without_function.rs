use otp_runtime::prelude::*;

#[agent]
#[derive(Default)]
struct Settings {
    pub volume: u8,
}

#[supervisor(strategy = one_for_one)]
struct App {
    #[child(args(Settings::default()))]
    settings: Settings,
    other: Settings,
}

#[otp_runtime::main]
async fn main() {
    App::start_link().await.unwrap().settings().volume().await.unwrap();
}
