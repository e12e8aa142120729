//! Stopping an idle server on the thread of whoever stops it.

use super::cell::Process;
use super::current::raw_and_depth;
use super::death::{Mortal, die_closed, log};
use crate::{ExitReason, GenServer};
use std::sync::Arc;

impl<S: GenServer> Process<S> {
    /// Ends the process here and now if it is idle, has no task of its own and nothing to do in `terminate`: waking a task
    /// for that would be most of the cost. False: the request must queue.
    pub(super) fn end_if_idle(self: &Arc<Self>, reason: &ExitReason) -> bool {
        if S::HAS_TERMINATE || !self.enter(raw_and_depth().1) {
            return false;
        }
        let mailbox = self.mailbox.lock();
        if mailbox.task.is_spawned() {
            drop(mailbox);
            self.let_go();
            return false;
        }
        let closed = self.close_locked(&mailbox);
        drop(mailbox);
        let Some(closed) = closed else {
            self.bury();
            return true;
        };
        die_closed(&**self, log(&**self, reason.clone()), closed);
        true
    }
}
