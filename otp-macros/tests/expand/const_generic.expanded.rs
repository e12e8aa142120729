/// The last `N` of them.
pub struct Ring<T: ?Sized, const N: usize> {
    last: [Option<Box<T>>; N],
    at: usize,
}
impl<T: Send + ?Sized + 'static, const N: usize> Ring<T, N>
where
    Box<T>: Clone,
{
    pub fn init() -> Self {
        Self {
            last: [const { None }; N],
            at: 0,
        }
    }
    /// All of them.
    pub fn all(&self) -> [Option<Box<T>>; N] {
        self.last.clone()
    }
    pub fn room(&self) -> usize {
        self.last.iter().filter(|item| item.is_none()).count()
    }
    pub fn skip(&mut self) {
        self.at += 1;
    }
}
/// The calls of [`Ring`]: one variant for each `#[call]`.
#[derive(::otp_runtime::DebugMessage)]
pub enum RingCall<T: Send + ?Sized + 'static, const N: usize>
where
    Box<T>: Clone,
{
    /// All of them.
    All,
    /// `room`
    Room,
    #[doc(hidden)]
    __Unused(
        ::core::convert::Infallible,
        ::core::marker::PhantomData<fn() -> (::core::marker::PhantomData<T>,)>,
    ),
}
/// The replies of [`Ring`], each under the name of its call.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum RingReply<T: Send + ?Sized + 'static, const N: usize>
where
    Box<T>: Clone,
{
    /// Reply to [`RingCall::All`].
    All([Option<Box<T>>; N]),
    /// Reply to [`RingCall::Room`].
    Room(usize),
}
/// The casts of [`Ring`]: one variant for each `#[cast]`.
#[derive(::otp_runtime::DebugMessage)]
pub enum RingCast<T: Send + ?Sized + 'static, const N: usize>
where
    Box<T>: Clone,
{
    /// `skip`
    Skip,
    #[doc(hidden)]
    __Unused(
        ::core::convert::Infallible,
        ::core::marker::PhantomData<fn() -> (::core::marker::PhantomData<T>,)>,
    ),
}
/// A client of [`Ring`].
///
/// `S` is always its server.
#[allow(private_interfaces)]
pub struct RingClient<
    T: Send + ?Sized + 'static,
    const N: usize,
    S: ::otp_runtime::GenServer = Ring<T, N>,
>(
    ::otp_runtime::Ref<S>,
    ::core::marker::PhantomData<fn() -> (::core::marker::PhantomData<T>,)>,
)
where
    Box<T>: Clone;
#[automatically_derived]
impl<
    T: Send + ?Sized + 'static,
    const N: usize,
    S: ::otp_runtime::GenServer,
> ::core::clone::Clone for RingClient<T, N, S>
where
    Box<T>: Clone,
{
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0), ::core::marker::PhantomData)
    }
}
#[automatically_derived]
impl<
    T: Send + ?Sized + 'static,
    const N: usize,
    S: ::otp_runtime::GenServer,
> ::core::fmt::Debug for RingClient<T, N, S>
where
    Box<T>: Clone,
{
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<
    T: Send + ?Sized + 'static,
    const N: usize,
    S: ::otp_runtime::GenServer,
> ::core::ops::Deref for RingClient<T, N, S>
where
    Box<T>: Clone,
{
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<
    T: Send + ?Sized + 'static,
    const N: usize,
    S: ::otp_runtime::GenServer,
> ::core::convert::From<::otp_runtime::Ref<S>> for RingClient<T, N, S>
where
    Box<T>: Clone,
{
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server, ::core::marker::PhantomData)
    }
}
#[allow(dead_code)]
impl<T: Send + ?Sized + 'static, const N: usize> RingClient<T, N>
where
    Box<T>: Clone,
{
    /// All of them.
    pub fn all(&self) -> ::otp_runtime::Call<'_, Ring<T, N>, [Option<Box<T>>; N]> {
        self.0
            .call(
                "all",
                RingCall::All,
                |reply| match reply {
                    RingReply::All(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Calls `room`.
    pub fn room(&self) -> ::otp_runtime::Call<'_, Ring<T, N>, usize> {
        self.0
            .call(
                "room",
                RingCall::Room,
                |reply| match reply {
                    RingReply::Room(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Casts `skip`.
    pub fn skip(&self) {
        self.0.cast("skip", RingCast::Skip)
    }
}
#[allow(dead_code)]
impl<T: Send + ?Sized + 'static, const N: usize> Ring<T, N>
where
    Box<T>: Clone,
{
    /// Starts a [`Ring`], tied to nobody.
    pub fn start() -> ::otp_runtime::Start<Ring<T, N>> {
        ::otp_runtime::Start::new(())
    }
    /// Starts a [`Ring`] linked to the process that calls this, which is then its parent.
    pub fn start_link() -> ::otp_runtime::Start<Ring<T, N>> {
        ::otp_runtime::Start::link(())
    }
    /// Starts a [`Ring`] and monitors it.
    pub fn start_monitor() -> ::otp_runtime::StartMonitor<Ring<T, N>> {
        ::otp_runtime::StartMonitor::new(())
    }
    /// The spec of a [`Ring`] as the child of a supervisor, which starts it anew with the same arguments.
    pub fn child() -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of::<Self>(())
    }
}
const _: () = {
    fn _self<T: Send + ?Sized + 'static, const N: usize>(
        _: ::otp_runtime::check::State<Ring<T, N>>,
    )
    where
        Box<T>: Clone,
    {}
    fn _all<T: Send + ?Sized + 'static, const N: usize>(
        _: ::otp_runtime::check::Sent<[Option<Box<T>>; N]>,
    )
    where
        Box<T>: Clone,
    {}
    fn _room<T: Send + ?Sized + 'static, const N: usize>(
        _: ::otp_runtime::check::Sent<usize>,
    )
    where
        Box<T>: Clone,
    {}
};
#[automatically_derived]
impl<T: Send + ?Sized + 'static, const N: usize> ::otp_runtime::GenServer for Ring<T, N>
where
    Box<T>: Clone,
{
    type Args = ();
    type InitError = ::core::convert::Infallible;
    type Call = RingCall<T, N>;
    type Reply = RingReply<T, N>;
    type Cast = RingCast<T, N>;
    type Info = ::core::convert::Infallible;
    type Continue = ::core::convert::Infallible;
    type Client = RingClient<T, N>;
    const NAME: &'static str = "Ring";
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
    async fn handle_call(
        &mut self,
        call: Self::Call,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        ::otp_runtime::Answer::Reply(
            match call {
                RingCall::All => RingReply::All(self.all()),
                RingCall::Room => RingReply::Room(self.room()),
            },
        )
    }
    async fn handle_cast(
        &mut self,
        cast: Self::Cast,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match cast {
            RingCast::Skip => self.skip(),
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
