//! The process's own task: it handles what is queued, then parks.

use super::agenda::Silence;
use super::blocking::{Handler, Rest};
use super::cell::{Core, Process};
use super::death::Ending;
use super::in_place::poll_sync;
use super::mailbox::{Begun, Body, Envelope, Ran, trim};
use super::own_task::Parked;
use super::panics::drop_guarded;
use super::run::{Stretch, run};
use super::status::{DEAD, Leave, MAIL, SIGNAL};
use crate::gen_server::Message;
use crate::{AnyMessage, Context, Exit, GenServer, IdleTimeout, Pid, SysEvent};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Poll, Waker};

/// Owns the process while its task lives. A task that the runtime drops takes the process with it.
pub(crate) struct Guard<S: GenServer> {
    pub(crate) process: Arc<Process<S>>,
    /// The process is the task's to run. Only the task itself looks, so relaxed access will do.
    owning: AtomicBool,
    done: bool,
}

impl<S: GenServer> Drop for Guard<S> {
    fn drop(&mut self) {
        if !self.done {
            self.process.task_dropped(*self.owning.get_mut());
        }
    }
}

impl<S: GenServer> Process<S> {
    #[cold]
    pub(crate) fn spawn_task(self: &Arc<Self>) {
        let guard = Guard { process: self.clone(), owning: AtomicBool::new(false), done: false };
        self.note_task();
        self.head.system.handle.spawn(own_task(guard));
    }

    fn note_task(self: &Arc<Self>) {
        if self.mailbox.lock().task.list() {
            self.head.system.note_task(self.weak());
        }
    }

    /// For the task that goes on from an `init` that had to wait: it owns the process from the start.
    pub(crate) fn owning_guard(self: &Arc<Self>) -> Guard<S> {
        self.mailbox.lock().task.set_spawned();
        self.note_task();
        Guard { process: self.clone(), owning: AtomicBool::new(true), done: false }
    }
}

/// The own task's life: one future, whatever the number of turns, for making one costs as much as a message.
pub(crate) async fn own_task<S: GenServer>(mut guard: Guard<S>) {
    let process = &guard.process;
    let running = || guard.owning.load(Relaxed);
    let serving = pin!(Some(process.serve(&guard.owning)));
    let ending = match process.run_own(running, serving).await {
        Stretch::Done(None) => {
            guard.done = true;
            return;
        }
        Stretch::Done(Some(ending)) => ending,
        Stretch::Crashed(reason) => Ending::crash(reason),
        Stretch::Signal => Ending::signal(),
    };
    // rare, and large: not a part of every task
    Box::pin(process.end(ending)).await;
    guard.done = true;
}

impl<S: GenServer> Process<S> {
    /// Runs a future as this process on its own task; signals count while `running` says so.
    fn run_own<F: Future>(
        &self,
        running: impl Fn() -> bool,
        future: Pin<&mut Option<F>>,
    ) -> impl Future<Output = Stretch<F::Output>> {
        run(&self.head, running, future, |waker| self.register_task(waker))
    }

    /// Lets signals find the task.
    pub(super) fn register_task(&self, waker: &Waker) {
        self.mailbox.lock().task.register(waker);
    }

    /// Serves whenever it is the task's turn, until the process is to end; `None`: until the task is to.
    async fn serve(self: &Arc<Self>, owning: &AtomicBool) -> Option<Ending> {
        let mut is_known = false;
        loop {
            if !owning.load(Relaxed) {
                let begun = self.turn(&mut is_known).await?;
                owning.store(true, Relaxed);
                if let Some(begun) = begun {
                    self.finish_begun(begun).await;
                }
            }
            if let Some(ending) = self.serve_mail().await {
                return Some(ending);
            }
            // the state is released before the process is: whoever enters next borrows it
            match self.head.status.leave() {
                Leave::Idle => owning.store(false, Relaxed),
                Leave::Mail => {}
                Leave::Signal | Leave::Dead => return Some(Ending::signal()),
            }
        }
    }

    /// Handles messages until there are none, or the process is to end.
    #[inline]
    async fn serve_mail(self: &Arc<Self>) -> Option<Ending> {
        let mut core = self.core();
        let mut again = false;
        loop {
            if self.head.status.has(SIGNAL | DEAD) {
                return Some(Ending::signal());
            }
            let Some(Core { state, ctx }) = core.as_mut() else { return Some(Ending::signal()) };
            if ctx.attention {
                match Box::pin(self.settle(&mut core)).await {
                    Ok(()) => continue,
                    Err(ending) => return Some(ending),
                }
            }
            if self.head.system.hub.is_watched() {
                match Box::pin(self.next_watched(&mut core)).await {
                    Ok(true) => continue,
                    Ok(false) => return None,
                    Err(ending) => return Some(ending),
                }
            }
            let Envelope { from, name, body } = self.next(state, ctx)?;
            // a message alone is as much as its task's wake-up
            if std::mem::replace(&mut again, true) {
                tokio::task::coop::consume_budget().await;
            }
            match body {
                Body::Cast(cast) if !S::blocks(&Message::Cast(&cast)) => {
                    ctx.begin(name, from, None);
                    state.handle_cast(cast, ctx).await;
                }
                Body::Call(call, slot) if !S::blocks(&Message::Call(&call)) => {
                    ctx.begin(name, from, Some(slot));
                    let answer = state.handle_call(call, ctx).await;
                    ctx.answered(answer);
                }
                other => match self.handle_rest(state, ctx, name, from, other) {
                    Ok(None) => {}
                    Ok(Some(Rest::Info(info))) if !S::blocks(&Message::Info(&info)) => {
                        ctx.begin(name, from, None);
                        state.handle_info(info, ctx).await;
                    }
                    Ok(Some(rest)) => {
                        if let Err(ending) = Box::pin(self.handle_blocking(&mut core, name, from, rest)).await {
                            return Some(ending);
                        }
                    }
                    Err(ending) => return Some(ending),
                },
            }
        }
    }

    /// Parks until it is the task's turn; `None`: until the task is to end. A task whose waker `is_known` is woken when
    /// there is something to see, so it sleeps without a look.
    async fn turn(&self, is_known: &mut bool) -> Option<Option<Begun<S>>> {
        let mut sleeps = *is_known;
        poll_fn(|cx| {
            if std::mem::take(&mut sleeps) {
                return Poll::Pending;
            }
            let mut mailbox = self.mailbox.lock();
            match mailbox.task.park(cx.waker()) {
                Parked::Wait => {
                    *is_known = true;
                    Poll::Pending
                }
                Parked::Turn => Poll::Ready(Some(mailbox.begun.take())),
                Parked::Retire => Poll::Ready(None),
            }
        })
        .await
    }

    /// Goes on with a handler that was begun in place.
    async fn finish_begun(self: &Arc<Self>, begun: Begun<S>) {
        let Begun { handler, caller } = begun;
        let Some(handler) = handler else { return };
        // known to the mailbox too, for a death in the middle
        self.mailbox.lock().begun = Some(Begun { handler: None, caller: caller.clone() });
        let Ran { answer, .. } = handler.await;
        let mut core = self.core();
        let Some(Core { ctx, .. }) = core.as_mut() else { return };
        self.mailbox.lock().begun = None;
        ctx.slot = Some(caller);
        ctx.answered(answer);
    }

    /// The next message, from the batch or else the mailbox.
    #[inline]
    pub(super) fn next(self: &Arc<Self>, state: &mut S, ctx: &mut Context<S>) -> Option<Envelope<S>> {
        if ctx.batch.is_empty() {
            if !self.head.status.has(MAIL) {
                if ctx.rest() {
                    state.hibernate();
                }
                return None;
            }
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
                self.make_room(envelope.as_ref());
                return envelope;
            }
        }
        let envelope = ctx.batch.pop_front();
        trim(&mut ctx.batch);
        self.make_room(envelope.as_ref());
        envelope
    }

    /// A bounded mailbox has a place again.
    fn make_room(self: &Arc<Self>, taken: Option<&Envelope<S>>) {
        if Self::BOUNDED
            && let (Some(room), Some(envelope)) = (&self.room, taken)
            && envelope.is_counted()
            && let Some((next, sent)) = room.give_back()
        {
            if let Err(refused) = self.push(next) {
                drop_guarded(refused);
            }
            sent.tell();
        }
    }

    /// Does what the last handler asked for.
    async fn settle(self: &Arc<Self>, core: &mut Option<Core<S>>) -> Result<(), Ending> {
        loop {
            let Some(Core { ctx, .. }) = core.as_mut() else { return Err(Ending::signal()) };
            if !ctx.attention {
                return Ok(());
            }
            if let Some(reason) = ctx.wants_exit() {
                return Err(Ending::asked(reason));
            }
            if ctx.is_suspended() {
                self.suspended(core).await?;
                continue;
            }
            match ctx.take_continue() {
                Some(go_on) => self.go_on(core, go_on).await?,
                None => {
                    ctx.settle_idle();
                    if ctx.is_debugged() {
                        self.debugged(core).await?;
                    }
                }
            }
        }
    }

    async fn go_on(self: &Arc<Self>, core: &mut Option<Core<S>>, go_on: S::Continue) -> Result<(), Ending> {
        if let Some(Core { state, ctx }) = core.as_mut() {
            ctx.tell(state, &SysEvent::Continue(&go_on));
        }
        if S::blocks(&Message::Continue(&go_on)) {
            let handler: Handler<S> = Box::new(move |state, ctx| poll_sync(state.handle_continue(go_on, ctx)));
            return self.on_blocking_pool(core, handler).await;
        }
        let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
        ctx.begin("handle_continue", 0, None);
        state.handle_continue(go_on, ctx).await;
        Ok(())
    }

    /// What needs no waiting, and what is left to do after it.
    pub(super) fn handle_rest(
        &self,
        state: &mut S,
        ctx: &mut Context<S>,
        name: &'static str,
        from: u64,
        body: Body<S>,
    ) -> Result<Option<Rest<S>>, Ending> {
        match body {
            Body::Call(call, slot) => Ok(Some(Rest::Call(call, slot))),
            Body::Cast(cast) => Ok(Some(Rest::Cast(cast))),
            Body::Info(info) => Ok(Some(Rest::Info(info))),
            Body::Stop(request) => {
                let reason = request.reason.clone();
                ctx.agenda().stops.push(*request);
                Err(Ending::asked(reason))
            }
            Body::Sys(request) => {
                request.run(state, ctx);
                ctx.rearm_idle();
                Ok(None)
            }
            Body::Any(message) => self.recognise(state, ctx, name, from, AnyMessage::from_parts(message, name)),
        }
    }

    fn recognise(
        &self,
        state: &S,
        ctx: &mut Context<S>,
        name: &'static str,
        from: u64,
        message: AnyMessage,
    ) -> Result<Option<Rest<S>>, Ending> {
        if let Some(exit) = message.downcast_ref::<Exit>()
            && Some(exit.from) == ctx.parent()
        {
            return Err(Ending::asked(exit.reason.clone()));
        }
        if let Some(idle) = message.downcast_ref::<IdleTimeout>()
            && !ctx.idle_fired(*idle)
        {
            return Ok(None);
        }
        if let Some(silence) = message.downcast_ref::<Silence>() {
            ctx.silence(silence);
            return Ok(None);
        }
        let Some(message) = message.open() else { return Ok(None) };
        match S::info(message) {
            Ok(info) => Ok(Some(Rest::Info(info))),
            Err(message) => {
                ctx.begin(name, from, None);
                ctx.tell(state, &SysEvent::Unknown { message: name, from: Pid::from_raw(from) });
                self.head.not_taken(S::NAME, message);
                Ok(None)
            }
        }
    }
}
