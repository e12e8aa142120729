//! Stopping an idle server on the thread of whoever stops it.

use super::cell::Process;
use super::current::raw_and_depth;
use super::death::{die, log};
use crate::{ExitReason, GenServer};
use std::sync::Arc;

impl<S: GenServer> Process<S> {
    /// Ends the process here and now if it is idle, has no task of its own and nothing to do in `terminate`: waking a task
    /// for that would be most of the cost. False: the request must queue.
    pub(super) fn end_if_idle(self: &Arc<Self>, reason: &ExitReason) -> bool {
        if S::HAS_TERMINATE || self.mailbox.lock().task.is_spawned() || !self.enter(raw_and_depth().1) {
            return false;
        }
        let reason = log(&**self, reason.clone());
        die(&**self, reason);
        true
    }
}
