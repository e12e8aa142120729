/// A log that may lag behind.
pub struct Log(Vec<String>);
impl Log {
    fn init() -> Self {
        Log(Vec::new())
    }
    pub(crate) fn write(&mut self, line: String) {
        self.0.push(line);
    }
    fn flush(&mut self) {}
}
/// The casts of [`Log`]: one variant for each `#[cast]`.
#[doc(hidden)]
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum LogCast {
    /// `write`
    Write {
        /// `line`
        line: String,
    },
    /// `flush`
    Flush,
}
/// A client of [`Log`].
///
/// `S` is always its server.
#[doc(hidden)]
#[allow(private_interfaces)]
pub struct LogClient<S: ::otp_runtime::GenServer = Log>(::otp_runtime::Ref<S>);
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::clone::Clone for LogClient<S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::fmt::Debug for LogClient<S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::ops::Deref for LogClient<S> {
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::convert::From<::otp_runtime::Ref<S>>
for LogClient<S> {
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server)
    }
}
#[allow(dead_code)]
impl LogClient {
    /// Casts `write`.
    pub(crate) fn write(
        &self,
        line: String,
    ) -> ::core::result::Result<(), ::otp_runtime::MailboxFull<Log>> {
        self.0.try_cast("write", LogCast::Write { line })
    }
    /// Casts `flush`.
    fn flush(&self) -> ::core::result::Result<(), ::otp_runtime::MailboxFull<Log>> {
        self.0.try_cast("flush", LogCast::Flush)
    }
}
#[allow(dead_code)]
#[allow(private_interfaces, private_bounds)]
impl Log {
    /// Starts a [`Log`], tied to nobody.
    pub(crate) fn start() -> ::otp_runtime::Start<Log> {
        ::otp_runtime::Start::new(())
    }
    /// Starts a [`Log`] linked to the process that calls this, which is then its parent.
    pub(crate) fn start_link() -> ::otp_runtime::Start<Log> {
        ::otp_runtime::Start::link(())
    }
    /// Starts a [`Log`] and monitors it.
    pub(crate) fn start_monitor() -> ::otp_runtime::StartMonitor<Log> {
        ::otp_runtime::StartMonitor::new(())
    }
    /// The spec of a [`Log`] as the child of a supervisor, which starts it anew with the same arguments.
    pub(crate) fn child() -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of::<Self>(())
    }
}
const _: () = {
    fn _self(_: ::otp_runtime::check::State<Log>) {}
    fn _write(_: ::otp_runtime::check::Sent<String>) {}
};
#[automatically_derived]
impl ::otp_runtime::GenServer for Log {
    type Args = ();
    type InitError = ::core::convert::Infallible;
    type Call = ::core::convert::Infallible;
    type Reply = ::core::convert::Infallible;
    type Cast = LogCast;
    type Info = ::core::convert::Infallible;
    type Continue = ::core::convert::Infallible;
    type Client = LogClient;
    const NAME: &'static str = "Log";
    const OPTIONS: ::otp_runtime::Options = ::otp_runtime::Options::new().mailbox(64);
    const HAS_TERMINATE: bool = false;
    const HAS_BLOCKING: bool = false;
    const INIT_WAITS: bool = false;
    async fn init(
        (): Self::Args,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<Self>::into_init(Self::init())
    }
    fn waits(_message: &::otp_runtime::Message<'_, Self>) -> bool {
        false
    }
    async fn handle_cast(
        &mut self,
        cast: Self::Cast,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match cast {
            LogCast::Write { line } => self.write(line),
            LogCast::Flush => self.flush(),
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
