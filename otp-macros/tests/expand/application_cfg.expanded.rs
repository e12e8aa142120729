#[cfg(unix)]
impl places::HTTPFront<u8> {
    #[cfg(feature = "tls")]
    fn start_tls() -> anyhow::Result<FrontClient> {}
    #[cfg(not(feature = "tls"))]
    fn start_plain(_: otp::application::StartType) -> anyhow::Result<FrontClient> {}
    fn bind(&mut self) {}
    #[cfg(feature = "tls")]
    async fn certificates(self: &Self) -> Result<(), String> {}
    #[cfg(feature = "tls")]
    async fn changed(&self) {}
}
#[cfg(unix)]
const _: () = {
    #[cfg(feature = "tls")]
    fn _certificates(_: ::otp::check::Shared<places::HTTPFront<u8>>) {}
    #[cfg(feature = "tls")]
    fn _changed(_: ::otp::check::Shared<places::HTTPFront<u8>>) {}
};
#[cfg(unix)]
#[automatically_derived]
impl ::otp::application::Application for places::HTTPFront<u8> {
    type Config = ();
    type Error = ::std::boxed::Box<
        dyn ::core::error::Error + ::core::marker::Send + ::core::marker::Sync,
    >;
    const NAME: &'static str = "http_front";
    fn spec() -> ::otp::application::AppSpec {
        let spec = ::otp::application::AppSpec::of::<Self>()
            .description(concat!("a", "b"))
            .version(VERSION);
        let spec = spec.phase("bind");
        #[cfg(feature = "tls")]
        let spec = spec.phase("certificates");
        spec
    }
    #[cfg(feature = "tls")]
    async fn start(
        _config: Self::Config,
        _start: ::otp::application::StartType,
    ) -> ::core::result::Result<::otp::application::Top<Self>, Self::Error> {
        let top = Self::start_tls().map_err(|error| ::otp::__private::failure(error))?;
        ::core::result::Result::Ok(::otp::application::IntoTop::<Self>::into_top(top))
    }
    #[cfg(not(feature = "tls"))]
    async fn start(
        _config: Self::Config,
        start: ::otp::application::StartType,
    ) -> ::core::result::Result<::otp::application::Top<Self>, Self::Error> {
        let top = Self::start_plain(start)
            .map_err(|error| ::otp::__private::failure(error))?;
        ::core::result::Result::Ok(::otp::application::IntoTop::<Self>::into_top(top))
    }
    async fn start_phase(
        &mut self,
        phase: &str,
    ) -> ::core::result::Result<(), Self::Error> {
        match phase {
            "bind" => Self::bind(self),
            #[cfg(feature = "tls")]
            "certificates" => {
                Self::certificates(self)
                    .await
                    .map_err(|error| ::otp::__private::failure(error))?
            }
            _ => {}
        }
        ::core::result::Result::Ok(())
    }
    #[cfg(feature = "tls")]
    async fn config_change(&mut self, _change: ::otp::application::ConfigChange) {
        Self::changed(self).await
    }
}
