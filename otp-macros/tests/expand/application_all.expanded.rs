/// A bank.
impl MyBank {
    async fn start(
        kind: StartType,
        config: BankConfig,
    ) -> Result<Top<Self>, StartError> {
        let supervisor = BankSupervisor::start_link(config.port).await?;
        Ok(
            Top::new(
                &supervisor,
                Self {
                    supervisor: supervisor.clone(),
                    served: 0,
                },
            ),
        )
    }
    async fn warm_up(&mut self) -> Result<(), CacheError> {
        self.fill().await
    }
    fn r#loop(&self) {}
    fn open(&mut self) -> io::Result<()> {
        Ok(())
    }
    async fn drain(&mut self) {}
    #[deprecated]
    fn stop(&self) {}
    fn changed(&mut self, change: ConfigChange) {}
    /// An ordinary method.
    async fn fill(&mut self) -> Result<(), CacheError> {
        Ok(())
    }
}
#[automatically_derived]
impl ::otp_runtime::application::Application for MyBank {
    type Config = BankConfig;
    type Error = ::std::boxed::Box<
        dyn ::core::error::Error + ::core::marker::Send + ::core::marker::Sync,
    >;
    const NAME: &'static str = "bank";
    fn spec() -> ::otp_runtime::application::AppSpec {
        ::otp_runtime::application::AppSpec::of::<Self>()
            .description("A bank")
            .version("1.0")
            .depends_on_app::<Metrics>()
            .depends_on_app::<storage::Storage>()
            .depends_on_name("clock")
            .optional("tracing_export")
            .optional_app::<Reports>()
            .includes_app::<Branch>()
            .phase("warm_up")
            .phase("loop")
            .phase("open")
    }
    async fn start(
        config: Self::Config,
        start: ::otp_runtime::application::StartType,
    ) -> ::core::result::Result<::otp_runtime::application::Top<Self>, Self::Error> {
        let top = Self::start(start, config)
            .await
            .map_err(|error| ::otp_runtime::__private::failure(error))?;
        ::core::result::Result::Ok(
            ::otp_runtime::application::IntoTop::<Self>::into_top(top),
        )
    }
    async fn start_phase(
        &mut self,
        phase: &str,
    ) -> ::core::result::Result<(), Self::Error> {
        match phase {
            "warm_up" => {
                Self::warm_up(self)
                    .await
                    .map_err(|error| ::otp_runtime::__private::failure(error))?
            }
            "loop" => Self::r#loop(self),
            "open" => {
                Self::open(self)
                    .map_err(|error| ::otp_runtime::__private::failure(error))?
            }
            _ => {}
        }
        ::core::result::Result::Ok(())
    }
    async fn prep_stop(&mut self) {
        Self::drain(self).await
    }
    #[allow(deprecated)]
    async fn stop(&mut self) {
        Self::stop(self)
    }
    async fn config_change(&mut self, change: ::otp_runtime::application::ConfigChange) {
        Self::changed(self, change)
    }
}
