//! Callers run idle servers: a call whose caller could enter runs its handler on the caller's own thread.

use super::cell::{Core, CoreMut, Process};
use super::current::{As, raw_and_depth};
use super::mailbox::{BoxedCall, Ran};
use super::panics::{Crash, drop_guarded, guarded};
use super::run::poll_as;
use super::status::DEAD;
use crate::client::body::CallBody;
use crate::error::Failure;
use crate::reply::Slot;
use crate::{Answer, Context, GenServer};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker};

/// How deep calls in place may nest: 4 KB of stack a level in unoptimised builds.
pub(crate) const MAX_DEPTH: u32 = 16;

pub(crate) enum InPlace<R> {
    Done(Result<R, Failure>),
    /// The answer comes later.
    Wait(Arc<Slot<R>>),
}

/// Polls a handler that does not wait.
#[inline]
pub(crate) fn poll_sync<F: Future>(handler: F) -> F::Output {
    match pin!(handler).poll(&mut TaskContext::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a handler that is said not to wait has to wait: `GenServer::waits` is wrong"),
    }
}

impl<S: GenServer> Process<S> {
    /// Whether the caller now owns the process and may run a handler itself.
    #[inline]
    pub(crate) fn enter(&self, depth: u32) -> bool {
        self.enter_below(depth, self.head.system.hub.depth())
    }

    #[inline]
    pub(crate) fn enter_below(&self, depth: u32, limit: u32) -> bool {
        let head = &self.head;
        depth < limit
            && head.system.at_home()
            && (head.status.try_enter() || head.status.spin_enter(head.system.spins()))
    }

    /// Runs the handler of a call. The caller owns the process; when this returns it does not.
    #[inline]
    pub(crate) fn run_in_place<B: CallBody<S>>(self: &Arc<Self>, name: &'static str, body: B) -> InPlace<S::Reply> {
        let from = raw_and_depth().0;
        if body.waits() {
            return self.run_async_in_place(name, from, body.into_message());
        }
        let mut core = self.core();
        let Some(Core { state, ctx }) = core.as_mut() else {
            drop(core);
            return self.without_state();
        };
        ctx.begin(name, from, None);
        let result = {
            let _as = As::process(&self.head);
            let _span = self.head.enter_span();
            guarded(|| body.run(state, ctx))
        };
        match result {
            Ok(Answer::Reply(reply)) if !ctx.attention => {
                drop(core);
                self.replied(reply)
            }
            other => self.unusual(core, other),
        }
    }

    /// One allocation if the handler does not have to wait; if it does, the own task takes it on.
    fn run_async_in_place(self: &Arc<Self>, name: &'static str, from: u64, call: S::Call) -> InPlace<S::Reply> {
        let process = self.clone();
        // room first: the future is made where it is to lie, and not moved there
        let room = Box::new_uninit();
        let handler = async move {
            let mut core = process.core();
            let Some(Core { state, ctx }) = core.as_mut() else {
                return Ran::Unusual(Answer::NoReply);
            };
            ctx.begin(name, from, None);
            match state.handle_call(call, ctx).await {
                Answer::Reply(reply) if !ctx.attention => Ran::Replied(reply),
                answer => Ran::Unusual(answer),
            }
        };
        let handler = Box::write(room, handler);
        let mut handler: BoxedCall<S> = Box::into_pin(handler);
        let mut cx = TaskContext::from_waker(Waker::noop());
        match poll_as(&self.head, handler.as_mut(), &mut cx) {
            Poll::Pending => InPlace::Wait(self.hand_over_begun(handler)),
            Poll::Ready(Ok(Ran::Replied(reply))) => {
                drop_guarded(handler);
                self.replied(reply)
            }
            Poll::Ready(Ok(Ran::Unusual(answer))) => {
                drop_guarded(handler);
                self.unusual(self.core(), Ok(answer))
            }
            Poll::Ready(Err(reason)) => {
                drop_guarded(handler);
                self.unusual(self.core(), Err(reason))
            }
        }
    }

    /// The usual end of a handler in place.
    #[inline]
    fn replied(self: &Arc<Self>, reply: S::Reply) -> InPlace<S::Reply> {
        if self.let_go() { InPlace::Done(Ok(reply)) } else { self.too_late(InPlace::Done(Ok(reply))) }
    }

    /// The process was declared dead meanwhile: its caller hears what everybody heard.
    #[cold]
    fn too_late(&self, outcome: InPlace<S::Reply>) -> InPlace<S::Reply> {
        drop_guarded(outcome);
        InPlace::Done(Err(Failure::Exit(self.head.end_reason())))
    }

    /// Anything but "replied, go on": a panic, a stop, a continue, a deferred reply, a timer to arm.
    #[cold]
    fn unusual(
        self: &Arc<Self>,
        mut core: CoreMut<'_, S>,
        result: Result<Answer<S::Reply>, Crash>,
    ) -> InPlace<S::Reply> {
        let Some(Core { ctx, .. }) = core.as_mut() else {
            drop(core);
            return self.without_state();
        };
        if ctx.slot.is_some() {
            self.mailbox.lock().begun = None;
        }
        let answer = match result {
            Ok(answer) => answer,
            Err(reason) => {
                // a crash outweighs what the handler had asked for
                ctx.agenda().exit = Some(*reason);
                ctx.agenda().deferred = false;
                Answer::NoReply
            }
        };
        if ctx.agenda.as_ref().is_some_and(|agenda| agenda.exit.is_some()) {
            let slot = ctx.slot.get_or_insert_with(Slot::new).clone();
            ctx.answered(answer);
            drop(core);
            self.hand_over();
            return InPlace::Wait(slot);
        }
        let outcome = answer_now(ctx, answer);
        let alive = if ctx.needs_own_task() {
            drop(core);
            self.hand_over();
            !self.head.status.has(DEAD)
        } else {
            ctx.settle_idle();
            drop(core);
            self.let_go()
        };
        if alive { outcome } else { self.too_late(outcome) }
    }

    /// The owner found no state: the process is being declared dead.
    #[cold]
    fn without_state(self: &Arc<Self>) -> InPlace<S::Reply> {
        self.let_go();
        InPlace::Done(Err(Failure::NoProc))
    }
}

fn answer_now<S: GenServer>(ctx: &mut Context<S>, answer: Answer<S::Reply>) -> InPlace<S::Reply> {
    let deferred = ctx.agenda.as_ref().is_some_and(|agenda| agenda.deferred);
    match (answer, ctx.slot.take()) {
        (Answer::Reply(reply), _) => InPlace::Done(Ok(reply)),
        (Answer::NoReply, Some(slot)) if deferred => InPlace::Wait(slot),
        (Answer::NoReply, _) => InPlace::Done(Err(Failure::NoReply)),
    }
}
