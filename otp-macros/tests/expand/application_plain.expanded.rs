impl MyBank {
    /// Starts it.
    async fn start() -> Result<BankSupervisorClient, StartError> {
        BankSupervisor::start_link().await
    }
}
#[automatically_derived]
impl ::otp_runtime::application::Application for MyBank {
    type Config = ();
    type Error = ::std::boxed::Box<
        dyn ::core::error::Error + ::core::marker::Send + ::core::marker::Sync,
    >;
    const NAME: &'static str = "my_bank";
    fn spec() -> ::otp_runtime::application::AppSpec {
        ::otp_runtime::application::AppSpec::of::<Self>()
            .description(::core::env!("CARGO_PKG_DESCRIPTION"))
            .version(::core::env!("CARGO_PKG_VERSION"))
    }
    async fn start(
        _config: Self::Config,
        _start: ::otp_runtime::application::StartType,
    ) -> ::core::result::Result<::otp_runtime::application::Top<Self>, Self::Error> {
        let top = Self::start()
            .await
            .map_err(|error| ::otp_runtime::__private::failure(error))?;
        ::core::result::Result::Ok(
            ::otp_runtime::application::IntoTop::<Self>::into_top(top),
        )
    }
}
