//! Points in time that cannot overflow, and the coarse sweep for idle tasks.

use crate::process::own_task::Wakeup;
use crate::system::System;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::{Instant, Timeout};

/// `after` from now; `None` when that is further away than clocks count.
pub(crate) fn after(after: Duration) -> Option<Instant> {
    Instant::now().checked_add(after)
}

/// As [`after`], but some thirty years away instead of never.
pub(crate) fn after_or_far(duration: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
    let now = Instant::now();
    now.checked_add(duration.min(FAR)).unwrap_or(now + FAR)
}

/// As tokio's, also on a thread without a runtime: then the time is that of `system`.
pub(crate) fn timeout_at<F: Future>(system: &System, deadline: Instant, future: F) -> Timeout<F> {
    let _there = Handle::try_current().is_err().then(|| system.handle.enter());
    tokio::time::timeout_at(deadline, future)
}

/// How often processes are looked at; a task is let go when it was idle twice.
const SWEEP: Duration = Duration::from_secs(10);

pub(crate) fn sweep_idle_tasks(system: &Arc<System>) {
    let weak: Weak<System> = Arc::downgrade(system);
    system.handle.spawn(async move {
        loop {
            tokio::time::sleep(SWEEP).await;
            let Some(system) = weak.upgrade() else { return };
            system.retire_idle_tasks();
        }
    });
}

impl System {
    pub(crate) fn retire_idle_tasks(&self) {
        let all = std::mem::take(&mut *self.with_task.lock());
        let mut keep = Vec::with_capacity(all.len());
        for weak in all {
            let Some(process) = weak.upgrade() else { continue };
            let Some(wakeup) = process.sweep_task() else { continue };
            keep.push(weak);
            if let Wakeup::Wake(waker) = wakeup {
                waker.wake();
            }
        }
        self.with_task.lock().append(&mut keep);
    }
}
