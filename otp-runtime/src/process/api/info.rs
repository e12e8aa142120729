//! Looking at processes.

use super::myself;
use crate::place::Seat;
use crate::process::crash::{ancestors, starter_of};
use crate::process::head::{AnyProcess, Cold, Head};
use crate::process::status::{HOLD, OWNED};
use crate::system::{self, System};
use crate::{ExitReason, Pid};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

/// All living processes of this runtime (Elixir's `Process.list/0`).
pub fn list() -> Vec<Pid> {
    let Some(system) = System::try_current() else { return Vec::new() };
    let mut all: Vec<_> = system.processes().iter().map(|(pid, _)| *pid).filter(|pid| pid.is_alive()).collect();
    all.sort_unstable();
    all
}

/// Looks for tasks of idle processes now, as is done every ten seconds: one that is seen idle twice is let go.
#[doc(hidden)]
pub fn sweep_idle_tasks() {
    if let Some(system) = System::try_current() {
        system.retire_idle_tasks();
    }
}

/// What there is in a runtime, counted: for tests that nothing is left behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Census {
    /// Living processes.
    pub processes: usize,
    /// Local names.
    pub names: usize,
    /// Links, each counted once for each end that is alive.
    pub links: usize,
    /// Monitors of living processes.
    pub monitors: usize,
    /// Timers that have not fired.
    pub timers: usize,
    /// Callers that wait.
    pub waiting: usize,
}

/// Counts what there is in this runtime now; all zero outside one. It looks at every process.
pub fn census() -> Census {
    let Some(system) = System::try_current() else { return Census::default() };
    let mut census = Census {
        names: system.names.all().len(),
        timers: system.timers.len(),
        waiting: system.deadlines.waiting(),
        ..Census::default()
    };
    for (_, process) in system.processes() {
        let control = process.head().control.lock();
        census.processes += usize::from(control.dead().is_none());
        if let Some(cold) = control.cold() {
            census.links += cold.links.len();
            census.monitors += cold.monitors();
        }
    }
    census
}

/// What [`info`] tells of a living process.
///
/// Two looks tell a server that is busy from one that is stuck: [`messages_handled`](ProcessInfo::messages_handled) of the first
/// has grown.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ProcessInfo {
    /// The process.
    pub pid: Pid,
    /// Its server type, `Task` or `process`.
    pub kind: &'static str,
    /// Of a task: the function it runs, as its type is called.
    pub function: Option<&'static str>,
    /// Its local name.
    pub registered_name: Option<Arc<str>>,
    /// What [`set_label`] called it.
    pub label: Option<Arc<str>>,
    /// What it does.
    pub status: ProcessStatus,
    /// Who started it.
    pub starter: Option<Pid>,
    /// Its starter, that one's starter, and so on, as far as they still live, up to 64.
    pub ancestors: Vec<Pid>,
    /// The processes linked to it.
    pub links: Vec<Pid>,
    /// The processes it monitors.
    pub monitors: Vec<Pid>,
    /// How many monitors watch it.
    pub monitored_by: usize,
    /// Whether it traps exits.
    pub trap_exit: bool,
    /// How many messages its handlers were given, of all kinds; 0 when it is no server.
    pub messages_handled: u64,
    /// How many messages wait in its mailbox, but for those that its task has taken out to handle them next.
    pub message_queue_len: usize,
    /// The bytes that those messages take in it, without what they own elsewhere.
    pub mailbox_bytes: usize,
    /// The message that it handles. Known while messages are [watched](crate::telemetry::attach).
    pub message: Option<CurrentMessage>,
    /// Its place in a supervision tree: the ids from the root, `bank/treasury`.
    pub place: Option<String>,
    /// How often its place has been filled again after an end.
    pub restarts: u32,
    /// Why the process that had its place before ended.
    pub last_exit: Option<ExitReason>,
}

/// A message that is being handled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CurrentMessage {
    /// The handler, or the message's type.
    pub handler: &'static str,
    /// Who sent it, if that is a process.
    pub from: Option<Pid>,
    /// For how long so far.
    pub running: Duration,
}

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ProcessStatus {
    /// Nothing: it waits for a message.
    Idle,
    /// A thread is inside its code.
    Running,
    /// Its code waits for something, or for a thread to run on.
    Waiting,
    /// It serves system requests only: see [`ProcessSys::suspend`](crate::ProcessSys::suspend).
    Suspended,
}

impl fmt::Display for ProcessStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ProcessStatus::Idle => "idle",
            ProcessStatus::Running => "running",
            ProcessStatus::Waiting => "waiting",
            ProcessStatus::Suspended => "suspended",
        })
    }
}

/// One line: pid, type, name or place, status, and what is out of the ordinary.
impl fmt::Display for ProcessInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.pid, self.kind)?;
        let name = self.registered_name.as_deref().or(self.place.as_deref()).or(self.label.as_deref());
        if let Some(name) = name {
            write!(f, " ({name})")?;
        }
        write!(f, " {}", self.status)?;
        if let Some(message) = &self.message {
            write!(f, " in `{}` for {:?}", message.handler, message.running)?;
        }
        if self.message_queue_len > 0 {
            write!(f, ", {} messages wait", self.message_queue_len)?;
        }
        if self.restarts > 0 {
            write!(f, ", {} restarts", self.restarts)?;
        }
        if let Some(reason) = &self.last_exit {
            write!(f, ", the last after {reason}")?;
        }
        Ok(())
    }
}

/// A look at a process; `None` when it has ended (Elixir's `Process.info/1`). The process itself is not asked.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::process::{self, ProcessStatus};
/// # struct Till;
/// # #[gen_server]
/// # impl Till { #[init] fn init() -> Self { Till } #[call] pub fn cents(&self) -> u64 { 5 } }
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let till = Till::start().name("till").await.unwrap();
/// let info = process::info(till.pid().unwrap()).unwrap();
/// assert_eq!((info.kind, info.status, info.message_queue_len), ("Till", ProcessStatus::Idle, 0));
/// assert_eq!(info.ancestors, [Pid::current().unwrap()]);
/// # }
/// ```
pub fn info(pid: Pid) -> Option<ProcessInfo> {
    let process = system::find(pid)?;
    let mut found = look(&*process)?;
    found.info.ancestors = ancestors(process.head(), &starter_of);
    found.info.place = found.seat.map(|seat| seat.path());
    Some(found.info)
}

/// A process as it was found, without its ancestors and its place's path: whoever looks at many knows more of those.
pub(super) struct Found {
    pub(super) info: ProcessInfo,
    pub(super) seat: Option<Arc<Seat>>,
    /// Of a supervisor: the seat that its children's are below, and its strategy.
    pub(super) below: Option<(Arc<Seat>, &'static str)>,
}

#[inline]
pub(super) fn look(process: &dyn AnyProcess) -> Option<Found> {
    let head = process.head();
    let message_queue_len = process.queue_len();
    let mut found = {
        let control = head.control.lock();
        if control.dead().is_some() {
            return None;
        }
        let cold = control.cold();
        let message_queue_len = message_queue_len + cold.map_or(0, |cold| cold.seen.set_aside);
        let extras = cold.and_then(|cold| cold.extras.as_ref());
        let info = ProcessInfo {
            pid: head.pid,
            kind: process.kind(),
            function: process.function(),
            registered_name: extras.and_then(|extras| extras.name.clone()),
            label: extras.and_then(|extras| extras.label.clone()),
            status: status(head, cold.is_some_and(|cold| cold.seen.suspended)),
            starter: head.starter,
            ancestors: Vec::new(),
            links: cold.map(|cold| cold.links.iter().copied().collect()).unwrap_or_default(),
            monitors: extras.map(|extras| extras.watching.values().copied().collect()).unwrap_or_default(),
            monitored_by: cold.map_or(0, Cold::monitors),
            trap_exit: cold.is_some_and(|cold| cold.trap_exit),
            messages_handled: process.messages_handled(),
            message_queue_len,
            mailbox_bytes: message_queue_len * process.message_size(),
            message: None,
            place: None,
            restarts: 0,
            last_exit: None,
        };
        let below = extras.and_then(|extras| Some((extras.seat.clone()?, extras.strategy)));
        Found { info, seat: cold.and_then(|cold| cold.place.upgrade()), below }
    };
    let hub = &head.system.hub;
    if hub.is_watched() {
        found.info.message = hub.running.of(head.pid).map(|running| CurrentMessage {
            handler: running.handler,
            from: running.from,
            running: running.since.elapsed(),
        });
    }
    if let Some(seat) = &found.seat {
        (found.info.restarts, found.info.last_exit) = seat.history();
    }
    Some(found)
}

fn status(head: &Head, suspended: bool) -> ProcessStatus {
    if suspended {
        ProcessStatus::Suspended
    } else if head.thread.load(Relaxed) != 0 {
        ProcessStatus::Running
    } else if head.status.has(OWNED) && !head.status.has(HOLD) {
        ProcessStatus::Waiting
    } else {
        ProcessStatus::Idle
    }
}

/// Labels the calling process, for crash reports and [`info`] (Elixir's `Process.set_label/1`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn set_label(label: impl Into<Arc<str>>) {
    let label = label.into();
    myself().head().with_extras(|extras| extras.label = Some(label));
}

/// The label of a process, if it has one (Elixir's `Process.get_label/1`).
pub fn label(pid: Pid) -> Option<Arc<str>> {
    info(pid)?.label
}
