/// Keeps entries.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement the protocol `Ledger`",
    label = "no `impl Ledger for {Self}`",
    note = "a server that lists a protocol implements its trait: `impl Ledger for {Self} {{ … }}`"
)]
pub trait Ledger {
    /// Writes an entry; how many there are now.
    fn post(&mut self, entry: Entry) -> Result<u64, Full>
    where
        Self: ::core::marker::Sized;
    /// Sums them up.
    fn total(&self) -> impl ::core::future::Future<Output = u64> + ::core::marker::Send
    where
        Self: ::core::marker::Sized;
    /// Remarks something.
    fn note(&mut self, text: String)
    where
        Self: ::core::marker::Sized;
}
/// A client of any server that speaks [`Ledger`].
pub struct LedgerClient(::otp_runtime::ProtocolRef<LedgerClient>);
#[automatically_derived]
impl ::core::clone::Clone for LedgerClient {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for LedgerClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl ::core::ops::Deref for LedgerClient {
    type Target = ::otp_runtime::ProtocolRef<LedgerClient>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::IntoProtocol<LedgerClient>> ::core::convert::From<S>
for LedgerClient {
    fn from(server: S) -> Self {
        Self(::otp_runtime::IntoProtocol::into_protocol(server))
    }
}
#[allow(dead_code)]
impl LedgerClient {
    /// A client of whatever `server` means at each use, of any server that speaks [`Ledger`].
    pub fn of(
        server: &::otp_runtime::Ref<impl ::otp_runtime::Speaks<LedgerClient>>,
    ) -> Self {
        Self(::otp_runtime::ProtocolRef::of(server))
    }
}
/// The calls of [`Ledger`]: one variant for each `#[call]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum LedgerCall {
    /// Writes an entry; how many there are now.
    Post {
        /// `entry`
        entry: Entry,
    },
    /// Sums them up.
    Total,
}
/// The replies of [`Ledger`], each under the name of its call.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum LedgerReply {
    /// Reply to [`LedgerCall::Post`].
    Post(Result<u64, Full>),
    /// Reply to [`LedgerCall::Total`].
    Total(u64),
}
/// The casts of [`Ledger`]: one variant for each `#[cast]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum LedgerCast {
    /// Remarks something.
    Note {
        /// `text`
        text: String,
    },
}
#[allow(dead_code)]
impl LedgerClient {
    /// Writes an entry; how many there are now.
    pub fn post(
        &self,
        entry: Entry,
    ) -> ::otp_runtime::ProtocolCall<'_, LedgerClient, u64, Full> {
        self.0
            .call(
                "post",
                LedgerCall::Post { entry },
                |reply| match reply {
                    LedgerReply::Post(reply) => reply,
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Sums them up.
    pub fn total(&self) -> ::otp_runtime::ProtocolCall<'_, LedgerClient, u64> {
        self.0
            .call(
                "total",
                LedgerCall::Total,
                |reply| match reply {
                    LedgerReply::Total(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Remarks something.
    pub fn note(&self, text: String) {
        self.0.cast("note", LedgerCast::Note { text })
    }
}
const _: () = {
    fn _post(
        _: ::otp_runtime::check::Sent<Entry>,
        _: ::otp_runtime::check::Sent<Result<u64, Full>>,
    ) {}
    fn _total(_: ::otp_runtime::check::Sent<u64>) {}
    fn _note(_: ::otp_runtime::check::Sent<String>) {}
};
#[automatically_derived]
impl ::otp_runtime::ProtocolTrait for dyn Ledger {
    type Client = LedgerClient;
}
#[automatically_derived]
impl ::otp_runtime::Protocol for LedgerClient {
    type Call = LedgerCall;
    type Reply = LedgerReply;
    type Cast = LedgerCast;
    const NAME: &'static str = "Ledger";
    fn call_waits(call: &Self::Call) -> bool {
        ::core::matches!(call, LedgerCall::Total)
    }
    fn cast_waits(_cast: &Self::Cast) -> bool {
        false
    }
}
#[automatically_derived]
impl<S: Ledger + ::otp_runtime::Speaks<LedgerClient>> ::otp_runtime::Dispatch<S>
for LedgerClient {
    async fn handle_call(
        server: &mut S,
        call: Self::Call,
        _ctx: &mut ::otp_runtime::Context<S>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        match call {
            LedgerCall::Post { entry } => {
                ::otp_runtime::Answer::Reply(
                    LedgerReply::Post(<S as Ledger>::post(server, entry)),
                )
            }
            LedgerCall::Total => {
                ::otp_runtime::Answer::Reply(
                    LedgerReply::Total(<S as Ledger>::total(server).await),
                )
            }
        }
    }
    async fn handle_cast(
        server: &mut S,
        cast: Self::Cast,
        _ctx: &mut ::otp_runtime::Context<S>,
    ) {
        match cast {
            LedgerCast::Note { text } => <S as Ledger>::note(server, text),
        }
    }
}
pub struct MemoryLedger {
    entries: Vec<Entry>,
}
impl MemoryLedger {
    pub fn init() -> Self {
        MemoryLedger {
            entries: Vec::new(),
        }
    }
    pub fn entries(&self) -> Vec<Entry> {
        self.entries.clone()
    }
}
/// The calls of [`MemoryLedger`]: one variant for each `#[call]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum MemoryLedgerCall {
    /// `entries`
    Entries,
    /// A call of the protocol [`Ledger`].
    Ledger(
        <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Call,
    ),
}
/// The replies of [`MemoryLedger`], each under the name of its call.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum MemoryLedgerReply {
    /// Reply to [`MemoryLedgerCall::Entries`].
    Entries(Vec<Entry>),
    /// A reply of the protocol [`Ledger`].
    Ledger(
        <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply,
    ),
}
/// The casts of [`MemoryLedger`]: one variant for each `#[cast]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum MemoryLedgerCast {
    /// A cast of the protocol [`Ledger`].
    Ledger(
        <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Cast,
    ),
}
/// A client of [`MemoryLedger`].
///
/// `S` is always its server.
#[allow(private_interfaces)]
pub struct MemoryLedgerClient<S: ::otp_runtime::GenServer = MemoryLedger>(
    ::otp_runtime::Ref<S>,
);
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::clone::Clone for MemoryLedgerClient<S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::fmt::Debug for MemoryLedgerClient<S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::ops::Deref for MemoryLedgerClient<S> {
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::convert::From<::otp_runtime::Ref<S>>
for MemoryLedgerClient<S> {
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server)
    }
}
#[allow(dead_code)]
impl MemoryLedgerClient {
    /// Calls `entries`.
    pub fn entries(&self) -> ::otp_runtime::Call<'_, MemoryLedger, Vec<Entry>> {
        self.0
            .call(
                "entries",
                MemoryLedgerCall::Entries,
                |reply| match reply {
                    MemoryLedgerReply::Entries(reply) => {
                        ::core::result::Result::Ok(reply)
                    }
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
}
#[allow(dead_code)]
impl MemoryLedger {
    /// Starts a [`MemoryLedger`], tied to nobody.
    pub fn start() -> ::otp_runtime::Start<MemoryLedger> {
        ::otp_runtime::Start::new(())
    }
    /// Starts a [`MemoryLedger`] linked to the process that calls this, which is then its parent.
    pub fn start_link() -> ::otp_runtime::Start<MemoryLedger> {
        ::otp_runtime::Start::link(())
    }
    /// Starts a [`MemoryLedger`] and monitors it.
    pub fn start_monitor() -> ::otp_runtime::StartMonitor<MemoryLedger> {
        ::otp_runtime::StartMonitor::new(())
    }
    /// The spec of a [`MemoryLedger`] as the child of a supervisor, which starts it anew with the same arguments.
    pub fn child() -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of::<Self>(())
    }
}
const _: () = {
    fn _self(_: ::otp_runtime::check::State<MemoryLedger>) {}
    fn _entries(_: ::otp_runtime::check::Sent<Vec<Entry>>) {}
};
#[automatically_derived]
impl ::otp_runtime::GenServer for MemoryLedger {
    type Args = ();
    type InitError = ::core::convert::Infallible;
    type Call = MemoryLedgerCall;
    type Reply = MemoryLedgerReply;
    type Cast = MemoryLedgerCast;
    type Info = ::core::convert::Infallible;
    type Continue = ::core::convert::Infallible;
    type Client = MemoryLedgerClient;
    const NAME: &'static str = "MemoryLedger";
    const HAS_TERMINATE: bool = false;
    const INIT_WAITS: bool = false;
    async fn init(
        (): Self::Args,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<Self>::into_init(Self::init())
    }
    fn waits(message: &::otp_runtime::Message<'_, Self>) -> bool {
        match message {
            ::otp_runtime::Message::Call(MemoryLedgerCall::Ledger(message)) => {
                <<<dyn Ledger as ::otp_runtime::check::Known<
                    { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::call_waits(
                    message,
                )
            }
            ::otp_runtime::Message::Cast(MemoryLedgerCast::Ledger(message)) => {
                <<<dyn Ledger as ::otp_runtime::check::Known<
                    { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::cast_waits(
                    message,
                )
            }
            _ => false,
        }
    }
    fn blocks(message: &::otp_runtime::Message<'_, Self>) -> bool {
        match message {
            ::otp_runtime::Message::Call(MemoryLedgerCall::Ledger(message)) => {
                <<<dyn Ledger as ::otp_runtime::check::Known<
                    { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::call_blocks(
                    message,
                )
            }
            ::otp_runtime::Message::Cast(MemoryLedgerCast::Ledger(message)) => {
                <<<dyn Ledger as ::otp_runtime::check::Known<
                    { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::cast_blocks(
                    message,
                )
            }
            _ => false,
        }
    }
    async fn handle_call(
        &mut self,
        call: Self::Call,
        ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        ::otp_runtime::Answer::Reply(
            match call {
                MemoryLedgerCall::Entries => {
                    MemoryLedgerReply::Entries(Self::entries(self))
                }
                MemoryLedgerCall::Ledger(message) => {
                    match <<<dyn Ledger as ::otp_runtime::check::Known<
                        { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                    >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Dispatch<
                        Self,
                    >>::handle_call(self, message, ctx)
                        .await
                    {
                        ::otp_runtime::Answer::Reply(message) => {
                            MemoryLedgerReply::Ledger(message)
                        }
                        ::otp_runtime::Answer::NoReply => {
                            return ::otp_runtime::Answer::NoReply;
                        }
                    }
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
            MemoryLedgerCast::Ledger(message) => {
                <<<dyn Ledger as ::otp_runtime::check::Known<
                    { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Dispatch<
                    Self,
                >>::handle_cast(self, message, ctx)
                    .await
            }
        }
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
impl ::otp_runtime::Speaks<
    <<dyn Ledger as ::otp_runtime::check::Known<
        { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
    >>::Type as ::otp_runtime::ProtocolTrait>::Client,
> for MemoryLedger {
    fn wrap_call(
        call: <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Call,
    ) -> Self::Call {
        MemoryLedgerCall::Ledger(call)
    }
    fn wrap_cast(
        cast: <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Cast,
    ) -> Self::Cast {
        MemoryLedgerCast::Ledger(cast)
    }
    fn wrap_reply(
        reply: <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply,
    ) -> Self::Reply {
        MemoryLedgerReply::Ledger(reply)
    }
    fn open_reply(
        reply: Self::Reply,
    ) -> <<<dyn Ledger as ::otp_runtime::check::Known<
        { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
    >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply {
        match reply {
            MemoryLedgerReply::Ledger(reply) => reply,
            _ => ::otp_runtime::unexpected_reply(),
        }
    }
}
impl Ledger for MemoryLedger {
    fn post(&mut self, entry: Entry) -> Result<u64, Full> {
        self.entries.push(entry);
        Ok(self.entries.len())
    }
    async fn total(&self) -> u64 {
        self.entries.iter().sum()
    }
    fn note(&mut self, text: String) {
        println!("{text}");
    }
}
