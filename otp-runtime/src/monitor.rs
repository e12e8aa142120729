//! Monitors: being told of a process's end, once (Erlang's `monitor/2`).

use crate::process::current;
use crate::process::head::{AnyProcess, Control};
use crate::process::signals::deposit_if;
use crate::reply::Slot;
use crate::system;
use crate::{AnyMessage, Down, ExitReason, Pid, Target};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// The identity of one monitor, as in [`Down::monitor`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MonitorRef {
    pub(crate) id: u64,
    pub(crate) target: Option<Pid>,
}

impl fmt::Debug for MonitorRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MonitorRef({})", self.id)
    }
}

/// Who is told.
pub(crate) struct Watcher {
    target: Target,
    whom: Whom,
}

enum Whom {
    Process(Pid),
    Future(Arc<Slot<Down>>),
    Stream(Arc<dyn Ends>),
}

/// Is told why a process has ended.
pub(crate) trait Ends: Send + Sync {
    fn ended(self: Arc<Self>, reason: ExitReason);
}

impl Watcher {
    pub(crate) fn tell(self, id: u64, pid: Option<Pid>, reason: ExitReason) {
        let monitor = MonitorRef { id, target: pid };
        let down = |reason| Down { monitor, pid, target: self.target, reason };
        match self.whom {
            Whom::Stream(hub) => hub.ended(reason),
            Whom::Future(slot) => {
                slot.tell(Ok(down(reason)));
            }
            Whom::Process(watcher) => {
                if let Some(watcher) = system::find(watcher) {
                    let watched = |cold: &mut crate::process::head::Cold| cold.extras().watching.remove(&id).is_some();
                    deposit_if(&watcher, watched, || AnyMessage::new(down(reason)));
                }
            }
        }
    }
}

/// A future of the [`Down`] of a monitored process, for anybody, inside a process or not. Dropping it is `demonitor`.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let pid = otp_runtime::process::spawn(async { panic!("no") });
/// let down = pid.monitor().await;
/// assert!(matches!(down.reason, ExitReason::Panic { .. } | ExitReason::NoProc));
/// # }
/// ```
#[must_use = "dropping a monitor removes it"]
pub struct Monitor {
    slot: Arc<Slot<Down>>,
    reference: MonitorRef,
    target: Option<Arc<dyn AnyProcess>>,
    seen: Option<Down>,
}

impl Monitor {
    /// Watches `process`; `target` is what [`Down`] will call it.
    pub(crate) fn new(process: Option<Arc<dyn AnyProcess>>, target: Target) -> Monitor {
        let slot = Slot::new();
        let id = system::new_id();
        let pid = pid_of(process.as_ref(), &target);
        let watcher = Watcher { target, whom: Whom::Future(slot.clone()) };
        watch(process.as_ref(), id, pid, watcher);
        Monitor { slot, reference: MonitorRef { id, target: pid }, target: process, seen: None }
    }

    /// The identity that [`Down::monitor`] will carry.
    pub fn reference(&self) -> MonitorRef {
        self.reference
    }

    /// The [`Down`], if it has come.
    pub fn try_down(&mut self) -> Option<Down> {
        if self.seen.is_none() {
            self.seen = self.slot.take()?.ok();
        }
        self.seen.clone()
    }
}

impl Future for Monitor {
    type Output = Down;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Down> {
        if let Some(down) = self.seen.take() {
            return Poll::Ready(down);
        }
        match self.slot.poll(cx) {
            Poll::Ready(Ok(down)) => Poll::Ready(down),
            // a monitor is told nothing but a `Down`
            Poll::Ready(Err(_)) | Poll::Pending => Poll::Pending,
        }
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        if let Some(target) = &self.target
            && let Control::Living(cold) = &mut *target.head().control.lock()
        {
            cold.watchers.remove(&self.reference.id);
        }
    }
}

impl fmt::Debug for Monitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Monitor({})", self.reference.id)
    }
}

/// The pid a monitor is for: that of its process, or of one that is gone and was named by pid.
fn pid_of(process: Option<&Arc<dyn AnyProcess>>, target: &Target) -> Option<Pid> {
    match (process, target) {
        (Some(process), _) => Some(process.head().pid),
        (None, Target::Pid(pid)) => Some(*pid),
        (None, _) => None,
    }
}

/// Makes the process `watcher` watch: its `Down` arrives as a message.
pub(crate) fn monitor_as(
    watcher: &Arc<dyn AnyProcess>,
    process: Option<Arc<dyn AnyProcess>>,
    target: Target,
) -> MonitorRef {
    let id = system::new_id();
    let pid = pid_of(process.as_ref(), &target);
    // a name without a process has no pid to remember; any will do, the `Down` is on its way already
    watcher.head().with_extras(|extras| extras.watching.insert(id, pid.unwrap_or(watcher.head().pid)));
    watch(process.as_ref(), id, pid, Watcher { target, whom: Whom::Process(watcher.head().pid) });
    MonitorRef { id, target: pid }
}

/// Removes a monitor of `watcher`. True: its `Down` had not been sent, and will not be.
pub(crate) fn demonitor(watcher: &Arc<dyn AnyProcess>, monitor: MonitorRef) -> bool {
    let head = watcher.head();
    let was = head.with_extras(|extras| extras.watching.remove(&monitor.id)).flatten().is_some();
    if let Some(target) = monitor.target.and_then(system::find) {
        unwatch(&*target, monitor);
    }
    was
}

/// Tells `whom` of the process's end.
pub(crate) fn watch_end(process: Arc<dyn AnyProcess>, whom: Arc<dyn Ends>) -> MonitorRef {
    let (id, pid) = (system::new_id(), process.head().pid);
    watch(Some(&process), id, Some(pid), Watcher { target: Target::Pid(pid), whom: Whom::Stream(whom) });
    MonitorRef { id, target: Some(pid) }
}

/// As [`watch_end`], of a new task by its cell, which may do with that what it likes.
pub(crate) fn watch_task(process: &dyn AnyProcess, id: u64, cell: Arc<dyn Ends>) {
    let dead = match process.head().control.lock().living() {
        Some(cold) => {
            cold.cell = Some((id, cell));
            return;
        }
        None => cell,
    };
    dead.ended(process.head().end_reason());
}

/// Removes a watcher.
pub(crate) fn unwatch(process: &dyn AnyProcess, monitor: MonitorRef) {
    let removed = match &mut *process.head().control.lock() {
        Control::Living(cold) => {
            let cell = cold.cell.take_if(|(id, _)| *id == monitor.id);
            (cold.watchers.remove(&monitor.id), cell)
        }
        _ => (None, None),
    };
    // a task's may hold its value: dropped without the lock
    drop(removed);
}

fn watch(process: Option<&Arc<dyn AnyProcess>>, id: u64, pid: Option<Pid>, watcher: Watcher) {
    let mut watcher = Some(watcher);
    if let Some(process) = process
        && let Some(cold) = process.head().control.lock().living()
        && let Some(watcher) = watcher.take()
    {
        cold.watchers.insert(id, watcher);
    }
    // not there, or not any more
    if let Some(watcher) = watcher {
        watcher.tell(id, pid, ExitReason::NoProc);
    }
}

/// The calling process as an object, when there is one.
pub(crate) fn current_process() -> Option<Arc<dyn AnyProcess>> {
    let pid = current::pid()?;
    system::find(pid)
}
