#[application(crate = ::otp, version = VERSION, description = concat!("a", "b"))]
#[cfg(unix)]
impl places::HTTPFront<u8> {
    #[cfg(feature = "tls")]
    #[start]
    fn start_tls() -> anyhow::Result<FrontClient> {}

    #[cfg(not(feature = "tls"))]
    #[start]
    fn start_plain(_: otp::application::StartType) -> anyhow::Result<FrontClient> {}

    #[start_phase]
    fn bind(&mut self) {}

    #[cfg(feature = "tls")]
    #[otp::start_phase]
    async fn certificates(self: &Self) -> Result<(), String> {}

    #[cfg(feature = "tls")]
    #[config_change]
    async fn changed(&self) {}
}
