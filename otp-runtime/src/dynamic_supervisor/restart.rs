//! What happens when a child ends by itself.

use super::requests::Core;
use crate::process::head::Head;
use crate::supervisor::report;
use crate::{ChildStartError, Exit, Pid, Restart};

/// A restart that failed, to be tried again after the requests that came meanwhile. The pid is the child's last one.
pub struct Retry(Pid);

/// What the supervisor does next.
pub(super) enum Next {
    GoOn,
    /// The child did not start.
    TryAgain(Retry),
    /// There were too many restarts.
    GiveUp,
}

impl Core {
    pub(super) async fn child_ended(&mut self, exit: Exit, head: &Head) -> Next {
        // a stranger that was linked, or a child that was stopped just before
        let Some(child) = self.children.get(exit.from).filter(|child| child.runs()) else { return Next::GoOn };
        let restart = child.spec.restart_type();
        report::ended(&child.seat, exit.from, &exit.reason, restart);
        let again = match restart {
            Restart::Permanent => true,
            Restart::Transient => !exit.reason.is_clean(),
            Restart::Temporary => false,
        };
        if again {
            return self.restart(exit.from, head).await;
        }
        self.children.remove(exit.from);
        Next::GoOn
    }

    pub(super) async fn try_again(&mut self, Retry(last): Retry, head: &Head) -> Next {
        // it may have been terminated meanwhile
        if self.children.get(last).is_some_and(|child| !child.runs()) {
            self.restart(last, head).await
        } else {
            Next::GoOn
        }
    }

    /// One attempt. It counts, whether it succeeds or not.
    async fn restart(&mut self, last: Pid, head: &Head) -> Next {
        let Some(child) = self.children.restarting(last) else { return Next::GoOn };
        if !self.window.allows_another(&head.system) {
            report::gave_up(&self.seat, head.pid, self.flags.max_restarts, self.flags.max_seconds);
            self.children.remove(last);
            return Next::GiveUp;
        }
        let (spec, seat) = (child.spec.clone(), child.seat.clone());
        match spec.launch(Some(seat.clone())).await {
            Ok(started) => {
                report::restarted(&seat, started.pid);
                if let Some(child) = self.children.remove(last) {
                    self.children.runs_as(started.pid, child);
                }
                Next::GoOn
            }
            Err(ChildStartError::Ignored) => {
                self.children.remove(last);
                Next::GoOn
            }
            Err(error) => {
                report::restart_failed(&seat, &error);
                Next::TryAgain(Retry(last))
            }
        }
    }
}
