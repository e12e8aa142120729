//! `stop`: asking a process to end, and waiting until it has.

use crate::error::{CallSite, Failure};
use crate::process::current;
use crate::process::head::AnyProcess;
use crate::process::status::Next;
use crate::reply::Slot;
use crate::system::clock;
use crate::system::deadlines::Deadlines;
use crate::telemetry::waits::WaitsFor;
use crate::{CallError, ExitReason, Target};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
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
#[must_use = "a stop is sent when it is awaited"]
pub struct Stop {
    stage: Stage,
    site: CallSite,
    reason: ExitReason,
}

enum Stage {
    New(Result<Arc<dyn AnyProcess>, Failure>),
    Waiting(Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>),
    Done,
}

impl Stop {
    pub(crate) fn new(process: Result<Arc<dyn AnyProcess>, Failure>, server: &'static str, target: Target) -> Self {
        let site = CallSite { operation: "stop", server, target, timeout: None, reason: None };
        Stop { stage: Stage::New(process), site, reason: ExitReason::Normal }
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

    /// Stops an idle server on this thread, or sends the request.
    fn begin(&self, target: Result<Arc<dyn AnyProcess>, Failure>) -> Result<Stage, Failure> {
        let process = target?;
        if current::pid() == Some(process.head().pid) {
            return Err(Failure::CallingSelf);
        }
        match process.stop_if_idle(&self.reason) {
            Ok(()) => return Ok(Stage::Done),
            Err(Next::Nothing) => {}
            Err(next) => process.clone().follow(next),
        }
        Ok(Stage::Waiting(Box::pin(stop(process, self.site.timeout, self.reason.clone()))))
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
    let _waits = WaitsFor::note(&head.system, head.pid, "stop", || None);
    match limit.and_then(clock::after) {
        None => slot.wait().await,
        Some(deadline) => match clock::timeout_at(&head.system, deadline, slot.wait()).await {
            Ok(outcome) => outcome,
            // one that came at the same moment wins
            Err(_) => slot.take().unwrap_or(Err(Failure::Timeout)),
        },
    }
}

impl Unpin for Stop {}

impl Future for Stop {
    type Output = Result<(), CallError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Stage::New(_) = self.stage {
            ready!(coop::poll_proceed(cx)).made_progress();
            let Stage::New(target) = std::mem::replace(&mut self.stage, Stage::Done) else { return Poll::Pending };
            match self.begin(target) {
                Ok(Stage::Done) => return Poll::Ready(Ok(())),
                Ok(stage) => self.stage = stage,
                Err(failure) => return Poll::Ready(Err(self.failed(failure))),
            }
        }
        let Stage::Waiting(stop) = &mut self.stage else { panic!("a stop was polled after it had completed") };
        let outcome = ready!(stop.as_mut().poll(cx));
        self.stage = Stage::Done;
        Poll::Ready(outcome.map_err(|failure| self.failed(failure)))
    }
}

impl std::fmt::Debug for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stop({})", self.site.target)
    }
}
