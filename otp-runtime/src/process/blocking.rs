//! Handlers that block their thread: they run on the blocking pool, and the state goes there with them.

use super::cell::{Core, Process};
use super::death::Ending;
use super::in_place::poll_sync;
use super::status::DEAD;
use crate::reply::Slot;
use crate::{Context, ExitReason, GenServer};
use std::sync::Arc;

impl<S: GenServer> Process<S> {
    /// Handles a message whose handler is `blocking`.
    pub(super) async fn handle_blocking(
        self: &Arc<Self>,
        core: &mut Option<Core<S>>,
        name: &'static str,
        from: u64,
        rest: Rest<S>,
    ) -> Result<(), Ending> {
        let Some(Core { ctx, .. }) = core.as_mut() else { return Err(Ending::signal()) };
        match rest {
            Rest::Call(call, slot) => {
                ctx.begin(name, from, Some(slot));
                let handler = move |state: &mut S, ctx: &mut Context<S>| {
                    let answer = poll_sync(state.handle_call(call, ctx));
                    ctx.tell_answer(state, &answer);
                    ctx.answered(answer);
                };
                self.on_blocking_pool(core, handler).await
            }
            Rest::Cast(cast) => {
                ctx.begin(name, from, None);
                self.on_blocking_pool(core, move |state, ctx| poll_sync(state.handle_cast(cast, ctx))).await
            }
            Rest::Info(info) => {
                ctx.begin(name, from, None);
                self.on_blocking_pool(core, move |state, ctx| poll_sync(state.handle_info(info, ctx))).await
            }
        }
    }

    /// Runs a handler on the blocking pool. The state travels there and back; if the process is killed meanwhile it is
    /// dropped there, when the handler returns.
    pub(super) async fn on_blocking_pool(
        self: &Arc<Self>,
        core: &mut Option<Core<S>>,
        handler: impl FnOnce(&mut S, &mut Context<S>) + Send + 'static,
    ) -> Result<(), Ending> {
        let Some(core_there) = core.take() else { return Err(Ending::signal()) };
        let mut luggage = Luggage { process: self.clone(), core: Some(core_there) };
        let done = self.head.system.handle.spawn_blocking(move || {
            let head = &luggage.process.head;
            let result = {
                let _as = super::current::As::process(head);
                let Core { state, ctx } = luggage.core.as_mut()?;
                let _span = head.enter_span();
                super::panics::guarded(|| handler(state, ctx))
            };
            if head.status.has(DEAD) {
                luggage.core.take()?.discard();
                return None;
            }
            Some((luggage, result))
        });
        match done.await {
            Ok(Some((mut luggage, result))) => {
                *core = luggage.core.take();
                result.map_err(Ending::crash)
            }
            _ => Err(Ending::signal()),
        }
    }
}

/// A state on its way to the blocking pool and back. If the runtime goes meanwhile, the process dies of that.
struct Luggage<S: GenServer> {
    process: Arc<Process<S>>,
    core: Option<Core<S>>,
}

impl<S: GenServer> Drop for Luggage<S> {
    fn drop(&mut self) {
        if let Some(core) = self.core.take() {
            // the task that waits for it looks at the signal
            let _ = self.process.condemn(ExitReason::RuntimeGone);
            core.discard();
        }
    }
}

/// What is left to do for a message.
pub(super) enum Rest<S: GenServer> {
    Call(S::Call, Arc<Slot<S::Reply>>),
    Cast(S::Cast),
    Info(S::Info),
}
