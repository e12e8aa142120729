//! The trait a server implements, by `#[gen_server]` or by hand.

use crate::{AnyMessage, Context, ExitReason, Init, Options, Pid, Ref, Registrar, Shown};
use std::fmt::Debug;
use std::future::Future;
use std::sync::Arc;

/// A server: state, and handlers for the messages of one mailbox (the callbacks of Erlang's `gen_server`).
///
/// `#[gen_server]` writes this implementation from plain methods; writing it by hand works as well, and
/// `examples/counter_expanded.rs` shows one. Message types are plain data: an enum with a variant for each handler, or
/// [`Infallible`](std::convert::Infallible) where there is none.
///
/// All handlers of a server run one after another, each as the server's process. A handler that panics, or asks
/// [`Context::stop`] to, ends the process; [`terminate`](GenServer::terminate) then runs.
///
/// ```
/// use otp_runtime::Message;
/// use otp_runtime::prelude::*;
/// use std::convert::Infallible;
///
/// struct Counter(u64);
/// enum Get { Value }
///
/// impl GenServer for Counter {
///     type Args = (u64,);
///     type InitError = Infallible;
///     type Call = Get;
///     type Reply = u64;
///     type Cast = u64;
///     type Info = Infallible;
///     type Continue = Infallible;
///     type Client = Ref<Counter>;
///     const NAME: &'static str = "Counter";
///
///     async fn init((from,): (u64,), _: &mut Context<Self>) -> Result<Init<Self>, Infallible> {
///         Ok(Init::ok(Counter(from)))
///     }
///     fn waits(_: &Message<'_, Self>) -> bool {
///         false // no handler is async
///     }
///     async fn handle_call(&mut self, call: Get, _: &mut Context<Self>) -> Answer<u64> {
///         match call {
///             Get::Value => Answer::Reply(self.0),
///         }
///     }
///     async fn handle_cast(&mut self, add: u64, _: &mut Context<Self>) {
///         self.0 += add;
///     }
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let counter = Start::<Counter>::new((1,)).await?;
/// counter.cast("add", 2);
/// assert_eq!(counter.call("value", Get::Value, Ok::<u64, Infallible>).await?, 3);
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a server",
    label = "this type has no `#[gen_server]` impl",
    note = "mark its `impl` block with `#[gen_server]` and give it an `#[init]`"
)]
pub trait GenServer: Sized + Send + 'static {
    /// What `init` is given: a tuple of the `#[init]` arguments.
    type Args: Send + 'static;
    /// The `E` of an `init` that returns a `Result`.
    type InitError: Send + 'static;
    /// The requests.
    type Call: Send + 'static;
    /// The replies to them.
    type Reply: Send + 'static;
    /// The messages nobody waits for.
    type Cast: Send + 'static;
    /// What `handle_info` takes: other messages, recognised by type.
    type Info: Send + 'static;
    /// What `handle_continue` takes.
    type Continue: Send + 'static;
    /// The typed client, `BankAccountClient`; [`Ref`] itself will do for a server written by hand.
    type Client: From<Ref<Self>>;
    /// The name in logs, errors and child specs.
    const NAME: &'static str;
    /// What `#[gen_server(...)]` says.
    const OPTIONS: Options = Options::new();
    /// Whether there is something to do in [`terminate`](GenServer::terminate). If not, whoever stops the server while that is
    /// idle ends it on the spot; `true` is always right.
    const HAS_TERMINATE: bool = true;
    /// Whether any handler [blocks](GenServer::blocks) its thread. If not, a server is without the code for it; `true` is always
    /// right.
    const HAS_BLOCKING: bool = true;
    /// Whether [`init`](GenServer::init) may have to wait (is `async`). One that does not is run by whoever starts the server,
    /// without an allocation; `true` is always right.
    const INIT_WAITS: bool = true;

    /// Makes the state (Erlang's `init/1`). Runs in the new process; whoever starts it waits.
    fn init(
        args: Self::Args,
        ctx: &mut Context<Self>,
    ) -> impl Future<Output = Result<Init<Self>, Self::InitError>> + Send;

    /// An error of `init` as the reason why a supervisor is without this child. `#[gen_server]` makes it the error itself, or
    /// its `Debug`; without either it says no more than whose error it is, which is the default.
    fn init_failed(error: Self::InitError) -> ExitReason {
        let _ = error;
        ExitReason::error(format!("the #[init] of {} returned an error", Self::NAME))
    }

    /// Whether this message's handler may have to wait (is `async`). One that does not is run at once, a call's by its caller
    /// and without an allocation; `true` is always right. Not asked of a continue.
    fn waits(message: &Message<'_, Self>) -> bool {
        let _ = message;
        true
    }

    /// Whether this message's handler blocks its thread and is to run on the blocking pool. Such a handler must not wait. Not
    /// asked unless there [may be one](GenServer::HAS_BLOCKING).
    fn blocks(message: &Message<'_, Self>) -> bool {
        let _ = message;
        false
    }

    /// Answers a call (Erlang's `handle_call/3`).
    fn handle_call(
        &mut self,
        call: Self::Call,
        ctx: &mut Context<Self>,
    ) -> impl Future<Output = Answer<Self::Reply>> + Send {
        let _ = (call, ctx);
        std::future::ready(Answer::NoReply)
    }

    /// Handles a cast (Erlang's `handle_cast/2`).
    fn handle_cast(&mut self, cast: Self::Cast, ctx: &mut Context<Self>) -> impl Future<Output = ()> + Send {
        let _ = (cast, ctx);
        std::future::ready(())
    }

    /// Recognises a message; `Err` gives back one that nobody handles: it is logged and dropped.
    fn info(message: AnyMessage) -> Result<Self::Info, AnyMessage> {
        Err(message)
    }

    /// Handles any other message (Erlang's `handle_info/2`).
    fn handle_info(&mut self, info: Self::Info, ctx: &mut Context<Self>) -> impl Future<Output = ()> + Send {
        let _ = (info, ctx);
        std::future::ready(())
    }

    /// Goes on with something before the next message (Erlang's `handle_continue/2`).
    fn handle_continue(&mut self, with: Self::Continue, ctx: &mut Context<Self>) -> impl Future<Output = ()> + Send {
        let _ = (with, ctx);
        std::future::ready(())
    }

    /// Cleans up before the process ends (Erlang's `terminate/2`). Not called after a kill, an exit signal that is not
    /// trapped, or an `init` that failed. A panic here becomes the exit reason.
    fn terminate(&mut self, reason: &ExitReason, ctx: &mut Context<Self>) -> impl Future<Output = ()> + Send {
        let _ = (reason, ctx);
        std::future::ready(())
    }

    /// Gives memory back before a long rest: after [`Context::hibernate`] or `hibernate_after`.
    fn hibernate(&mut self) {}

    /// The state as status queries and crash reports show it; `None` shows the server's name only.
    fn format_status(&self) -> Option<String> {
        None
    }

    /// Writes what `sys`, traces and logs show of a message, a reply or the state; `_` by default. `#[gen_server]` writes the
    /// `Debug` of each. By hand, with messages that have it: `shown.message(f)`.
    fn show(shown: Shown<'_, Self>, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let _ = shown;
        f.write_str("_")
    }

    /// A client for whatever process has this pid. It is checked at each use: a process of another type is
    /// [`CallError::WrongServer`](crate::CallError::WrongServer), a dead one `NoProc`.
    fn at(pid: Pid) -> Self::Client {
        Ref::at(pid).into()
    }

    /// A client for whatever process has this local name at each use.
    fn named(name: impl Into<Arc<str>>) -> Self::Client {
        Ref::named(name).into()
    }

    /// A client for whatever process the registry has under this key at each use (Elixir's `{:via, registry, key}`).
    fn via<R, K>(registry: &R, key: K) -> Self::Client
    where
        R: Registrar<K> + Clone,
        K: Debug + Send + Sync + 'static,
    {
        Ref::via(registry, key).into()
    }
}

/// What a handler of a call gives back.
#[derive(Debug)]
pub enum Answer<R> {
    /// The reply, now (`{:reply, value, state}`).
    Reply(R),
    /// None now: the handler has kept a [`ReplyTo`](crate::ReplyTo) (`{:noreply, state}`).
    NoReply,
}

/// A message that a server is about to handle, for [`GenServer::waits`] and [`GenServer::blocks`].
pub enum Message<'a, S: GenServer> {
    /// A call.
    Call(&'a S::Call),
    /// A cast.
    Cast(&'a S::Cast),
    /// Any other message.
    Info(&'a S::Info),
    /// A continue.
    Continue(&'a S::Continue),
}

/// Ends the program's trust in a server that answered one call with the reply of another. Only a hand-written
/// [`GenServer`] can do that.
///
/// # Panics
///
/// Always.
#[cold]
pub fn unexpected_reply() -> ! {
    panic!("the server answered with the reply of another call")
}

/// What a cast, info or continue handler may return: nothing, or a `Result<(), E>` whose error stops the server.
#[diagnostic::on_unimplemented(
    message = "a cast, info or continue handler cannot return `{Self}`",
    label = "nobody waits for this value",
    note = "return nothing, or a `Result<(), E>` whose `E` is an error: an `Err` stops the server with it"
)]
pub trait HandlerResult {
    /// The reason to stop with, if any.
    fn into_exit(self) -> Option<ExitReason>;
}

impl HandlerResult for () {
    fn into_exit(self) -> Option<ExitReason> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<E: Into<Box<dyn std::error::Error + Send + Sync>>> HandlerResult for Result<(), E> {
    fn into_exit(self) -> Option<ExitReason> {
        self.err().map(ExitReason::error)
    }
}

/// A `Result` reply, by whatever alias it was written (`io::Result<T>`): the caller gets it flattened into
/// [`CallError`](crate::CallError).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is named `Result` but is not `std::result::Result`",
    note = "rename the type, or return it inside another: a reply named `Result` is flattened into `CallError`"
)]
pub trait ResultReply {
    /// The value of the good case.
    type Ok;
    /// The domain error.
    type Err;
    /// The value as a plain `Result`.
    fn into_result(self) -> Result<Self::Ok, Self::Err>;
}

#[diagnostic::do_not_recommend]
impl<T, E> ResultReply for Result<T, E> {
    type Ok = T;
    type Err = E;
    fn into_result(self) -> Result<T, E> {
        self
    }
}
