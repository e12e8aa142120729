/// Its `#[init]` is less visible than its calls and takes a type of unknown visibility.
impl Guarded {
    fn init(config: Config) -> Self {
        Guarded { count: config.first }
    }
    pub fn count(&self) -> u64 {
        self.count
    }
}
/// The calls of [`Guarded`]: one variant for each `#[call]`.
#[derive(::otp_runtime::DebugMessage)]
pub enum GuardedCall {
    /// `count`
    Count,
}
/// The replies of [`Guarded`], each under the name of its call.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum GuardedReply {
    /// Reply to [`GuardedCall::Count`].
    Count(u64),
}
/// A client of [`Guarded`].
///
/// `S` is always its server.
#[allow(private_interfaces)]
pub struct GuardedClient<S: ::otp_runtime::GenServer = Guarded>(::otp_runtime::Ref<S>);
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::clone::Clone for GuardedClient<S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::fmt::Debug for GuardedClient<S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::ops::Deref for GuardedClient<S> {
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::convert::From<::otp_runtime::Ref<S>>
for GuardedClient<S> {
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server)
    }
}
#[allow(dead_code)]
impl GuardedClient {
    /// Calls `count`.
    pub fn count(&self) -> ::otp_runtime::Call<'_, Guarded, u64> {
        self.0
            .call(
                "count",
                GuardedCall::Count,
                |reply| match reply {
                    GuardedReply::Count(reply) => ::core::result::Result::Ok(reply),
                },
            )
    }
}
/// What [`Guarded`] starts with: it may hold types that only its own module knows.
#[doc(hidden)]
pub struct GuardedInitArgs((Config,));
#[automatically_derived]
impl ::core::clone::Clone for GuardedInitArgs
where
    for<'any> (Config,): ::core::clone::Clone,
{
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[allow(dead_code)]
#[allow(private_interfaces, private_bounds)]
impl Guarded {
    /// Starts a [`Guarded`], tied to nobody.
    pub fn start(config: Config) -> ::otp_runtime::Start<Guarded> {
        ::otp_runtime::Start::new(GuardedInitArgs((config,)))
    }
    /// Starts a [`Guarded`] linked to the process that calls this, which is then its parent.
    pub fn start_link(config: Config) -> ::otp_runtime::Start<Guarded> {
        ::otp_runtime::Start::link(GuardedInitArgs((config,)))
    }
    /// Starts a [`Guarded`] and monitors it.
    pub fn start_monitor(config: Config) -> ::otp_runtime::StartMonitor<Guarded> {
        ::otp_runtime::StartMonitor::new(GuardedInitArgs((config,)))
    }
    /// The spec of a [`Guarded`] as the child of a supervisor, which starts it anew with the same arguments.
    pub fn child(config: Config) -> ::otp_runtime::ChildSpec<Self>
    where
        for<'any> (Config,): ::core::clone::Clone + ::core::marker::Sync,
    {
        ::otp_runtime::ChildSpec::of::<Self>(GuardedInitArgs((config,)))
    }
}
const _: () = {
    fn _self(_: ::otp_runtime::check::State<Guarded>) {}
    fn _init(_: ::otp_runtime::check::Sent<Config>) {}
    fn _count(_: ::otp_runtime::check::Sent<u64>) {}
};
#[automatically_derived]
impl ::otp_runtime::GenServer for Guarded {
    type Args = GuardedInitArgs;
    type InitError = ::core::convert::Infallible;
    type Call = GuardedCall;
    type Reply = GuardedReply;
    type Cast = ::core::convert::Infallible;
    type Info = ::core::convert::Infallible;
    type Continue = ::core::convert::Infallible;
    type Client = GuardedClient;
    const NAME: &'static str = "Guarded";
    const HAS_TERMINATE: bool = false;
    const HAS_BLOCKING: bool = false;
    const INIT_WAITS: bool = false;
    async fn init(
        GuardedInitArgs((config,)): Self::Args,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<Self>::into_init(Self::init(config))
    }
    fn waits(_message: &::otp_runtime::Message<'_, Self>) -> bool {
        false
    }
    async fn handle_call(
        &mut self,
        call: Self::Call,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        ::otp_runtime::Answer::Reply(
            match call {
                GuardedCall::Count => GuardedReply::Count(self.count()),
            },
        )
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
