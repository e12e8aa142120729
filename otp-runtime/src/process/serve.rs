//! Serving the mailbox, on the process's own task.

use super::blocking::Rest;
use super::cell::{Core, Process};
use super::current::As;
use super::death::{Ending, without_task};
use super::in_place::poll_sync;
use super::mailbox::{Body, Envelope, trim};
use super::own_task::Parked;
use super::panics::{drop_guarded, guarded};
use super::server_task::{Boxed, ServerTask, Serving, Step};
use super::status::{DEAD, Leave, MAIL, Next, SIGNAL};
use crate::gen_server::Message;
use crate::{Context, GenServer};
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker};
use tokio::task::coop;

impl<S: GenServer> Serving for Process<S> {
    fn owning_task(self: Arc<Self>) -> ServerTask {
        self.mailbox.lock().task.set_spawned();
        self.note_task();
        ServerTask::new(self, true)
    }

    fn serve(&self, owning: &mut bool, again: &mut bool, cx: &mut TaskContext<'_>) -> Step {
        let mut first = None;
        if !*owning {
            match self.park(cx.waker(), &mut first) {
                Parked::Turn => *owning = true,
                Parked::Begun => {
                    *owning = true;
                    return Step::Wait;
                }
                Parked::Wait => return Step::Parked,
                Parked::Retire => return Step::Retire,
            }
        }
        let _as = As::process(&self.head);
        let _span = self.head.enter_span();
        guarded(|| self.serve_until(&mut first, again, cx)).unwrap_or_else(|crash| Step::End(Ending::crash(crash)))
    }

    fn waiting(self: Arc<Self>) -> Boxed<()> {
        Box::pin(async move {
            loop {
                self.handle_waiting().await;
                let mut done = false;
                poll_fn(|_| if std::mem::replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await;
            }
        })
    }

    fn is_free(&self) -> bool {
        self.try_core().is_some()
    }

    fn begin_serving(&self, attention: bool) -> Next {
        if attention && let Some(Core { ctx, .. }) = self.core().as_mut() {
            if ctx.needs_own_task() {
                return Next::Turn;
            }
            ctx.settle_idle();
        }
        self.release()
    }

    fn task_dropped(&self, owning: bool) {
        let turn = self.mailbox.lock().task.dropped();
        without_task(self, owning || turn);
    }
}

impl<S: GenServer> Process<S> {
    #[cold]
    pub(crate) fn spawn_task(self: &Arc<Self>) {
        let task = ServerTask::new(self.clone(), false);
        self.note_task();
        self.head.system.spawn_server(task);
    }

    fn note_task(self: &Arc<Self>) {
        if self.mailbox.lock().task.list() {
            self.head.system.note_task(self.weak());
        }
    }

    /// Looks for the task's turn, and takes a message that is alone while it has the lock.
    fn park(&self, waker: &Waker, first: &mut Option<Envelope<S>>) -> Parked {
        let mut mailbox = self.mailbox.lock();
        let parked = mailbox.task.park(waker);
        if parked != Parked::Turn {
            return parked;
        }
        if mailbox.begun.is_some() {
            if !mailbox.queue.is_empty() {
                self.head.status.note_mail();
            }
            return Parked::Begun;
        }
        if mailbox.queue.len() == 1 {
            if self.head.status.has(MAIL) {
                self.head.status.take_mail();
            }
            *first = mailbox.queue.pop_front();
        }
        Parked::Turn
    }

    fn serve_until(&self, first: &mut Option<Envelope<S>>, again: &mut bool, cx: &mut TaskContext<'_>) -> Step {
        loop {
            if let Some(step) = self.serve_mail(first, again, cx) {
                return step;
            }
            // the state is released before the process is: whoever enters next borrows it
            match self.head.status.end_turn() {
                Leave::Idle => return Step::Idle,
                Leave::Mail => {}
                Leave::Signal | Leave::Dead => return Step::End(Ending::signal()),
            }
        }
    }

    /// Handles messages, the `first` of which may have been taken already, until something else is to be done; `None`: there
    /// are no more.
    fn serve_mail(&self, first: &mut Option<Envelope<S>>, again: &mut bool, cx: &mut TaskContext<'_>) -> Option<Step> {
        let mut core = self.core();
        loop {
            let Some(Core { state, ctx }) = core.as_mut() else {
                drop_guarded(first.take());
                return Some(Step::End(Ending::signal()));
            };
            let interrupted = self.head.status.has(SIGNAL | DEAD);
            if interrupted || ctx.attention {
                // handled later, or refused
                ctx.batch.extend(first.take());
                if interrupted {
                    return Some(Step::End(Ending::signal()));
                }
                let process = ctx.process.clone();
                return Some(Step::Rare(Box::pin(async move { process.settle(&mut process.core()).await })));
            }
            let envelope = match first.take() {
                Some(envelope) => {
                    self.make_room(Some(&envelope), ctx);
                    envelope
                }
                None => self.next(state, ctx)?,
            };
            // a message alone is as much as its task's wake-up
            if std::mem::replace(again, true) {
                match coop::poll_proceed(cx) {
                    Poll::Ready(budget) => budget.made_progress(),
                    Poll::Pending => {
                        ctx.batch.push_front(envelope);
                        return Some(Step::Yield);
                    }
                }
            }
            if self.head.system.hub.is_watched() {
                let process = ctx.process.clone();
                return Some(Step::Rare(Box::pin(async move {
                    process.handle_watched(&mut process.core(), envelope).await
                })));
            }
            // asked before the message is taken apart: each time it is moved costs more than the question
            let (waits, blocks) = needs(&envelope.body);
            if waits && !blocks {
                ctx.batch.push_front(envelope);
                return Some(Step::Wait);
            }
            // out of its place in one move
            match envelope.body {
                Body::Cast(cast) if !blocks => {
                    ctx.begin(envelope.name, envelope.from, None);
                    poll_sync(state.handle_cast(cast, ctx));
                }
                Body::Call(call, slot) if !blocks => {
                    ctx.begin(envelope.name, envelope.from, Some(slot));
                    let answer = poll_sync(state.handle_call(call, ctx));
                    ctx.answered(answer);
                }
                _ => {
                    if let Some(step) = self.serve_other(state, ctx, envelope) {
                        return Some(step);
                    }
                }
            }
        }
    }

    /// A message that is not a plain call or cast.
    fn serve_other(&self, state: &mut S, ctx: &mut Context<S>, envelope: Envelope<S>) -> Option<Step> {
        let Envelope { from, name, body } = envelope;
        let rest = match self.handle_rest(state, ctx, name, from, body) {
            Ok(rest) => rest?,
            Err(ending) => return Some(Step::End(ending)),
        };
        if blocks(&rest.message()) {
            let process = ctx.process.clone();
            return Some(Step::Rare(Box::pin(async move {
                process.handle_blocking(&mut process.core(), name, from, rest).await
            })));
        }
        match rest {
            Rest::Info(info) if !S::waits(&Message::Info(&info)) => {
                ctx.begin(name, from, None);
                poll_sync(state.handle_info(info, ctx));
                None
            }
            rest => {
                ctx.batch.push_front(Envelope { from, name, body: rest.into_body() });
                Some(Step::Wait)
            }
        }
    }

    /// The next message, from the batch or else the mailbox.
    #[inline]
    pub(super) fn next(&self, state: &mut S, ctx: &mut Context<S>) -> Option<Envelope<S>> {
        if ctx.batch.is_empty() && !self.head.status.has(MAIL) {
            if ctx.rest() {
                state.hibernate();
            }
            return None;
        }
        self.take_next(ctx)
    }

    fn take_next(&self, ctx: &mut Context<S>) -> Option<Envelope<S>> {
        if ctx.batch.is_empty() {
            self.head.status.take_mail();
            let mut mailbox = self.mailbox.lock();
            if mailbox.queue.len() > 1 {
                std::mem::swap(&mut ctx.batch, &mut mailbox.queue);
                trim(&mut mailbox.queue);
            } else {
                // most come alone: no second queue for them
                let envelope = mailbox.queue.pop_front();
                trim(&mut mailbox.queue);
                drop(mailbox);
                self.make_room(envelope.as_ref(), ctx);
                return envelope;
            }
        }
        let envelope = ctx.batch.pop_front();
        trim(&mut ctx.batch);
        self.make_room(envelope.as_ref(), ctx);
        envelope
    }

    /// A bounded mailbox has a place again.
    fn make_room(&self, taken: Option<&Envelope<S>>, ctx: &Context<S>) {
        if Self::BOUNDED
            && let (Some(room), Some(envelope)) = (&self.room, taken)
            && envelope.is_counted()
            && let Some((next, sent)) = room.give_back()
        {
            if let Err(refused) = ctx.process.push(next) {
                drop_guarded(refused);
            }
            sent.tell();
        }
    }
}

/// Whether the handler of a call or a cast may have to wait, and whether it blocks its thread.
#[inline]
fn needs<S: GenServer>(body: &Body<S>) -> (bool, bool) {
    let message = match body {
        Body::Call(call, _) => Message::Call(call),
        Body::Cast(cast) => Message::Cast(cast),
        _ => return (false, false),
    };
    (S::waits(&message), blocks(&message))
}

#[inline]
fn blocks<S: GenServer>(message: &Message<'_, S>) -> bool {
    S::HAS_BLOCKING && S::blocks(message)
}
