//! Watching a running system: events, spans, and what to be warned of (the words are those of Elixir's `:telemetry`).
//!
//! One hook, [`attach`], is told of each process that starts or ends, of restarts, calls and their durations, casts, handlers
//! and dead letters. It belongs to the runtime it is attached in. While nothing is attached a message pays for it with a load
//! and a branch; while something is, each is timed, and no calls are lent their arguments.
//!
//! ```
//! use otp_runtime::prelude::*;
//! use otp_runtime::telemetry::{self, Event};
//! # struct Till { cents: u64 }
//! # #[gen_server]
//! # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
//!
//! # #[otp_runtime::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let me = Pid::current().unwrap();
//! telemetry::attach("slow calls", move |event| {
//!     if let Event::CallStopped { server, method, duration, .. } = event {
//!         me.send((*server, *method, *duration));
//!     }
//! })?;
//! let till = Till::start(5).await?;
//! till.cents().await?;
//! let (server, method, duration) = otp_runtime::process::receive::<(&str, &str, std::time::Duration)>().await;
//! println!("{server}.{method} took {duration:?}");
//! # assert_eq!((server, method), ("Till", "cents"));
//! assert!(telemetry::detach("slow calls"));
//! # Ok(())
//! # }
//! ```
//!
//! # Spans
//!
//! Each process has a span for its life, `process` with the fields `pid` and `server`, at level `ERROR`, so that whatever its
//! handlers log is known to be its. With [`message_spans`] each message has one as well, `message`, at level `INFO` with target
//! `otp_runtime::message` and the fields `handler`, `kind` (`call`, `cast`, `info`) and `from` (the sender's pid).
//!
//! # Warnings
//!
//! [`detect_deadlocks`] reports processes that wait for each other as soon as they do; [`slow_handlers`] those that hold a
//! thread for long. Both are on in debug builds.
//!
//! # Counting
//!
//! A [`Meter`] counts calls, casts, ends and restarts, by server and method: rates, latencies, the last crashes.
//!
//! # Metrics
//!
//! With the feature `metrics`, `telemetry::metrics::install` records all this with the crate of that name.

mod event;
pub(crate) mod hub;
pub(crate) mod meter;
#[cfg(feature = "metrics")]
pub mod metrics;
pub(crate) mod running;
pub(crate) mod slow;
pub(crate) mod waits;

pub use event::{CallOutcome, DeadLetter, Event, MessageKind};
pub use meter::{Crash, Latency, Lives, Meter, Reading, Traffic};
pub use waits::WaitStep;

use crate::system::System;
use hub::{DEADLOCKS, SPANS};
use std::time::Duration;

/// There is a handler of that name already.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a telemetry handler is attached as `{0}` already")]
pub struct AlreadyAttached(pub String);

/// Has `handler` told of all events in this runtime from now on (Elixir's `:telemetry.attach/4`).
///
/// It runs where things happen: on the caller's thread, inside the server, in the runtime. So it should be quick; it must not
/// block. What it does itself is told to no handler. One that panics is detached.
///
/// # Errors
///
/// [`AlreadyAttached`].
///
/// # Panics
///
/// Outside a tokio runtime.
#[track_caller]
pub fn attach(
    id: impl Into<String>,
    handler: impl Fn(&Event<'_>) + Send + Sync + 'static,
) -> Result<(), AlreadyAttached> {
    System::current().hub.attach(id.into(), true, Box::new(handler))
}

/// As [`attach`], but nothing is told of messages, which so cost what they did: of processes that start and end, restarts,
/// supervisors that give up, dead letters and warnings only.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::telemetry::{self, Event};
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let me = Pid::current().unwrap();
/// telemetry::attach_lives("crashes", move |event| {
///     if let Event::ProcessExited { pid, reason, .. } = event && !reason.is_clean() {
///         me.send((*pid, reason.to_string()));
///     }
/// })?;
/// let task = Task::start(async { panic!("no paper") });
/// let (pid, reason) = otp_runtime::process::receive::<(Pid, String)>().await;
/// assert!(pid == task && reason.ends_with("no paper"));
/// # telemetry::detach("crashes");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`AlreadyAttached`].
///
/// # Panics
///
/// Outside a tokio runtime.
#[track_caller]
pub fn attach_lives(
    id: impl Into<String>,
    handler: impl Fn(&Event<'_>) + Send + Sync + 'static,
) -> Result<(), AlreadyAttached> {
    System::current().hub.attach(id.into(), false, Box::new(handler))
}

/// Removes a handler; `false` when there is none of that name (Elixir's `:telemetry.detach/1`).
pub fn detach(id: &str) -> bool {
    System::try_current().is_some_and(|system| system.hub.detach(id))
}

/// Whether each message that is handled has a span of its own. Default off.
///
/// # Panics
///
/// Outside a tokio runtime.
#[track_caller]
pub fn message_spans(on: bool) {
    System::current().hub.set(SPANS, on);
}

/// Whether processes that wait for each other are looked for. Default on in debug builds.
///
/// When a call, a start, a stop or waiting for a task closes a circle of processes each of which waits for the next, that is logged at once, as an
/// error with target `otp_runtime::deadlock` and the whole path, and told to telemetry handlers. The calls still wait for their
/// timeouts, as everywhere in OTP.
///
/// # Panics
///
/// Outside a tokio runtime.
#[track_caller]
pub fn detect_deadlocks(on: bool) {
    System::current().hub.set(DEADLOCKS, on);
}

/// Warns of code that holds a thread for longer than this, a handler that computes or blocks where it should await; `None`
/// does not. Default 500 ms in debug builds, `None` in release builds.
///
/// Nothing is measured per message: a thread of its own looks at all processes, four times in such a period. A warning is
/// given once for each stay, with target `otp_runtime::slow`, and told to telemetry handlers; it names the handler if messages
/// are [watched](attach).
///
/// # Panics
///
/// Outside a tokio runtime.
#[track_caller]
pub fn slow_handlers(longer_than: Option<Duration>) {
    slow::watch(&System::current(), longer_than);
}
