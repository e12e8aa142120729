/// A bank.
#[application(
    name = "bank",
    description = "A bank",
    version = "1.0",
    config = BankConfig,
    dependencies(Metrics, storage::Storage, "clock"),
    optional("tracing_export", Reports),
    includes(Branch)
)]
impl MyBank {
    #[start]
    async fn start(kind: StartType, config: BankConfig) -> Result<Top<Self>, StartError> {
        let supervisor = BankSupervisor::start_link(config.port).await?;
        Ok(Top::new(&supervisor, Self { supervisor: supervisor.clone(), served: 0 }))
    }

    #[start_phase]
    async fn warm_up(&mut self) -> Result<(), CacheError> {
        self.fill().await
    }

    #[start_phase]
    fn r#loop(&self) {}

    #[start_phase]
    fn open(&mut self) -> io::Result<()> {
        Ok(())
    }

    #[prep_stop]
    async fn drain(&mut self) {}

    #[stop]
    #[deprecated]
    fn stop(&self) {}

    #[config_change]
    fn changed(&mut self, change: ConfigChange) {}

    /// An ordinary method.
    async fn fill(&mut self) -> Result<(), CacheError> {
        Ok(())
    }
}
