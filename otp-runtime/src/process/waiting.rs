//! Handlers that may have to wait, on the process's own task.

use super::blocking::Rest;
use super::cell::{Core, Process};
use super::mailbox::{BoxedCall, Caller, Envelope};
use crate::{Answer, Context, GenServer};
use std::sync::Arc;

impl<S: GenServer> Process<S> {
    /// Handles the next of the batch, or goes on with a handler that was begun in place: then that holds the state.
    pub(super) async fn handle_waiting(self: &Arc<Self>) {
        let Some(mut core) = self.try_core() else { return self.finish_begun().await };
        let Some(Core { state, ctx }) = core.as_mut() else { return };
        if let Some(Envelope { from, name, body }) = ctx.batch.pop_front()
            && let Some(rest) = Rest::of(body)
        {
            handle(state, ctx, name, from, rest).await;
        }
    }

    async fn finish_begun(&self) {
        let Some((handler, caller)) = self.take_begun() else { return };
        let answer = handler.await.into_answer();
        self.begun_done(answer, caller);
    }

    /// Its caller stays known to the mailbox, for a death in the middle.
    fn take_begun(&self) -> Option<(BoxedCall<S>, Caller<S>)> {
        let mut mailbox = self.mailbox.lock();
        let begun = mailbox.begun.as_mut()?;
        Some((begun.handler.take()?, begun.caller.clone()))
    }

    fn begun_done(&self, answer: Answer<S::Reply>, caller: Caller<S>) {
        let mut core = self.core();
        let Some(Core { ctx, .. }) = core.as_mut() else { return };
        self.mailbox.lock().begun = None;
        ctx.slot = Some(caller);
        ctx.answered(answer);
    }
}

/// Handles a message that may have to wait.
pub(super) async fn handle<S: GenServer>(
    state: &mut S,
    ctx: &mut Context<S>,
    name: &'static str,
    from: u64,
    rest: Rest<S>,
) {
    match rest {
        Rest::Call(call, slot) => {
            ctx.begin(name, from, Some(slot));
            let answer = state.handle_call(call, ctx).await;
            ctx.tell_answer(state, &answer);
            ctx.answered(answer);
        }
        Rest::Cast(cast) => {
            ctx.begin(name, from, None);
            state.handle_cast(cast, ctx).await;
        }
        Rest::Info(info) => {
            ctx.begin(name, from, None);
            state.handle_info(info, ctx).await;
        }
    }
}
