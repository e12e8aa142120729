/// What a bank needs to know.
#[derive(Debug, Clone)]
pub struct BankConfig {
    /// Where it listens.
    pub port: u16,
    patience: Duration,
    pub(crate) dir: PathBuf,
    label: Option<String>,
    pub peers: Vec<SocketAddr>,
    secret: Option<String>,
}
#[automatically_derived]
impl ::otp_runtime::application::Config for BankConfig {
    fn defaults(env: &mut ::otp_runtime::application::Env) {
        env.set::<u16>("port", 8080);
        env.set::<Duration>("patience", ::core::time::Duration::from_secs(5));
        env.set::<&str>("dir", "data");
        env.set::<Option<String>>("label", Some(default_label()));
    }
    fn read(
        env: &::otp_runtime::application::Env,
    ) -> ::core::result::Result<Self, ::otp_runtime::application::ConfigError> {
        let mut reader = env.reader();
        let port = reader.value::<u16>("port");
        let patience = reader.value::<Duration>("patience");
        let dir = reader.value::<PathBuf>("dir");
        let label = reader.optional::<String>("label");
        let peers = reader.value::<Vec<SocketAddr>>("peers");
        let secret = reader.optional::<String>("secret");
        reader
            .done(move || ::core::option::Option::Some(Self {
                port: port?,
                patience: patience?,
                dir: dir?,
                label,
                peers: peers?,
                secret,
            }))
    }
}
