/// Hands out work to whoever asks first.
pub struct Queue {
    waiting: VecDeque<ReplyTo<Job>>,
    askers: Vec<ReplyTo<io::Result<usize>>>,
}
impl Queue {
    pub fn new(ctx: &mut Context<Self>) -> Init<Self> {
        loop {}
    }
    /// The next job, when there is one.
    pub fn next(&mut self, reply: ReplyTo<Job>) {
        self.waiting.push_back(reply);
    }
    pub async fn size(
        &mut self,
        ctx: &mut Context<Self>,
        of: String,
        answer: otp_runtime::ReplyTo<io::Result<usize>>,
    ) {
        self.askers.push(answer);
    }
    pub fn compare(
        &mut self,
        reply: ReplyTo<Result<bool, Self>>,
        with: Option<Self>,
        ctx: &Context<Self>,
    ) {}
    /// A `ReplyTo` in a cast is data.
    pub fn ask(&mut self, reply: ReplyTo<io::Result<usize>>) {
        self.askers.push(reply);
    }
}
/// The calls of [`Queue`]: one variant for each `#[call]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum QueueCall {
    /// The next job, when there is one.
    Next,
    /// `size`
    Size {
        /// `of`
        of: String,
    },
    /// `compare`
    Compare {
        /// `with`
        with: Option<Queue>,
    },
}
/// The replies of [`Queue`], each under the name of its call.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum QueueReply {
    /// Reply to [`QueueCall::Next`].
    Next(Job),
    /// Reply to [`QueueCall::Size`].
    Size(io::Result<usize>),
    /// Reply to [`QueueCall::Compare`].
    Compare(Result<bool, Queue>),
}
/// The casts of [`Queue`]: one variant for each `#[cast]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum QueueCast {
    /// A `ReplyTo` in a cast is data.
    Ask {
        /// `reply`
        reply: ReplyTo<io::Result<usize>>,
    },
}
/// A client of [`Queue`].
///
/// `S` is always its server.
#[allow(private_interfaces)]
pub struct QueueClient<S: ::otp_runtime::GenServer = Queue>(::otp_runtime::Ref<S>);
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::clone::Clone for QueueClient<S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::fmt::Debug for QueueClient<S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::ops::Deref for QueueClient<S> {
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::convert::From<::otp_runtime::Ref<S>>
for QueueClient<S> {
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server)
    }
}
#[allow(dead_code)]
impl QueueClient {
    /// The next job, when there is one.
    pub fn next(&self) -> ::otp_runtime::Call<'_, Queue, Job> {
        self.0
            .call(
                "next",
                QueueCall::Next,
                |reply| match reply {
                    QueueReply::Next(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Calls `size`.
    pub fn size(
        &self,
        of: String,
    ) -> ::otp_runtime::Call<
        '_,
        Queue,
        <io::Result<usize> as ::otp_runtime::ResultReply>::Ok,
        <io::Result<usize> as ::otp_runtime::ResultReply>::Err,
    > {
        self.0
            .call(
                "size",
                QueueCall::Size { of },
                |reply| match reply {
                    QueueReply::Size(reply) => {
                        ::otp_runtime::ResultReply::into_result(reply)
                    }
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
            .timeout(::core::time::Duration::from_millis(1500))
    }
    /// Calls `compare`.
    pub fn compare(
        &self,
        with: Option<Queue>,
    ) -> ::otp_runtime::Call<'_, Queue, bool, Queue> {
        self.0
            .call(
                "compare",
                QueueCall::Compare { with },
                |reply| match reply {
                    QueueReply::Compare(reply) => reply,
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// A `ReplyTo` in a cast is data.
    pub fn ask(&self, reply: ReplyTo<io::Result<usize>>) {
        self.0.cast("ask", QueueCast::Ask { reply })
    }
}
#[allow(dead_code)]
impl Queue {
    /// Starts a [`Queue`], tied to nobody.
    pub fn start() -> ::otp_runtime::Start<Queue> {
        ::otp_runtime::Start::new(())
    }
    /// Starts a [`Queue`] linked to the process that calls this, which is then its parent.
    pub fn start_link() -> ::otp_runtime::Start<Queue> {
        ::otp_runtime::Start::link(())
    }
    /// Starts a [`Queue`] and monitors it.
    pub fn start_monitor() -> ::otp_runtime::StartMonitor<Queue> {
        ::otp_runtime::StartMonitor::new(())
    }
    /// The spec of a [`Queue`] as the child of a supervisor, which starts it anew with the same arguments.
    pub fn child() -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of::<Self>(())
    }
}
const _: () = {
    fn _self(_: ::otp_runtime::check::State<Queue>) {}
    fn _next(_: ::otp_runtime::check::Sent<Job>) {}
    fn _size(
        _: ::otp_runtime::check::Sent<String>,
        _: ::otp_runtime::check::Sent<io::Result<usize>>,
    ) {}
    fn _compare(
        _: ::otp_runtime::check::Sent<Option<Queue>>,
        _: ::otp_runtime::check::Sent<Result<bool, Queue>>,
    ) {}
    fn _ask(_: ::otp_runtime::check::Sent<ReplyTo<io::Result<usize>>>) {}
};
#[automatically_derived]
impl ::otp_runtime::GenServer for Queue {
    type Args = ();
    type InitError = <Init<Queue> as ::otp_runtime::IntoInit<Self>>::Error;
    type Call = QueueCall;
    type Reply = QueueReply;
    type Cast = QueueCast;
    type Info = ::core::convert::Infallible;
    type Continue = ::core::convert::Infallible;
    type Client = QueueClient;
    const NAME: &'static str = "Queue";
    const HAS_TERMINATE: bool = false;
    const HAS_BLOCKING: bool = false;
    const INIT_WAITS: bool = false;
    async fn init(
        (): Self::Args,
        ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<Self>::into_init(Self::new(ctx))
    }
    fn waits(message: &::otp_runtime::Message<'_, Self>) -> bool {
        ::core::matches!(message, ::otp_runtime::Message::Call(QueueCall::Size { .. }))
    }
    async fn handle_call(
        &mut self,
        call: Self::Call,
        ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        match call {
            QueueCall::Next => {
                self.next(ctx.reply_to(QueueReply::Next));
                ::otp_runtime::Answer::NoReply
            }
            QueueCall::Size { of } => {
                let reply = ctx.reply_to(QueueReply::Size);
                self.size(ctx, of, reply).await;
                ::otp_runtime::Answer::NoReply
            }
            QueueCall::Compare { with } => {
                self.compare(ctx.reply_to(QueueReply::Compare), with, ctx);
                ::otp_runtime::Answer::NoReply
            }
        }
    }
    async fn handle_cast(
        &mut self,
        cast: Self::Cast,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match cast {
            QueueCast::Ask { reply } => self.ask(reply),
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
