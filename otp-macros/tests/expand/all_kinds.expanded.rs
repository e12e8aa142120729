/// A bank account.
pub struct BankAccount {
    balance: u64,
    waiting: Vec<ReplyTo<Job>>,
}
impl BankAccount {
    pub async fn init(
        initial_balance: u64,
        ctx: &mut Context<Self>,
    ) -> Result<Self, NoFunds> {
        loop {}
    }
    /// The current balance.
    pub fn balance(&self) -> u64 {
        self.balance
    }
    pub fn withdraw(&mut self, amount: NonZeroU64) -> Result<u64, InsufficientFunds> {
        loop {}
    }
    pub fn save(&mut self, ctx: &Context<Self>) -> io::Result<()> {
        loop {}
    }
    pub async fn statement(&mut self, format: Format) -> Statement {
        loop {}
    }
    pub fn export(&mut self) {}
    pub fn next_job(&mut self, reply: ReplyTo<Job>) {
        self.waiting.push(reply);
    }
    pub fn note(&mut self, text: String) {}
    fn import(&mut self, rows: Rows) -> Result<(), ImportError> {
        loop {}
    }
    fn close(&mut self, ctx: &mut Context<Self>) {}
    fn audit(&mut self, _: AuditTick, ctx: &mut Context<Self>) {
        ctx.send_after(MINUTE, AuditTick);
    }
    fn anything(&mut self, message: AnyMessage) {}
    fn on_down(&mut self, down: Down, ctx: &mut Context<Self>) -> Result<(), Lost> {
        loop {}
    }
    async fn load(&mut self, _: LoadHistory) {}
    fn terminate(&mut self, reason: &ExitReason) {}
    fn compact(&mut self) {
        self.waiting.shrink_to_fit();
    }
    fn status(&self) -> String {
        self.balance.to_string()
    }
    fn helper(&self) {}
}
/// The calls of [`BankAccount`]: one variant for each `#[call]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum BankAccountCall {
    /// The current balance.
    Balance,
    /// `withdraw`
    Withdraw {
        /// `amount`
        amount: NonZeroU64,
    },
    /// `save`
    Save,
    /// `statement`
    Statement {
        /// `format`
        format: Format,
    },
    /// `export`
    Export,
    /// `next_job`
    NextJob,
}
/// The replies of [`BankAccount`], each under the name of its call.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum BankAccountReply {
    /// Reply to [`BankAccountCall::Balance`].
    Balance(u64),
    /// Reply to [`BankAccountCall::Withdraw`].
    Withdraw(Result<u64, InsufficientFunds>),
    /// Reply to [`BankAccountCall::Save`].
    Save(io::Result<()>),
    /// Reply to [`BankAccountCall::Statement`].
    Statement(Statement),
    /// Reply to [`BankAccountCall::Export`].
    Export(()),
    /// Reply to [`BankAccountCall::NextJob`].
    NextJob(Job),
}
/// The casts of [`BankAccount`]: one variant for each `#[cast]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum BankAccountCast {
    /// `note`
    Note {
        /// `text`
        text: String,
    },
    /// `import`
    Import {
        /// `rows`
        rows: Rows,
    },
    /// `close`
    Close,
}
/// What [`BankAccount`] handles besides calls and casts: one variant for each `#[info]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum BankAccountInfo {
    /// `audit`
    Audit(AuditTick),
    /// `anything`
    Anything(AnyMessage),
    /// `on_down`
    OnDown(Down),
}
/// What [`BankAccount`] goes on with before its next message: one variant for each `#[handle_continue]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum BankAccountContinue {
    /// `load`
    Load(LoadHistory),
}
/// A client of [`BankAccount`].
///
/// `S` is always its server.
#[allow(private_interfaces)]
pub struct BankAccountClient<S: ::otp_runtime::GenServer = BankAccount>(
    ::otp_runtime::Ref<S>,
);
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::clone::Clone for BankAccountClient<S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::fmt::Debug for BankAccountClient<S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::ops::Deref for BankAccountClient<S> {
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::convert::From<::otp_runtime::Ref<S>>
for BankAccountClient<S> {
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server)
    }
}
#[allow(dead_code)]
impl BankAccountClient {
    /// The current balance.
    pub fn balance(&self) -> ::otp_runtime::Call<'_, BankAccount, u64> {
        self.0
            .call(
                "balance",
                BankAccountCall::Balance,
                |reply| match reply {
                    BankAccountReply::Balance(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Calls `withdraw`.
    pub fn withdraw(
        &self,
        amount: NonZeroU64,
    ) -> ::otp_runtime::Call<'_, BankAccount, u64, InsufficientFunds> {
        self.0
            .call(
                "withdraw",
                BankAccountCall::Withdraw {
                    amount,
                },
                |reply| match reply {
                    BankAccountReply::Withdraw(reply) => reply,
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Calls `save`.
    pub fn save(
        &self,
    ) -> ::otp_runtime::Call<
        '_,
        BankAccount,
        <io::Result<()> as ::otp_runtime::ResultReply>::Ok,
        <io::Result<()> as ::otp_runtime::ResultReply>::Err,
    > {
        self.0
            .call(
                "save",
                BankAccountCall::Save,
                |reply| match reply {
                    BankAccountReply::Save(reply) => {
                        ::otp_runtime::ResultReply::into_result(reply)
                    }
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Calls `statement`.
    pub fn statement(
        &self,
        format: Format,
    ) -> ::otp_runtime::Call<'_, BankAccount, Statement> {
        self.0
            .call(
                "statement",
                BankAccountCall::Statement {
                    format,
                },
                |reply| match reply {
                    BankAccountReply::Statement(reply) => {
                        ::core::result::Result::Ok(reply)
                    }
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
            .timeout(::core::time::Duration::from_secs(20))
    }
    /// Calls `export`.
    pub fn export(&self) -> ::otp_runtime::Call<'_, BankAccount, ()> {
        self.0
            .call(
                "export",
                BankAccountCall::Export,
                |reply| match reply {
                    BankAccountReply::Export(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
            .no_timeout()
    }
    /// Calls `next_job`.
    pub fn next_job(&self) -> ::otp_runtime::Call<'_, BankAccount, Job> {
        self.0
            .call(
                "next_job",
                BankAccountCall::NextJob,
                |reply| match reply {
                    BankAccountReply::NextJob(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Casts `note`.
    pub fn note(&self, text: String) {
        self.0.cast("note", BankAccountCast::Note { text })
    }
    /// Casts `import`.
    fn import(&self, rows: Rows) {
        self.0.cast("import", BankAccountCast::Import { rows })
    }
    /// Casts `close`.
    fn close(&self) {
        self.0.cast("close", BankAccountCast::Close)
    }
}
#[automatically_derived]
#[doc(hidden)]
#[allow(dead_code)]
impl BankAccountClient
where
    for<'any> BankAccountClient: ::otp_runtime::check::UnmarkedAccess<'any>,
{
    pub fn helper(&self) {}
}
#[allow(dead_code)]
impl BankAccount {
    /// Starts a [`BankAccount`], tied to nobody.
    pub fn start(initial_balance: u64) -> ::otp_runtime::Start<BankAccount> {
        ::otp_runtime::Start::new((initial_balance,))
    }
    /// Starts a [`BankAccount`] linked to the process that calls this, which is then its parent.
    pub fn start_link(initial_balance: u64) -> ::otp_runtime::Start<BankAccount> {
        ::otp_runtime::Start::link((initial_balance,))
    }
    /// Starts a [`BankAccount`] and monitors it.
    pub fn start_monitor(
        initial_balance: u64,
    ) -> ::otp_runtime::StartMonitor<BankAccount> {
        ::otp_runtime::StartMonitor::new((initial_balance,))
    }
    /// The spec of a [`BankAccount`] as the child of a supervisor, which starts it anew with the same arguments.
    pub fn child(initial_balance: u64) -> ::otp_runtime::ChildSpec<Self>
    where
        for<'any> (u64,): ::core::clone::Clone + ::core::marker::Sync,
    {
        ::otp_runtime::ChildSpec::of::<Self>((initial_balance,))
    }
}
const _: () = {
    fn _self(_: ::otp_runtime::check::State<BankAccount>) {}
    fn _init(_: ::otp_runtime::check::Sent<u64>) {}
    fn _withdraw(
        _: ::otp_runtime::check::Sent<NonZeroU64>,
        _: ::otp_runtime::check::Sent<Result<u64, InsufficientFunds>>,
    ) {}
    fn _save(_: ::otp_runtime::check::Sent<io::Result<()>>) {}
    fn _statement(
        _: ::otp_runtime::check::Sent<Format>,
        _: ::otp_runtime::check::Sent<Statement>,
    ) {}
    fn _next_job(_: ::otp_runtime::check::Sent<Job>) {}
    fn _note(_: ::otp_runtime::check::Sent<String>) {}
    fn _import(_: ::otp_runtime::check::Sent<Rows>) {}
    fn _audit(_: ::otp_runtime::check::Sent<AuditTick>) {}
    fn _anything(_: ::otp_runtime::check::Sent<AnyMessage>) {}
    fn _on_down(_: ::otp_runtime::check::Sent<Down>) {}
    fn _load(_: ::otp_runtime::check::Sent<LoadHistory>) {}
};
#[automatically_derived]
impl ::otp_runtime::GenServer for BankAccount {
    type Args = (u64,);
    type InitError = NoFunds;
    type Call = BankAccountCall;
    type Reply = BankAccountReply;
    type Cast = BankAccountCast;
    type Info = BankAccountInfo;
    type Continue = BankAccountContinue;
    type Client = BankAccountClient;
    const NAME: &'static str = "BankAccount";
    const OPTIONS: ::otp_runtime::Options = ::otp_runtime::Options::new()
        .restart(::otp_runtime::Restart::Transient)
        .shutdown(::otp_runtime::Shutdown::After(::core::time::Duration::from_secs(5)));
    async fn init(
        (initial_balance,): Self::Args,
        ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<
            Self,
        >::into_init(Self::init(initial_balance, ctx).await)
    }
    fn init_failed(error: Self::InitError) -> ::otp_runtime::ExitReason {
        use ::otp_runtime::__private::reason::{Failed, Printed as _, Unknown as _};
        Failed(error).reason("BankAccount")
    }
    fn waits(message: &::otp_runtime::Message<'_, Self>) -> bool {
        ::core::matches!(
            message, ::otp_runtime::Message::Call(BankAccountCall::Statement { .. })
        )
    }
    fn blocks(message: &::otp_runtime::Message<'_, Self>) -> bool {
        ::core::matches!(
            message, ::otp_runtime::Message::Call(BankAccountCall::Export) |
            ::otp_runtime::Message::Info(BankAccountInfo::OnDown(_))
        )
    }
    async fn handle_call(
        &mut self,
        call: Self::Call,
        ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        ::otp_runtime::Answer::Reply(
            match call {
                BankAccountCall::Balance => BankAccountReply::Balance(self.balance()),
                BankAccountCall::Withdraw { amount } => {
                    BankAccountReply::Withdraw(self.withdraw(amount))
                }
                BankAccountCall::Save => BankAccountReply::Save(self.save(ctx)),
                BankAccountCall::Statement { format } => {
                    BankAccountReply::Statement(self.statement(format).await)
                }
                BankAccountCall::Export => BankAccountReply::Export(self.export()),
                BankAccountCall::NextJob => {
                    self.next_job(ctx.reply_to(BankAccountReply::NextJob));
                    return ::otp_runtime::Answer::NoReply;
                }
            },
        )
    }
    async fn handle_cast(
        &mut self,
        cast: Self::Cast,
        ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match cast {
            BankAccountCast::Note { text } => self.note(text),
            BankAccountCast::Import { rows } => ctx.stop_on_err(self.import(rows)),
            BankAccountCast::Close => self.close(ctx),
        }
    }
    fn info(
        mut message: ::otp_runtime::AnyMessage,
    ) -> ::core::result::Result<Self::Info, ::otp_runtime::AnyMessage> {
        if let ::core::option::Option::Some(message) = message.take() {
            return ::core::result::Result::Ok(BankAccountInfo::Audit(message));
        }
        if let ::core::option::Option::Some(message) = message.take() {
            return ::core::result::Result::Ok(BankAccountInfo::OnDown(message));
        }
        if let ::core::option::Option::Some(message) = message.take() {
            return ::core::result::Result::Ok(BankAccountInfo::Anything(message));
        }
        ::core::result::Result::Err(message)
    }
    async fn handle_info(
        &mut self,
        info: Self::Info,
        ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match info {
            BankAccountInfo::Audit(message) => self.audit(message, ctx),
            BankAccountInfo::Anything(message) => self.anything(message),
            BankAccountInfo::OnDown(message) => {
                let result = self.on_down(message, ctx);
                ctx.stop_on_err(result)
            }
        }
    }
    async fn handle_continue(
        &mut self,
        with: Self::Continue,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match with {
            BankAccountContinue::Load(message) => self.load(message).await,
        }
    }
    async fn terminate(
        &mut self,
        reason: &::otp_runtime::ExitReason,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        Self::terminate(self, reason)
    }
    fn hibernate(&mut self) {
        self.compact()
    }
    fn format_status(&self) -> ::core::option::Option<::std::string::String> {
        ::core::option::Option::Some(self.status())
    }
    fn show(
        shown: ::otp_runtime::Shown<'_, Self>,
        f: &mut ::core::fmt::Formatter<'_>,
    ) -> ::core::fmt::Result {
        use ::otp_runtime::__private::debug::{self, NoDebug as _};
        match shown {
            ::otp_runtime::Shown::Server(state) => {
                debug::Field(state).or_underscore().fmt(f)
            }
            message => message.message(f),
        }
    }
}
#[automatically_derived]
impl ::otp_runtime::Handles<AuditTick> for BankAccount {
    fn info_from(message: AuditTick) -> Self::Info {
        BankAccountInfo::Audit(message)
    }
}
#[automatically_derived]
impl ::otp_runtime::Handles<AnyMessage> for BankAccount {
    fn info_from(message: AnyMessage) -> Self::Info {
        BankAccountInfo::Anything(message)
    }
}
#[automatically_derived]
impl ::otp_runtime::Handles<Down> for BankAccount {
    fn info_from(message: Down) -> Self::Info {
        BankAccountInfo::OnDown(message)
    }
}
#[automatically_derived]
impl ::otp_runtime::Continues<LoadHistory> for BankAccount {
    fn continue_from(message: LoadHistory) -> Self::Continue {
        BankAccountContinue::Load(message)
    }
}
