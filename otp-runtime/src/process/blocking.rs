//! Handlers that block their thread: they run on the blocking pool, and the state goes there with them.

use super::cell::{Core, Process};
use super::current::As;
use super::death::Ending;
use super::in_place::poll_sync;
use super::mailbox::Body;
use super::panics::{Crash, guarded};
use super::status::DEAD;
use super::waiting::handle;
use crate::gen_server::Message;
use crate::reply::Slot;
use crate::{Context, ExitReason, GenServer};
use std::any::Any;
use std::pin::Pin;
use std::sync::Arc;

/// A handler on its way, which holds the state meanwhile.
pub(super) type OnPool<'a> = Pin<Box<dyn Future<Output = Result<(), Ending>> + Send + 'a>>;

impl<S: GenServer> Process<S> {
    /// Handles a message whose handler is `blocking`.
    pub(super) fn handle_blocking<'a>(
        self: &'a Arc<Self>,
        core: &'a mut Option<Core<S>>,
        name: &'static str,
        from: u64,
        rest: Rest<S>,
    ) -> OnPool<'a> {
        if !S::HAS_BLOCKING {
            return nothing_blocks();
        }
        let handler: Handler<S> = Box::new(move |state, ctx| poll_sync(handle(state, ctx, name, from, rest)));
        Box::pin(self.travel(core, handler))
    }

    /// As [`handle_blocking`](Self::handle_blocking).
    pub(super) fn go_on_blocking<'a>(
        self: &'a Arc<Self>,
        core: &'a mut Option<Core<S>>,
        go_on: S::Continue,
    ) -> OnPool<'a> {
        if !S::HAS_BLOCKING {
            return nothing_blocks();
        }
        let handler: Handler<S> = Box::new(move |state, ctx| poll_sync(state.handle_continue(go_on, ctx)));
        Box::pin(self.travel(core, handler))
    }

    /// Runs a handler on the blocking pool. The state travels there and back; if the process is killed meanwhile it is
    /// dropped there, when the handler returns.
    async fn travel(self: &Arc<Self>, core: &mut Option<Core<S>>, handler: Handler<S>) -> Result<(), Ending> {
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

/// What is left of all this in a server that has no such handler.
fn nothing_blocks<'a>() -> OnPool<'a> {
    unreachable!("`GenServer::HAS_BLOCKING` is false, and this was not to be asked")
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
            let _ = self.process.head.condemn(ExitReason::RuntimeGone);
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

impl<S: GenServer> Rest<S> {
    /// `None`: it is none of these.
    pub(super) fn of(body: Body<S>) -> Option<Self> {
        match body {
            Body::Call(call, slot) => Some(Rest::Call(call, slot)),
            Body::Cast(cast) => Some(Rest::Cast(cast)),
            Body::Info(info) => Some(Rest::Info(info)),
            Body::Any(_) | Body::Stop(_) | Body::Sys(_) => None,
        }
    }

    pub(super) fn into_body(self) -> Body<S> {
        match self {
            Rest::Call(call, slot) => Body::Call(call, slot),
            Rest::Cast(cast) => Body::Cast(cast),
            Rest::Info(info) => Body::Info(info),
        }
    }

    pub(super) fn message(&self) -> Message<'_, S> {
        match self {
            Rest::Call(call, _) => Message::Call(call),
            Rest::Cast(cast) => Message::Cast(cast),
            Rest::Info(info) => Message::Info(info),
        }
    }
}
