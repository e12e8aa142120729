use otp_runtime::prelude::*;

mod inner {
    use otp_runtime::prelude::*;

    #[agent]
    pub struct Settings {
        secret: u8,
        #[agent(skip)]
        pub cache: u8,
    }
}

#[otp_runtime::main]
async fn main() {
    let settings = inner::Settings::named("settings");
    settings.secret().await.unwrap();
    settings.cache().await.unwrap();
    settings.get(|settings| settings.secret).await.unwrap();
}
