//! A process with debug options on: its own task handles all messages, and tells of each.
//!
//! It is held between them, as a suspended one is, so that nobody enters it; one without such options pays nothing for those
//! that have some.

use super::blocking::{OnPool, Rest};
use super::cell::{Core, Process};
use super::death::Ending;
use super::mailbox::Envelope;
use super::status::{DEAD, SIGNAL};
use super::waiting::handle;
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
            // before a message is taken: whoever waits for its reply is told of a death that comes meanwhile
            poll_fn(|cx| coop::poll_proceed(cx).map(|budget| budget.made_progress())).await;
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

    /// Handles a message, and tells of it whoever wants to know. It does not wait before the message's caller is known to the
    /// context, or the state is away.
    pub(super) async fn handle_watched(
        self: &Arc<Self>,
        core: &mut Option<Core<S>>,
        envelope: Envelope<S>,
    ) -> Result<(), Ending> {
        let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
        let Envelope { from, name, body } = envelope;
        let Some(rest) = self.handle_rest(state, ctx, name, from, body)? else { return Ok(()) };
        let (kind, shown) = match &rest {
            Rest::Call(call, _) => (MessageKind::Call, Shown::Call(call)),
            Rest::Cast(cast) => (MessageKind::Cast, Shown::Cast(cast)),
            Rest::Info(info) => (MessageKind::Info, Shown::Info(info)),
        };
        ctx.tell(state, &SysEvent::In { handler: name, message: shown, from: Pid::from_raw(from) });
        let watched = self.head.system.hub.is_watched();
        let handling = watched.then(|| Handling::begin(&self.head, S::NAME, name, kind, from));
        let span = handling.as_ref().map_or_else(Span::none, Handling::span);
        let work: OnPool<'_> = if S::HAS_BLOCKING && S::blocks(&rest.message()) {
            self.handle_blocking(core, name, from, rest)
        } else {
            Box::pin(async move {
                handle(state, ctx, name, from, rest).await;
                Ok(())
            })
        };
        work.instrument(span).await?;
        drop(handling);
        if let Some(Core { state, ctx }) = core.as_mut()
            && kind != MessageKind::Call
        {
            ctx.tell(state, &SysEvent::NoReply);
        }
        Ok(())
    }
}

impl<S: GenServer> Context<S> {
    pub(crate) fn is_debugged(&self) -> bool {
        self.agenda.as_ref().is_some_and(|agenda| agenda.debugging.is_some())
    }

    /// Changes the debug options.
    pub(crate) fn debugging(&mut self, change: &mut dyn FnMut(&mut Debugging<S>)) {
        let debugging = &mut self.agenda().debugging;
        change(debugging.get_or_insert_default());
        if debugging.as_ref().is_some_and(|debugging| debugging.is_none()) {
            *debugging = None;
        }
        let debugged = debugging.is_some();
        self.process.head.note(|seen| seen.debugged = debugged);
    }

    /// Tells whoever looks at this server, if anybody does.
    pub(crate) fn tell(&mut self, state: &S, event: &SysEvent<'_, S>) {
        if let Some(debugging) = self.agenda.as_mut().and_then(|agenda| agenda.debugging.as_mut()) {
            debugging.tell(self.process.head.pid, state, event);
            if debugging.is_none() {
                self.debugging(&mut |_| {});
            }
        }
    }

    pub(crate) fn tell_answer(&mut self, state: &S, answer: &Answer<S::Reply>) {
        let to = Pid::from_raw(self.last.0);
        self.tell(
            state,
            &match answer {
                Answer::Reply(reply) => SysEvent::Out { reply, to },
                Answer::NoReply => SysEvent::NoReply,
            },
        );
    }
}
