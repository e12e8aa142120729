//! Callers that wait: for a reply, or for room in a bounded mailbox first.

use crate::GenServer;
use crate::error::Failure;
use crate::process::cell::Process;
use crate::process::current::raw_and_depth;
use crate::process::head::Head;
use crate::process::mailbox::{Body, Envelope};
use crate::process::panics::drop_guarded;
use crate::process::room;
use crate::process::status::DEAD;
use crate::reply::{self, Slot};
use crate::system::System;
use crate::system::deadlines::{Deadlines, Key, Ticket};
use crate::telemetry::waits::WaitsFor;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::time::{Instant, Sleep};

/// A caller that waits: told by its slot, by its deadline, or by a declared death.
pub(crate) struct Waiting<S: GenServer> {
    process: Arc<Process<S>>,
    slot: Arc<Slot<S::Reply>>,
    /// It has been told: the slot is empty.
    told: bool,
    noted: Key,
    /// A caller of another runtime is told of its deadline there.
    _at_home: Option<Ticket>,
    /// Where time may be paused each caller has a timer of its own.
    alarm: Option<Pin<Box<Sleep>>>,
    /// Known to those who look for deadlocks.
    waits: Option<Box<WaitsFor>>,
}

/// What ends a caller's waiting besides its reply.
fn limited(
    head: &Head,
    slot: &dyn Fn() -> Arc<dyn reply::Waiting>,
    deadline: Option<Instant>,
) -> (Key, Option<Ticket>, Option<Pin<Box<Sleep>>>) {
    let system = &head.system;
    let elsewhere = if deadline.is_none() || system.at_home() { None } else { System::try_current() };
    let clock = elsewhere.as_ref().unwrap_or(system);
    let exact = clock.settings().exact_time;
    let alarm = deadline.filter(|_| exact).map(|at| {
        // the caller may be a thread without a runtime
        let _there = clock.handle.enter();
        Box::pin(tokio::time::sleep_until(at))
    });
    let mut deadline = deadline.filter(|_| !exact);
    let at_home = elsewhere.map(|home| Deadlines::wait(&home, deadline.take(), head.pid, slot()));
    let noted = Deadlines::note(system, deadline, head.pid, slot());
    if head.status.has(DEAD) {
        head.tell_if_dead(&*slot());
    }
    (noted, at_home, alarm)
}

impl<S: GenServer> Waiting<S> {
    pub(crate) fn new(process: &Arc<Process<S>>, slot: Arc<Slot<S::Reply>>, deadline: Option<Instant>) -> Self {
        let (noted, _at_home, alarm) = limited(&process.head, &|| slot.clone(), deadline);
        Waiting { process: process.clone(), slot, told: false, noted, _at_home, alarm, waits: None }
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>, operation: &'static str) -> Poll<Result<S::Reply, Failure>> {
        if let Poll::Ready(told) = self.slot.poll(cx) {
            self.told = true;
            return Poll::Ready(told);
        }
        if self.waits.is_none() {
            let head = &self.process.head;
            self.waits = WaitsFor::note(&head.system, head.pid, operation, || Some(self.slot.clone()));
        }
        if let Some(alarm) = &mut self.alarm
            && alarm.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(self.slot.take().unwrap_or(Err(Failure::Timeout)));
        }
        Poll::Pending
    }
}

/// A call that has been queued, or will be.
pub(crate) enum Queued<S: GenServer> {
    /// The mailbox was full.
    Sending(Box<Sending<S>>),
    Waiting(Waiting<S>),
}

impl<S: GenServer> Queued<S> {
    pub(crate) fn send(
        process: &Arc<Process<S>>,
        name: &'static str,
        call: S::Call,
        deadline: impl FnOnce() -> Option<Instant>,
    ) -> Result<Self, Failure> {
        if !process.has_room() {
            return Ok(Queued::Sending(Sending::new(process, name, call, deadline())));
        }
        let slot = Slot::new();
        let message = Envelope { from: raw_and_depth().0, name, body: Body::Call(call, slot.clone()) };
        if let Err(refused) = process.push(message) {
            drop_guarded(refused);
            return Err(Failure::NoProc);
        }
        Ok(Queued::Waiting(Waiting::new(process, slot, deadline())))
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>, operation: &'static str) -> Poll<Result<S::Reply, Failure>> {
        match self {
            Queued::Sending(sending) => sending.poll(cx, operation),
            Queued::Waiting(waiting) => waiting.poll(cx, operation),
        }
    }
}

/// A call that found the mailbox full. Its time runs from the start; dropped before there is room it is withdrawn.
pub(crate) struct Sending<S: GenServer> {
    /// `None` when it has been sent.
    room: Option<room::Waiting<S>>,
    waiting: Waiting<S>,
}

impl<S: GenServer> Sending<S> {
    pub(crate) fn new(
        process: &Arc<Process<S>>,
        name: &'static str,
        call: S::Call,
        deadline: Option<Instant>,
    ) -> Box<Self> {
        let (slot, from) = (Slot::new(), raw_and_depth().0);
        let message = Envelope { from, name, body: Body::Call(call, slot.clone()) };
        let room = process.push_when_room(message).unwrap_or_else(|refused| {
            drop_guarded(refused);
            slot.tell(Err(Failure::NoProc));
            None
        });
        Box::new(Sending { room, waiting: Waiting::new(process, slot, deadline) })
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>, operation: &'static str) -> Poll<Result<S::Reply, Failure>> {
        // first: the reply may be there before we have seen that there was room
        if let Poll::Ready(told) = self.waiting.poll(cx, operation) {
            return Poll::Ready(told);
        }
        if let Some(room) = &mut self.room {
            ready!(Pin::new(room).poll(cx))?;
            self.room = None;
        }
        Poll::Pending
    }
}

impl<S: GenServer> Drop for Waiting<S> {
    fn drop(&mut self) {
        if !self.told {
            self.slot.close();
        }
        self.process.head.system.deadlines.forget(self.noted);
    }
}
