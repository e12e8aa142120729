//! Stopping an idle server on the thread of whoever stops it.

use super::cell::{Core, Process};
use super::current::{As, raw_and_depth};
use super::in_place::poll_sync;
use super::panics::guarded;
use crate::{ExitReason, GenServer};
use std::sync::Arc;

impl<S: GenServer> Process<S> {
    /// Ends the process here and now, in order, if it is idle, has no task of its own and its `terminate` does not wait.
    /// What it ended with; `None`: the request must queue.
    pub(super) fn end_if_idle(self: &Arc<Self>, reason: &ExitReason) -> Option<ExitReason> {
        if S::TERMINATE_WAITS || self.mailbox.lock().task.is_spawned() || !self.enter(raw_and_depth().1) {
            return None;
        }
        let mut core = self.core();
        let Some(Core { state, ctx }) = core.as_mut() else {
            drop(core);
            self.let_go();
            return None;
        };
        let terminated = {
            let _as = As::process(&self.head);
            let _span = self.head.enter_span();
            guarded(|| poll_sync(state.terminate(reason, ctx)))
        };
        drop(core);
        let ended = self.log(terminated.err().map_or_else(|| reason.clone(), |crash| *crash));
        self.die(ended.clone());
        Some(ended)
    }
}
