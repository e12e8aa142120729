/// A bank account.
pub struct BankAccount {
    balance: u64,
    waiting: Vec<ReplyTo<Job>>,
}

#[gen_server(restart = transient, shutdown = 5s)]
impl BankAccount {
    #[init]
    pub async fn init(initial_balance: u64, ctx: &mut Context<Self>) -> Result<Self, NoFunds> {
        loop {}
    }

    /// The current balance.
    #[call]
    pub fn balance(&self) -> u64 {
        self.balance
    }

    #[call]
    pub fn withdraw(&mut self, amount: NonZeroU64) -> Result<u64, InsufficientFunds> {
        loop {}
    }

    #[call]
    pub fn save(&mut self, ctx: &Context<Self>) -> io::Result<()> {
        loop {}
    }

    #[call(timeout = 20s)]
    pub async fn statement(&mut self, format: Format) -> Statement {
        loop {}
    }

    #[call(timeout = infinity, blocking)]
    pub fn export(&mut self) {}

    #[call]
    pub fn next_job(&mut self, reply: ReplyTo<Job>) {
        self.waiting.push(reply);
    }

    #[cast]
    pub fn note(&mut self, text: String) {}

    #[cast]
    fn import(&mut self, rows: Rows) -> Result<(), ImportError> {
        loop {}
    }

    #[cast]
    fn close(&mut self, ctx: &mut Context<Self>) {}

    #[info]
    fn audit(&mut self, _: AuditTick, ctx: &mut Context<Self>) {
        ctx.send_after(MINUTE, AuditTick);
    }

    #[info]
    fn anything(&mut self, message: AnyMessage) {}

    #[info(blocking)]
    fn on_down(&mut self, down: Down, ctx: &mut Context<Self>) -> Result<(), Lost> {
        loop {}
    }

    #[handle_continue]
    async fn load(&mut self, _: LoadHistory) {}

    #[terminate]
    fn terminate(&mut self, reason: &ExitReason) {}

    #[hibernate]
    fn compact(&mut self) {
        self.waiting.shrink_to_fit();
    }

    #[format_status]
    fn status(&self) -> String {
        self.balance.to_string()
    }

    fn helper(&self) {}
}
