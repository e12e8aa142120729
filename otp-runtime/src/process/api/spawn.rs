//! Starting processes that run a future.

use super::current_process;
use crate::monitor::Monitor;
use crate::process::head::AnyProcess;
use crate::process::plain::Plain;
use crate::process::purpose::Purpose;
use crate::process::signals::link as link_processes;
use crate::system::System;
use crate::{Pid, Target};
use std::future::Future;
use std::sync::Arc;

/// Starts a process that runs `body`, tied to nobody (Erlang's `spawn/1`). It ends `Normal` when `body` returns.
///
/// # Panics
///
/// Outside a tokio runtime.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::process;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let me = Pid::current().unwrap();
/// process::spawn(async move { me.send("hello") });
/// assert_eq!(process::receive::<&str>().await, "hello");
/// # }
/// ```
pub fn spawn(body: impl Future<Output = ()> + Send + 'static) -> Pid {
    spawn_process(body, false).head().pid
}

/// As [`spawn`], linked to the calling process from birth (Erlang's `spawn_link/1`).
pub fn spawn_link(body: impl Future<Output = ()> + Send + 'static) -> Pid {
    spawn_process(body, true).head().pid
}

/// As [`spawn`], monitored from birth (Erlang's `spawn_monitor/1`).
pub fn spawn_monitor(body: impl Future<Output = ()> + Send + 'static) -> (Pid, Monitor) {
    let system = System::current();
    let process = Plain::new(&system, Purpose::default());
    let pid = process.head().pid;
    let monitor = Monitor::new(Some(process.clone()), Target::Pid(pid));
    system.handle.spawn(process.live(body));
    (pid, monitor)
}

pub(crate) fn spawn_process(body: impl Future<Output = ()> + Send + 'static, linked: bool) -> Arc<Plain> {
    let (process, _) = new_process(linked);
    process.head().system.handle.spawn(process.clone().live(body));
    process
}

/// A process that does not run yet, and the parent it is linked to.
pub(crate) fn new_process(linked: bool) -> (Arc<Plain>, Option<Arc<dyn AnyProcess>>) {
    let process = Plain::new(&System::current(), Purpose::default());
    let parent = if linked { current_process() } else { None };
    if let Some(parent) = &parent {
        tie(&process, parent);
    }
    (process, parent)
}

/// Links a new process to its parent.
pub(crate) fn tie(process: &Arc<Plain>, parent: &Arc<dyn AnyProcess>) {
    if let Some(cold) = process.head().control.lock().living() {
        cold.has_parent = true;
    }
    let erased: Arc<dyn AnyProcess> = process.clone();
    link_processes(&erased, Some(parent.clone()), parent.head().pid);
}
