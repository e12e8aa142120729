//! The counter of `counter.rs` without the macro: what `#[gen_server]` writes, item by item and in the same order.
//!
//! Only noise is left out: full paths, `#[allow]`s, the checks that turn a misuse into one clear error, and what a macro
//! needs because it sees neither the fields' types nor how visible the server is.
//!
//! It follows this Elixir module, whose lines stand beside the items below.
//!
//! ```elixir
//! defmodule Counter do
//!   use GenServer
//!
//!   def start(count), do: GenServer.start(__MODULE__, count)
//!   def start_link(count), do: GenServer.start_link(__MODULE__, count)
//!   def value(counter), do: GenServer.call(counter, :value)
//!   def take(counter, amount), do: GenServer.call(counter, {:take, amount})
//!   def add(counter, amount), do: GenServer.cast(counter, {:add, amount})
//!
//!   @impl true
//!   def init(count), do: {:ok, count}
//!
//!   @impl true
//!   def handle_call(:value, _from, count), do: {:reply, count, count}
//!   def handle_call({:take, amount}, _from, count) when amount > count, do: {:reply, {:error, {:too_few, count}}, count}
//!   def handle_call({:take, amount}, _from, count), do: {:reply, {:ok, count - amount}, count - amount}
//!
//!   @impl true
//!   def handle_cast({:add, amount}, count), do: {:noreply, count + amount}
//!
//!   @impl true
//!   def handle_info(:reset, _count), do: {:noreply, 0}
//! end
//! ```
//!
//! ```text
//! cargo run --example counter_expanded
//! ```

use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::ops::Deref;

use otp_runtime::prelude::*;
use otp_runtime::{Call, ChildSpec, DebugMessage, Handles, IntoInit, Message, Shown, StartMonitor, unexpected_reply};

/// Counts up, and down to zero.
pub struct Counter {
    count: u64,
}

/// More was to be taken than is there.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("only {0} left")]
pub struct TooFew(pub u64);

/// A message that sets the counter back to zero.
#[derive(Clone, Debug)]
pub struct Reset;

// First the methods, as they are in `counter.rs`. They know nothing of processes, and a test can call them.

impl Counter {
    /// The counter begins at `count`.
    pub fn init(count: u64) -> Self {
        Counter { count }
    }

    /// The count so far.
    pub fn value(&self) -> u64 {
        self.count
    }

    /// Takes `amount` off; the answer is what is left.
    pub fn take(&mut self, amount: u64) -> Result<u64, TooFew> {
        self.count = self.count.checked_sub(amount).ok_or(TooFew(self.count))?;
        Ok(self.count)
    }

    /// Adds `amount`, some time soon.
    pub fn add(&mut self, amount: u64) {
        self.count += amount;
    }

    fn reset(&mut self, _: Reset) {
        self.count = 0;
    }
}

// The messages, plain data. Where Elixir has `:value`, `{:take, amount}` and `{:add, amount}` here are enums, one for
// each kind of message, with a variant for each method. `DebugMessage` is `Debug`, with `_` for a field that has none.

/// The calls of [`Counter`]: one variant for each `#[call]`.
#[derive(DebugMessage)]
pub enum CounterCall {
    /// The count so far.
    Value,
    /// Takes `amount` off; the answer is what is left.
    Take {
        /// `amount`
        amount: u64,
    },
}

/// The replies of [`Counter`], each under the name of its call.
#[derive(DebugMessage)]
pub enum CounterReply {
    /// Reply to [`CounterCall::Value`].
    Value(u64),
    /// Reply to [`CounterCall::Take`].
    Take(Result<u64, TooFew>),
}

/// The casts of [`Counter`]: one variant for each `#[cast]`.
#[derive(DebugMessage)]
pub enum CounterCast {
    /// Adds `amount`, some time soon.
    Add {
        /// `amount`
        amount: u64,
    },
}

/// What [`Counter`] handles besides calls and casts: one variant for each `#[info]`.
#[derive(DebugMessage)]
pub enum CounterInfo {
    /// `reset`
    Reset(Reset),
}

// The client: the functions that an Elixir module offers to its callers. It wraps a `Ref`, which is a pid, a name or a
// place in a registry; what any process can be asked (`stop`, `monitor`, `send`, …) is there.

/// A client of [`Counter`].
pub struct CounterClient(Ref<Counter>);

impl Clone for CounterClient {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl fmt::Debug for CounterClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Deref for CounterClient {
    type Target = Ref<Counter>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl From<Ref<Counter>> for CounterClient {
    fn from(server: Ref<Counter>) -> Self {
        Self(server)
    }
}

impl CounterClient {
    /// The count so far.
    // def value(counter), do: GenServer.call(counter, :value)
    pub fn value(&self) -> Call<'_, Counter, u64> {
        self.0.call("value", CounterCall::Value, |reply| match reply {
            CounterReply::Value(reply) => Ok(reply),
            _ => unexpected_reply(),
        })
    }

    /// Takes `amount` off; the answer is what is left.
    // def take(counter, amount), do: GenServer.call(counter, {:take, amount})
    pub fn take(&self, amount: u64) -> Call<'_, Counter, u64, TooFew> {
        self.0.call("take", CounterCall::Take { amount }, |reply| match reply {
            CounterReply::Take(reply) => reply,
            _ => unexpected_reply(),
        })
    }

    /// Adds `amount`, some time soon.
    // def add(counter, amount), do: GenServer.cast(counter, {:add, amount})
    pub fn add(&self, amount: u64) {
        self.0.cast("add", CounterCast::Add { amount })
    }
}

// The ways to start it, with the arguments of `init`.

impl Counter {
    /// Starts a [`Counter`], tied to nobody.
    ///
    /// The counter begins at `count`.
    // def start(count), do: GenServer.start(__MODULE__, count)
    pub fn start(count: u64) -> Start<Counter> {
        Start::new((count,))
    }

    /// Starts a [`Counter`] linked to the process that calls this, which is then its parent.
    ///
    /// The counter begins at `count`.
    // def start_link(count), do: GenServer.start_link(__MODULE__, count)
    pub fn start_link(count: u64) -> Start<Counter> {
        Start::link((count,))
    }

    /// Starts a [`Counter`] and monitors it.
    ///
    /// The counter begins at `count`.
    pub fn start_monitor(count: u64) -> StartMonitor<Counter> {
        StartMonitor::new((count,))
    }

    /// The spec of a [`Counter`] as the child of a supervisor, which starts it anew with the same arguments.
    ///
    /// The counter begins at `count`.
    // `use GenServer` defines child_spec/1
    pub fn child(count: u64) -> ChildSpec<Self> {
        ChildSpec::of::<Self>((count,))
    }
}

// The server: the callbacks of the behaviour.

impl GenServer for Counter {
    type Args = (u64,);
    type InitError = Infallible;
    type Call = CounterCall;
    type Reply = CounterReply;
    type Cast = CounterCast;
    type Info = CounterInfo;
    type Continue = Infallible; // there is no `#[handle_continue]`
    type Client = CounterClient;

    const NAME: &'static str = "Counter";
    const HAS_TERMINATE: bool = false;
    const HAS_BLOCKING: bool = false;
    const INIT_WAITS: bool = false; // its starter runs `init`, without an allocation

    // def init(count), do: {:ok, count}
    async fn init((count,): Self::Args, _ctx: &mut Context<Self>) -> Result<Init<Self>, Self::InitError> {
        IntoInit::<Self>::into_init(Self::init(count))
    }

    // No handler is async: whoever calls an idle counter runs the handler at once, in place.
    fn waits(_message: &Message<'_, Self>) -> bool {
        false
    }

    async fn handle_call(&mut self, call: Self::Call, _ctx: &mut Context<Self>) -> Answer<Self::Reply> {
        Answer::Reply(match call {
            // def handle_call(:value, _from, count), do: {:reply, count, count}
            CounterCall::Value => CounterReply::Value(self.value()),
            // def handle_call({:take, amount}, _from, count), do: {:reply, {:ok, count - amount}, count - amount}
            CounterCall::Take { amount } => CounterReply::Take(self.take(amount)),
        })
    }

    async fn handle_cast(&mut self, cast: Self::Cast, _ctx: &mut Context<Self>) {
        match cast {
            // def handle_cast({:add, amount}, count), do: {:noreply, count + amount}
            CounterCast::Add { amount } => self.add(amount),
        }
    }

    // Messages from outside the module have a type of their own; here it is recognised.
    fn info(mut message: AnyMessage) -> Result<Self::Info, AnyMessage> {
        if let Some(message) = message.take() {
            return Ok(CounterInfo::Reset(message));
        }
        Err(message)
    }

    async fn handle_info(&mut self, info: Self::Info, _ctx: &mut Context<Self>) {
        match info {
            // def handle_info(:reset, _count), do: {:noreply, 0}
            CounterInfo::Reset(message) => self.reset(message),
        }
    }

    // What logs and traces show of a message is its `Debug`; of the state as well, if it has one (this one does not).
    fn show(shown: Shown<'_, Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use otp_runtime::__private::debug::{self, NoDebug as _};
        match shown {
            Shown::Server(state) => debug::Field(state).or_underscore().fmt(f),
            message => message.message(f),
        }
    }
}

// Lets `counter.send(Reset)` compile, and nothing that the counter has no handler for.
impl Handles<Reset> for Counter {
    fn info_from(message: Reset) -> Self::Info {
        CounterInfo::Reset(message)
    }
}

#[otp_runtime::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let counter = Counter::start(40).await?;

    counter.add(2); // a cast: nobody waits for it, and it is handled before the next call
    println!("value: {}", counter.value().await?);
    println!("take 40: {:?}", counter.take(40).await);
    match counter.take(3).await {
        Err(CallError::Handler(too_few)) => println!("take 3: {too_few}"),
        other => println!("take 3: {other:?}"),
    }

    counter.send(Reset);
    println!("value: {}", counter.value().await?);

    counter.stop().await?;
    if let Err(gone) = counter.value().await {
        println!("{gone}");
    }
    Ok(())
}
