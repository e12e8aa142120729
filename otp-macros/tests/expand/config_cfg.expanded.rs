#[cfg(unix)]
struct Settings {
    #[cfg(feature = "tls")]
    r#type: u16,
    #[cfg(not(feature = "tls"))]
    reader: Option<std::path::PathBuf>,
    env: bool,
}
#[cfg(unix)]
#[automatically_derived]
impl crate::otp::application::Config for Settings {
    fn defaults(env_: &mut crate::otp::application::Env) {
        #[cfg(feature = "tls")] env_.set::<u16>("type", Self::PORT);
    }
    fn read(
        env_: &crate::otp::application::Env,
    ) -> ::core::result::Result<Self, crate::otp::application::ConfigError> {
        let mut reader_ = env_.reader();
        #[cfg(feature = "tls")]
        let r#type = reader_.value::<u16>("type");
        #[cfg(not(feature = "tls"))]
        let reader = reader_.optional::<std::path::PathBuf>("reader");
        let env = reader_.value::<bool>("env");
        reader_
            .done(move || ::core::option::Option::Some(Self {
                #[cfg(feature = "tls")]
                r#type: r#type?,
                #[cfg(not(feature = "tls"))]
                reader,
                env: env?,
            }))
    }
}
