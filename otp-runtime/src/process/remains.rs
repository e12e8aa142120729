//! What a server leaves behind: its state, its callers, and the messages it did not handle.

use super::cell::{Core, Process};
use super::current::As;
use super::death::{Closed, Late, Mortal, Remains};
use super::mailbox::{Begun, Body, Envelope, Mailbox};
use super::panics::{drop_each, drop_guarded, guarded};
use super::status::DEAD;
use crate::error::Failure;
use crate::reply::Waiting;
use crate::{ExitReason, GenServer};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Waker;

impl<S: GenServer> Mortal for Process<S> {
    fn register_task(&self, waker: &Waker) {
        self.mailbox.lock().task.register(waker);
    }

    fn terminate<'a>(&'a self, reason: &'a ExitReason) -> Option<Pin<Box<dyn Future<Output = ()> + Send + 'a>>> {
        if !S::HAS_TERMINATE {
            return None;
        }
        Some(Box::pin(async move {
            if let Some(Core { state, ctx }) = self.core().as_mut() {
                state.terminate(reason, ctx).await;
            }
        }))
    }

    fn last_words(&self) -> (Option<(u64, &'static str)>, Option<String>) {
        let mut core = self.core();
        let Some(Core { state, ctx }) = core.as_mut() else { return (None, None) };
        let state = guarded(|| state.format_status()).unwrap_or_else(|_| Some("(format_status panicked)".to_owned()));
        (Some(ctx.last), state)
    }

    fn close(&self) -> Option<Closed> {
        self.close_locked(&self.mailbox.lock())
    }

    fn begun_caller(&self) -> Option<Arc<dyn Waiting>> {
        self.mailbox.lock().begun.as_ref().map(|begun| -> Arc<dyn Waiting> { begun.caller.clone() })
    }

    fn drop_begun(&self) -> Option<Arc<dyn Waiting>> {
        let Begun { handler, caller } = self.mailbox.lock().begun.take()?;
        let _as = As::process(&self.head);
        drop_guarded(handler);
        Some(caller)
    }

    fn take_apart(&self) -> Remains {
        let mut remains =
            Remains { callers: Vec::new(), last_reply: None, stops: Vec::new(), unread: false, absent: false };
        let Some(Core { state, mut ctx }) = self.try_core().and_then(|mut core| core.take()) else {
            remains.absent = true;
            return remains;
        };
        if !ctx.batch.is_empty() {
            remains.unread = true;
            let mut mailbox = self.mailbox.lock();
            ctx.batch.append(&mut mailbox.queue);
            std::mem::swap(&mut ctx.batch, &mut mailbox.queue);
        }
        if let Some(slot) = ctx.slot.take() {
            remains.callers.push(slot);
        }
        if let Some(agenda) = ctx.agenda.take() {
            let agenda = *agenda;
            remains.stops = agenda.stops;
            if let Some((slot, reply)) = agenda.last_reply {
                remains.last_reply = Some(Box::new(move || _ = slot.tell(Ok(reply))));
            }
            for kept in agenda.waiting.iter().filter_map(std::sync::Weak::upgrade) {
                // a `ReplyTo` in the state is dropped with it: that is this death, not "no reply"
                kept.seal();
                remains.callers.push(kept);
            }
            drop_each(agenda.go_on);
            drop_guarded(agenda.debugging);
        }
        drop_guarded(state);
        drop_guarded(ctx);
        remains
    }

    fn refuse_unread(&self, reason: &ExitReason) -> Late {
        let mut late = Late::default();
        let unread = std::mem::take(&mut self.mailbox.lock().queue);
        for Envelope { body, .. } in unread {
            match body {
                Body::Call(call, slot) => {
                    slot.tell(Err(Failure::Exit(reason.clone())));
                    drop_guarded(call);
                }
                Body::Stop(request) => late.stops.push(*request),
                Body::Sys(request) => late.sys.push(request),
                body => drop_guarded(body),
            }
        }
        late
    }

    fn close_room(&self, reason: &ExitReason) {
        if Self::BOUNDED
            && let Some(room) = &self.room
        {
            room.close(reason);
        }
    }

    #[cold]
    fn bury(&self) {
        let _told = self.drop_begun();
        if let Some(core) = self.try_core().and_then(|mut core| core.take()) {
            core.discard();
        }
    }
}

impl<S: GenServer> Process<S> {
    /// See [`Mortal::close`].
    pub(super) fn close_locked(&self, mailbox: &Mailbox<S>) -> Option<Closed> {
        if self.head.status.has(DEAD) {
            return None;
        }
        self.head.status.die();
        let empty = mailbox.queue.is_empty() && mailbox.begun.is_none() && !Self::BOUNDED;
        Some(if empty { Closed::Empty } else { Closed::Full })
    }
}
