//! Calls: a request, and the future of its reply.

use super::target::Place;
use crate::error::{CallSite, Failure};
use crate::process::cell::Process;
use crate::process::current::raw_and_depth;
use crate::process::head::Head;
use crate::process::in_place::InPlace;
use crate::process::mailbox::{Body, Envelope};
use crate::process::panics::drop_guarded;
use crate::process::room;
use crate::process::status::DEAD;
use crate::reply::{self, Slot};
use crate::system::deadlines::{Deadlines, Ticket};
use crate::system::{System, clock};
use crate::{CallError, GenServer, Ref, Request};
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::task::coop;
use tokio::time::{Instant, Sleep};

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
pub struct Call<'a, S: GenServer, T, E = Infallible> {
    raw: RawCall<'a, S>,
    open: fn(S::Reply) -> Result<T, E>,
}

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
        Call { raw: RawCall { to: self, name, stage: Stage::New(call), timeout: S::OPTIONS.timeout }, open }
    }
}

impl<S: GenServer, T, E> Call<'_, S, T, E> {
    /// How long to wait for the reply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.raw.timeout = Some(timeout);
        self
    }

    /// Waits for ever.
    pub fn no_timeout(mut self) -> Self {
        self.raw.timeout = None;
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
        self.raw.name = name;
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
        let deadline = self.raw.deadline();
        match self.raw.to.place().arrival(deadline).await {
            Ok(()) => {}
            Err(failure) => return Err(self.raw.at_site(failure)),
        }
        let asked = self.raw.timeout;
        self.raw.timeout = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        self.await.map_err(|error| error.within(asked))
    }

    /// Sends the call now and gives a [`Request`] to await later, which borrows nothing (OTP's `send_request`). The handler
    /// does not run in place.
    pub fn send(self) -> Request<S, T, E> {
        let RawCall { to, name, stage, timeout } = self.raw;
        match stage {
            Stage::New(call) => Request::send(to, name, call, timeout, self.open),
            _ => panic!("a call that was polled has been sent already"),
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

impl<S: GenServer, T, E> Future for Call<'_, S, T, E> {
    type Output = Result<T, CallError<E>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        match ready!(this.raw.poll(cx)) {
            Ok(reply) => Poll::Ready((this.open)(reply).map_err(CallError::Handler)),
            Err(failure) => Poll::Ready(Err(this.raw.at_site(failure))),
        }
    }
}

impl<S: GenServer, T, E> fmt::Debug for Call<'_, S, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call(`{}` on {:?})", self.raw.name, self.raw.to)
    }
}

/// Everything but the type of the reply: code here is generic over the server only.
struct RawCall<'a, S: GenServer> {
    to: &'a Ref<S>,
    name: &'static str,
    stage: Stage<S>,
    timeout: Option<Duration>,
}

impl<S: GenServer> Unpin for RawCall<'_, S> {}

enum Stage<S: GenServer> {
    New(S::Call),
    /// Waiting for room in a bounded mailbox.
    Room(Box<Sending<S>>),
    Waiting(Waiting<S>),
    Done,
}

/// A caller that waits: told by its slot, by its deadline, or by a declared death.
pub(crate) struct Waiting<S: GenServer> {
    slot: Arc<Slot<S::Reply>>,
    limit: Limit,
}

/// What ends a caller's waiting besides its reply.
struct Limit {
    _ticket: Ticket,
    /// A caller of another runtime is told of its deadline there.
    _at_home: Option<Ticket>,
    /// Where time may be paused each caller has a timer of its own.
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Limit {
    fn new(head: &Head, slot: Arc<dyn reply::Waiting>, deadline: Option<Instant>) -> Self {
        let system = &head.system;
        let elsewhere = if deadline.is_none() || system.at_home() { None } else { System::try_current() };
        let clock = elsewhere.as_ref().unwrap_or(system);
        let exact = clock.settings().exact_time;
        let alarm = deadline.filter(|_| exact).map(|at| {
            // the caller may be a thread without a runtime
            let _there = clock.handle.enter();
            Box::pin(tokio::time::sleep_until(at))
        });
        let mut deadline = deadline.filter(|_| !exact);
        let _at_home = elsewhere.map(|home| Deadlines::wait(&home, deadline.take(), head.pid, slot.clone()));
        let _ticket = Deadlines::wait(system, deadline, head.pid, slot.clone());
        if head.status.has(DEAD) {
            head.tell_if_dead(&*slot);
        }
        Limit { _ticket, _at_home, alarm }
    }
}

impl<S: GenServer> Waiting<S> {
    pub(crate) fn new(process: &Arc<Process<S>>, slot: Arc<Slot<S::Reply>>, deadline: Option<Instant>) -> Self {
        let limit = Limit::new(&process.head, slot.clone(), deadline);
        Waiting { slot, limit }
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Reply, Failure>> {
        if let Poll::Ready(told) = self.slot.poll(cx) {
            return Poll::Ready(told);
        }
        if let Some(alarm) = &mut self.limit.alarm
            && alarm.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(self.slot.take().unwrap_or(Err(Failure::Timeout)));
        }
        Poll::Pending
    }
}

/// A call that found the mailbox full. Its time runs from the start; dropped before there is room it is withdrawn.
pub(crate) struct Sending<S: GenServer> {
    /// `None` when it has been sent.
    room: Option<room::Waiting<S>>,
    waiting: Waiting<S>,
}

impl<S: GenServer> Sending<S> {
    pub(crate) fn new(
        process: &Arc<Process<S>>,
        name: &'static str,
        call: S::Call,
        deadline: Option<Instant>,
    ) -> Box<Self> {
        let (slot, from) = (Slot::new(), raw_and_depth().0);
        let message = Envelope { from, name, body: Body::Call(call, slot.clone()) };
        let room = process.push_when_room(message).unwrap_or_else(|refused| {
            drop_guarded(refused);
            slot.tell(Err(Failure::NoProc));
            None
        });
        Box::new(Sending { room, waiting: Waiting::new(process, slot, deadline) })
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Reply, Failure>> {
        // first: the reply may be there before we have seen that there was room
        if let Poll::Ready(told) = self.waiting.poll(cx) {
            return Poll::Ready(told);
        }
        if let Some(room) = &mut self.room {
            ready!(Pin::new(room).poll(cx))?;
            self.room = None;
        }
        Poll::Pending
    }
}

impl<S: GenServer> Drop for Waiting<S> {
    fn drop(&mut self) {
        self.slot.close();
    }
}

impl<S: GenServer> RawCall<'_, S> {
    #[inline]
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Reply, Failure>> {
        if let Stage::New(_) = self.stage {
            ready!(coop::poll_proceed(cx)).made_progress();
            let Stage::New(call) = std::mem::replace(&mut self.stage, Stage::Done) else { return Poll::Pending };
            return match self.to.place() {
                Place::Incarnation(process) => self.begin(process, call, cx),
                other => match other.resolve() {
                    Ok(process) => self.begin(&process, call, cx),
                    Err(failure) => refuse(call, failure),
                },
            };
        }
        self.go_on(cx)
    }

    #[inline]
    fn begin(
        &mut self,
        process: &Arc<Process<S>>,
        call: S::Call,
        cx: &mut Context<'_>,
    ) -> Poll<Result<S::Reply, Failure>> {
        let (caller, depth) = raw_and_depth();
        if caller == process.head.pid.raw() {
            return refuse(call, Failure::CallingSelf);
        }
        if process.enter(depth, &call) {
            return match process.run_in_place(self.name, call) {
                InPlace::Done(outcome) => Poll::Ready(outcome),
                InPlace::Wait(slot) => self.wait(process, slot, cx),
            };
        }
        self.queue(process, call, cx)
    }

    fn queue(
        &mut self,
        process: &Arc<Process<S>>,
        call: S::Call,
        cx: &mut Context<'_>,
    ) -> Poll<Result<S::Reply, Failure>> {
        if Process::<S>::BOUNDED && !process.has_room() {
            self.stage = Stage::Room(Sending::new(process, self.name, call, self.deadline()));
            return self.go_on(cx);
        }
        match process.queue_call(self.name, call) {
            Ok(slot) => self.wait(process, slot, cx),
            Err(failure) => Poll::Ready(Err(failure)),
        }
    }

    fn go_on(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Reply, Failure>> {
        match &mut self.stage {
            Stage::Room(sending) => {
                let told = ready!(sending.poll(cx));
                self.stage = Stage::Done;
                Poll::Ready(told)
            }
            Stage::Waiting(waiting) => {
                let told = ready!(waiting.poll(cx));
                self.stage = Stage::Done;
                Poll::Ready(told)
            }
            Stage::New(_) | Stage::Done => panic!("a call was polled after it had completed"),
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
