//! What all processes have, whatever they run: identity, links, monitors, the signal slot.

use super::current;
use super::own_task::Wakeup;
use super::purpose::Callers;
use super::status::{Next, Status};
use crate::error::Failure;
use crate::monitor::{Ends, Watcher};
use crate::place::Seat;
use crate::reply::Waiting;
use crate::sys::served::AnyRequest;
use crate::system::System;
use crate::{AnyMessage, ExitReason, Pid};
use parking_lot::Mutex;
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Weak};
use tracing::Span;

/// In this order: what is looked at for each message first, and as far as can be from the mailbox that follows.
#[repr(C)]
pub(crate) struct Head {
    pub(crate) status: Status,
    /// The application it belongs to, as its starter did, or 0.
    pub(crate) app: u32,
    pub(crate) system: Arc<System>,
    pub(crate) pid: Pid,
    /// How often it lost a name, a key or a place and lived on.
    moves: AtomicU32,
    /// The thread inside one of its handlers, or 0.
    pub(crate) thread: AtomicU32,
    /// How often a thread came in.
    pub(crate) stays: AtomicU32,
    /// Handlers run in it, wherever they run. `None` when nobody listens.
    span: Option<Box<Span>>,
    /// Who started it.
    pub(crate) starter: Option<Pid>,
    pub(crate) control: Mutex<Control>,
}

/// The rarely used parts, behind one pointer.
#[derive(Default)]
pub(crate) enum Control {
    /// No link, no monitor, no name: most processes, most of the time.
    #[default]
    Plain,
    Living(Box<Cold>),
    /// Of this; `None` is [`ExitReason::Normal`], the most frequent.
    Dead(Option<Box<ExitReason>>),
}

#[derive(Default)]
pub(crate) struct Cold {
    /// The signal slot: why it must die.
    pub(crate) fatal: Option<ExitReason>,
    pub(crate) trap_exit: bool,
    /// Its starter is its parent: it was started linked.
    pub(crate) has_parent: bool,
    pub(crate) seen: Seen,
    /// Its place under a supervisor.
    pub(crate) place: Weak<Seat>,
    pub(crate) links: BTreeSet<Pid>,
    /// Who watches it.
    pub(crate) watchers: BTreeMap<u64, Watcher>,
    /// The cell of a task, under its monitor: each task has one, and few have another watcher.
    pub(crate) cell: Option<(u64, Arc<dyn Ends>)>,
    pub(crate) extras: Option<Box<Extras>>,
}

/// What `sys` has it do, for those who look at it from outside.
#[derive(Clone, Copy, Default)]
pub(crate) struct Seen {
    pub(crate) suspended: bool,
    /// How many messages it has set aside meanwhile.
    pub(crate) set_aside: usize,
    /// A debug option is on.
    pub(crate) debugged: bool,
}

#[derive(Default)]
pub(crate) struct Extras {
    /// Whom it watches: monitor -> target.
    pub(crate) watching: BTreeMap<u64, Pid>,
    /// Timers that end with it.
    pub(crate) timers: BTreeSet<u64>,
    pub(crate) name: Option<Arc<str>>,
    /// Registrations elsewhere, to be undone at its end.
    pub(crate) registered: Vec<Undo>,
    /// What others reach without a message: a registry's tables, the groups of a scope, the routes of partitions.
    pub(crate) shared: Option<Arc<dyn Any + Send + Sync>>,
    pub(crate) label: Option<Arc<str>>,
    /// Of a supervisor: its place, and its children's.
    pub(crate) seat: Option<Arc<Seat>>,
    pub(crate) strategy: &'static str,
    pub(crate) dictionary: BTreeMap<String, Box<dyn Any + Send>>,
}

/// Undoes something at the end of its process, before anybody is told of that end.
pub(crate) struct Undo {
    pub(crate) id: u64,
    pub(crate) run: Box<dyn FnOnce() + Send>,
}

impl Undo {
    pub(crate) fn new(run: impl FnOnce() + Send + 'static) -> Self {
        Undo { id: crate::system::new_id(), run: Box::new(run) }
    }
}

impl Control {
    /// `None` when the process is dead.
    pub(crate) fn living(&mut self) -> Option<&mut Cold> {
        if let Control::Plain = self {
            *self = Control::Living(Box::default());
        }
        match self {
            Control::Living(cold) => Some(cold),
            _ => None,
        }
    }

    /// What there is, without making it.
    pub(crate) fn cold(&self) -> Option<&Cold> {
        match self {
            Control::Living(cold) => Some(cold),
            _ => None,
        }
    }

    pub(crate) fn dead_of(reason: &ExitReason) -> Self {
        Control::Dead((*reason != ExitReason::Normal).then(|| Box::new(reason.clone())))
    }

    pub(crate) fn dead(&self) -> Option<&ExitReason> {
        match self {
            Control::Dead(reason) => Some(reason.as_deref().unwrap_or(&ExitReason::Normal)),
            _ => None,
        }
    }
}

impl Cold {
    /// How many monitors watch it.
    pub(crate) fn monitors(&self) -> usize {
        self.watchers.len() + usize::from(self.cell.is_some())
    }

    pub(crate) fn extras(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }
}

/// Handlers run in the span of their process while this lives. It asks the process once more where a `tracing::span::Entered`
/// had to be kept: most have no span, and then that is all there is to it.
pub(crate) struct InSpan<'a>(&'a Head);

impl Drop for InSpan<'_> {
    #[inline]
    fn drop(&mut self) {
        if let Some(span) = &self.0.span {
            leave(span);
        }
    }
}

#[cold]
fn enter(span: &Span) {
    span.with_subscriber(|(id, to)| to.enter(id));
}

#[cold]
fn leave(span: &Span) {
    span.with_subscriber(|(id, to)| to.exit(id));
}

/// A process of any kind.
pub(crate) trait AnyProcess: Send + Sync + 'static {
    fn head(&self) -> &Head;
    /// The server type, or the kind of process.
    fn kind(&self) -> &'static str;
    /// The bytes that a message takes in the mailbox, without what it owns elsewhere.
    fn message_size(&self) -> usize;
    /// Puts a message in the mailbox. To be carried out after all locks are released.
    fn deposit(&self, message: AnyMessage) -> Next;
    /// Asks it to end as `stop` does; `Err` when it is dead.
    fn deposit_stop(&self, request: crate::stop::StopRequest) -> Result<Next, crate::stop::StopRequest>;
    /// Ends it here and now, if it is idle and has nothing to do at its end; `Err`: it does not, and is to be followed.
    fn stop_if_idle(&self, _reason: &ExitReason) -> Result<(), Next> {
        Err(Next::Nothing)
    }
    /// Does what a deposit or a signal asked for.
    fn follow(self: Arc<Self>, next: Next);
    /// Its runtime has gone, or it was given up: ends it here and now if nobody runs it.
    fn runtime_gone(self: Arc<Self>);
    /// The thread inside its handler does not come back: everybody is told, the state is left alone.
    fn declare_dead(self: Arc<Self>);
    /// How many messages it has handled, if it is a server.
    fn messages_handled(&self) -> u64 {
        0
    }
    /// How many messages wait.
    fn queue_len(&self) -> usize;
    /// Whether it serves a mailbox, system requests among it.
    fn is_server(&self) -> bool {
        true
    }
    /// Puts a system request in the mailbox; given back when nobody is there who could serve it.
    fn deposit_sys(&self, request: AnyRequest) -> Result<Next, (AnyRequest, Failure)>;
    /// Tickets of tasks in its mailbox, so many of them, have become void.
    fn voided(&self, _tickets: usize) {}
    /// The function it runs, when it is a task.
    fn function(&self) -> Option<&'static str> {
        None
    }
    /// Who asked for it, when it is a task.
    fn callers(&self) -> Option<&Callers> {
        None
    }
    /// The sweep for idle tasks; `None`: it has none.
    fn sweep_task(&self) -> Option<Wakeup>;
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

impl Head {
    pub(crate) fn new(system: Arc<System>, kind: &'static str, queue_only: bool) -> Head {
        let starter = current::pid();
        // applications are numbered anew in each system
        let at_home = starter.is_some_and(|starter| system.is_of(starter));
        let app = if at_home { current::app() } else { 0 };
        Head::of_app(system, kind, queue_only, app)
    }

    pub(crate) fn of_app(system: Arc<System>, kind: &'static str, queue_only: bool, app: u32) -> Head {
        let pid = system.new_pid();
        let span = tracing::error_span!(parent: None, "process", %pid, server = kind);
        Head {
            status: Status::starting(queue_only),
            app,
            thread: AtomicU32::new(0),
            stays: AtomicU32::new(0),
            moves: AtomicU32::new(0),
            pid,
            starter: current::pid(),
            system,
            control: Mutex::default(),
            span: (!span.is_disabled()).then(|| Box::new(span)),
        }
    }

    /// It is found no longer by something it was found by. To be called under the lock that makes it so.
    pub(crate) fn moved(&self) {
        self.moves.fetch_add(1, Relaxed);
    }

    #[inline]
    pub(crate) fn moves(&self) -> u32 {
        self.moves.load(Relaxed)
    }

    #[inline]
    pub(crate) fn enter_span(&self) -> InSpan<'_> {
        if let Some(span) = &self.span {
            enter(span);
        }
        InSpan(self)
    }

    /// Logs a message that its server has no handler for, and drops it.
    #[cold]
    pub(crate) fn not_taken(&self, server: &'static str, message: AnyMessage) {
        tracing::error!(server, pid = %self.pid, ?message, "a message that no #[info] handler takes");
        super::panics::drop_guarded(message);
    }

    /// What `sys` has it do has changed.
    pub(crate) fn note(&self, change: impl FnOnce(&mut Seen)) {
        if let Some(cold) = self.control.lock().living() {
            change(&mut cold.seen);
        }
    }

    pub(crate) fn fatal_reason(&self) -> ExitReason {
        let control = self.control.lock();
        control.cold().and_then(|cold| cold.fatal.clone()).unwrap_or(ExitReason::Killed)
    }

    /// A caller whose message is out of reach may have come too late to be found among those who wait.
    #[cold]
    pub(crate) fn tell_if_dead(&self, caller: &dyn Waiting) {
        let dead = self.control.lock().dead().cloned();
        if let Some(reason) = dead {
            caller.fail(Failure::Exit(reason));
        }
    }

    /// Tells everybody who waits for it, wherever their messages are.
    pub(crate) fn tell_waiting(&self, reason: &ExitReason) {
        for slot in self.system.deadlines.waiting_for(self.pid) {
            slot.fail(Failure::Exit(reason.clone()));
        }
    }

    /// Why it has ended, or is about to.
    pub(crate) fn end_reason(&self) -> ExitReason {
        let control = self.control.lock();
        let reason = control.dead().or_else(|| control.cold()?.fatal.as_ref());
        reason.cloned().unwrap_or(ExitReason::Killed)
    }

    /// The parent: the starter of a process that was started linked.
    pub(crate) fn parent(&self) -> Option<Pid> {
        let control = self.control.lock();
        if control.cold().is_some_and(|cold| cold.has_parent) { self.starter } else { None }
    }

    /// Its name, and what registries elsewhere know it by.
    pub(crate) fn free_names(&self) {
        let (name, registered) = {
            let mut control = self.control.lock();
            let Control::Living(cold) = &mut *control else { return };
            let Some(extras) = &mut cold.extras else { return };
            let name = extras.name.take();
            // whoever is told of the end is told whose it was
            extras.label = extras.label.take().or_else(|| name.clone());
            (name, std::mem::take(&mut extras.registered))
        };
        if let Some(name) = name {
            self.system.names.unregister(&name, self.pid);
        }
        for undo in registered {
            let _ = super::panics::guarded(undo.run);
        }
    }

    /// Has something undone at the end of the process; `false` when that has been, and it is not.
    pub(crate) fn at_end(&self, undo: Undo) -> bool {
        self.with_extras(|extras| extras.registered.push(undo)).is_some()
    }

    /// Gives back what was to be undone at its end.
    pub(crate) fn not_at_end(&self, id: u64) -> Option<Undo> {
        let mut control = self.control.lock();
        let Control::Living(cold) = &mut *control else { return None };
        let registered = &mut cold.extras.as_mut()?.registered;
        let at = registered.iter().position(|undo| undo.id == id)?;
        Some(registered.swap_remove(at))
    }

    /// What others reach without a message.
    pub(crate) fn shared(&self) -> Option<Arc<dyn Any + Send + Sync>> {
        self.control.lock().cold()?.extras.as_ref()?.shared.clone()
    }

    pub(crate) fn with_extras<T>(&self, f: impl FnOnce(&mut Extras) -> T) -> Option<T> {
        Some(f(self.control.lock().living()?.extras()))
    }
}
