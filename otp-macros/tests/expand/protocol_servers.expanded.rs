pub struct Silent;
impl Silent {
    fn init() -> Self {
        Silent
    }
}
/// The calls of [`Silent`]: one variant for each `#[call]`.
#[doc(hidden)]
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum SilentCall {
    /// A call of the protocol [`Ledger`].
    Ledger(
        <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Call,
    ),
}
/// The replies of [`Silent`], each under the name of its call.
#[doc(hidden)]
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum SilentReply {
    /// A reply of the protocol [`Ledger`].
    Ledger(
        <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply,
    ),
}
/// The casts of [`Silent`]: one variant for each `#[cast]`.
#[doc(hidden)]
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum SilentCast {
    /// A cast of the protocol [`Ledger`].
    Ledger(
        <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Cast,
    ),
}
/// A client of [`Silent`].
///
/// `S` is always its server.
#[doc(hidden)]
#[allow(private_interfaces)]
pub struct SilentClient<S: ::otp_runtime::GenServer = Silent>(::otp_runtime::Ref<S>);
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::clone::Clone for SilentClient<S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::fmt::Debug for SilentClient<S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::ops::Deref for SilentClient<S> {
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::convert::From<::otp_runtime::Ref<S>>
for SilentClient<S> {
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server)
    }
}
#[allow(dead_code)]
impl Silent {
    /// Starts a [`Silent`], tied to nobody.
    fn start() -> ::otp_runtime::Start<Silent> {
        ::otp_runtime::Start::new(())
    }
    /// Starts a [`Silent`] linked to the process that calls this, which is then its parent.
    fn start_link() -> ::otp_runtime::Start<Silent> {
        ::otp_runtime::Start::link(())
    }
    /// Starts a [`Silent`] and monitors it.
    fn start_monitor() -> ::otp_runtime::StartMonitor<Silent> {
        ::otp_runtime::StartMonitor::new(())
    }
    /// The spec of a [`Silent`] as the child of a supervisor, which starts it anew with the same arguments.
    fn child() -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of::<Self>(())
    }
}
const _: () = {
    fn _self(_: ::otp_runtime::check::State<Silent>) {}
};
#[automatically_derived]
impl ::otp_runtime::GenServer for Silent {
    type Args = ();
    type InitError = ::core::convert::Infallible;
    type Call = SilentCall;
    type Reply = SilentReply;
    type Cast = SilentCast;
    type Info = ::core::convert::Infallible;
    type Continue = ::core::convert::Infallible;
    type Client = SilentClient;
    const NAME: &'static str = "Silent";
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
            ::otp_runtime::Message::Call(SilentCall::Ledger(message)) => {
                <<<dyn Ledger as ::otp_runtime::check::Known<
                    { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::call_waits(
                    message,
                )
            }
            ::otp_runtime::Message::Cast(SilentCast::Ledger(message)) => {
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
            ::otp_runtime::Message::Call(SilentCall::Ledger(message)) => {
                <<<dyn Ledger as ::otp_runtime::check::Known<
                    { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::call_blocks(
                    message,
                )
            }
            ::otp_runtime::Message::Cast(SilentCast::Ledger(message)) => {
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
        match call {
            SilentCall::Ledger(message) => {
                match <<<dyn Ledger as ::otp_runtime::check::Known<
                    { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Dispatch<
                    Self,
                >>::handle_call(self, message, ctx)
                    .await
                {
                    ::otp_runtime::Answer::Reply(message) => {
                        ::otp_runtime::Answer::Reply(SilentReply::Ledger(message))
                    }
                    ::otp_runtime::Answer::NoReply => ::otp_runtime::Answer::NoReply,
                }
            }
        }
    }
    async fn handle_cast(
        &mut self,
        cast: Self::Cast,
        ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match cast {
            SilentCast::Ledger(message) => {
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
> for Silent {
    fn wrap_call(
        call: <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Call,
    ) -> Self::Call {
        SilentCall::Ledger(call)
    }
    fn wrap_cast(
        cast: <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Cast,
    ) -> Self::Cast {
        SilentCast::Ledger(cast)
    }
    fn wrap_reply(
        reply: <<<dyn Ledger as ::otp_runtime::check::Known<
            { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply,
    ) -> Self::Reply {
        SilentReply::Ledger(reply)
    }
    fn open_reply(
        reply: Self::Reply,
    ) -> <<<dyn Ledger as ::otp_runtime::check::Known<
        { <dyn Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
    >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply {
        match reply {
            SilentReply::Ledger(reply) => reply,
        }
    }
}
pub struct Mixed<T> {
    value: T,
}
impl<T: Clone + Send + 'static> Mixed<T> {
    fn init(value: T) -> Self {
        Mixed { value }
    }
    #[cfg(unix)]
    async fn load(&mut self) -> T {
        self.value.clone()
    }
    fn save(&mut self, ctx: T) {
        self.value = ctx;
    }
    fn forget(&mut self) {}
}
/// The calls of [`Mixed`]: one variant for each `#[call]`.
#[doc(hidden)]
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum MixedCall<T: Clone + Send + 'static> {
    /// `load`
    #[cfg(unix)]
    Load,
    /// `save`
    Save {
        /// `ctx`
        ctx: T,
    },
    /// A call of the protocol [`crate::Ledger`].
    Ledger(
        <<<dyn crate::Ledger as ::otp_runtime::check::Known<
            { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Call,
    ),
    /// A call of the protocol [`Store`].
    Store(
        <<dyn Store<
            String,
            T,
        > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Call,
    ),
}
/// The replies of [`Mixed`], each under the name of its call.
#[doc(hidden)]
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum MixedReply<T: Clone + Send + 'static> {
    /// Reply to [`MixedCall::Load`].
    #[cfg(unix)]
    Load(T),
    /// Reply to [`MixedCall::Save`].
    Save(()),
    /// A reply of the protocol [`crate::Ledger`].
    Ledger(
        <<<dyn crate::Ledger as ::otp_runtime::check::Known<
            { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply,
    ),
    /// A reply of the protocol [`Store`].
    Store(
        <<dyn Store<
            String,
            T,
        > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply,
    ),
    #[doc(hidden)]
    __Unused(::core::convert::Infallible, ::core::marker::PhantomData<fn() -> (T,)>),
}
/// The casts of [`Mixed`]: one variant for each `#[cast]`.
#[doc(hidden)]
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum MixedCast<T: Clone + Send + 'static> {
    /// `forget`
    Forget,
    /// A cast of the protocol [`crate::Ledger`].
    Ledger(
        <<<dyn crate::Ledger as ::otp_runtime::check::Known<
            { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Cast,
    ),
    /// A cast of the protocol [`Store`].
    Store(
        <<dyn Store<
            String,
            T,
        > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Cast,
    ),
    #[doc(hidden)]
    __Unused(::core::convert::Infallible, ::core::marker::PhantomData<fn() -> (T,)>),
}
/// A client of [`Mixed`].
///
/// `S` is always its server.
#[doc(hidden)]
#[allow(private_interfaces)]
pub struct AnyMixed<T: Clone + Send + 'static, S: ::otp_runtime::GenServer = Mixed<T>>(
    ::otp_runtime::Ref<S>,
    ::core::marker::PhantomData<fn() -> (T,)>,
);
#[automatically_derived]
impl<T: Clone + Send + 'static, S: ::otp_runtime::GenServer> ::core::clone::Clone
for AnyMixed<T, S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0), ::core::marker::PhantomData)
    }
}
#[automatically_derived]
impl<T: Clone + Send + 'static, S: ::otp_runtime::GenServer> ::core::fmt::Debug
for AnyMixed<T, S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<T: Clone + Send + 'static, S: ::otp_runtime::GenServer> ::core::ops::Deref
for AnyMixed<T, S> {
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<
    T: Clone + Send + 'static,
    S: ::otp_runtime::GenServer,
> ::core::convert::From<::otp_runtime::Ref<S>> for AnyMixed<T, S> {
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server, ::core::marker::PhantomData)
    }
}
#[allow(dead_code)]
impl<T: Clone + Send + 'static> AnyMixed<T> {
    /// Calls `load`.
    #[cfg(unix)]
    fn load(&self) -> ::otp_runtime::Call<'_, Mixed<T>, T> {
        self.0
            .call(
                "load",
                MixedCall::Load,
                |reply| match reply {
                    MixedReply::Load(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Calls `save`.
    fn save(&self, ctx: T) -> ::otp_runtime::Call<'_, Mixed<T>, ()> {
        self.0
            .call(
                "save",
                MixedCall::Save { ctx },
                |reply| match reply {
                    MixedReply::Save(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Casts `forget`.
    fn forget(&self) {
        self.0.cast("forget", MixedCast::Forget)
    }
}
#[allow(dead_code)]
impl<T: Clone + Send + 'static> Mixed<T> {
    /// Starts a [`Mixed`], tied to nobody.
    fn start(value: T) -> ::otp_runtime::Start<Mixed<T>> {
        ::otp_runtime::Start::new((value,))
    }
    /// Starts a [`Mixed`] linked to the process that calls this, which is then its parent.
    fn start_link(value: T) -> ::otp_runtime::Start<Mixed<T>> {
        ::otp_runtime::Start::link((value,))
    }
    /// Starts a [`Mixed`] and monitors it.
    fn start_monitor(value: T) -> ::otp_runtime::StartMonitor<Mixed<T>> {
        ::otp_runtime::StartMonitor::new((value,))
    }
    /// The spec of a [`Mixed`] as the child of a supervisor, which starts it anew with the same arguments.
    fn child(value: T) -> ::otp_runtime::ChildSpec<Self>
    where
        for<'any> (T,): ::core::clone::Clone + ::core::marker::Sync,
    {
        ::otp_runtime::ChildSpec::of::<Self>((value,))
    }
}
const _: () = {
    fn _self<T: Clone + Send + 'static>(_: ::otp_runtime::check::State<Mixed<T>>) {}
    fn _init<T: Clone + Send + 'static>(_: ::otp_runtime::check::Sent<T>) {}
};
#[automatically_derived]
impl<T: Clone + Send + 'static> ::otp_runtime::GenServer for Mixed<T> {
    type Args = (T,);
    type InitError = ::core::convert::Infallible;
    type Call = MixedCall<T>;
    type Reply = MixedReply<T>;
    type Cast = MixedCast<T>;
    type Info = ::core::convert::Infallible;
    type Continue = ::core::convert::Infallible;
    type Client = AnyMixed<T>;
    const NAME: &'static str = "Mixed";
    const HAS_TERMINATE: bool = false;
    const INIT_WAITS: bool = false;
    async fn init(
        (value,): Self::Args,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<Self>::into_init(Self::init(value))
    }
    fn waits(message: &::otp_runtime::Message<'_, Self>) -> bool {
        match message {
            ::otp_runtime::Message::Call(MixedCall::Ledger(message)) => {
                <<<dyn crate::Ledger as ::otp_runtime::check::Known<
                    { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::call_waits(
                    message,
                )
            }
            ::otp_runtime::Message::Cast(MixedCast::Ledger(message)) => {
                <<<dyn crate::Ledger as ::otp_runtime::check::Known<
                    { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::cast_waits(
                    message,
                )
            }
            ::otp_runtime::Message::Call(MixedCall::Store(message)) => {
                <<dyn Store<
                    String,
                    T,
                > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::call_waits(
                    message,
                )
            }
            ::otp_runtime::Message::Cast(MixedCast::Store(message)) => {
                <<dyn Store<
                    String,
                    T,
                > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::cast_waits(
                    message,
                )
            }
            #[cfg(unix)]
            ::otp_runtime::Message::Call(MixedCall::Load) => true,
            _ => false,
        }
    }
    fn blocks(message: &::otp_runtime::Message<'_, Self>) -> bool {
        match message {
            ::otp_runtime::Message::Call(MixedCall::Ledger(message)) => {
                <<<dyn crate::Ledger as ::otp_runtime::check::Known<
                    { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::call_blocks(
                    message,
                )
            }
            ::otp_runtime::Message::Cast(MixedCast::Ledger(message)) => {
                <<<dyn crate::Ledger as ::otp_runtime::check::Known<
                    { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::cast_blocks(
                    message,
                )
            }
            ::otp_runtime::Message::Call(MixedCall::Store(message)) => {
                <<dyn Store<
                    String,
                    T,
                > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::call_blocks(
                    message,
                )
            }
            ::otp_runtime::Message::Cast(MixedCast::Store(message)) => {
                <<dyn Store<
                    String,
                    T,
                > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::cast_blocks(
                    message,
                )
            }
            ::otp_runtime::Message::Call(MixedCall::Save { .. }) => true,
            _ => false,
        }
    }
    async fn handle_call(
        &mut self,
        call: Self::Call,
        ctx_: &mut ::otp_runtime::Context<Self>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        ::otp_runtime::Answer::Reply(
            match call {
                #[cfg(unix)]
                MixedCall::Load => MixedReply::Load(Self::load(self).await),
                MixedCall::Save { ctx } => MixedReply::Save(Self::save(self, ctx)),
                MixedCall::Ledger(message) => {
                    match <<<dyn crate::Ledger as ::otp_runtime::check::Known<
                        { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                    >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Dispatch<
                        Self,
                    >>::handle_call(self, message, ctx_)
                        .await
                    {
                        ::otp_runtime::Answer::Reply(message) => {
                            MixedReply::Ledger(message)
                        }
                        ::otp_runtime::Answer::NoReply => {
                            return ::otp_runtime::Answer::NoReply;
                        }
                    }
                }
                MixedCall::Store(message) => {
                    match <<dyn Store<
                        String,
                        T,
                    > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Dispatch<
                        Self,
                    >>::handle_call(self, message, ctx_)
                        .await
                    {
                        ::otp_runtime::Answer::Reply(message) => {
                            MixedReply::Store(message)
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
            MixedCast::Forget => Self::forget(self),
            MixedCast::Ledger(message) => {
                <<<dyn crate::Ledger as ::otp_runtime::check::Known<
                    { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
                >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Dispatch<
                    Self,
                >>::handle_cast(self, message, ctx)
                    .await
            }
            MixedCast::Store(message) => {
                <<dyn Store<
                    String,
                    T,
                > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Dispatch<
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
impl<
    T: Clone + Send + 'static,
> ::otp_runtime::Speaks<
    <<dyn crate::Ledger as ::otp_runtime::check::Known<
        { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
    >>::Type as ::otp_runtime::ProtocolTrait>::Client,
> for Mixed<T> {
    fn wrap_call(
        call: <<<dyn crate::Ledger as ::otp_runtime::check::Known<
            { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Call,
    ) -> Self::Call {
        MixedCall::Ledger(call)
    }
    fn wrap_cast(
        cast: <<<dyn crate::Ledger as ::otp_runtime::check::Known<
            { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Cast,
    ) -> Self::Cast {
        MixedCast::Ledger(cast)
    }
    fn wrap_reply(
        reply: <<<dyn crate::Ledger as ::otp_runtime::check::Known<
            { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
        >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply,
    ) -> Self::Reply {
        MixedReply::Ledger(reply)
    }
    fn open_reply(
        reply: Self::Reply,
    ) -> <<<dyn crate::Ledger as ::otp_runtime::check::Known<
        { <dyn crate::Ledger as ::otp_runtime::ProtocolTrait>::KNOWN },
    >>::Type as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply {
        match reply {
            MixedReply::Ledger(reply) => reply,
            _ => ::otp_runtime::unexpected_reply(),
        }
    }
}
#[automatically_derived]
impl<
    T: Clone + Send + 'static,
> ::otp_runtime::Speaks<<dyn Store<String, T> as ::otp_runtime::ProtocolTrait>::Client>
for Mixed<T> {
    fn wrap_call(
        call: <<dyn Store<
            String,
            T,
        > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Call,
    ) -> Self::Call {
        MixedCall::Store(call)
    }
    fn wrap_cast(
        cast: <<dyn Store<
            String,
            T,
        > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Cast,
    ) -> Self::Cast {
        MixedCast::Store(cast)
    }
    fn wrap_reply(
        reply: <<dyn Store<
            String,
            T,
        > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply,
    ) -> Self::Reply {
        MixedReply::Store(reply)
    }
    fn open_reply(
        reply: Self::Reply,
    ) -> <<dyn Store<
        String,
        T,
    > as ::otp_runtime::ProtocolTrait>::Client as ::otp_runtime::Protocol>::Reply {
        match reply {
            MixedReply::Store(reply) => reply,
            _ => ::otp_runtime::unexpected_reply(),
        }
    }
}
