//! `stop`: asking a process to end, and waiting until it has.

use crate::error::{CallSite, Failure};
use crate::process::current;
use crate::process::head::AnyProcess;
use crate::reply::Slot;
use crate::system::clock;
use crate::system::deadlines::Deadlines;
use crate::telemetry::waits::WaitsFor;
use crate::{CallError, ExitReason, Target};
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

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

    async fn run(self) -> Result<(), CallError> {
        let Stop { target, mut site, reason } = self;
        site.reason = Some(reason.clone());
        stop(target, site.timeout, reason).await.map_err(|failure| failure.at(site))
    }
}

async fn stop(target: Result<StopTarget, Failure>, limit: Option<Duration>, reason: ExitReason) -> Result<(), Failure> {
    let StopTarget(process) = target?;
    if current::pid() == Some(process.head().pid) {
        return Err(Failure::CallingSelf);
    }
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

impl IntoFuture for Stop {
    type Output = Result<(), CallError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
