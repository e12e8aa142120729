//! How a server ends: terminate, mailbox closed, name freed, callers told, links and monitors told.

use super::cell::{Core, Process};
use super::crash::CrashReport;
use super::current::As;
use super::mailbox::{Begun, Body, Envelope};
use super::panics::{Crash, drop_each, drop_guarded, guarded};
use super::run::{Stretch, run_rare};
use super::server_task::Serving as _;
use super::signals::tell_death;
use super::status::Next;
use crate::error::Failure;
use crate::reply::Slot;
use crate::stop::StopRequest;
use crate::sys::served::SysRequest;
use crate::{ExitReason, GenServer};
use std::collections::VecDeque;
use std::sync::Arc;

/// Why a process is to end, and how.
pub(crate) struct Ending {
    /// `None`: the fatal signal's.
    reason: Option<Box<ExitReason>>,
}

impl Ending {
    /// By itself, or because it was asked to: `terminate` runs.
    pub(crate) fn asked(reason: ExitReason) -> Self {
        Ending { reason: Some(Box::new(reason)) }
    }

    pub(crate) fn crash(reason: Crash) -> Self {
        Ending { reason: Some(reason) }
    }

    /// By a fatal signal: without `terminate`, without a log.
    pub(crate) fn signal() -> Self {
        Ending { reason: None }
    }
}

impl<S: GenServer> Process<S> {
    /// Ends the process, as its owner.
    pub(super) async fn end_of(self: &Arc<Self>, ending: Ending) {
        let reason = match ending.reason {
            None => self.head.fatal_reason(),
            Some(reason) => {
                let terminate = Box::pin(self.terminate(&reason));
                match run_rare(&self.head, terminate, &mut |waker| self.register_task(waker)).await {
                    Stretch::Done(()) => self.log(*reason),
                    Stretch::Crashed(reason) => self.log(*reason),
                    Stretch::Signal => self.head.fatal_reason(),
                }
            }
        };
        self.die(reason);
    }

    async fn terminate(&self, reason: &ExitReason) {
        if let Some(Core { state, ctx }) = self.core().as_mut() {
            state.terminate(reason, ctx).await;
        }
    }

    /// One error for an unclean end.
    pub(super) fn log(&self, reason: ExitReason) -> ExitReason {
        if !reason.is_clean() {
            let mut core = self.core();
            let (last, state) = match core.as_mut() {
                Some(Core { state, ctx }) => {
                    let state = guarded(|| state.format_status())
                        .unwrap_or_else(|_| Some("(format_status panicked)".to_owned()));
                    (Some(ctx.last), state)
                }
                None => (None, None),
            };
            CrashReport::of(&self.head, S::NAME, &reason, last, state).log();
        }
        reason
    }

    /// Tells everybody and drops the state. Only the owner; what it owns stays owned for ever.
    pub(crate) fn die(self: &Arc<Self>, reason: ExitReason) {
        let Some(mut queue) = self.close() else { return self.bury() };
        let begun = self.drop_begun();
        let core = self.try_core().and_then(|mut core| core.take());
        let absent = core.is_none();
        let mut callers = Vec::new();
        let mut stops = Vec::new();
        let mut told_so_far = None;
        let mut unread = VecDeque::new();
        if let Some(Core { state, mut ctx }) = core {
            unread.append(&mut ctx.batch);
            callers.extend(ctx.slot.take());
            if let Some(agenda) = ctx.agenda.take() {
                let agenda = *agenda;
                stops = agenda.stops;
                told_so_far = agenda.last_reply;
                for kept in agenda.waiting.iter().filter_map(std::sync::Weak::upgrade) {
                    // a `ReplyTo` in the state is dropped with it: that is this death, not "no reply"
                    kept.seal();
                    callers.push(kept);
                }
                drop_each(agenda.go_on);
                drop_guarded(agenda.debugging);
            }
            drop_guarded(state);
            drop_guarded(ctx);
        }
        unread.append(&mut queue);
        self.head.free_names();
        if let Some((slot, reply)) = told_so_far {
            slot.tell(Ok(reply));
        }
        let gone = || Failure::Exit(reason.clone());
        for slot in callers.into_iter().chain(begun) {
            slot.tell(Err(gone()));
        }
        let late = refuse(unread, &reason);
        self.close_room(&reason);
        if absent {
            // the state is with a handler that does not come back in time: so are its callers
            self.head.tell_waiting(&reason);
        }
        tell_death(&self.head, &reason);
        if absent {
            // those who came meanwhile: whoever comes now finds it dead
            self.head.tell_waiting(&reason);
        }
        self.head.system.delist(self.head.pid);
        for request in stops {
            request.ended(&reason);
        }
        late.tell(&reason);
    }

    /// Whoever closes the mailbox is the one who tells everybody.
    fn close(&self) -> Option<VecDeque<Envelope<S>>> {
        let mut mailbox = self.mailbox.lock();
        if mailbox.closed {
            return None;
        }
        mailbox.closed = true;
        let queue = std::mem::take(&mut mailbox.queue);
        self.head.status.die();
        Some(queue)
    }

    fn close_room(&self, reason: &ExitReason) {
        if Self::BOUNDED
            && let Some(room) = &self.room
        {
            room.close(reason);
        }
    }

    /// Drops a handler that was begun in place, if there is one, and with it its hold on the state; its caller.
    fn drop_begun(&self) -> Option<Arc<Slot<S::Reply>>> {
        let Begun { handler, caller } = self.mailbox.lock().begun.take()?;
        let _as = As::process(&self.head);
        drop_guarded(handler);
        Some(caller)
    }

    /// The process was declared dead while its owner was busy: only the state is left.
    #[cold]
    pub(crate) fn bury(&self) {
        let _told = self.drop_begun();
        if let Some(core) = self.try_core().and_then(|mut core| core.take()) {
            core.discard();
        }
    }

    /// A thread inside a handler does not come back. It keeps the state; everybody else is told.
    pub(crate) fn give_up(self: &Arc<Self>) {
        let Some(queue) = self.close() else { return };
        // the handler holds the state: both stay where they are
        let begun = self.mailbox.lock().begun.as_ref().map(|begun| begun.caller.clone());
        let reason = self.head.fatal_reason();
        self.head.free_names();
        self.head.tell_waiting(&reason);
        self.close_room(&reason);
        if let Some(caller) = begun {
            caller.tell(Err(Failure::Exit(reason.clone())));
        }
        let late = refuse(queue, &reason);
        tell_death(&self.head, &reason);
        self.head.tell_waiting(&reason);
        self.head.system.delist(self.head.pid);
        late.tell(&reason);
    }

    /// The runtime has dropped the own task.
    pub(super) fn without_task(self: &Arc<Self>, owning: bool) {
        let turn = self.mailbox.lock().task.dropped();
        if owning || turn {
            // known to whatever else of it is being dropped
            let _ = self.condemn(ExitReason::RuntimeGone);
            self.die(ExitReason::RuntimeGone);
        } else {
            self.end_with_runtime();
        }
    }

    /// The runtime is gone: a process that nobody runs ends here, any other when its owner lets go.
    pub(crate) fn end_with_runtime(self: &Arc<Self>) {
        if self.condemn(ExitReason::RuntimeGone) == Next::Turn {
            self.die(ExitReason::RuntimeGone);
        }
    }

    /// Has to die of this, unless of something else already.
    pub(crate) fn condemn(&self, reason: ExitReason) -> Next {
        if let Some(cold) = self.head.control.lock().living() {
            cold.fatal.get_or_insert(reason);
        }
        self.head.status.signal()
    }
}

/// Requests that waited in the mailbox and are told last, when the death is one.
struct Late<S: GenServer> {
    stops: Vec<StopRequest>,
    sys: Vec<SysRequest<S>>,
}

/// Tells the callers among messages that will not be handled, and drops the rest.
fn refuse<S: GenServer>(unread: VecDeque<Envelope<S>>, reason: &ExitReason) -> Late<S> {
    let mut late = Late { stops: Vec::new(), sys: Vec::new() };
    for envelope in unread {
        match envelope.body {
            Body::Call(call, slot) => {
                slot.tell(Err(Failure::Exit(reason.clone())));
                drop_guarded(call);
            }
            Body::Stop(request) => late.stops.push(*request),
            // dropping one tells its asker of the death: not before it is one
            Body::Sys(request) => late.sys.push(request),
            body => drop_guarded(body),
        }
    }
    late
}

impl<S: GenServer> Late<S> {
    fn tell(self, reason: &ExitReason) {
        for request in self.stops {
            request.came_too_late(reason);
        }
        drop_each(self.sys);
    }
}
