//! A server's process: one allocation with status word, mailbox, state and context side by side.

use super::death::Mortal as _;
use super::death::{end_with_runtime, give_up};
use super::head::{AnyProcess, Head};
use super::mailbox::{Begun, Body, BoxedCall, Envelope, Mailbox, PILE};
use super::own_task::Wakeup;
use super::panics::{drop_each, drop_guarded};
use super::room::Room;
use super::status::{DEAD, Leave, Next};
use crate::error::Failure;
use crate::reply::Slot;
use crate::stop::StopRequest;
use crate::sys::served::{AnyRequest, SysRequest};
use crate::system::System;
use crate::{AnyMessage, Context, ExitReason, GenServer};
use atomic_refcell::{AtomicRefCell, AtomicRefMut};
use parking_lot::Mutex;
use std::any::Any;
use std::collections::VecDeque;
use std::convert::identity;
use std::mem::offset_of;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use sync_wrapper::SyncWrapper;

const CACHE_LINE: usize = 64;

/// In this order: what senders write and what the server writes at each message is in cache lines of its own.
#[repr(C)]
pub(crate) struct Process<S: GenServer> {
    pub(crate) head: Head,
    pub(crate) mailbox: Mutex<Mailbox<S>>,
    /// With `mailbox = N`: the places that are free.
    pub(crate) room: Option<Box<Room<S>>>,
    /// How many messages it has handled.
    handled: AtomicU64,
    /// Only the owner touches it: the status word is the lock. A broken invariant panics here, it cannot deadlock.
    core: AtomicRefCell<SyncWrapper<Option<Core<S>>>>,
}

pub(crate) struct Core<S: GenServer> {
    pub(crate) state: S,
    pub(crate) ctx: Context<S>,
}

impl<S: GenServer> Core<S> {
    /// Drops the state, and whatever was to be handled with it.
    #[cold]
    pub(crate) fn discard(self) {
        let Core { state, mut ctx } = self;
        drop_guarded(state);
        drop_each(std::mem::take(&mut ctx.batch));
        if let Some(agenda) = &mut ctx.agenda {
            drop_each(std::mem::take(&mut agenda.go_on));
        }
        drop_guarded(ctx);
    }
}

pub(crate) type CoreMut<'a, S> = AtomicRefMut<'a, Option<Core<S>>>;

impl<S: GenServer> Process<S> {
    /// Asked as `if Self::BOUNDED`, the compiler leaves out what the other servers do not need.
    pub(crate) const BOUNDED: bool = S::OPTIONS.mailbox.is_some();

    pub(crate) fn new(system: Arc<System>) -> Arc<Self> {
        const {
            let looked_at = offset_of!(Self, head) + offset_of!(Head, pid);
            let sent_to = offset_of!(Self, mailbox);
            let queued = sent_to + size_of::<usize>() + size_of::<VecDeque<Envelope<S>>>();
            assert!(sent_to - looked_at >= CACHE_LINE && offset_of!(Self, core) - queued >= CACHE_LINE);
        }
        let queue_only = !(S::OPTIONS.inline && system.settings().inline);
        Arc::new(Process {
            head: Head::new(system, S::NAME, queue_only),
            mailbox: Mutex::new(Mailbox::new()),
            room: S::OPTIONS.mailbox.map(|bound| Box::new(Room::new(bound))),
            handled: AtomicU64::new(0),
            core: AtomicRefCell::new(SyncWrapper::new(None)),
        })
    }

    /// Only the owner handles messages: they need not be counted in one step.
    #[inline]
    pub(crate) fn count_message(&self) {
        self.handled.store(self.handled.load(Relaxed) + 1, Relaxed);
    }

    #[inline]
    pub(crate) fn core(&self) -> CoreMut<'_, S> {
        AtomicRefMut::map(self.core.borrow_mut(), SyncWrapper::get_mut)
    }

    /// `None`: a handler that was not dropped yet holds it.
    pub(crate) fn try_core(&self) -> Option<CoreMut<'_, S>> {
        Some(AtomicRefMut::map(self.core.try_borrow_mut().ok()?, SyncWrapper::get_mut))
    }

    /// Queues a message; `Err` gives it back when the process is dead.
    pub(crate) fn push(self: &Arc<Self>, envelope: Envelope<S>) -> Result<(), Envelope<S>> {
        let mut envelope = Some(envelope);
        self.post(&mut envelope, identity);
        envelope.map_or(Ok(()), Err)
    }

    /// As [`push`](Self::push), for messages that are sent in great number: it is left where it is when the process is dead.
    #[inline]
    pub(crate) fn post<M>(self: &Arc<Self>, message: &mut Option<M>, seal: impl FnOnce(M) -> Envelope<S>) {
        let wakeup = {
            let mut mailbox = self.mailbox.lock();
            if self.head.status.has(DEAD) {
                return;
            }
            mailbox.make_room();
            // not moved before, and only once: it has just been written in other pieces than it is read in, and the
            // processor waits for those to arrive
            let Some(message) = message.take() else { return };
            mailbox.queue.push_back(seal(message));
            match self.head.status.post() {
                Next::Turn => mailbox.task.give_turn(),
                _ if mailbox.queue.len() == PILE => mailbox.task.hurry(),
                _ => Wakeup::Nothing,
            }
        };
        self.act(wakeup);
    }

    pub(crate) fn post_info(self: &Arc<Self>, name: &'static str, info: &mut Option<S::Info>) {
        let from = super::current::raw_and_depth().0;
        self.post(info, |info| Envelope { from, name, body: Body::Info(info) });
    }

    /// As [`push`](Self::push), for callers that hold a lock: they follow up when they have released it.
    fn push_quietly(&self, name: &'static str, body: Body<S>) -> Result<Next, Body<S>> {
        let mut mailbox = self.mailbox.lock();
        if self.head.status.has(DEAD) {
            return Err(body);
        }
        let from = super::current::raw_and_depth().0;
        mailbox.make_room();
        mailbox.queue.push_back(Envelope { from, name, body });
        Ok(self.head.status.post())
    }

    /// The owner gives the process to its own task.
    #[cold]
    pub(crate) fn hand_over(self: &Arc<Self>) {
        let wakeup = self.mailbox.lock().task.give_turn();
        self.act(wakeup);
    }

    /// A handler begun in place has to wait: the own task takes it on. Where its caller waits.
    #[cold]
    pub(crate) fn hand_over_begun(self: &Arc<Self>, handler: BoxedCall<S>) -> Arc<Slot<S::Reply>> {
        let (caller, wakeup) = {
            let mut mailbox = self.mailbox.lock();
            let caller = mailbox.caller();
            mailbox.begun = Some(Begun { handler: Some(handler), caller: caller.clone() });
            (caller, mailbox.task.give_turn())
        };
        self.act(wakeup);
        caller
    }

    #[inline]
    pub(crate) fn act(self: &Arc<Self>, wakeup: Wakeup) {
        match wakeup {
            Wakeup::Nothing => {}
            Wakeup::Wake(waker) => waker.wake(),
            Wakeup::Spawn => self.spawn_task(),
            Wakeup::Overdue => self.head.system.make_way(),
        }
    }

    /// After a handler ran in place. False: it took so long that the process was declared dead.
    #[inline]
    pub(crate) fn let_go(self: &Arc<Self>) -> bool {
        match self.head.status.leave() {
            Leave::Idle => {}
            Leave::Dead => {
                self.bury();
                return false;
            }
            Leave::Mail | Leave::Signal => self.hand_over(),
        }
        true
    }

    /// As [`let_go`](Self::let_go); what is to be done then is to be followed.
    pub(super) fn release(&self) -> Next {
        match self.head.status.leave() {
            Leave::Idle => Next::Nothing,
            Leave::Mail | Leave::Signal => Next::Turn,
            Leave::Dead => {
                self.bury();
                Next::Nothing
            }
        }
    }

    pub(crate) fn weak(self: &Arc<Self>) -> std::sync::Weak<dyn AnyProcess> {
        let weak: std::sync::Weak<Self> = Arc::downgrade(self);
        weak
    }

    pub(crate) fn erased(self: &Arc<Self>) -> Arc<dyn AnyProcess> {
        self.clone()
    }
}

impl<S: GenServer> AnyProcess for Process<S> {
    fn head(&self) -> &Head {
        &self.head
    }

    fn kind(&self) -> &'static str {
        S::NAME
    }

    fn deposit(&self, message: AnyMessage) -> Next {
        let (message, name) = message.into_parts();
        self.push_quietly(name, Body::Any(message)).unwrap_or_else(|refused| {
            drop_guarded(refused);
            Next::Nothing
        })
    }

    fn deposit_stop(&self, request: StopRequest) -> Result<Next, StopRequest> {
        self.push_quietly("stop", Body::Stop(Box::new(request))).map_err(|body| match body {
            Body::Stop(request) => *request,
            _ => unreachable!("a refused message is given back as it was"),
        })
    }

    fn stop_if_idle(&self, reason: &ExitReason) -> Result<(), Next> {
        self.end_if_idle(reason)
    }

    fn deposit_sys(&self, request: AnyRequest) -> Result<Next, (AnyRequest, Failure)> {
        self.push_quietly("sys", Body::Sys(Box::new(SysRequest::Any(request)))).map_err(|body| {
            if let Body::Sys(request) = body
                && let SysRequest::Any(request) = *request
            {
                return (request, Failure::NoProc);
            }
            unreachable!("a refused message is given back as it was")
        })
    }

    fn follow(self: Arc<Self>, next: Next) {
        match next {
            Next::Nothing => {}
            Next::Turn => self.hand_over(),
            Next::WakeOwner => {
                let wakeup = self.mailbox.lock().task.wake();
                self.act(wakeup);
            }
        }
    }

    fn runtime_gone(self: Arc<Self>) {
        end_with_runtime(&*self);
    }

    fn declare_dead(self: Arc<Self>) {
        give_up(&*self);
    }

    fn message_size(&self) -> usize {
        size_of::<Envelope<S>>()
    }

    fn messages_handled(&self) -> u64 {
        self.handled.load(Relaxed)
    }

    fn queue_len(&self) -> usize {
        self.mailbox.lock().queue.len()
    }

    fn sweep_task(&self) -> Option<Wakeup> {
        self.mailbox.lock().task.sweep()
    }

    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}
