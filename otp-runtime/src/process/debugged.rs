//! A process with debug options on: its own task handles all messages, and tells of each.
//!
//! It is held between them, as a suspended one is, so that nobody enters it; one without such options pays nothing for those
//! that have some.

use super::blocking::Rest;
use super::cell::{Core, Process};
use super::death::Ending;
use super::mailbox::{Body, Envelope};
use super::status::{DEAD, SIGNAL};
use crate::gen_server::Message;
use crate::sys::options::Debugging;
use crate::telemetry::MessageKind;
use crate::telemetry::running::Handling;
use crate::{Answer, Context, GenServer, Pid, Shown, SysEvent};
use std::future::poll_fn;
use std::sync::Arc;
use tokio::task::coop;
use tracing::{Instrument, Span};

impl<S: GenServer> Process<S> {
    /// Waits for a message and handles it.
    pub(super) async fn debugged(self: &Arc<Self>, core: &mut Option<Core<S>>) -> Result<(), Ending> {
        loop {
            if self.head.status.has(SIGNAL | DEAD) {
                return Err(Ending::signal());
            }
            let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
            let Some(envelope) = self.next(state, ctx) else {
                if self.head.status.hold() {
                    self.held().await;
                }
                continue;
            };
            // to be looked at after it
            ctx.attention = true;
            return self.handle_watched(core, envelope).await;
        }
    }

    /// Handles the next message while all are watched; `false` when there is none.
    pub(super) async fn next_watched(self: &Arc<Self>, core: &mut Option<Core<S>>) -> Result<bool, Ending> {
        let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
        match self.next(state, ctx) {
            Some(envelope) => self.handle_watched(core, envelope).await.map(|()| true),
            None => Ok(false),
        }
    }

    /// Handles a message, and tells of it whoever wants to know.
    async fn handle_watched(self: &Arc<Self>, core: &mut Option<Core<S>>, envelope: Envelope<S>) -> Result<(), Ending> {
        // not `consume_budget`: with a second place to be inlined into it costs more in the first, where nobody watches
        poll_fn(|cx| coop::poll_proceed(cx).map(|budget| budget.made_progress())).await;
        let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
        let Envelope { from, name, body } = envelope;
        let rest = match body {
            Body::Call(call, slot) => Rest::Call(call, slot),
            Body::Cast(cast) => Rest::Cast(cast),
            other => match self.handle_rest(state, ctx, name, from, other)? {
                Some(rest) => rest,
                None => return Ok(()),
            },
        };
        let (kind, blocks) = {
            let (kind, message, shown) = match &rest {
                Rest::Call(call, _) => (MessageKind::Call, Message::Call(call), Shown::Call(call)),
                Rest::Cast(cast) => (MessageKind::Cast, Message::Cast(cast), Shown::Cast(cast)),
                Rest::Info(info) => (MessageKind::Info, Message::Info(info), Shown::Info(info)),
            };
            ctx.tell(state, &SysEvent::In { handler: name, message: shown, from: Pid::from_raw(from) });
            (kind, S::blocks(&message))
        };
        let handling =
            self.head.system.hub.is_watched().then(|| Handling::begin(&self.head, S::NAME, name, kind, from));
        let span = handling.as_ref().map_or_else(Span::none, Handling::span);
        if blocks {
            self.handle_blocking(core, name, from, rest).instrument(span).await?;
        } else {
            handle(state, ctx, name, from, rest).instrument(span).await;
        }
        drop(handling);
        if let Some(Core { state, ctx }) = core.as_mut()
            && kind != MessageKind::Call
        {
            ctx.tell(state, &SysEvent::NoReply);
        }
        Ok(())
    }
}

async fn handle<S: GenServer>(state: &mut S, ctx: &mut Context<S>, name: &'static str, from: u64, rest: Rest<S>) {
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

impl<S: GenServer> Context<S> {
    pub(crate) fn is_debugged(&self) -> bool {
        self.agenda.as_ref().is_some_and(|agenda| agenda.debugging.is_some())
    }

    /// Changes the debug options.
    pub(crate) fn debugging(&mut self, change: impl FnOnce(&mut Debugging<S>)) {
        let debugging = &mut self.agenda().debugging;
        change(debugging.get_or_insert_default());
        if debugging.as_ref().is_some_and(|debugging| debugging.is_none()) {
            *debugging = None;
        }
        let debugged = debugging.is_some();
        self.process.head.note_debug(|seen| seen.debugged = debugged);
    }

    /// Tells whoever looks at this server, if anybody does.
    pub(crate) fn tell(&mut self, state: &S, event: &SysEvent<'_, S>) {
        if let Some(debugging) = self.agenda.as_mut().and_then(|agenda| agenda.debugging.as_mut()) {
            debugging.tell(self.process.head.pid, state, event);
            if debugging.is_none() {
                self.debugging(|_| {});
            }
        }
    }

    pub(crate) fn tell_answer(&mut self, state: &S, answer: &Answer<S::Reply>) {
        let to = Pid::from_raw(self.last.1);
        self.tell(
            state,
            &match answer {
                Answer::Reply(reply) => SysEvent::Out { reply, to },
                Answer::NoReply => SysEvent::NoReply,
            },
        );
    }
}
