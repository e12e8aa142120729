// Servers with every kind of item, generic ones among them.

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
