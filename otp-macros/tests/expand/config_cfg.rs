#[config(crate = crate::otp)]
#[cfg(unix)]
struct Settings {
    #[cfg(feature = "tls")]
    #[default(Self::PORT)]
    r#type: u16,
    #[cfg(not(feature = "tls"))]
    reader: Option<std::path::PathBuf>,
    env: bool,
}
