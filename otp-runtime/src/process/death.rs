//! How a server ends: terminate, mailbox closed, name freed, callers told, links and monitors told. The same code for servers
//! of all types; `remains.rs` has what depends on the type.

use super::crash::CrashReport;
use super::head::{AnyProcess, Control, Head};
use super::panics::{Crash, drop_each};
use super::run::{Stretch, run};
use super::signals::tell_death;
use super::status::Next;
use crate::ExitReason;
use crate::error::Failure;
use crate::reply::Waiting;
use crate::stop::StopRequest;
use std::any::Any;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Waker;

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

/// A server, as its end sees it.
pub(crate) trait Mortal: AnyProcess {
    /// Lets signals find the task.
    fn register_task(&self, waker: &Waker);
    /// The user's `terminate`, if there is one.
    fn terminate<'a>(&'a self, reason: &'a ExitReason) -> Option<Pin<Box<dyn Future<Output = ()> + Send + 'a>>>;
    /// The message it was at, and its state as text.
    fn last_words(&self) -> (Option<(u64, &'static str)>, Option<String>);
    /// Closes the mailbox. Whoever does is the one who tells everybody; `None`: somebody has.
    fn close(&self) -> Option<Closed>;
    /// Who waits for a handler that was begun in place.
    fn begun_caller(&self) -> Option<Arc<dyn Waiting>>;
    /// Drops such a handler, and with it its hold on the state; its caller.
    fn drop_begun(&self) -> Option<Arc<dyn Waiting>>;
    /// Drops the state and the context.
    fn take_apart(&self) -> Remains;
    /// Tells the callers among the messages that will not be handled, and drops the rest.
    fn refuse_unread(&self, reason: &ExitReason) -> Late;
    /// Tells those who wait for room.
    fn close_room(&self, reason: &ExitReason);
    /// The process was declared dead while its owner was busy: only the state is left.
    fn bury(&self);
}

/// What was in a mailbox when it was closed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closed {
    /// Nothing, and nobody waits for room in it.
    Empty,
    /// Perhaps something.
    Full,
}

/// What is left of a server whose state has been dropped.
pub(crate) struct Remains {
    pub(super) callers: Vec<Arc<dyn Waiting>>,
    /// Sends the reply of a call that also stopped the server.
    pub(super) last_reply: Option<Box<dyn FnOnce() + Send>>,
    pub(super) stops: Vec<StopRequest>,
    /// There were messages that had been taken out of the mailbox; they are in it again.
    pub(super) unread: bool,
    /// The state is with a handler that does not come back in time.
    pub(super) absent: bool,
}

/// Requests that waited in the mailbox and are told last, when the death is one.
#[derive(Default)]
pub(crate) struct Late {
    pub(super) stops: Vec<StopRequest>,
    /// Dropping one tells its asker of the death: not before it is one.
    pub(super) sys: Vec<Box<dyn Any + Send>>,
}

/// Ends a process, as its owner.
pub(crate) async fn end(process: Arc<dyn Mortal>, ending: Ending) {
    let reason = match ending.reason {
        None => process.head().fatal_reason(),
        Some(reason) => {
            let stretch = match process.terminate(&reason) {
                Some(terminate) => {
                    run(process.head(), pin!(Some(terminate)), |waker| process.register_task(waker)).await
                }
                None => Stretch::Done(()),
            };
            match stretch {
                Stretch::Done(()) => log(&*process, *reason),
                Stretch::Crashed(reason) => log(&*process, *reason),
                Stretch::Signal => process.head().fatal_reason(),
            }
        }
    };
    die(&*process, reason);
}

/// One error for an unclean end.
pub(super) fn log(process: &dyn Mortal, reason: ExitReason) -> ExitReason {
    if !reason.is_clean() {
        let (last, state) = process.last_words();
        CrashReport::of(process.head(), process.kind(), &reason, last, state).log();
    }
    reason
}

/// Tells everybody and drops the state. Only the owner; what it owns stays owned for ever.
pub(crate) fn die(process: &dyn Mortal, reason: ExitReason) {
    die_closed(process, reason, process.close());
}

/// As [`die`], when the mailbox has just been closed.
pub(super) fn die_closed(process: &dyn Mortal, reason: ExitReason, closed: Option<Closed>) {
    let Some(closed) = closed else { return process.bury() };
    let head = process.head();
    let begun = if closed == Closed::Full { process.drop_begun() } else { None };
    let Remains { callers, last_reply, stops, unread, absent } = process.take_apart();
    let mut late = Late::default();
    let nobody_waits = closed == Closed::Empty && !unread && callers.is_empty() && last_reply.is_none() && !absent;
    if !(nobody_waits && head.end_unknown(&reason)) {
        head.free_names();
        if let Some(reply) = last_reply {
            reply();
        }
        for caller in callers.into_iter().chain(begun) {
            caller.fail(Failure::Exit(reason.clone()));
        }
        late = process.refuse_unread(&reason);
        process.close_room(&reason);
        if absent {
            // so are its callers
            head.tell_waiting(&reason);
        }
        tell_death(head, &reason);
        if absent {
            // those who came meanwhile: whoever comes now finds it dead
            head.tell_waiting(&reason);
        }
    }
    head.system.delist(head.pid);
    for request in stops {
        request.ended(&reason);
    }
    late.tell(&reason);
}

/// A thread inside a handler does not come back. It keeps the state; everybody else is told.
pub(super) fn give_up(process: &dyn Mortal) {
    if process.close().is_none() {
        return;
    }
    let head = process.head();
    let reason = head.fatal_reason();
    head.free_names();
    head.tell_waiting(&reason);
    process.close_room(&reason);
    // the handler holds the state: both stay where they are
    if let Some(caller) = process.begun_caller() {
        caller.fail(Failure::Exit(reason.clone()));
    }
    let late = process.refuse_unread(&reason);
    tell_death(head, &reason);
    head.tell_waiting(&reason);
    head.system.delist(head.pid);
    late.tell(&reason);
}

/// The runtime has dropped the own task. Whether the process was its own to run.
pub(super) fn without_task(process: &dyn Mortal, owning: bool) {
    if owning {
        // known to whatever else of it is being dropped
        let _ = process.head().condemn(ExitReason::RuntimeGone);
        die(process, ExitReason::RuntimeGone);
    } else {
        end_with_runtime(process);
    }
}

/// The runtime is gone: a process that nobody runs ends here, any other when its owner lets go.
pub(super) fn end_with_runtime(process: &dyn Mortal) {
    if process.head().condemn(ExitReason::RuntimeGone) == Next::Turn {
        die(process, ExitReason::RuntimeGone);
    }
}

impl Head {
    /// Has to die of this, unless of something else already.
    pub(crate) fn condemn(&self, reason: ExitReason) -> Next {
        if let Some(cold) = self.control.lock().living() {
            cold.fatal.get_or_insert(reason);
        }
        self.status.signal()
    }

    /// Ends a process without a name, a link or a monitor; `false`: there may be somebody to tell.
    fn end_unknown(&self, reason: &ExitReason) -> bool {
        if self.system.hub.is_attached() {
            return false;
        }
        let mut control = self.control.lock();
        let unknown = matches!(*control, Control::Plain);
        if unknown {
            *control = Control::dead_of(reason);
        }
        unknown
    }
}

impl Late {
    fn tell(self, reason: &ExitReason) {
        for request in self.stops {
            request.came_too_late(reason);
        }
        drop_each(self.sys);
    }
}
