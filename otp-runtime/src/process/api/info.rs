//! Looking at processes.

use super::myself;
use crate::Pid;
use crate::process::head::Cold;
use crate::system::{self, System};
use std::sync::Arc;

/// All living processes of this runtime (Elixir's `Process.list/0`).
pub fn list() -> Vec<Pid> {
    let mut all: Vec<_> = System::try_current()
        .map(|system| {
            system.processes().iter().map(|process| process.head().pid).filter(|pid| pid.is_alive()).collect()
        })
        .unwrap_or_default();
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
    for process in system.processes() {
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
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProcessInfo {
    /// The process.
    pub pid: Pid,
    /// Its server type, or `process`.
    pub kind: &'static str,
    /// Its local name.
    pub registered_name: Option<Arc<str>>,
    /// What [`set_label`] called it.
    pub label: Option<Arc<str>>,
    /// Who started it.
    pub starter: Option<Pid>,
    /// The processes linked to it.
    pub links: Vec<Pid>,
    /// How many monitors watch it.
    pub monitored_by: usize,
    /// Whether it traps exits.
    pub trap_exit: bool,
    /// How many messages wait in its mailbox.
    pub message_queue_len: usize,
}

/// A look at a process; `None` when it has ended (Elixir's `Process.info/1`).
pub fn info(pid: Pid) -> Option<ProcessInfo> {
    let process = system::find(pid)?;
    let head = process.head();
    let message_queue_len = process.queue_len();
    let control = head.control.lock();
    if control.dead().is_some() {
        return None;
    }
    let cold = control.cold();
    let extras = cold.and_then(|cold| cold.extras.as_ref());
    Some(ProcessInfo {
        pid,
        kind: process.kind(),
        registered_name: extras.and_then(|extras| extras.name.clone()),
        label: extras.and_then(|extras| extras.label.clone()),
        starter: head.starter,
        links: cold.map(|cold| cold.links.iter().copied().collect()).unwrap_or_default(),
        monitored_by: cold.map_or(0, Cold::monitors),
        trap_exit: cold.is_some_and(|cold| cold.trap_exit),
        message_queue_len,
    })
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
