#[application]
impl MyBank {
    /// Starts it.
    #[start]
    async fn start() -> Result<BankSupervisorClient, StartError> {
        BankSupervisor::start_link().await
    }
}
