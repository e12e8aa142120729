/// A stack of anything.
pub struct Stack<T, F>
where
    F: Fn(&T) -> bool,
{
    items: Vec<T>,
    keep: F,
}
impl<T: Send + 'static, F> Stack<T, F>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    pub fn init(keep: F) -> Self {
        Self { items: Vec::new(), keep }
    }
    pub fn pop(&mut self) -> Option<T> {
        self.items.pop()
    }
    pub fn swap(&mut self, mut with: Vec<T>, reply: ReplyTo<Result<Vec<T>, Empty>>) {
        std::mem::swap(&mut self.items, &mut with);
        reply.send(if with.is_empty() { Err(Empty) } else { Ok(with) });
    }
    pub fn push(&mut self, item: T) {
        if (self.keep)(&item) {
            self.items.push(item);
        }
    }
    fn pushed(&mut self, item: Push<T>) {
        self.push(item.0);
    }
}
/// The calls of [`Stack`]: one variant for each `#[call]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum StackCall<T: Send + 'static, F>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    /// `pop`
    Pop,
    /// `swap`
    Swap {
        /// `with`
        with: Vec<T>,
    },
    #[doc(hidden)]
    __Unused(::core::convert::Infallible, ::core::marker::PhantomData<fn() -> (F,)>),
}
/// The replies of [`Stack`], each under the name of its call.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum StackReply<T: Send + 'static, F>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    /// Reply to [`StackCall::Pop`].
    Pop(Option<T>),
    /// Reply to [`StackCall::Swap`].
    Swap(Result<Vec<T>, Empty>),
    #[doc(hidden)]
    __Unused(::core::convert::Infallible, ::core::marker::PhantomData<fn() -> (F,)>),
}
/// The casts of [`Stack`]: one variant for each `#[cast]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum StackCast<T: Send + 'static, F>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    /// `push`
    Push {
        /// `item`
        item: T,
    },
    #[doc(hidden)]
    __Unused(::core::convert::Infallible, ::core::marker::PhantomData<fn() -> (F,)>),
}
/// What [`Stack`] handles besides calls and casts: one variant for each `#[info]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum StackInfo<T: Send + 'static, F>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    /// `pushed`
    Pushed(Push<T>),
    #[doc(hidden)]
    __Unused(::core::convert::Infallible, ::core::marker::PhantomData<fn() -> (F,)>),
}
/// A client of [`Stack`].
///
/// `S` is always its server.
#[allow(private_interfaces)]
pub struct StackClient<T: Send + 'static, F, S: ::otp_runtime::GenServer = Stack<T, F>>(
    ::otp_runtime::Ref<S>,
    ::core::marker::PhantomData<fn() -> (T, F)>,
)
where
    F: Fn(&T) -> bool + Send + 'static;
#[automatically_derived]
impl<T: Send + 'static, F, S: ::otp_runtime::GenServer> ::core::clone::Clone
for StackClient<T, F, S>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0), ::core::marker::PhantomData)
    }
}
#[automatically_derived]
impl<T: Send + 'static, F, S: ::otp_runtime::GenServer> ::core::fmt::Debug
for StackClient<T, F, S>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<T: Send + 'static, F, S: ::otp_runtime::GenServer> ::core::ops::Deref
for StackClient<T, F, S>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<
    T: Send + 'static,
    F,
    S: ::otp_runtime::GenServer,
> ::core::convert::From<::otp_runtime::Ref<S>> for StackClient<T, F, S>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server, ::core::marker::PhantomData)
    }
}
#[allow(dead_code)]
impl<T: Send + 'static, F> StackClient<T, F>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    /// Calls `pop`.
    pub fn pop(&self) -> ::otp_runtime::Call<'_, Stack<T, F>, Option<T>> {
        self.0
            .call(
                "pop",
                StackCall::Pop,
                |reply| match reply {
                    StackReply::Pop(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Calls `swap`.
    pub fn swap(
        &self,
        with: Vec<T>,
    ) -> ::otp_runtime::Call<'_, Stack<T, F>, Vec<T>, Empty> {
        self.0
            .call(
                "swap",
                StackCall::Swap { with },
                |reply| match reply {
                    StackReply::Swap(reply) => reply,
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Casts `push`.
    pub fn push(&self, item: T) {
        self.0.cast("push", StackCast::Push { item })
    }
}
#[allow(dead_code)]
impl<T: Send + 'static, F> Stack<T, F>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    /// Starts a [`Stack`], tied to nobody.
    pub fn start(keep: F) -> ::otp_runtime::Start<Stack<T, F>> {
        ::otp_runtime::Start::new((keep,))
    }
    /// Starts a [`Stack`] linked to the process that calls this, which is then its parent.
    pub fn start_link(keep: F) -> ::otp_runtime::Start<Stack<T, F>> {
        ::otp_runtime::Start::link((keep,))
    }
    /// Starts a [`Stack`] and monitors it.
    pub fn start_monitor(keep: F) -> ::otp_runtime::StartMonitor<Stack<T, F>> {
        ::otp_runtime::StartMonitor::new((keep,))
    }
    /// The spec of a [`Stack`] as the child of a supervisor, which starts it anew with the same arguments.
    pub fn child(keep: F) -> ::otp_runtime::ChildSpec<Self>
    where
        for<'any> (F,): ::core::clone::Clone + ::core::marker::Sync,
    {
        ::otp_runtime::ChildSpec::of::<Self>((keep,))
    }
}
const _: () = {
    fn _self<T: Send + 'static, F>(_: ::otp_runtime::check::State<Stack<T, F>>)
    where
        F: Fn(&T) -> bool + Send + 'static,
    {}
    fn _init<T: Send + 'static, F>(_: ::otp_runtime::check::Sent<F>)
    where
        F: Fn(&T) -> bool + Send + 'static,
    {}
    fn _pop<T: Send + 'static, F>(_: ::otp_runtime::check::Sent<Option<T>>)
    where
        F: Fn(&T) -> bool + Send + 'static,
    {}
    fn _swap<T: Send + 'static, F>(
        _: ::otp_runtime::check::Sent<Vec<T>>,
        _: ::otp_runtime::check::Sent<Result<Vec<T>, Empty>>,
    )
    where
        F: Fn(&T) -> bool + Send + 'static,
    {}
    fn _push<T: Send + 'static, F>(_: ::otp_runtime::check::Sent<T>)
    where
        F: Fn(&T) -> bool + Send + 'static,
    {}
    fn _pushed<T: Send + 'static, F>(_: ::otp_runtime::check::Sent<Push<T>>)
    where
        F: Fn(&T) -> bool + Send + 'static,
    {}
};
#[automatically_derived]
impl<T: Send + 'static, F> ::otp_runtime::GenServer for Stack<T, F>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    type Args = (F,);
    type InitError = ::core::convert::Infallible;
    type Call = StackCall<T, F>;
    type Reply = StackReply<T, F>;
    type Cast = StackCast<T, F>;
    type Info = StackInfo<T, F>;
    type Continue = ::core::convert::Infallible;
    type Client = StackClient<T, F>;
    const NAME: &'static str = "Stack";
    const HAS_TERMINATE: bool = false;
    const HAS_BLOCKING: bool = false;
    const INIT_WAITS: bool = false;
    async fn init(
        (keep,): Self::Args,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<Self>::into_init(Self::init(keep))
    }
    fn waits(_message: &::otp_runtime::Message<'_, Self>) -> bool {
        false
    }
    async fn handle_call(
        &mut self,
        call: Self::Call,
        ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        ::otp_runtime::Answer::Reply(
            match call {
                StackCall::Pop => StackReply::Pop(self.pop()),
                StackCall::Swap { with } => {
                    self.swap(with, ctx.reply_to(StackReply::Swap));
                    return ::otp_runtime::Answer::NoReply;
                }
            },
        )
    }
    async fn handle_cast(
        &mut self,
        cast: Self::Cast,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match cast {
            StackCast::Push { item } => self.push(item),
        }
    }
    fn info(
        mut message: ::otp_runtime::AnyMessage,
    ) -> ::core::result::Result<Self::Info, ::otp_runtime::AnyMessage> {
        if let ::core::option::Option::Some(message) = message.take() {
            return ::core::result::Result::Ok(StackInfo::Pushed(message));
        }
        ::core::result::Result::Err(message)
    }
    async fn handle_info(
        &mut self,
        info: Self::Info,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match info {
            StackInfo::Pushed(message) => self.pushed(message),
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
impl<T: Send + 'static, F> ::otp_runtime::Handles<Push<T>> for Stack<T, F>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    fn info_from(message: Push<T>) -> Self::Info {
        StackInfo::Pushed(message)
    }
}
