//! The process's own task: it handles what is queued, then parks.

use super::cell::{Core, Process};
use super::agenda::Silence;
use super::death::Ending;
use super::mailbox::{Begun, Body, Envelope, Ran, trim};
use super::own_task::Parked;
use super::run::{Stretch, run};
use super::status::{DEAD, Leave, MAIL, SIGNAL};
use crate::gen_server::Message;
use crate::{AnyMessage, Context, Exit, GenServer, IdleTimeout};
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::Poll;

/// Why a stretch of serving ended.
pub(crate) enum Served {
    /// Nothing left to do; the process is free.
    Idle,
    Exit(Ending),
}

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
        self.head.system.note_task(self.weak());
        self.head.system.handle.spawn(own_task(guard));
    }

    /// The task that goes on from an `init` that had to wait: it owns the process from the start.
    pub(crate) fn owning_guard(self: &Arc<Self>) -> Guard<S> {
        self.mailbox.lock().task.set_spawned();
        self.head.system.note_task(self.weak());
        Guard { process: self.clone(), owning: AtomicBool::new(true), done: false }
    }
}

/// The own task's life.
async fn own_task<S: GenServer>(mut guard: Guard<S>) {
    loop {
        let process = &guard.process;
        let turn = poll_fn(|cx| {
            let mut mailbox = process.mailbox.lock();
            match mailbox.task.park(cx.waker()) {
                Parked::Wait => Poll::Pending,
                Parked::Turn => Poll::Ready(Some(mailbox.begun.take())),
                Parked::Retire => Poll::Ready(None),
            }
        });
        let Some(begun) = turn.await else {
            guard.done = true;
            return;
        };
        guard.owning.store(true, Relaxed);
        if serve_turn(&guard, begun).await {
            guard.done = true;
            return;
        }
    }
}

/// Serves a process that the guard owns, until it is idle or has ended: then true.
async fn serve_turn<S: GenServer>(guard: &Guard<S>, begun: Option<Begun<S>>) -> bool {
    let process = &guard.process;
    let ending = match process.run_own(process.serve(begun)).await {
        Stretch::Done(Served::Idle) => {
            guard.owning.store(false, Relaxed);
            return false;
        }
        Stretch::Done(Served::Exit(ending)) => ending,
        Stretch::Crashed(reason) => Ending::asked(reason),
        Stretch::Signal => Ending::signal(),
    };
    process.end(ending).await;
    true
}

/// As [`own_task`], for a task that starts as the owner.
pub(crate) async fn go_on<S: GenServer>(mut guard: Guard<S>) {
    if serve_turn(&guard, None).await {
        guard.done = true;
    } else {
        own_task(guard).await;
    }
}

impl<S: GenServer> Process<S> {
    /// Runs a future as this process on its own task.
    pub(crate) async fn run_own<F: Future>(&self, future: F) -> Stretch<F::Output> {
        run(&self.head, future, |waker| self.mailbox.lock().task.register(waker)).await
    }

    /// Handles messages as the owner until there are none.
    async fn serve(self: &Arc<Self>, begun: Option<Begun<S>>) -> Served {
        if let Some(begun) = begun {
            self.finish_begun(begun).await;
        }
        loop {
            if let Err(ending) = self.serve_queue().await {
                return Served::Exit(ending);
            }
            // the state is released before the process is: whoever enters next borrows it
            match self.head.status.leave() {
                Leave::Idle => return Served::Idle,
                Leave::Mail => {}
                Leave::Signal | Leave::Dead => return Served::Exit(Ending::signal()),
            }
        }
    }

    /// Goes on with a handler that was begun in place.
    async fn finish_begun(self: &Arc<Self>, begun: Begun<S>) {
        let Begun { handler, caller } = begun;
        // known to the mailbox too, for a death in the middle
        self.mailbox.lock().begun = Some(Begun { handler: None, caller: caller.clone() });
        let Some(handler) = handler else { return };
        let Ran { answer, .. } = handler.await;
        let mut core = self.core();
        let Some(Core { ctx, .. }) = core.as_mut() else { return };
        self.mailbox.lock().begun = None;
        match ctx.slot.take() {
            Some(slot) => {
                slot.forward(caller);
                ctx.slot = Some(slot);
            }
            None => ctx.slot = Some(caller),
        }
        ctx.answered(answer);
    }

    async fn serve_queue(self: &Arc<Self>) -> Result<(), Ending> {
        let mut core = self.core();
        loop {
            if self.head.status.has(SIGNAL | DEAD) {
                return Err(Ending::signal());
            }
            self.settle(&mut core).await?;
            let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
            let Some(envelope) = self.next(ctx) else {
                if ctx.rest() {
                    state.hibernate();
                }
                return Ok(());
            };
            self.handle(&mut core, envelope).await?;
            tokio::task::coop::consume_budget().await;
        }
    }

    /// The next message, from the batch or else the mailbox.
    fn next(&self, ctx: &mut Context<S>) -> Option<Envelope<S>> {
        if ctx.batch.is_empty() {
            if !self.head.status.has(MAIL) {
                return None;
            }
            self.head.status.take_mail();
            let mut mailbox = self.mailbox.lock();
            std::mem::swap(&mut ctx.batch, &mut mailbox.queue);
            trim(&mut mailbox.queue);
        }
        let envelope = ctx.batch.pop_front();
        trim(&mut ctx.batch);
        if let (Some(room), Some(envelope)) = (&self.room, &envelope)
            && envelope.is_counted()
        {
            room.add_permits(1);
        }
        envelope
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
                None => ctx.settle_idle(),
            }
        }
    }

    async fn go_on(self: &Arc<Self>, core: &mut Option<Core<S>>, go_on: S::Continue) -> Result<(), Ending> {
        if S::blocks(&Message::Continue(&go_on)) {
            return self.on_blocking_pool(core, move |state, ctx| super::in_place::poll_sync(state.handle_continue(go_on, ctx))).await;
        }
        let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
        ctx.begin("handle_continue", 0, None);
        state.handle_continue(go_on, ctx).await;
        Ok(())
    }

    async fn handle(self: &Arc<Self>, core: &mut Option<Core<S>>, envelope: Envelope<S>) -> Result<(), Ending> {
        let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
        let Envelope { from, name, body } = envelope;
        match body {
            Body::Call(call, slot) => {
                ctx.begin(name, from, Some(slot));
                if S::blocks(&Message::Call(&call)) {
                    let handler = move |state: &mut S, ctx: &mut Context<S>| {
                        let answer = super::in_place::poll_sync(state.handle_call(call, ctx));
                        ctx.answered(answer);
                    };
                    return self.on_blocking_pool(core, handler).await;
                }
                let answer = state.handle_call(call, ctx).await;
                ctx.answered(answer);
                Ok(())
            }
            Body::Cast(cast) => {
                ctx.begin(name, from, None);
                if S::blocks(&Message::Cast(&cast)) {
                    let handler = move |state: &mut S, ctx: &mut Context<S>| {
                        super::in_place::poll_sync(state.handle_cast(cast, ctx))
                    };
                    return self.on_blocking_pool(core, handler).await;
                }
                state.handle_cast(cast, ctx).await;
                Ok(())
            }
            Body::Info(info) => self.handle_info(core, name, from, info).await,
            Body::Any(message) => self.handle_any(core, name, from, message).await,
            Body::Stop(request) => {
                let reason = request.reason.clone();
                ctx.agenda().stops.push(request);
                Err(Ending::asked(reason))
            }
            Body::Sys(request) => {
                request.run(state, ctx);
                ctx.rearm_idle();
                Ok(())
            }
        }
    }

    async fn handle_any(
        self: &Arc<Self>,
        core: &mut Option<Core<S>>,
        name: &'static str,
        from: u64,
        message: AnyMessage,
    ) -> Result<(), Ending> {
        let Some(Core { ctx, .. }) = core.as_mut() else { return Err(Ending::signal()) };
        if let Some(exit) = message.downcast_ref::<Exit>()
            && Some(exit.from) == ctx.parent()
        {
            return Err(Ending::asked(exit.reason.clone()));
        }
        if let Some(idle) = message.downcast_ref::<IdleTimeout>()
            && !ctx.idle_fired(*idle)
        {
            return Ok(());
        }
        if let Some(silence) = message.downcast_ref::<Silence>() {
            ctx.silence(silence);
            return Ok(());
        }
        match S::info(message) {
            Ok(info) => self.handle_info(core, name, from, info).await,
            Err(message) => {
                ctx.begin(name, from, None);
                tracing::error!(server = S::NAME, pid = %ctx.pid(), ?message, "a message that no #[info] handler takes");
                super::panics::drop_guarded(message);
                Ok(())
            }
        }
    }

    async fn handle_info(
        self: &Arc<Self>,
        core: &mut Option<Core<S>>,
        name: &'static str,
        from: u64,
        info: S::Info,
    ) -> Result<(), Ending> {
        let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
        ctx.begin(name, from, None);
        if S::blocks(&Message::Info(&info)) {
            let handler =
                move |state: &mut S, ctx: &mut Context<S>| super::in_place::poll_sync(state.handle_info(info, ctx));
            return self.on_blocking_pool(core, handler).await;
        }
        state.handle_info(info, ctx).await;
        Ok(())
    }

    /// Runs a handler on the blocking pool. The state travels there and back; if the process is killed meanwhile it is
    /// dropped there, when the handler returns.
    async fn on_blocking_pool(
        self: &Arc<Self>,
        core: &mut Option<Core<S>>,
        handler: impl FnOnce(&mut S, &mut Context<S>) + Send + 'static,
    ) -> Result<(), Ending> {
        let Some(mut travelling) = core.take() else { return Err(Ending::signal()) };
        let process = self.clone();
        let done = self.head.system.handle.spawn_blocking(move || {
            let result = {
                let _as = super::current::As::process(&process.head);
                let Core { state, ctx } = &mut travelling;
                let _span = process.head.enter_span();
                super::panics::guarded(|| handler(state, ctx))
            };
            if process.head.status.has(DEAD) {
                super::panics::drop_guarded(travelling);
                return None;
            }
            Some((travelling, result))
        });
        match done.await {
            Ok(Some((back, result))) => {
                *core = Some(back);
                result.map_err(Ending::asked)
            }
            _ => Err(Ending::signal()),
        }
    }

    /// Serves only the system's requests and the parent's exit; other messages wait in order.
    async fn suspended(self: &Arc<Self>, core: &mut Option<Core<S>>) -> Result<(), Ending> {
        loop {
            let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
            if self.head.status.has(SIGNAL | DEAD) {
                return Err(Ending::signal());
            }
            self.head.status.take_mail();
            let mut mail = std::mem::take(&mut self.mailbox.lock().queue);
            // set aside behind what was set aside before
            while let Some(envelope) = mail.pop_front() {
                match envelope.body {
                    Body::Sys(request) => request.run(state, ctx),
                    Body::Any(message)
                        if message.downcast_ref::<Exit>().is_some_and(|exit| Some(exit.from) == ctx.parent()) =>
                    {
                        let Some(exit) = message.downcast_ref::<Exit>() else { continue };
                        let reason = exit.reason.clone();
                        ctx.batch.append(&mut mail);
                        return Err(Ending::asked(reason));
                    }
                    body => ctx.batch.push_back(Envelope { body, ..envelope }),
                }
            }
            if !ctx.is_suspended() {
                ctx.rearm_idle();
                return Ok(());
            }
            if !self.head.status.hold() {
                continue;
            }
            poll_fn(|cx| {
                let mut mailbox = self.mailbox.lock();
                if mailbox.task.take_turn() {
                    return Poll::Ready(());
                }
                mailbox.task.register(cx.waker());
                Poll::Pending
            })
            .await;
        }
    }
}
