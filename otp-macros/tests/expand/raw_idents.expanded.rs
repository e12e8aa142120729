/// Names that are taken elsewhere.
pub struct r#Dyn;
impl r#Dyn {
    pub fn r#fn(r#type: u8) -> r#Dyn {
        r#Dyn
    }
    pub fn r#type(&self) -> u8 {
        0
    }
    pub fn self_(&self, r#move: u8, reply: u8, ctx: u8, call: u8, f: u8) -> u8 {
        r#move
    }
    pub fn info(&self, message: u8, c: &Context<Self>) -> Result<u8, u8> {
        Ok(message)
    }
    pub fn to_owned(
        &mut self,
        debug: fn(&str) -> Self,
        result: Box<dyn Fn(&str) + Send>,
        c: &mut Context<Self>,
    ) -> io::Result<()> {
        Ok(())
    }
    fn größe(&mut self, ctx: [u8; Self::N]) {}
    async fn terminate(&mut self, c: &mut Context<Self>, why: ExitReason) {}
}
/// The calls of [`Dyn`]: one variant for each `#[call]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum DynCall {
    /// `type`
    Type,
    /// `self_`
    Self_ {
        /// `move`
        r#move: u8,
        /// `reply`
        reply: u8,
        /// `ctx`
        ctx: u8,
        /// `call`
        call: u8,
        /// `f`
        f: u8,
    },
    /// `info`
    Info {
        /// `message`
        message: u8,
    },
}
/// The replies of [`Dyn`], each under the name of its call.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum DynReply {
    /// Reply to [`DynCall::Type`].
    Type(u8),
    /// Reply to [`DynCall::Self_`].
    Self_(u8),
    /// Reply to [`DynCall::Info`].
    Info(Result<u8, u8>),
}
/// The casts of [`Dyn`]: one variant for each `#[cast]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum DynCast {
    /// `to_owned`
    ToOwned {
        /// `debug`
        debug: fn(&str) -> r#Dyn,
        /// `result`
        result: Box<dyn Fn(&str) + Send>,
    },
}
/// What [`Dyn`] handles besides calls and casts: one variant for each `#[info]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum DynInfo {
    /// `größe`
    Größe([u8; r#Dyn::N]),
}
/// A client of [`Dyn`].
///
/// `S` is always its server.
#[allow(private_interfaces)]
pub struct DynClient<S: ::otp_runtime::GenServer = r#Dyn>(::otp_runtime::Ref<S>);
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::clone::Clone for DynClient<S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::fmt::Debug for DynClient<S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::ops::Deref for DynClient<S> {
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::convert::From<::otp_runtime::Ref<S>>
for DynClient<S> {
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server)
    }
}
#[allow(dead_code)]
impl DynClient {
    /// Calls `type`.
    pub fn r#type(&self) -> ::otp_runtime::Call<'_, r#Dyn, u8> {
        self.0
            .call(
                "type",
                DynCall::Type,
                |reply| match reply {
                    DynReply::Type(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Calls `self_`.
    pub fn self_(
        &self,
        r#move: u8,
        reply: u8,
        ctx: u8,
        call: u8,
        f: u8,
    ) -> ::otp_runtime::Call<'_, r#Dyn, u8> {
        self.0
            .call(
                "self_",
                DynCall::Self_ {
                    r#move,
                    reply,
                    ctx,
                    call,
                    f,
                },
                |reply| match reply {
                    DynReply::Self_(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Calls `info`.
    pub fn info(&self, message: u8) -> ::otp_runtime::Call<'_, r#Dyn, u8, u8> {
        self.0
            .call(
                "info",
                DynCall::Info { message },
                |reply| match reply {
                    DynReply::Info(reply) => reply,
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Casts `to_owned`.
    pub fn to_owned(&self, debug: fn(&str) -> r#Dyn, result: Box<dyn Fn(&str) + Send>) {
        self.0.cast("to_owned", DynCast::ToOwned { debug, result })
    }
}
#[allow(dead_code)]
impl r#Dyn {
    /// Starts a [`Dyn`], tied to nobody.
    pub fn start(r#type: u8) -> ::otp_runtime::Start<r#Dyn> {
        ::otp_runtime::Start::new((r#type,))
    }
    /// Starts a [`Dyn`] linked to the process that calls this, which is then its parent.
    pub fn start_link(r#type: u8) -> ::otp_runtime::Start<r#Dyn> {
        ::otp_runtime::Start::link((r#type,))
    }
    /// Starts a [`Dyn`] and monitors it.
    pub fn start_monitor(r#type: u8) -> ::otp_runtime::StartMonitor<r#Dyn> {
        ::otp_runtime::StartMonitor::new((r#type,))
    }
    /// The spec of a [`Dyn`] as the child of a supervisor, which starts it anew with the same arguments.
    pub fn child(r#type: u8) -> ::otp_runtime::ChildSpec<Self>
    where
        for<'any> (u8,): ::core::clone::Clone + ::core::marker::Sync,
    {
        ::otp_runtime::ChildSpec::of::<Self>((r#type,))
    }
}
const _: () = {
    fn _self(_: ::otp_runtime::check::State<r#Dyn>) {}
    fn _fn(_: ::otp_runtime::check::Sent<u8>) {}
    fn _info(_: ::otp_runtime::check::Sent<Result<u8, u8>>) {}
    fn _to_owned(
        _: ::otp_runtime::check::Sent<fn(&str) -> r#Dyn>,
        _: ::otp_runtime::check::Sent<Box<dyn Fn(&str) + Send>>,
    ) {}
    fn _größe(_: ::otp_runtime::check::Sent<[u8; r#Dyn::N]>) {}
};
#[automatically_derived]
impl ::otp_runtime::GenServer for r#Dyn {
    type Args = (u8,);
    type InitError = ::core::convert::Infallible;
    type Call = DynCall;
    type Reply = DynReply;
    type Cast = DynCast;
    type Info = DynInfo;
    type Continue = ::core::convert::Infallible;
    type Client = DynClient;
    const NAME: &'static str = "Dyn";
    const HAS_BLOCKING: bool = false;
    const INIT_WAITS: bool = false;
    async fn init(
        (r#type,): Self::Args,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<Self>::into_init(Self::r#fn(r#type))
    }
    fn waits(_message: &::otp_runtime::Message<'_, Self>) -> bool {
        false
    }
    async fn handle_call(
        &mut self,
        call: Self::Call,
        ctx_: &mut ::otp_runtime::Context<Self>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        ::otp_runtime::Answer::Reply(
            match call {
                DynCall::Type => DynReply::Type(self.r#type()),
                DynCall::Self_ { r#move, reply, ctx, call, f } => {
                    DynReply::Self_(self.self_(r#move, reply, ctx, call, f))
                }
                DynCall::Info { message } => {
                    DynReply::Info(Self::info(self, message, ctx_))
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
            DynCast::ToOwned { debug, result } => {
                let result_ = Self::to_owned(self, debug, result, ctx);
                ctx.stop_on_err(result_)
            }
        }
    }
    fn info(
        mut message: ::otp_runtime::AnyMessage,
    ) -> ::core::result::Result<Self::Info, ::otp_runtime::AnyMessage> {
        if let ::core::option::Option::Some(message) = message.take() {
            return ::core::result::Result::Ok(DynInfo::Größe(message));
        }
        ::core::result::Result::Err(message)
    }
    async fn handle_info(
        &mut self,
        info: Self::Info,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match info {
            DynInfo::Größe(message) => self.größe(message),
        }
    }
    async fn terminate(
        &mut self,
        reason: &::otp_runtime::ExitReason,
        ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        Self::terminate(self, ctx, ::core::clone::Clone::clone(reason)).await
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
impl ::otp_runtime::Handles<[u8; r#Dyn::N]> for r#Dyn {
    fn info_from(message: [u8; r#Dyn::N]) -> Self::Info {
        DynInfo::Größe(message)
    }
}
