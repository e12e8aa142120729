// Servers with every kind of item, for modules in which no name is in scope: the paths are written out, and the runtime
// has another name. Everything is documented, and in use: see `lib.rs` for the lints.

/// A message for the `#[info]` handlers.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct Tick {
    /// What it adds.
    pub by: u64,
}

/// A message that only this module knows.
struct Quiet(u64);

/// What `#[handle_continue]` goes on with.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct Load;

/// Why a withdrawal fails.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq)]
pub struct TooLittle(
    /// What is missing.
    pub u64,
);

impl ::core::fmt::Display for TooLittle {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::write!(f, "{} is missing", self.0)
    }
}

impl ::std::error::Error for TooLittle {}

/// A `Result` by another name.
pub mod short {
    /// A `Result` with one parameter.
    pub type Result<T> = ::core::result::Result<T, super::TooLittle>;
}

/// An account: all kinds of handlers.
#[derive(::core::fmt::Debug)]
pub struct Account {
    balance: u64,
    waiting: ::std::vec::Vec<::renamed::ReplyTo<u64>>,
}

#[::renamed::gen_server(
    crate = ::renamed,
    restart = transient,
    shutdown = 5s,
    id = "account",
    significant = false,
    timeout = 20s,
    hibernate_after = 30min
)]
impl Account {
    /// The least balance.
    pub const LEAST: usize = 1;

    /// Begins with a balance.
    ///
    /// # Errors
    ///
    /// When there is nothing to begin with.
    #[init]
    pub async fn init(
        /// The first balance.
        balance: u64,
        ctx: &mut ::renamed::Context<Self>,
    ) -> ::core::result::Result<::renamed::Init<Self>, TooLittle> {
        if balance == 0 {
            return ::core::result::Result::Err(TooLittle(1));
        }
        ctx.trap_exit(false);
        let account = Self { balance, waiting: ::std::vec::Vec::new() };
        ::core::result::Result::Ok(::renamed::Init::ok(account).and_continue(Load))
    }

    /// The balance.
    #[call]
    pub fn balance(&self) -> u64 {
        self.balance
    }

    /// The balance, which is not to be ignored.
    #[call]
    #[must_use]
    pub fn looked_up(&self) -> u64 {
        self.balance
    }

    /// Takes something off.
    ///
    /// # Errors
    ///
    /// When it is not there.
    #[call]
    pub fn withdraw(
        &mut self,
        /// How much.
        amount: u64,
    ) -> ::core::result::Result<u64, TooLittle> {
        let missing = amount.saturating_sub(self.balance);
        self.balance = self.balance.checked_sub(amount).ok_or(TooLittle(missing))?;
        ::core::result::Result::Ok(self.balance)
    }

    /// Takes all of it.
    ///
    /// # Errors
    ///
    /// When there is nothing.
    #[call(timeout = 1.5s)]
    pub async fn empty(&mut self, mut least: u64) -> short::Result<u64> {
        least += 1;
        if self.balance < least {
            return ::core::result::Result::Err(TooLittle(least - self.balance));
        }
        ::core::result::Result::Ok(::core::mem::take(&mut self.balance))
    }

    /// The sum, as soon as there is one.
    #[call(timeout = infinity)]
    pub fn next(&mut self, reply: ::renamed::ReplyTo<u64>) {
        self.waiting.push(reply);
    }

    /// Counts on another thread.
    #[call(blocking)]
    pub fn digits(&mut self) -> [u64; Self::LEAST] {
        [self.balance % 10]
    }

    /// What it was called before.
    #[call]
    #[deprecated(note = "ask for the `balance`")]
    pub fn amount(&self) -> u64 {
        self.balance
    }

    /// Only on some systems.
    #[cfg(any())]
    #[call]
    pub fn elsewhere(&self) -> Missing {
        self.balance
    }

    /// One of two.
    #[cfg(not(any()))]
    #[call]
    pub fn kind(&self) -> &'static str {
        "not any"
    }

    /// The other.
    #[cfg(any())]
    #[call]
    pub fn kind(&self, all: bool) -> &'static str {
        "any"
    }

    /// A server as a message.
    #[call]
    pub fn swap(&mut self, other: ::std::boxed::Box<Self>) -> ::core::option::Option<Self> {
        let other = *other;
        let before = ::core::mem::replace(self, other);
        ::core::option::Option::Some(before)
    }

    /// Calls another function.
    #[call]
    pub fn apply(
        &self,
        f: fn(u64) -> u64,
        with: ::std::boxed::Box<dyn ::core::ops::Fn(&u64) -> u64 + ::core::marker::Send>,
    ) -> u64 {
        f(with(&self.balance))
    }

    /// Adds something.
    #[cast]
    pub fn deposit(&mut self, amount: u64) {
        self.balance += amount;
        for reply in self.waiting.drain(..) {
            reply.send(self.balance);
        }
    }

    /// Adds to what may be private.
    #[cast]
    fn quietly(&mut self, amount: Quiet) {
        self.balance += amount.0;
    }

    /// Adds nothing that does not fit.
    ///
    /// # Errors
    ///
    /// When it does not fit: the server then stops.
    #[cast]
    pub async fn limited(
        &mut self,
        amount: u8,
        ctx: &mut ::renamed::Context<Self>,
    ) -> ::core::result::Result<(), TooLittle> {
        ctx.idle_timeout(::core::time::Duration::from_secs(100));
        self.balance =
            self.balance.checked_add(<u64 as ::core::convert::From<u8>>::from(amount)).ok_or(TooLittle(0))?;
        ::core::result::Result::Ok(())
    }

    /// Adds what was sent.
    #[info]
    pub fn tick(&mut self, tick: Tick) {
        self.balance += tick.by;
    }

    #[info]
    fn idle(&mut self, _: ::renamed::IdleTimeout) {}

    #[info]
    fn rest(&mut self, message: ::renamed::AnyMessage, ctx: &::renamed::Context<Self>) {
        ::core::mem::drop(message);
        let _ = ctx.pid();
    }

    #[handle_continue]
    fn load(&mut self, _: Load) {
        self.balance += 1;
    }

    #[terminate]
    fn terminate(&mut self, reason: &::renamed::ExitReason) {
        let _ = reason;
    }

    #[hibernate]
    fn shrink(&mut self) {
        self.waiting.shrink_to_fit();
    }

    #[format_status]
    fn status(&self) -> ::std::string::String {
        <::std::string::String as ::core::convert::From<&str>>::from("an account")
    }
}

/// What only this module can configure.
struct Config {
    first: u64,
}

/// A server that starts with a private type, and casts into a mailbox that may be full.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct Guarded {
    count: u64,
}

#[::renamed::gen_server(crate = ::renamed, mailbox = 8, client = GuardedHandle, inline = false)]
impl Guarded {
    #[init]
    fn init(config: Config) -> Self {
        Self { count: config.first }
    }

    /// The count.
    #[call]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Adds to it.
    #[cast]
    pub fn add(&mut self, by: u64) {
        self.count += by;
    }
}

/// Has an item.
pub trait HasItem {
    /// The item.
    type Item: ::core::marker::Send + ::core::marker::Sync + ::core::clone::Clone + 'static;
}

impl HasItem for u8 {
    type Item = u64;
}

/// A generic server: bounds in both places, a constant, a default, a parameter no message mentions.
#[derive(::core::fmt::Debug)]
pub struct Stack<T: HasItem, const N: usize, F = ()>
where
    F: ::core::marker::Send + 'static,
{
    items: [::core::option::Option<T::Item>; N],
    used: usize,
    keep: F,
}

#[::renamed::gen_server(crate = ::renamed)]
impl<T, const N: usize, F> Stack<T, N, F>
where
    T: HasItem + ::core::marker::Send + 'static,
    F: ::core::marker::Send + ::core::marker::Sync + ::core::clone::Clone + 'static,
{
    /// Starts empty.
    #[init]
    pub fn init(keep: F) -> Self {
        Self { items: [const { ::core::option::Option::None }; N], used: 0, keep }
    }

    /// What it keeps.
    #[call]
    pub fn kept(&self) -> F {
        ::core::clone::Clone::clone(&self.keep)
    }

    /// Puts an item on top, if there is room.
    #[call]
    pub fn push(&mut self, item: T::Item) -> bool {
        let room = self.used < N;
        if room {
            self.items[self.used] = ::core::option::Option::Some(item);
            self.used += 1;
        }
        room
    }

    /// All of them.
    #[call]
    pub fn all(&self) -> [::core::option::Option<<T as HasItem>::Item>; N] {
        ::core::clone::Clone::clone(&self.items)
    }

    /// Forgets them.
    #[cast]
    pub fn clear(&mut self) {
        self.used = 0;
    }
}

/// A generic server that starts with a private type.
#[derive(::core::fmt::Debug)]
pub struct Keeper<T> {
    kept: T,
    count: u64,
}

#[::renamed::gen_server(crate = ::renamed)]
impl<T> Keeper<T>
where
    T: ::core::marker::Send + ::core::marker::Sync + ::core::clone::Clone + 'static,
{
    #[init]
    fn init(kept: T, config: Config) -> Self {
        Self { kept, count: config.first }
    }

    /// What it keeps, and a count.
    #[call]
    pub fn kept(&self) -> (T, u64) {
        (::core::clone::Clone::clone(&self.kept), self.count)
    }
}

/// Nothing but a state.
pub(crate) struct Silent;

#[::renamed::gen_server(crate = ::renamed)]
impl Silent {
    #[init]
    pub(crate) fn init() -> Self {
        Self
    }
}

/// A supervisor with every option, and children with every option.
#[::renamed::supervisor(
    crate = ::renamed,
    strategy = rest_for_one,
    max_restarts = limits.0,
    max_seconds = 10,
    auto_shutdown = any_significant,
    args(first: u64, mut limits: (u32, &'static str)),
    restart = transient,
    shutdown = 5s,
    significant = true,
    id = "the bank",
    client = BankHandle
)]
pub struct Bank {
    /// Where the money is.
    #[child(
        args({
            limits.1 = "kept";
            first
        }),
        id = "an account",
        restart = transient,
        shutdown = 1s,
        significant,
        name = "account of the bank"
    )]
    account: Account,
    /// Not for everybody.
    #[child(args(limits.1), shutdown = brutal_kill)]
    pub(crate) stack: Stack<u8, 2, &'static str>,
    /// Only on some systems.
    #[cfg(any())]
    elsewhere: Missing,
    /// One of two.
    #[cfg(not(any()))]
    #[child(shutdown = infinity, significant = false)]
    either: Silent,
    /// The other.
    #[cfg(any())]
    either: Missing,
    /// What it was called before.
    #[deprecated(note = "ask for the `stack`")]
    #[child(args(limits.1))]
    pile: Stack<u8, 2, &'static str>,
}

/// A supervisor of a supervisor, and of nothing.
#[::renamed::supervisor(crate = ::renamed, strategy = one_for_one, auto_shutdown = all_significant, name = "top")]
pub struct Top {
    /// The bank.
    #[child(args(7, (3, "")))]
    pub bank: Bank,
    /// Nothing.
    pub(self) empty: Empty,
}

/// A supervisor that starts without children.
#[::renamed::supervisor(crate = ::renamed, strategy = one_for_all)]
pub(crate) struct Empty {}

/// A generic supervisor: bounds in both places, a constant, a default.
#[::renamed::supervisor(crate = ::renamed, strategy = one_for_one, args(keep: F))]
pub struct Stacks<T, const N: usize, F = &'static str>
where
    T: HasItem + ::core::marker::Send + 'static,
    F: ::core::marker::Send + ::core::marker::Sync + ::core::clone::Clone + 'static,
{
    /// A stack.
    #[child(args(::core::clone::Clone::clone(&keep)))]
    first: Stack<T, N, F>,
    /// Another.
    #[child(args(keep))]
    second: Stack<T, N, F>,
}

/// An agent with every option, and fields of every kind.
#[::renamed::agent(
    crate = ::renamed,
    restart = transient,
    shutdown = 1s,
    significant = true,
    id = "the settings",
    name = "settings",
    timeout = 20s,
    client = SettingsHandle
)]
#[derive(::core::fmt::Debug, ::core::default::Default)]
pub struct Settings {
    /// The theme.
    pub theme: ::std::string::String,
    /// The volume.
    pub(crate) volume: u8,
    /// What there is elsewhere.
    #[cfg(any())]
    pub missing: Missing,
    /// The volume, once.
    #[deprecated = "use `volume`"]
    pub loudness: u8,
    /// A keyword.
    pub r#type: ::core::option::Option<u8>,
    #[agent(skip)]
    cache: ::std::vec::Vec<u8>,
    secret: u64,
}

/// A generic agent: bounds in both places, a constant, a default.
#[::renamed::agent(crate = ::renamed)]
#[derive(::core::fmt::Debug)]
pub struct Kept<T, const N: usize, F = &'static str>
where
    T: HasItem + ::core::marker::Send + 'static,
    F: ::core::marker::Send + 'static,
{
    /// Some of them.
    pub some: [::core::option::Option<T>; N],
    /// Another.
    pub other: F,
}

/// An agent of nothing.
#[deprecated]
#[::renamed::agent(crate = ::renamed, timeout = infinity)]
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy)]
pub struct Naught {}

/// A supervisor of agents.
#[::renamed::supervisor(crate = ::renamed, strategy = one_for_one, auto_shutdown = any_significant)]
pub struct Agents {
    /// Settings.
    #[child(args(<Settings as ::core::default::Default>::default))]
    pub settings: Settings,
    /// A number.
    #[child(args(|| 3))]
    pub number: ::renamed::Agent<u64>,
}

/// A configuration with every kind of field.
#[::renamed::config(crate = ::renamed)]
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct ShopSettings {
    /// A number.
    #[default(1)]
    pub env: u16,
    /// A text.
    #[default("::1")]
    reader: ::std::net::IpAddr,
    /// A duration.
    #[default(5s)]
    pub(crate) r#type: ::core::time::Duration,
    /// Only on some systems.
    #[cfg(any())]
    #[default(missing())]
    elsewhere: Missing,
    /// Nothing, if it is not set.
    #[default(::core::option::Option::None)]
    config: ::core::option::Option<::std::string::String>,
    /// Nothing either.
    read: ::core::option::Option<bool>,
}

/// A configuration without defaults.
#[::renamed::config(crate = ::renamed)]
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct Required {
    /// It must be set.
    pub first: bool,
}

/// An application with every option.
#[derive(::core::fmt::Debug)]
pub struct Shop {
    open: bool,
    kept: ::std::string::String,
}

/// The version of the shop.
pub const VERSION: &str = "1.0";

#[::renamed::application(
    crate = ::renamed,
    name = "shop",
    description = ::core::concat!("A ", "shop"),
    version = VERSION,
    config = ShopSettings,
    dependencies(Library, "clock"),
    optional("export"),
    includes(Library2)
)]
impl Shop {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// Those of the supervisor.
    ///
    /// # Panics
    ///
    /// When it is configured.
    #[start]
    pub async fn begin(
        config: ShopSettings,
        start: ::renamed::StartType,
    ) -> ::core::result::Result<::renamed::Top<Self>, ::renamed::StartError<::renamed::InvalidSupervisor>> {
        let kept = ::std::format!("{start:?} {} {} {:?}", config.env, config.reader, config.r#type);
        let empty = Empty::start_link().await?;
        ::core::assert_eq!((config.config, config.read), (::core::option::Option::None, ::core::option::Option::None));
        ::core::result::Result::Ok(::renamed::Top::new(&empty, Self { open: false, kept }))
    }

    /// A phase that fails.
    ///
    /// # Errors
    ///
    /// When it has nothing.
    #[start_phase]
    pub async fn warm_up(&mut self) -> short::Result<()> {
        if self.kept.is_empty() { ::core::result::Result::Err(TooLittle(1)) } else { ::core::result::Result::Ok(()) }
    }

    /// Only on some systems.
    #[cfg(any())]
    #[start_phase]
    fn elsewhere(&mut self) -> ::core::result::Result<(), Missing> {}

    /// The last phase.
    #[cfg(not(any()))]
    #[start_phase]
    pub fn r#loop(&mut self) {
        self.open = true;
    }

    /// Before the end.
    #[prep_stop]
    #[deprecated(note = "it will be gone")]
    pub async fn prep_stop(&mut self) {
        self.open = false;
    }

    /// The end.
    ///
    /// # Panics
    ///
    /// When it is still open.
    #[stop]
    pub fn stop(&self) {
        ::core::assert!(!self.open);
    }

    /// News.
    #[config_change]
    pub fn config_change(&mut self, change: ::renamed::ConfigChange) {
        self.open = ::core::iter::Iterator::next(&mut change.changed()).is_none();
    }
}

/// An application with nothing but a start.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default)]
pub struct Library;

#[::renamed::application(crate = ::renamed)]
impl Library {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// None.
    #[start]
    pub fn start() -> ::core::result::Result<::renamed::Pid, &'static str> {
        ::core::result::Result::Ok(::renamed::process::spawn_link(::core::future::pending()))
    }
}

/// Another.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default)]
pub struct Library2;

#[::renamed::application(crate = ::renamed, config = Required)]
impl Library2 {
    #[start]
    async fn start(config: Required) -> ::core::result::Result<EmptyClient, ::std::string::String> {
        let empty = Empty::start_link().await.map_err(|error| ::std::format!("{error}, {}", config.first))?;
        ::core::result::Result::Ok(empty)
    }

    #[config_change]
    async fn changed(&self) {
        ::core::future::ready(()).await;
    }
}

/// A store whose callers lend what they ask for.
#[derive(::core::fmt::Debug)]
pub struct Store<T: ::core::clone::Clone + ::core::cmp::PartialEq + ::core::marker::Send + ::core::marker::Sync + 'static> {
    all: ::std::vec::Vec<T>,
    files: ::std::vec::Vec<::std::path::PathBuf>,
    later: ::std::vec::Vec<::renamed::ReplyTo<usize>>,
}

#[::renamed::gen_server(crate = ::renamed)]
impl<T: ::core::clone::Clone + ::core::cmp::PartialEq + ::core::marker::Send + ::core::marker::Sync + 'static> Store<T> {
    /// Begins empty.
    #[init]
    pub fn init() -> Self {
        Self { all: ::std::vec::Vec::new(), files: ::std::vec::Vec::new(), later: ::std::vec::Vec::new() }
    }

    /// Whether it is there.
    #[call]
    pub fn has(&self, r#type: &T) -> bool {
        self.all.contains(r#type)
    }

    /// Takes them in.
    ///
    /// # Errors
    ///
    /// When they are too many.
    #[call]
    pub fn extend(&mut self, server: &[T], limit: usize, ctx: &mut ::renamed::Context<Self>) -> short::Result<usize> {
        let _ = ctx.pid();
        if server.len() > limit {
            return ::core::result::Result::Err(TooLittle(1));
        }
        self.all.extend_from_slice(server);
        ::core::result::Result::Ok(self.all.len())
    }

    /// Remembers a file.
    #[cast]
    pub fn file(&mut self, reply: &::std::path::Path, times: usize) {
        for _ in 0..times {
            self.files.push(reply.to_path_buf());
        }
    }

    /// Answers later.
    #[call]
    pub fn later(&mut self, ctx: &str, context: &mut ::renamed::Context<Self>, reply: ::renamed::ReplyTo<usize>) {
        let _ = context.pid();
        if ctx.len() == self.files.len() { reply.send(ctx.len()) } else { self.later.push(reply) }
    }

    /// A name that the prelude has, too; it may be `async`.
    #[call]
    #[deprecated = "it is old"]
    pub fn clone_from(&mut self, all: &Self) -> usize {
        self.all.clear();
        self.all.extend_from_slice(&all.all);
        self.all.len()
    }

    /// Waits with what was lent.
    #[call]
    pub async fn wait(&mut self, text: &'_ str) -> ::std::string::String {
        ::std::borrow::ToOwned::to_owned(text)
    }
}

impl<T: ::core::clone::Clone + ::core::cmp::PartialEq + ::core::marker::Send + ::core::marker::Sync + 'static>
    ::core::clone::Clone for Store<T>
{
    fn clone(&self) -> Self {
        let (all, files) = (::core::clone::Clone::clone(&self.all), ::core::clone::Clone::clone(&self.files));
        Self { all, files, later: ::std::vec::Vec::new() }
    }
}

async fn lent() {
    use ::core::result::Result::Ok;

    let store = Store::start().await.expect("it starts");
    ::core::assert_eq!(store.extend(&[1_u8, 2], 2).await, Ok(2));
    ::core::assert_eq!(store.has(&2).await, Ok(true));
    store.file(::std::path::Path::new("."), 4);
    ::core::assert_eq!(store.later("four").await, Ok(4));
    ::core::assert_eq!(store.wait("word").await.expect("it answers"), "word");
    #[allow(deprecated)]
    let copied = store.clone_from(&Store { all: ::std::vec![7], files: ::std::vec![], later: ::std::vec![] }).await;
    ::core::assert_eq!(copied, Ok(1));
}

/// Starts each of them and asks for something.
///
/// # Panics
///
/// When an answer is not what it should be.
pub async fn run() {
    use ::core::option::Option::Some;
    use ::core::result::Result::{Err, Ok};

    let account = Account::start(1).name("account").await.expect("it starts");
    ::core::assert_eq!(account.balance().await, Ok(2));
    account.deposit(3);
    ::core::assert_eq!(account.looked_up().await, Ok(5));
    ::core::assert_eq!(account.withdraw(1).await, Ok(4));
    lent().await;
    let refused = account.withdraw(9).await;
    ::core::assert!(::core::matches!(refused, Err(::renamed::CallError::Handler(TooLittle(5)))));
    let next = account.next().send();
    account.quietly(Quiet(1));
    account.deposit(1);
    ::core::assert_eq!(next.await, Ok(6));
    account.limited(4);
    account.send(Tick { by: 10 });
    ::core::assert_eq!(account.digits().await, Ok([0]));
    ::core::assert_eq!(account.kind().await, Ok("not any"));
    #[allow(deprecated)]
    let amount = account.amount().await;
    ::core::assert_eq!(amount, Ok(20));
    let double = |balance: u64| balance * 2;
    ::core::assert_eq!(account.apply(double, ::std::boxed::Box::new(|balance| balance + 1)).await, Ok(42));
    let other = Account { balance: 7, waiting: ::std::vec::Vec::new() };
    let before = account.swap(::std::boxed::Box::new(other)).await;
    ::core::assert!(::core::matches!(before, Ok(Some(Account { balance: 20, .. }))));
    ::core::assert_eq!(account.empty(0).await, Ok(7));
    ::core::assert!(account.empty(0).await.is_err());
    let shown = ::std::format!("{:?}", AccountCall::Withdraw { amount: 3 });
    ::core::assert_eq!(shown, "Withdraw { amount: 3 }");
    ::core::assert!(account.stop().await.is_ok());
    ::core::assert!(Account::start(0).await.is_err());

    let guarded = Guarded::start(Config { first: 1 }).await.expect("it starts");
    ::core::assert!(guarded.add(2).is_ok());
    ::core::assert_eq!(guarded.count().await, Ok(3));
    let again: &GuardedHandle = &::core::clone::Clone::clone(&guarded);
    ::core::assert_eq!(again.count().await, Ok(3));

    let stack = Stack::<u8, 2, &str>::start("kept").await.expect("it starts");
    ::core::assert_eq!(stack.push(1).await, Ok(true));
    ::core::assert_eq!(stack.push(2).await, Ok(true));
    ::core::assert_eq!(stack.push(3).await, Ok(false));
    ::core::assert_eq!(stack.kept().await, Ok("kept"));
    stack.clear();
    ::core::assert_eq!(stack.all().await, Ok([Some(1), Some(2)]));

    let keeper = Keeper::start("kept", Config { first: 3 }).await.expect("it starts");
    ::core::assert_eq!(keeper.kept().await, Ok(("kept", 3)));

    let silent = Silent::start().await.expect("it starts");
    ::core::assert!(silent.is_alive());

    let top = Top::start().await.expect("it starts");
    ::core::assert_eq!(top.bank().account().balance().await, Ok(8));
    ::core::assert_eq!(top.bank().stack().kept().await, Ok("kept"));
    ::core::assert!(top.bank().either().is_alive());
    ::core::assert!(top.empty().is_alive());
    let again: BankHandle = ::core::clone::Clone::clone(&top.bank());
    #[allow(deprecated)]
    let pile = again.pile();
    ::core::assert!(pile.is_alive());
    ::core::assert!(top.stop().await.is_ok());
    ::core::assert!(!pile.is_alive());

    let stacks = Stacks::<u8, 2>::start("kept").await.expect("it starts");
    ::core::assert_eq!(stacks.first().push(1).await, Ok(true));
    ::core::assert_eq!(stacks.second().kept().await, Ok("kept"));
    ::core::assert!(stacks.stop().await.is_ok());

    let agents = Agents::start().await.expect("it starts");
    let settings = agents.settings();
    ::core::assert_eq!(settings.set_volume(3).await, Ok(()));
    ::core::assert_eq!(settings.update_theme(|theme| theme.push('a')).await, Ok(()));
    ::core::assert_eq!(settings.theme().await.expect("it is there"), "a");
    ::core::assert_eq!(settings.set_type(Some(1)).await, Ok(()));
    ::core::assert_eq!(settings.r#type().await, Ok(Some(1)));
    #[allow(deprecated)]
    let loudness = settings.loudness().await;
    ::core::assert_eq!(loudness, Ok(0));
    let again: &SettingsHandle = &::core::clone::Clone::clone(&settings);
    again.cast(|settings| settings.secret = <u64 as ::core::convert::From<u8>>::from(settings.volume));
    ::core::assert_eq!(again.get(|settings| settings.secret + settings.cache.len() as u64).await, Ok(3));
    ::core::assert_eq!(agents.number().get_and_update(|number| *number + 1).await, Ok(4));
    ::core::assert!(agents.stop().await.is_ok());

    let kept = Kept::<u8, 2>::start(|| Kept { some: [Some(1), ::core::option::Option::None], other: "other" });
    let kept = kept.await.expect("it starts");
    ::core::assert_eq!(kept.other().await, Ok("other"));
    ::core::assert_eq!(kept.set_some([Some(2); 2]).await, Ok(()));
    ::core::assert_eq!(kept.some().await, Ok([Some(2); 2]));
    ::renamed::application::register(::renamed::AppSpec::new("clock"));
    let started = ::renamed::application::ensure_all_started(<Shop as ::renamed::Application>::spec()).await;
    ::core::assert_eq!(started.map(|started| started.len()), Ok(3));
    ::core::assert!(::renamed::application::stop("shop").await.is_ok());
    let refused = ::renamed::application::start(::renamed::AppRef::of::<Library2>()).await;
    ::core::assert!(::core::matches!(refused, Err(::renamed::AppError::Config(_) | ::renamed::AppError::Included { .. })));
    let spec = <Shop as ::renamed::Application>::spec();
    ::core::assert_eq!(spec.phases(), ["warm_up", "loop"]);
    ::core::assert_eq!((spec.description_str(), spec.version_str()), ("A shop", "1.0"));
}
