//! Calls: a request, and the future of its reply.

use super::body::{CallBody, Lent, Moved};
use super::target::Place;
use super::waiting::{Sending, Waiting};
use crate::error::{CallSite, Failure};
use crate::process::cell::Process;
use crate::process::current::raw_and_depth;
use crate::process::in_place::InPlace;
use crate::process::mailbox::{Body, Envelope};
use crate::process::panics::drop_guarded;
use crate::reply::Slot;
use crate::system::clock;
use crate::{Answer, CallError, GenServer, Ref, Request};
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::task::coop;
use tokio::time::Instant;

/// A call to a server: a future of `Result<T, CallError<E>>` (OTP's `gen_server:call/3`).
///
/// It is sent when first polled; awaiting it is the way to do that, [`send`](Call::send) another. From then on nothing the
/// caller does cancels the handler: not dropping the call, and not its timeout (default 5 s, which limits the waiting). If
/// the server is idle the caller runs the handler itself, on its own thread.
///
/// # Cancellation
///
/// Dropped before it was polled, or while it waits for room in a bounded mailbox, nothing was sent. Dropped later, the
/// reply is dropped.
///
/// ```
/// use otp_runtime::prelude::*;
/// use std::time::Duration;
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() {
/// let till = Till::start(5).await.unwrap();
/// assert_eq!(till.cents().await, Ok(5));
/// assert_eq!(till.cents().timeout(Duration::from_millis(100)).await, Ok(5));
/// # }
/// ```
#[must_use = "a call is sent when it is awaited"]
pub struct Call<'a, S: GenServer, T, E = Infallible, B: CallBody<S> = Moved<S>> {
    raw: RawCall<'a, S, B>,
    open: fn(S::Reply) -> Result<T, E>,
}

/// A call whose arguments are borrowed, each of them in the tuple `A`: `&str`, `&[T]`, `&T`.
///
/// If it runs in place the handler is given the borrow itself, and nothing is copied; if it must queue, the message owns a
/// copy. What borrows must therefore outlive the call, unless that is sent with [`send`](Call::send).
///
/// ```
/// use otp_runtime::prelude::*;
///
/// struct Words(Vec<String>);
///
/// #[gen_server]
/// impl Words {
///     #[init]
///     fn init() -> Self { Words(vec!["lock".into(), "task".into()]) }
///     #[call]
///     pub fn has(&self, word: &str) -> bool { self.0.iter().any(|known| known == word) }
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let words = Words::start().await.unwrap();
/// let asked = String::from("task");
/// assert_eq!(words.has(&asked).await, Ok(true));
/// # }
/// ```
pub type LentCall<'a, S, A, T, E = Infallible> = Call<'a, S, T, E, Lent<S, A>>;

impl<S: GenServer> Ref<S> {
    /// A call under the name of its handler; `open` turns the server's reply type into this call's own. Typed clients do
    /// this for each `#[call]`.
    #[inline]
    pub fn call<T, E>(
        &self,
        name: &'static str,
        call: S::Call,
        open: fn(S::Reply) -> Result<T, E>,
    ) -> Call<'_, S, T, E> {
        Call { raw: RawCall::new(self, name, Moved(call)), open }
    }

    /// A call whose arguments are lent: `handle` is the handler, for a server that is idle, and `to_message` copies the
    /// arguments for one that is not. Typed clients do this for each `#[call]` with borrowed arguments that is not async.
    #[inline]
    pub fn lend<A, T, E>(
        &self,
        name: &'static str,
        args: A,
        to_message: fn(A) -> S::Call,
        handle: fn(&mut S, A, &mut crate::Context<S>) -> Answer<S::Reply>,
        open: fn(S::Reply) -> Result<T, E>,
    ) -> LentCall<'_, S, A, T, E> {
        Call { raw: RawCall::new(self, name, Lent { args, to_message, handle }), open }
    }
}

impl<S: GenServer, T, E, B: CallBody<S>> Call<'_, S, T, E, B> {
    /// How long to wait for the reply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.raw.sent.timeout = Some(timeout);
        self
    }

    /// Waits for ever.
    pub fn no_timeout(mut self) -> Self {
        self.raw.sent.timeout = None;
        self
    }

    /// The name of what is called, in errors, logs and traces. The default is that of the handler, which says little of a
    /// function that is sent to an agent.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let agent = Agent::start(Vec::<u8>::new).name("numbers").await?;
    /// agent.stop().await?;
    /// let error = Agent::<Vec<u8>>::named("numbers").get(Vec::len).operation("count").await.unwrap_err();
    /// assert!(error.to_string().contains("`count`"), "{error}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn operation(mut self, name: &'static str) -> Self {
        self.raw.sent.name = name;
        self
    }

    /// Waits, within the call's timeout, until there is a process to call: a child that is being restarted, or a name or
    /// registry key that nobody has yet. It is sent when there is one, and is then a call like any other: it is not sent
    /// again when that process ends.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// otp_runtime::process::spawn(async {
    ///     Till::start(5).name("till").await.unwrap();
    /// });
    /// assert_eq!(Till::named("till").cents().wait().await, Ok(5));
    /// # }
    /// ```
    pub async fn wait(mut self) -> Result<T, CallError<E>> {
        let deadline = self.raw.sent.deadline();
        match self.raw.sent.to.place().arrival(deadline).await {
            Ok(()) => {}
            Err(failure) => return Err(self.raw.sent.at_site(failure)),
        }
        let asked = self.raw.sent.timeout;
        self.raw.sent.timeout = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        self.await.map_err(|error| error.within(asked))
    }

    /// Sends the call now and gives a [`Request`] to await later, which borrows nothing (OTP's `send_request`). The handler
    /// does not run in place.
    pub fn send(self) -> Request<S, T, E> {
        let RawCall { sent: Sent { to, name, timeout, .. }, body } = self.raw;
        match body {
            Some(body) => Request::send(to, name, body.into_message(), timeout, self.open),
            None => panic!("a call that was polled has been sent already"),
        }
    }

    /// Calls from code outside async: blocks this thread until the reply is there. The handler does not run in place.
    ///
    /// # Panics
    ///
    /// In async code, where blocking would hold a thread of the runtime: await the call there.
    pub fn blocking(self) -> Result<T, CallError<E>> {
        super::request::refuse_async();
        self.send().block_on()
    }
}

impl<S: GenServer, T, E, B: CallBody<S>> Future for Call<'_, S, T, E, B> {
    type Output = Result<T, CallError<E>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        match ready!(this.raw.poll(cx)) {
            Ok(reply) => Poll::Ready((this.open)(reply).map_err(CallError::Handler)),
            Err(failure) => Poll::Ready(Err(this.raw.sent.at_site(failure))),
        }
    }
}

impl<S: GenServer, T, E, B: CallBody<S>> fmt::Debug for Call<'_, S, T, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call(`{}` on {:?})", self.raw.sent.name, self.raw.sent.to)
    }
}

/// Everything but the type of the reply: code here is generic over the server, and what is carried to it.
struct RawCall<'a, S: GenServer, B> {
    /// `None` when it has been sent.
    body: Option<B>,
    sent: Sent<'a, S>,
}

impl<S: GenServer, B> Unpin for RawCall<'_, S, B> {}

impl<'a, S: GenServer, B: CallBody<S>> RawCall<'a, S, B> {
    #[inline]
    fn new(to: &'a Ref<S>, name: &'static str, body: B) -> Self {
        RawCall { body: Some(body), sent: Sent { to, name, timeout: S::OPTIONS.timeout, stage: Stage::AtRest } }
    }

    #[inline]
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Reply, Failure>> {
        if self.body.is_some() {
            ready!(coop::poll_proceed(cx)).made_progress();
            let Some(body) = self.body.take() else { return Poll::Pending };
            return match self.sent.to.place() {
                Place::Incarnation(process) => self.sent.begin(process, body, cx),
                other => match other.resolve() {
                    Ok(process) => self.sent.begin(&process, body, cx),
                    Err(failure) => refuse(body, failure),
                },
            };
        }
        self.sent.go_on(cx)
    }
}

/// A call on its way: the same code whatever it carries.
struct Sent<'a, S: GenServer> {
    to: &'a Ref<S>,
    name: &'static str,
    timeout: Option<Duration>,
    stage: Stage<S>,
}

enum Stage<S: GenServer> {
    /// Not sent yet, or over.
    AtRest,
    /// Waiting for room in a bounded mailbox.
    Room(Box<Sending<S>>),
    Waiting(Waiting<S>),
}

impl<S: GenServer> Sent<'_, S> {
    #[inline]
    fn begin<B: CallBody<S>>(
        &mut self,
        process: &Arc<Process<S>>,
        body: B,
        cx: &mut Context<'_>,
    ) -> Poll<Result<S::Reply, Failure>> {
        let (caller, depth) = raw_and_depth();
        if caller == process.head.pid.raw() {
            return refuse(body, Failure::CallingSelf);
        }
        if !body.blocks() && process.enter(depth) {
            return match process.run_in_place(self.name, body) {
                InPlace::Done(outcome) => Poll::Ready(outcome),
                InPlace::Wait(slot) => self.wait(process, slot, cx),
            };
        }
        self.queue(process, body.into_message(), cx)
    }

    fn queue(
        &mut self,
        process: &Arc<Process<S>>,
        call: S::Call,
        cx: &mut Context<'_>,
    ) -> Poll<Result<S::Reply, Failure>> {
        if process.has_room() {
            return match process.queue_call(self.name, call) {
                Ok(slot) => self.wait(process, slot, cx),
                Err(failure) => Poll::Ready(Err(failure)),
            };
        }
        self.stage = Stage::Room(Sending::new(process, self.name, call, self.deadline()));
        self.go_on(cx)
    }

    fn go_on(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Reply, Failure>> {
        match &mut self.stage {
            Stage::Room(sending) => {
                let told = ready!(sending.poll(cx));
                self.stage = Stage::AtRest;
                Poll::Ready(told)
            }
            Stage::Waiting(waiting) => {
                let told = ready!(waiting.poll(cx));
                self.stage = Stage::AtRest;
                Poll::Ready(told)
            }
            Stage::AtRest => panic!("a call was polled after it had completed"),
        }
    }

    fn deadline(&self) -> Option<Instant> {
        self.timeout.and_then(clock::after)
    }

    #[cold]
    fn wait(
        &mut self,
        process: &Arc<Process<S>>,
        slot: Arc<Slot<S::Reply>>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<S::Reply, Failure>> {
        if let Some(told) = slot.take() {
            return Poll::Ready(told);
        }
        self.stage = Stage::Waiting(Waiting::new(process, slot, self.deadline()));
        self.go_on(cx)
    }

    #[cold]
    fn at_site<E>(&self, failure: Failure) -> CallError<E> {
        failure.at(CallSite {
            operation: self.name,
            server: S::NAME,
            target: self.to.target(),
            timeout: self.timeout,
            reason: None,
        })
    }
}

/// A message that reaches nobody is dropped, whatever its destructor does.
#[cold]
fn refuse<C, R>(call: C, failure: Failure) -> Poll<Result<R, Failure>> {
    drop_guarded(call);
    Poll::Ready(Err(failure))
}

impl<S: GenServer> Process<S> {
    /// Queues a call that has room.
    pub(crate) fn queue_call(
        self: &Arc<Self>,
        name: &'static str,
        call: S::Call,
    ) -> Result<Arc<Slot<S::Reply>>, Failure> {
        let slot = Slot::new();
        let from = raw_and_depth().0;
        match self.push(Envelope { from, name, body: Body::Call(call, slot.clone()) }) {
            Ok(()) => Ok(slot),
            Err(refused) => {
                drop_guarded(refused);
                Err(Failure::NoProc)
            }
        }
    }
}
