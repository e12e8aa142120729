//! Ending children: each by its own shutdown, seen by a monitor, for a child may have unlinked itself.

use super::Supervisor;
use super::report;
use crate::process::{current, signals};
use crate::supervisor::children::Key;
use crate::supervisor::requests::ChildState;
use crate::{ExitReason, Pid, Restart, Shutdown};

/// Ends a process and waits until it has ended. The reason it ended with; `NoProc`: it had ended before.
pub(crate) async fn stop_process(pid: Pid, how: Shutdown) -> ExitReason {
    let mut monitor = pid.monitor();
    let limit = match how {
        Shutdown::BrutalKill => {
            pid.exit(ExitReason::Kill);
            None
        }
        Shutdown::After(limit) => {
            pid.exit(ExitReason::Shutdown);
            Some(limit)
        }
        Shutdown::Infinity => {
            pid.exit(ExitReason::Shutdown);
            None
        }
    };
    let reason = match limit {
        None => monitor.await.reason,
        Some(limit) => match tokio::time::timeout(limit, &mut monitor).await {
            Ok(down) => down.reason,
            Err(_) => {
                pid.exit(ExitReason::Kill);
                monitor.await.reason
            }
        },
    };
    forget_link(pid);
    reason
}

/// A link that outlived its process would be told of again.
fn forget_link(pid: Pid) {
    if let Some(me) = current::pid().and_then(crate::system::find) {
        signals::unlink(me.head(), crate::system::find(pid), pid);
    }
}

/// Whether a child that was told to end has ended as told.
pub(crate) fn is_expected(reason: &ExitReason, how: Shutdown, restart: Restart) -> bool {
    match (reason, how) {
        // it was gone already: that is told by its exit
        (ExitReason::NoProc, _) => true,
        (ExitReason::Killed, Shutdown::BrutalKill) => true,
        (ExitReason::Shutdown, Shutdown::After(_) | Shutdown::Infinity) => true,
        (reason, _) => reason.is_clean() && restart != Restart::Permanent,
    }
}

impl Supervisor {
    /// Ends a child if it runs. Its entry stays, unless it is temporary.
    pub(super) async fn stop_one(&mut self, key: Key) {
        let Some(child) = self.children.get(key) else { return };
        let (how, restart) = (child.spec.shutdown_kind(), child.spec.restart_type());
        if let ChildState::Running(pid) = child.state() {
            let reason = stop_process(pid, how).await;
            if let Some(child) = self.children.get(key) {
                report::stopped(&child.seat, pid, &reason, is_expected(&reason, how, restart));
            }
        }
        if restart == Restart::Temporary {
            self.forget(key);
        } else {
            self.children.set(key, ChildState::Stopped);
        }
    }

    /// Ends all children, youngest first, each fully down before the next is told.
    pub(super) async fn stop_all(&mut self) {
        let keys: Vec<Key> = self.children.oldest_first().map(|(key, _)| key).rev().collect();
        for key in keys {
            self.stop_one(key).await;
        }
    }

    pub(super) fn forget(&mut self, key: Key) {
        if let Some(child) = self.children.remove(key) {
            self.seat.remove(child.spec.id_str(), self.children.owner());
        }
    }
}
