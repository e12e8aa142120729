//! Requests: calls that are sent now and awaited later.

use super::waiting::Queued;
use crate::error::{CallSite, Failure};
use crate::process::current::raw_and_depth;
use crate::process::panics::drop_guarded;
use crate::system::clock;
use crate::telemetry::running::CallWatch;
use crate::{CallError, GenServer, Ref};
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker, ready};
use std::thread::Thread;
use std::time::Duration;

/// A call that has been sent ([`Call::send`](crate::Call::send), OTP's `send_request`): a future of its reply that borrows
/// nothing. Sending never fails; what is wrong with the target is the future's outcome.
///
/// Awaiting it waits until the call's timeout, counted from the sending. [`wait`](Request::wait) waits for a while and
/// keeps the request. Dropping it drops the reply; the handler runs all the same.
///
/// ```
/// use otp_runtime::prelude::*;
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() {
/// # let (here, there) = (Till::start(5).await.unwrap(), Till::start(7).await.unwrap());
/// let (one, two) = (here.cents().send(), there.cents().send());
/// assert_eq!(one.await.unwrap() + two.await.unwrap(), 12);
/// # }
/// ```
#[must_use = "the reply comes to whoever awaits this"]
pub struct Request<S: GenServer, T, E = Infallible> {
    to: Ref<S>,
    name: &'static str,
    timeout: Option<Duration>,
    stage: Stage<S>,
    /// While messages are watched.
    watch: Option<Box<CallWatch>>,
    open: fn(S::Reply) -> Result<T, E>,
}

enum Stage<S: GenServer> {
    Queued(Queued<S>),
    Failed(Failure),
    Done,
}

impl<S: GenServer, T, E> Unpin for Request<S, T, E> {}

impl<S: GenServer, T, E> Request<S, T, E> {
    pub(crate) fn send(
        to: &Ref<S>,
        name: &'static str,
        call: S::Call,
        timeout: Option<Duration>,
        open: fn(S::Reply) -> Result<T, E>,
    ) -> Self {
        let mut watch = None;
        let stage = Self::sent(to, name, call, timeout, &mut watch).map_or_else(Stage::Failed, Stage::Queued);
        Request { to: to.clone(), name, timeout, stage, watch, open }
    }

    fn sent(
        to: &Ref<S>,
        name: &'static str,
        call: S::Call,
        timeout: Option<Duration>,
        watch: &mut Option<Box<CallWatch>>,
    ) -> Result<Queued<S>, Failure> {
        let process = match to.resolve() {
            Ok(process) if raw_and_depth().0 == process.head.pid.raw() => Err(Failure::CallingSelf),
            other => other,
        };
        let process = match process {
            Ok(process) => process,
            Err(failure) => {
                drop_guarded(call);
                return Err(failure);
            }
        };
        if process.head.system.hub.tells_messages() {
            *watch = CallWatch::begin(&process.head, S::NAME, name);
        }
        Queued::send(&process, name, call, || timeout.and_then(clock::after))
    }

    /// Waits at most this long for the reply (OTP's `wait_response/2`): `None` keeps the request for another try.
    ///
    /// # Panics
    ///
    /// When the outcome was taken already.
    pub async fn wait(&mut self, limit: Duration) -> Option<Result<T, CallError<E>>> {
        tokio::time::timeout(limit, &mut *self).await.ok()
    }

    pub(crate) fn block_on(mut self) -> Result<T, CallError<E>> {
        let deadline = self.timeout.and_then(|timeout| std::time::Instant::now().checked_add(timeout));
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        let mut cx = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(outcome) = Pin::new(&mut self).poll(&mut cx) {
                return outcome;
            }
            match deadline {
                None => std::thread::park(),
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(std::time::Instant::now());
                    if left.is_zero() {
                        return Err(self.at_site(Failure::Timeout));
                    }
                    std::thread::park_timeout(left);
                }
            }
        }
    }

    #[cold]
    fn at_site(&self, failure: Failure) -> CallError<E> {
        failure.at(CallSite {
            operation: self.name,
            server: S::NAME,
            target: self.to.target(),
            timeout: self.timeout,
            reason: None,
        })
    }
}

impl<S: GenServer, T, E> Future for Request<S, T, E> {
    type Output = Result<T, CallError<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let told = match &mut this.stage {
            Stage::Queued(queued) => ready!(queued.poll(cx, this.name)),
            Stage::Failed(failure) => Err(failure.clone()),
            Stage::Done => panic!("a request was polled after it had completed"),
        };
        this.stage = Stage::Done;
        if let Some(mut watch) = this.watch.take() {
            watch.done(&told);
        }
        Poll::Ready(match told {
            Ok(reply) => (this.open)(reply).map_err(CallError::Handler),
            Err(failure) => Err(this.at_site(failure)),
        })
    }
}

impl<S: GenServer, T, E> fmt::Debug for Request<S, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request(`{}` to {:?})", self.name, self.to)
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// tokio's own test for code that must not block: it panics in async code.
#[track_caller]
pub(crate) fn refuse_async() {
    let (done, wait) = tokio::sync::oneshot::channel();
    let _ = done.send(());
    let _ = wait.blocking_recv();
}
