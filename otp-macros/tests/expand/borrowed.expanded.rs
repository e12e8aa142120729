/// Looks words up.
pub struct Words {
    all: Vec<String>,
}
impl Words {
    pub fn init() -> Self {
        Self { all: Vec::new() }
    }
    /// Whether it knows `word`.
    pub fn has(&self, word: &str) -> bool {
        self.all.iter().any(|known| known == word)
    }
    /// Takes new words in, at most `limit`.
    pub fn learn(
        &mut self,
        words: &[String],
        limit: usize,
        ctx: &mut Context<Self>,
    ) -> Result<usize, TooMany> {
        learn(self, words, limit, ctx.pid())
    }
    pub fn later(&mut self, entry: &Entry, reply: ReplyTo<u8>) {
        self.waiting.push((entry.clone(), reply));
    }
    /// An async handler may outlive what is lent: its message owns a copy.
    pub async fn load(&mut self, file: &std::path::Path) -> usize {
        load(self, file).await
    }
    pub fn forget(&mut self, word: &str) {
        self.all.retain(|known| known != word);
    }
}
/// The calls of [`Words`]: one variant for each `#[call]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum WordsCall {
    /// Whether it knows `word`.
    Has {
        /// `word`
        word: ::std::string::String,
    },
    /// Takes new words in, at most `limit`.
    Learn {
        /// `words`
        words: ::std::vec::Vec<String>,
        /// `limit`
        limit: usize,
    },
    /// `later`
    Later {
        /// `entry`
        entry: Entry,
    },
    /// An async handler may outlive what is lent: its message owns a copy.
    Load {
        /// `file`
        file: ::std::path::PathBuf,
    },
}
/// The replies of [`Words`], each under the name of its call.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum WordsReply {
    /// Reply to [`WordsCall::Has`].
    Has(bool),
    /// Reply to [`WordsCall::Learn`].
    Learn(Result<usize, TooMany>),
    /// Reply to [`WordsCall::Later`].
    Later(u8),
    /// Reply to [`WordsCall::Load`].
    Load(usize),
}
/// The casts of [`Words`]: one variant for each `#[cast]`.
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum WordsCast {
    /// `forget`
    Forget {
        /// `word`
        word: ::std::string::String,
    },
}
/// A client of [`Words`].
///
/// `S` is always its server.
#[allow(private_interfaces)]
pub struct WordsClient<S: ::otp_runtime::GenServer = Words>(::otp_runtime::Ref<S>);
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::clone::Clone for WordsClient<S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::fmt::Debug for WordsClient<S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::ops::Deref for WordsClient<S> {
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::convert::From<::otp_runtime::Ref<S>>
for WordsClient<S> {
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server)
    }
}
#[allow(dead_code)]
impl WordsClient {
    /// Whether it knows `word`.
    pub fn has<'a>(
        &'a self,
        word: &'a str,
    ) -> ::otp_runtime::LentCall<'a, Words, (&'a str,), bool> {
        self.0
            .lend(
                "has",
                (word,),
                |(word,)| WordsCall::Has {
                    word: ::otp_runtime::owned(word),
                },
                |server, (word,), _ctx| ::otp_runtime::Answer::Reply(
                    WordsReply::Has(server.has(word)),
                ),
                |reply| match reply {
                    WordsReply::Has(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Takes new words in, at most `limit`.
    pub fn learn<'a>(
        &'a self,
        words: &'a [String],
        limit: usize,
    ) -> ::otp_runtime::LentCall<'a, Words, (&'a [String], usize), usize, TooMany> {
        self.0
            .lend(
                "learn",
                (words, limit),
                |(words, limit)| WordsCall::Learn {
                    words: ::otp_runtime::owned(words),
                    limit,
                },
                |server, (words, limit), ctx| ::otp_runtime::Answer::Reply(
                    WordsReply::Learn(server.learn(words, limit, ctx)),
                ),
                |reply| match reply {
                    WordsReply::Learn(reply) => reply,
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
            .timeout(::core::time::Duration::from_secs(1))
    }
    /// Calls `later`.
    pub fn later<'a>(
        &'a self,
        entry: &'a Entry,
    ) -> ::otp_runtime::LentCall<'a, Words, (&'a Entry,), u8> {
        self.0
            .lend(
                "later",
                (entry,),
                |(entry,)| WordsCall::Later {
                    entry: ::otp_runtime::owned(entry),
                },
                |server, (entry,), ctx| {
                    server.later(entry, ctx.reply_to(WordsReply::Later));
                    ::otp_runtime::Answer::NoReply
                },
                |reply| match reply {
                    WordsReply::Later(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// An async handler may outlive what is lent: its message owns a copy.
    pub fn load(&self, file: &std::path::Path) -> ::otp_runtime::Call<'_, Words, usize> {
        self.0
            .call(
                "load",
                WordsCall::Load {
                    file: ::otp_runtime::owned(file),
                },
                |reply| match reply {
                    WordsReply::Load(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Casts `forget`.
    pub fn forget(&self, word: &str) {
        self.0
            .cast(
                "forget",
                WordsCast::Forget {
                    word: ::otp_runtime::owned(word),
                },
            )
    }
}
#[allow(dead_code)]
impl Words {
    /// Starts a [`Words`], tied to nobody.
    pub fn start() -> ::otp_runtime::Start<Words> {
        ::otp_runtime::Start::new(())
    }
    /// Starts a [`Words`] linked to the process that calls this, which is then its parent.
    pub fn start_link() -> ::otp_runtime::Start<Words> {
        ::otp_runtime::Start::link(())
    }
    /// Starts a [`Words`] and monitors it.
    pub fn start_monitor() -> ::otp_runtime::StartMonitor<Words> {
        ::otp_runtime::StartMonitor::new(())
    }
    /// The spec of a [`Words`] as the child of a supervisor, which starts it anew with the same arguments.
    pub fn child() -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of::<Self>(())
    }
}
const _: () = {
    fn _self(_: ::otp_runtime::check::State<Words>) {}
    fn _has(
        _: ::otp_runtime::check::Sent<::std::string::String>,
        _: ::otp_runtime::check::Sent<bool>,
    ) {}
    fn _learn(
        _: ::otp_runtime::check::Sent<::std::vec::Vec<String>>,
        _: ::otp_runtime::check::Sent<usize>,
        _: ::otp_runtime::check::Sent<Result<usize, TooMany>>,
    ) {}
    fn _later(_: ::otp_runtime::check::Sent<Entry>, _: ::otp_runtime::check::Sent<u8>) {}
    fn _load(_: ::otp_runtime::check::Sent<::std::path::PathBuf>) {}
};
#[automatically_derived]
impl ::otp_runtime::GenServer for Words {
    type Args = ();
    type InitError = ::core::convert::Infallible;
    type Call = WordsCall;
    type Reply = WordsReply;
    type Cast = WordsCast;
    type Info = ::core::convert::Infallible;
    type Continue = ::core::convert::Infallible;
    type Client = WordsClient;
    const NAME: &'static str = "Words";
    const HAS_TERMINATE: bool = false;
    const HAS_BLOCKING: bool = false;
    const INIT_WAITS: bool = false;
    async fn init(
        (): Self::Args,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<Self>::into_init(Self::init())
    }
    fn waits(message: &::otp_runtime::Message<'_, Self>) -> bool {
        ::core::matches!(message, ::otp_runtime::Message::Call(WordsCall::Load { .. }))
    }
    async fn handle_call(
        &mut self,
        call: Self::Call,
        ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        ::otp_runtime::Answer::Reply(
            match call {
                WordsCall::Has { word } => WordsReply::Has(self.has(&word)),
                WordsCall::Learn { words, limit } => {
                    WordsReply::Learn(self.learn(&words, limit, ctx))
                }
                WordsCall::Later { entry } => {
                    self.later(&entry, ctx.reply_to(WordsReply::Later));
                    return ::otp_runtime::Answer::NoReply;
                }
                WordsCall::Load { file } => WordsReply::Load(self.load(&file).await),
            },
        )
    }
    async fn handle_cast(
        &mut self,
        cast: Self::Cast,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match cast {
            WordsCast::Forget { word } => self.forget(&word),
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
