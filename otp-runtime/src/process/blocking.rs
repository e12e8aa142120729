//! Handlers that block their thread: they run on the blocking pool, and the state goes there with them.

use super::cell::{Core, Process};
use super::current::As;
use super::death::Ending;
use super::in_place::poll_sync;
use super::panics::{Crash, guarded};
use super::status::DEAD;
use crate::reply::Slot;
use crate::{Context, ExitReason, GenServer};
use std::any::Any;
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
        let handler: Handler<S> = match rest {
            Rest::Call(call, slot) => {
                ctx.begin(name, from, Some(slot));
                Box::new(move |state, ctx| {
                    let answer = poll_sync(state.handle_call(call, ctx));
                    ctx.tell_answer(state, &answer);
                    ctx.answered(answer);
                })
            }
            Rest::Cast(cast) => {
                ctx.begin(name, from, None);
                Box::new(move |state, ctx| poll_sync(state.handle_cast(cast, ctx)))
            }
            Rest::Info(info) => {
                ctx.begin(name, from, None);
                Box::new(move |state, ctx| poll_sync(state.handle_info(info, ctx)))
            }
        };
        self.on_blocking_pool(core, handler).await
    }

    /// Runs a handler on the blocking pool. The state travels there and back; if the process is killed meanwhile it is
    /// dropped there, when the handler returns.
    pub(super) async fn on_blocking_pool(
        self: &Arc<Self>,
        core: &mut Option<Core<S>>,
        handler: Handler<S>,
    ) -> Result<(), Ending> {
        let Some(core_there) = core.take() else { return Err(Ending::signal()) };
        let luggage = Luggage { process: self.clone(), core: Some(core_there), result: Ok(()) };
        let journey = self.head.system.spawn_blocking(Box::new(move || luggage.travel(handler)));
        match journey.await.ok().flatten().and_then(|back| back.downcast::<Luggage<S>>().ok()) {
            Some(mut luggage) => {
                *core = luggage.core.take();
                std::mem::replace(&mut luggage.result, Ok(())).map_err(Ending::crash)
            }
            None => Err(Ending::signal()),
        }
    }
}

/// What runs on the blocking pool, whatever the message.
pub(super) type Handler<S> = Box<dyn FnOnce(&mut S, &mut Context<S>) + Send>;

/// A state on its way to the blocking pool and back. If the runtime goes meanwhile, the process dies of that.
struct Luggage<S: GenServer> {
    process: Arc<Process<S>>,
    core: Option<Core<S>>,
    result: Result<(), Crash>,
}

impl<S: GenServer> Luggage<S> {
    /// `None`: the process was declared dead meanwhile.
    fn travel(mut self, handler: Handler<S>) -> Option<Box<dyn Any + Send>> {
        let head = &self.process.head;
        self.result = {
            let _as = As::process(head);
            let Core { state, ctx } = self.core.as_mut()?;
            let _span = head.enter_span();
            guarded(|| handler(state, ctx))
        };
        if head.status.has(DEAD) {
            self.core.take()?.discard();
            return None;
        }
        Some(Box::new(self))
    }
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
