//! What becomes of a task: one cell that the task, its handle and the tickets in its owner's mailbox share.

use super::ticket::{Of, Outcome, TaskReply, Ticket};
use crate::monitor::Ends;
use crate::process::head::AnyProcess;
use crate::process::panics::drop_guarded;
use crate::process::signals::follow_in_turn;
use crate::process::status::Next;
use crate::system::System;
use crate::{AnyMessage, Down, ExitReason, MonitorRef, Pid, Target, system};
use parking_lot::Mutex;
use std::any::{Any, TypeId, type_name};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::*};
use std::task::{Context, Poll, Waker};

/// Nothing of a user's runs under the lock; the lock of the owner's mailbox is taken under it, never the other way round.
pub(super) struct Cell<T> {
    pub(super) reference: MonitorRef,
    pub(super) owner: Option<Pid>,
    /// Where its time is; `None` outside a runtime.
    pub(super) system: Option<Arc<System>>,
    state: Mutex<State<T>>,
    /// The outcome was taken, or is not wanted: tickets in the mailbox mean nothing.
    void: AtomicBool,
}

struct State<T> {
    value: Option<T>,
    /// Why the task has ended.
    reason: Option<ExitReason>,
    watch: Watch,
    /// What its owner has taken from its mailbox: the outcome, that is.
    taken: bool,
    /// How many tickets wait in the owner's mailbox.
    tickets: usize,
}

/// Who is told.
enum Watch {
    /// The owner's mailbox, if there is an owner.
    Mailbox,
    Waiter(Option<Waker>),
    Nobody,
}

/// What whoever waits for a task finds.
pub(super) enum Found<T> {
    Value(T),
    Ended(ExitReason),
    /// Somebody had it already.
    Nothing,
}

/// What is left to do without the lock.
type Told = Option<(Arc<dyn AnyProcess>, Next)>;

impl<T: Send + 'static> Cell<T> {
    /// The cell of a task that runs.
    pub(super) fn new(reference: MonitorRef, owner: Option<Pid>, system: Option<Arc<System>>) -> Arc<Self> {
        let state = State { value: None, reason: None, watch: Watch::Mailbox, taken: false, tickets: 0 };
        Arc::new(Cell { reference, owner, system, state: Mutex::new(state), void: AtomicBool::new(false) })
    }

    /// The task is done with its work.
    pub(super) fn reply(self: &Arc<Self>, value: T) {
        let mut state = self.state.lock();
        if let Watch::Nobody = state.watch {
            drop(state);
            return drop_guarded(value);
        }
        state.value = Some(value);
        match &mut state.watch {
            Watch::Waiter(waker) => {
                let waker = waker.take();
                drop(state);
                if let Some(waker) = waker {
                    waker.wake();
                }
            }
            _ => {
                let told = self.deposit(&mut state, Of::Reply);
                drop(state);
                follow(told);
            }
        }
    }

    /// What there is; it is taken, and later messages are void.
    pub(super) fn take(&self) -> Option<Found<T>> {
        let mut state = self.state.lock();
        self.look(&mut state).inspect(|_| {
            let void = self.close(&mut state);
            drop(state);
            self.voided(void);
        })
    }

    /// As [`take`](Cell::take), of a task that has an outcome.
    pub(super) fn found(&self) -> Found<T> {
        self.take().unwrap_or(Found::Nothing)
    }

    /// As [`take`](Cell::take), or waits.
    pub(super) fn poll(&self, cx: &mut Context<'_>) -> Poll<Found<T>> {
        let mut state = self.state.lock();
        match self.look(&mut state) {
            Some(found) => {
                let void = self.close(&mut state);
                drop(state);
                self.voided(void);
                Poll::Ready(found)
            }
            None => {
                wait(&mut state, cx);
                Poll::Pending
            }
        }
    }

    /// Waits until there is something to take.
    pub(super) fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state.lock();
        let closed = state.taken || matches!(state.watch, Watch::Nobody);
        if closed || state.value.is_some() || state.reason.is_some() {
            return Poll::Ready(());
        }
        wait(&mut state, cx);
        Poll::Pending
    }

    /// Waits until the task has ended, and takes nothing.
    pub(super) fn poll_end(&self, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state.lock();
        if state.reason.is_some() || matches!(state.watch, Watch::Nobody) {
            return Poll::Ready(());
        }
        wait(&mut state, cx);
        Poll::Pending
    }

    fn look(&self, state: &mut State<T>) -> Option<Found<T>> {
        if state.taken || matches!(state.watch, Watch::Nobody) {
            return Some(Found::Nothing);
        }
        match state.value.take() {
            Some(value) => Some(Found::Value(value)),
            None => state.reason.take().map(Found::Ended),
        }
    }

    /// Nobody waits any more: what has come meanwhile, and what comes, goes to the mailbox.
    pub(super) fn release(self: &Arc<Self>) {
        let mut state = self.state.lock();
        let Watch::Waiter(waker) = &mut state.watch else { return };
        let waker = waker.take();
        state.watch = Watch::Mailbox;
        let reply = if state.value.is_some() { self.deposit(&mut state, Of::Reply) } else { None };
        let down = if state.reason.is_some() { self.deposit(&mut state, Of::Down) } else { None };
        drop(state);
        drop(waker);
        follow(reply);
        follow(down);
    }

    /// Whatever comes, nobody wants it.
    pub(super) fn withdraw(&self) {
        let mut state = self.state.lock();
        let (value, reason) = (state.value.take(), state.reason.take());
        let void = self.close(&mut state);
        drop(state);
        self.voided(void);
        drop_guarded(value);
        drop_guarded(reason);
    }

    /// How many tickets are void now; the waker, to be dropped without the lock.
    fn close(&self, state: &mut State<T>) -> (usize, Watch) {
        self.void.store(true, Release);
        (std::mem::take(&mut state.tickets), std::mem::replace(&mut state.watch, Watch::Nobody))
    }

    fn voided(&self, (tickets, _waker): (usize, Watch)) {
        if tickets > 0
            && let Some(owner) = self.owner.and_then(system::find)
        {
            owner.voided(tickets);
        }
    }

    fn deposit(self: &Arc<Self>, state: &mut State<T>, of: Of) -> Told {
        let owner = system::find(self.owner?)?;
        state.tickets += 1;
        let next = owner.deposit(AnyMessage::of_task(Ticket::new(self.clone(), of)));
        Some((owner, next))
    }
}

fn wait<T>(state: &mut State<T>, cx: &mut Context<'_>) {
    let known = matches!(&state.watch, Watch::Waiter(Some(known)) if known.will_wake(cx.waker()));
    if !known {
        state.watch = Watch::Waiter(Some(cx.waker().clone()));
    }
}

fn follow(told: Told) {
    if let Some((owner, next)) = told {
        follow_in_turn(&owner, next);
    }
}

impl<T: Send + 'static> Ends for Cell<T> {
    fn ended(self: Arc<Self>, reason: ExitReason) {
        let mut state = self.state.lock();
        match &mut state.watch {
            Watch::Nobody => {}
            Watch::Waiter(waker) => {
                let waker = waker.take();
                state.reason = Some(reason);
                drop(state);
                if let Some(waker) = waker {
                    waker.wake();
                }
            }
            Watch::Mailbox => {
                state.reason = Some(reason);
                let told = self.deposit(&mut state, Of::Down);
                drop(state);
                follow(told);
            }
        }
    }
}

impl<T: Send + 'static> Outcome for Cell<T> {
    fn is_void(&self) -> bool {
        self.void.load(Acquire)
    }

    fn reference(&self) -> MonitorRef {
        self.reference
    }

    fn reply_type(&self) -> (TypeId, &'static str) {
        (TypeId::of::<TaskReply<T>>(), type_name::<TaskReply<T>>())
    }

    fn lend(&self, of: Of) -> Option<Box<dyn Any + Send>> {
        let mut state = self.state.lock();
        if self.is_void() {
            return None;
        }
        match of {
            Of::Reply => {
                let value = state.value.take()?;
                drop(state);
                Some(Box::new(TaskReply { task: self.reference, value }))
            }
            Of::Down => {
                let pid = self.reference.target?;
                let reason = state.reason.clone()?;
                Some(Box::new(Down { monitor: self.reference, pid: Some(pid), target: Target::Pid(pid), reason }))
            }
        }
    }

    fn give_back(&self, of: Of, message: Box<dyn Any + Send>) {
        if of == Of::Reply
            && let Ok(reply) = message.downcast::<TaskReply<T>>()
        {
            let mut state = self.state.lock();
            if !self.is_void() {
                state.value = Some(reply.value);
            }
        }
    }

    fn taken(&self, of: Of) {
        let mut state = self.state.lock();
        state.tickets = state.tickets.saturating_sub(1);
        // a reply that is still there can be joined
        if of == Of::Reply || state.value.is_none() {
            state.taken = true;
        }
    }
}
