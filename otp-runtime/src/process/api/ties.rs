//! Links and monitors of the calling process.

use super::myself;
use crate::context::Monitored;
use crate::monitor::{demonitor as remove_monitor, monitor_as};
use crate::process::plain::Plain;
use crate::process::signals::{link as link_processes, unlink as unlink_processes};
use crate::{Down, MonitorRef, Pid, system};

/// Links the calling process to another: when one ends, the other gets its exit signal. A process that is not there sends
/// `NoProc` at once.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn link(other: Pid) {
    link_processes(&myself(), system::find(other), other);
}

/// Removes a link of the calling process; nothing of it arrives afterwards. An [`Exit`](crate::Exit) that has arrived stays.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn unlink(other: Pid) {
    unlink_processes(myself().head(), system::find(other), other);
}

/// The processes linked to the calling one.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn links() -> Vec<Pid> {
    let me = myself();
    let control = me.head().control.lock();
    control.cold().map(|cold| cold.links.iter().copied().collect()).unwrap_or_default()
}

/// Whether exit signals arrive as [`Exit`](crate::Exit) messages instead of ending the calling process; what it was before.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn trap_exit(trap: bool) -> bool {
    let me = myself();
    let mut control = me.head().control.lock();
    control.living().is_some_and(|cold| std::mem::replace(&mut cold.trap_exit, trap))
}

/// Watches a process: its [`Down`] arrives in the calling process's mailbox. [`Pid::monitor`] gives a future instead.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn monitor(target: impl Monitored) -> MonitorRef {
    let (process, target) = target.resolve();
    monitor_as(&myself(), process, target)
}

/// Removes a monitor of the calling process, and its [`Down`] if that has arrived already (`[:flush]`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn demonitor(monitor: MonitorRef) {
    if !remove_monitor(&myself(), monitor) {
        Plain::current().flush(|message| message.downcast_ref::<Down>().is_some_and(|down| down.monitor == monitor));
    }
}
