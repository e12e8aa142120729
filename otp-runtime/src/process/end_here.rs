//! Stopping an idle server on the thread of whoever stops it.

use super::cell::Process;
use super::current::raw_and_depth;
use super::death::{die_closed, log};
use super::status::Next;
use crate::{ExitReason, GenServer};

impl<S: GenServer> Process<S> {
    /// Ends the process here and now if it is idle, has no task of its own and nothing to do in `terminate`: waking a task
    /// for that would be most of the cost. `Err`: the request must queue.
    pub(super) fn end_if_idle(&self, reason: &ExitReason) -> Result<(), Next> {
        if S::HAS_TERMINATE || !self.enter(raw_and_depth().1) {
            return Err(Next::Nothing);
        }
        let mailbox = self.mailbox.lock();
        if mailbox.task.is_spawned() {
            drop(mailbox);
            return Err(self.release());
        }
        let closed = self.close_locked(&mailbox);
        drop(mailbox);
        die_closed(self, log(self, reason.clone()), closed);
        Ok(())
    }
}
