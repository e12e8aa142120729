/// The bank.
#[supervisor(strategy = rest_for_one, max_restarts = 3, max_seconds = 5, args(config: Config))]
pub struct BankSupervisor {
    /// The bank's own money.
    #[child(args(config.initial))]
    treasury: BankAccount,
    #[child(keys = unique)]
    registry: Registry<AccountId>,
    #[child(max_children = 10_000)]
    accounts: DynamicSupervisor<BankAccount>,
}
