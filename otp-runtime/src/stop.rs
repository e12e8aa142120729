//! `stop`: asking a process to end, and waiting until it has.

use crate::error::{CallSite, Failure};
use crate::process::current;
use crate::process::head::AnyProcess;
use crate::reply::Slot;
use crate::system::clock;
use crate::system::deadlines::Deadlines;
use crate::{CallError, ExitReason, Target};
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::task::coop;

/// A stop that waits in a mailbox, or has been taken from it.
pub(crate) struct StopRequest {
    pub(crate) reason: ExitReason,
    slot: Arc<Slot<()>>,
}

impl StopRequest {
    pub(crate) fn new(reason: ExitReason) -> (Self, Arc<Slot<()>>) {
        let slot = Slot::new();
        (StopRequest { reason, slot: slot.clone() }, slot)
    }

    /// The process took the request and has ended.
    pub(crate) fn ended(self, reason: &ExitReason) {
        let outcome = if *reason == self.reason { Ok(()) } else { Err(Failure::Exit(reason.clone())) };
        self.slot.tell(outcome);
    }

    /// The process ended of something else before it took the request.
    pub(crate) fn came_too_late(self, reason: &ExitReason) {
        self.slot.tell(Err(Failure::Exit(reason.clone())));
    }
}

/// Stops a process in order, once awaited (OTP's `gen_server:stop/3`): what was sent before is handled first, then
/// `#[terminate]` runs. It is `Ok` when the process took the request and ended with exactly the reason asked for.
///
/// Default reason `Normal`, default timeout none. Dropping it after the first poll leaves the request standing.
///
/// ```
/// use otp_runtime::prelude::*;
/// # struct Till;
/// # #[gen_server]
/// # impl Till { #[init] fn init() -> Self { Till } #[call] pub fn cents(&self) -> u64 { 0 } }
/// # #[otp_runtime::main]
/// # async fn main() {
/// let till = Till::start().await.unwrap();
/// till.stop().reason(ExitReason::Shutdown).await.unwrap();
/// assert!(matches!(till.stop().await, Err(CallError::NoProc(_))));
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a stop is sent when it is awaited"]
pub struct Stop {
    target: Result<StopTarget, Failure>,
    site: CallSite,
    reason: ExitReason,
}

struct StopTarget(Arc<dyn AnyProcess>);

impl std::fmt::Debug for StopTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.head().pid)
    }
}

impl Stop {
    pub(crate) fn new(process: Result<Arc<dyn AnyProcess>, Failure>, server: &'static str, target: Target) -> Self {
        let site = CallSite { operation: "stop", server, target, timeout: None, reason: None };
        Stop { target: process.map(StopTarget), site, reason: ExitReason::Normal }
    }

    /// The reason to end with.
    pub fn reason(mut self, reason: ExitReason) -> Self {
        self.reason = reason;
        self
    }

    /// How long to wait. A stop that timed out still stands.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.site.timeout = Some(timeout);
        self
    }

    /// The outcome, if there is one at once: an idle server is stopped on this thread.
    fn at_once(&self) -> Option<Result<(), CallError>> {
        let failure = match &self.target {
            Err(failure) => failure.clone(),
            Ok(StopTarget(process)) if current::pid() == Some(process.head().pid) => Failure::CallingSelf,
            Ok(StopTarget(process)) => {
                return process.clone().stop_if_idle(&self.reason).then_some(Ok(()));
            }
        };
        Some(Err(self.failed(failure)))
    }

    async fn by_mailbox(self) -> Result<(), CallError> {
        let Ok(StopTarget(process)) = &self.target else { return Ok(()) };
        stop(process.clone(), self.site.timeout, self.reason.clone()).await.map_err(|failure| self.failed(failure))
    }

    fn failed(&self, failure: Failure) -> CallError {
        failure.at(CallSite { reason: Some(self.reason.clone()), ..self.site.clone() })
    }
}

async fn stop(process: Arc<dyn AnyProcess>, limit: Option<Duration>, reason: ExitReason) -> Result<(), Failure> {
    let (request, slot) = StopRequest::new(reason);
    // found there if the process is given up while it ends
    let head = process.head();
    let _ticket = Deadlines::wait(&head.system, None, head.pid, slot.clone());
    let Ok(next) = process.deposit_stop(request) else { return Err(Failure::NoProc) };
    process.clone().follow(next);
    match limit.and_then(clock::after) {
        None => slot.wait().await,
        Some(deadline) => match clock::timeout_at(&head.system, deadline, slot.wait()).await {
            Ok(outcome) => outcome,
            // one that came at the same moment wins
            Err(_) => slot.take().unwrap_or(Err(Failure::Timeout)),
        },
    }
}

impl IntoFuture for Stop {
    type Output = Result<(), CallError>;
    type IntoFuture = Stopping;

    fn into_future(self) -> Stopping {
        Stopping(Stage::New(self))
    }
}

/// A [`Stop`] that is awaited.
#[must_use = "a stop is sent when it is awaited"]
pub struct Stopping(Stage);

enum Stage {
    New(Stop),
    Waiting(Pin<Box<dyn Future<Output = Result<(), CallError>> + Send>>),
    Done,
}

impl Unpin for Stopping {}

impl Future for Stopping {
    type Output = Result<(), CallError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            match std::mem::replace(&mut self.0, Stage::Done) {
                Stage::New(stop) => {
                    let Poll::Ready(budget) = coop::poll_proceed(cx) else {
                        self.0 = Stage::New(stop);
                        return Poll::Pending;
                    };
                    budget.made_progress();
                    match stop.at_once() {
                        Some(outcome) => return Poll::Ready(outcome),
                        None => self.0 = Stage::Waiting(Box::pin(stop.by_mailbox())),
                    }
                }
                Stage::Waiting(mut stop) => {
                    let polled = stop.as_mut().poll(cx);
                    if polled.is_pending() {
                        self.0 = Stage::Waiting(stop);
                    }
                    return polled;
                }
                Stage::Done => panic!("a stop was polled after it had completed"),
            }
        }
    }
}

impl std::fmt::Debug for Stopping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stopping")
    }
}
