/// What a bank needs to know.
#[config]
#[derive(Debug, Clone)]
pub struct BankConfig {
    /// Where it listens.
    #[default(8080)]
    pub port: u16,
    #[default(5s)]
    patience: Duration,
    #[default("data")]
    pub(crate) dir: PathBuf,
    #[default(Some(default_label()))]
    label: Option<String>,
    pub peers: Vec<SocketAddr>,
    secret: Option<String>,
}
