struct Settings {
    port: u16,
}
#[automatically_derived]
impl ::otp_runtime::application::Config for Settings {
    fn defaults(_env: &mut ::otp_runtime::application::Env) {}
    fn read(
        env: &::otp_runtime::application::Env,
    ) -> ::core::result::Result<Self, ::otp_runtime::application::ConfigError> {
        let mut reader = env.reader();
        let port = reader.value::<u16>("port");
        reader.done(move || ::core::option::Option::Some(Self { port: port? }))
    }
}
