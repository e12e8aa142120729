/// Counts.
pub struct Counter {
    count: u64,
}
impl Counter {
    /// Begins at `start`.
    pub fn init(start: u64) -> Self {
        Self { count: start }
    }
    /// The count.
    pub fn get(&self) -> u64 {
        self.count
    }
    pub fn take(&mut self, amount: u64) -> Result<u64, TooMuch> {
        self.count = self.count.checked_sub(amount).ok_or(TooMuch)?;
        Ok(self.count)
    }
    /// Counts on.
    pub fn add(&mut self, mut amount: u64) {
        amount += 1;
        self.count += self.doubled(amount);
    }
    fn doubled(&self, amount: u64) -> u64 {
        amount * 2
    }
}
/// The calls of [`Counter`]: one variant for each `#[call]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum CounterCall {
    /// The count.
    Get,
    /// `take`
    Take {
        /// `amount`
        amount: u64,
    },
}
/// The replies of [`Counter`], each under the name of its call.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum CounterReply {
    /// Reply to [`CounterCall::Get`].
    Get(u64),
    /// Reply to [`CounterCall::Take`].
    Take(Result<u64, TooMuch>),
}
/// The casts of [`Counter`]: one variant for each `#[cast]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum CounterCast {
    /// Counts on.
    Add {
        /// `amount`
        amount: u64,
    },
}
/// A client of [`Counter`].
///
/// `S` is always its server.
#[allow(private_interfaces)]
pub struct CounterClient<S: ::otp_runtime::GenServer = Counter>(::otp_runtime::Ref<S>);
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::clone::Clone for CounterClient<S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::fmt::Debug for CounterClient<S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::ops::Deref for CounterClient<S> {
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::convert::From<::otp_runtime::Ref<S>>
for CounterClient<S> {
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server)
    }
}
#[allow(dead_code)]
impl CounterClient {
    /// The count.
    pub fn get(&self) -> ::otp_runtime::Call<'_, Counter, u64> {
        self.0
            .call(
                "get",
                CounterCall::Get,
                |reply| match reply {
                    CounterReply::Get(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Calls `take`.
    pub fn take(&self, amount: u64) -> ::otp_runtime::Call<'_, Counter, u64, TooMuch> {
        self.0
            .call(
                "take",
                CounterCall::Take { amount },
                |reply| match reply {
                    CounterReply::Take(reply) => reply,
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Counts on.
    pub fn add(&self, amount: u64) {
        self.0.cast("add", CounterCast::Add { amount })
    }
}
#[automatically_derived]
#[doc(hidden)]
#[allow(dead_code)]
impl CounterClient
where
    for<'any> CounterClient: ::otp_runtime::check::UnmarkedAccess<'any>,
{
    pub fn doubled(&self) {}
}
#[allow(dead_code)]
impl Counter {
    /// Starts a [`Counter`], tied to nobody.
    ///
    /// Begins at `start`.
    pub fn start(start: u64) -> ::otp_runtime::Start<Counter> {
        ::otp_runtime::Start::new((start,))
    }
    /// Starts a [`Counter`] linked to the process that calls this, which is then its parent.
    ///
    /// Begins at `start`.
    pub fn start_link(start: u64) -> ::otp_runtime::Start<Counter> {
        ::otp_runtime::Start::link((start,))
    }
    /// Starts a [`Counter`] and monitors it.
    ///
    /// Begins at `start`.
    pub fn start_monitor(start: u64) -> ::otp_runtime::StartMonitor<Counter> {
        ::otp_runtime::StartMonitor::new((start,))
    }
    /// The spec of a [`Counter`] as the child of a supervisor, which starts it anew with the same arguments.
    ///
    /// Begins at `start`.
    pub fn child(start: u64) -> ::otp_runtime::ChildSpec<Self>
    where
        for<'any> (u64,): ::core::clone::Clone + ::core::marker::Sync,
    {
        ::otp_runtime::ChildSpec::of::<Self>((start,))
    }
}
const _: () = {
    fn _self(_: ::otp_runtime::check::State<Counter>) {}
    fn _init(_: ::otp_runtime::check::Sent<u64>) {}
    fn _take(_: ::otp_runtime::check::Sent<Result<u64, TooMuch>>) {}
};
#[automatically_derived]
impl ::otp_runtime::GenServer for Counter {
    type Args = (u64,);
    type InitError = ::core::convert::Infallible;
    type Call = CounterCall;
    type Reply = CounterReply;
    type Cast = CounterCast;
    type Info = ::core::convert::Infallible;
    type Continue = ::core::convert::Infallible;
    type Client = CounterClient;
    const NAME: &'static str = "Counter";
    const HAS_TERMINATE: bool = false;
    const HAS_BLOCKING: bool = false;
    const INIT_WAITS: bool = false;
    async fn init(
        (start,): Self::Args,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<Self>::into_init(Self::init(start))
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
                CounterCall::Get => CounterReply::Get(self.get()),
                CounterCall::Take { amount } => CounterReply::Take(self.take(amount)),
            },
        )
    }
    async fn handle_cast(
        &mut self,
        cast: Self::Cast,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match cast {
            CounterCast::Add { amount } => self.add(amount),
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
