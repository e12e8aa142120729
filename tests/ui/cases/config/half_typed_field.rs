use otp_runtime::prelude::*;

#[config]
struct Settings {
    #[default(8080)]
    port: u16,
    #[default("data")]
    folder: ,
    #[default(true)]
    quiet: bool,
}

#[derive(Default)]
struct MyBank;

#[application(config = Settings)]
impl MyBank {
    #[start]
    async fn start(settings: Settings) -> Result<Top<Self>, StartError> {
        let _ = (settings.port, settings.quiet);
        todo!()
    }
}

fn main() {
    let _ = MyBank::run();
}
