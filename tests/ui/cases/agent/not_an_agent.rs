use otp_runtime::AgentClient;

struct Settings {
    volume: u8,
}

async fn loud(settings: AgentClient<Settings, Settings>) -> bool {
    settings.get(|settings| settings.volume > 3).await.unwrap()
}

fn main() {
    let _ = Settings::start(|| Settings { volume: 1 });
}
