//! Replies: the slot a caller waits on, and the token a handler may keep.

use crate::Pid;
use crate::error::Failure;
use crate::process::current;
use crate::process::panics::drop_guarded;
use crate::process::status::{DEAD, SIGNAL};
use crate::telemetry::DeadLetter;
use parking_lot::Mutex;
use std::any::type_name;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

/// Where one waiting caller is told one outcome. The first telling counts.
pub(crate) struct Slot<R>(Mutex<State<R>>);

struct State<R> {
    outcome: Outcome<R>,
    waker: Option<Waker>,
    /// The server is dying: a dropped `ReplyTo` no longer means "no reply".
    sealed: bool,
    /// Somebody has the address: the reply may come from anywhere.
    deferred: bool,
}

enum Outcome<R> {
    Open,
    Told(Result<R, Failure>),
    Taken,
}

impl<R> Slot<R> {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Slot(Mutex::new(State { outcome: Outcome::Open, waker: None, sealed: false, deferred: false })))
    }

    /// False: somebody was first.
    pub(crate) fn tell(&self, outcome: Result<R, Failure>) -> bool {
        let waker = {
            let mut state = self.0.lock();
            if !matches!(state.outcome, Outcome::Open) || (state.sealed && matches!(outcome, Err(Failure::NoReply))) {
                // a reply that nobody waits for: dropped without the lock
                drop(state);
                drop_guarded(outcome);
                return false;
            }
            state.outcome = Outcome::Told(outcome);
            state.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
        true
    }

    pub(crate) fn defer(&self) {
        self.0.lock().deferred = true;
    }

    pub(crate) fn seal(&self) {
        self.0.lock().sealed = true;
    }

    /// The caller gives up: later tellings are dropped.
    pub(crate) fn close(&self) {
        let told = std::mem::replace(&mut self.0.lock().outcome, Outcome::Taken);
        drop(told);
    }

    pub(crate) fn take(&self) -> Option<Result<R, Failure>> {
        let mut state = self.0.lock();
        match std::mem::replace(&mut state.outcome, Outcome::Taken) {
            Outcome::Told(outcome) => Some(outcome),
            other => {
                state.outcome = other;
                None
            }
        }
    }

    pub(crate) fn poll(&self, cx: &mut Context<'_>) -> Poll<Result<R, Failure>> {
        let mut state = self.0.lock();
        match std::mem::replace(&mut state.outcome, Outcome::Taken) {
            Outcome::Told(outcome) => return Poll::Ready(outcome),
            other => state.outcome = other,
        }
        if !state.waker.as_ref().is_some_and(|known| known.will_wake(cx.waker())) {
            state.waker = Some(cx.waker().clone());
        }
        Poll::Pending
    }

    pub(crate) async fn wait(&self) -> Result<R, Failure> {
        std::future::poll_fn(|cx| self.poll(cx)).await
    }
}

/// A waiting caller, whatever it waits for.
pub(crate) trait Waiting: Send + Sync {
    fn fail(&self, failure: Failure);
    /// Whether only the server itself can end the waiting.
    fn is_firm(&self) -> bool;
}

impl<R: Send> Waiting for Slot<R> {
    fn fail(&self, failure: Failure) {
        self.tell(Err(failure));
    }

    fn is_firm(&self) -> bool {
        let state = self.0.lock();
        matches!(state.outcome, Outcome::Open) && !state.deferred
    }
}

/// The address of one caller's reply: `reply.send(value)` answers it, once, from any process (OTP's `from`).
///
/// A `#[call]` without return type that takes a `ReplyTo<T>` defers its reply: it may keep the token in the state, move it
/// into another process, and return. Dropping the token unanswered makes the call fail with
/// [`CallError::NoReply`](crate::CallError::NoReply) at once; if the server ends first, the call fails with its reason.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// #[derive(Default)]
/// struct Gate { waiting: Vec<ReplyTo<&'static str>> }
///
/// #[gen_server]
/// impl Gate {
///     #[init]
///     fn init() -> Self { Gate::default() }
///     #[call]
///     pub fn pass(&mut self, reply: ReplyTo<&'static str>) { self.waiting.push(reply) }
///     #[cast]
///     pub fn open(&mut self) { self.waiting.drain(..).for_each(|reply| reply.send("through")) }
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let gate = Gate::start().await.unwrap();
/// let pending = gate.pass().send();
/// gate.open();
/// assert_eq!(pending.await.unwrap(), "through");
/// # }
/// ```
#[must_use = "dropping it makes the call fail with `NoReply`"]
pub struct ReplyTo<T>(Option<Box<dyn Address<T>>>);

/// What is behind a [`ReplyTo`].
trait Address<T>: Send + Sync {
    fn deliver(&self, value: T);
    fn abandon(&self);
}

struct Into<R, T> {
    slot: Arc<Slot<R>>,
    into: fn(T) -> R,
    /// Whose caller waits.
    server: Option<Pid>,
}

impl<R: Send, T> Address<T> for Into<R, T> {
    fn deliver(&self, value: T) {
        if !self.slot.tell(Ok((self.into)(value)))
            && let Some(system) = self.server.and_then(crate::system::of)
        {
            system.hub.dead_letter(DeadLetter::Reply, type_name::<T>(), None);
        }
    }

    fn abandon(&self) {
        // dropped because its server dies: the caller is told of that death
        if self.server.is_some_and(is_dying) {
            return;
        }
        self.slot.tell(Err(Failure::NoReply));
    }
}

fn is_dying(server: Pid) -> bool {
    (std::thread::panicking() && current::pid() == Some(server))
        || crate::system::find(server).is_none_or(|server| server.head().status.has(SIGNAL | DEAD))
}

impl<T: 'static> ReplyTo<T> {
    pub(crate) fn new<R: Send + 'static>(slot: Arc<Slot<R>>, into: fn(T) -> R, server: Option<Pid>) -> Self {
        ReplyTo(Some(Box::new(Into { slot, into, server })))
    }

    /// A reply address of one's own (Erlang's `alias`): the first value sent arrives, later ones and those sent after
    /// the [`Reply`] was dropped do not.
    pub fn channel() -> (ReplyTo<T>, Reply<T>)
    where
        T: Send,
    {
        let slot = Slot::new();
        (ReplyTo::new(slot.clone(), |value| value, None), Reply(slot))
    }
}

impl<T> ReplyTo<T> {
    /// Sends the reply. It never fails: nobody may be waiting any more.
    #[doc(alias = "reply")]
    pub fn send(mut self, value: T) {
        if let Some(address) = self.0.take() {
            address.deliver(value);
        }
    }
}

impl<T> Drop for ReplyTo<T> {
    fn drop(&mut self) {
        if let Some(address) = self.0.take() {
            address.abandon();
        }
    }
}

impl<T> fmt::Debug for ReplyTo<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplyTo(..)")
    }
}

/// The receiving end of [`ReplyTo::channel`]: a future of the value, or `None` when the address was dropped unused.
/// Dropping it deactivates the address.
#[derive(Debug)]
pub struct Reply<T>(Arc<Slot<T>>);

impl<T> Future for Reply<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.poll(cx).map(Result::ok)
    }
}

impl<T> Drop for Reply<T> {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl<R> fmt::Debug for Slot<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slot")
    }
}
