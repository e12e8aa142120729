//! What all processes have, whatever they run: identity, links, monitors, the signal slot.

use super::current;
use super::own_task::Wakeup;
use super::status::{Next, Status};
use crate::monitor::Watcher;
use crate::place::Seat;
use crate::system::System;
use crate::{AnyMessage, Exit, ExitReason, Pid};
use parking_lot::Mutex;
use std::any::Any;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use tracing::Span;
use tracing::span::Entered;

pub(crate) struct Head {
    pub(crate) status: Status,
    /// The thread inside one of its handlers, or 0.
    pub(crate) thread: AtomicU32,
    pub(crate) pid: Pid,
    /// Who started it.
    pub(crate) starter: Option<Pid>,
    pub(crate) system: Arc<System>,
    pub(crate) control: Mutex<Control>,
    /// Handlers run in it, wherever they run. `None` when nobody listens.
    span: Option<Box<Span>>,
}

/// The rarely used parts, behind one pointer.
#[derive(Default)]
pub(crate) enum Control {
    /// No link, no monitor, no name: most processes, most of the time.
    #[default]
    Plain,
    Living(Box<Cold>),
    Dead(Box<ExitReason>),
}

#[derive(Default)]
pub(crate) struct Cold {
    /// The signal slot: why it must die.
    pub(crate) fatal: Option<ExitReason>,
    pub(crate) trap_exit: bool,
    /// Its starter is its parent: it was started linked.
    pub(crate) has_parent: bool,
    pub(crate) links: BTreeSet<Pid>,
    /// Who watches it.
    pub(crate) watchers: BTreeMap<u64, Watcher>,
    pub(crate) extras: Option<Box<Extras>>,
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

    pub(crate) fn dead(&self) -> Option<&ExitReason> {
        match self {
            Control::Dead(reason) => Some(reason),
            _ => None,
        }
    }
}

impl Cold {
    pub(crate) fn extras(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }
}

/// A process of any kind.
pub(crate) trait AnyProcess: Send + Sync + 'static {
    fn head(&self) -> &Head;
    /// The server type, or the kind of process.
    fn kind(&self) -> &'static str;
    /// Puts a message in the mailbox. To be carried out after all locks are released.
    fn deposit(&self, message: AnyMessage) -> Next;
    /// Asks it to end as `stop` does; `Err` when it is dead.
    fn deposit_stop(&self, request: crate::stop::StopRequest) -> Result<Next, crate::stop::StopRequest>;
    /// Does what a deposit or a signal asked for.
    fn follow(self: Arc<Self>, next: Next);
    /// Its runtime has gone, or it was given up: ends it here and now if nobody runs it.
    fn runtime_gone(self: Arc<Self>);
    /// The thread inside its handler does not come back: everybody is told, the state is left alone.
    fn declare_dead(self: Arc<Self>);
    /// How many messages wait.
    fn queue_len(&self) -> usize;
    /// The sweep for idle tasks; `None`: it has none.
    fn sweep_task(&self) -> Option<Wakeup>;
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

impl Head {
    pub(crate) fn new(system: &Arc<System>, kind: &'static str, queue_only: bool) -> Head {
        let pid = system.new_pid();
        let span = tracing::error_span!(parent: None, "process", %pid, server = kind);
        Head {
            status: Status::starting(queue_only),
            thread: AtomicU32::new(0),
            pid,
            starter: current::pid(),
            system: system.clone(),
            control: Mutex::default(),
            span: (!span.is_disabled()).then(|| Box::new(span)),
        }
    }

    #[inline]
    pub(crate) fn enter_span(&self) -> Option<Entered<'_>> {
        self.span.as_deref().map(Span::enter)
    }

    pub(crate) fn fatal_reason(&self) -> ExitReason {
        let control = self.control.lock();
        control.cold().and_then(|cold| cold.fatal.clone()).unwrap_or(ExitReason::Killed)
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
            (extras.name.take(), std::mem::take(&mut extras.registered))
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

/// Where an exit signal comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A linked process ended; counts only if the link still exists.
    Link,
    /// `exit(pid, reason)`.
    Explicit,
}

/// Delivers an exit signal (the tables of `exit/2` and of links). Whether it is trapped is decided, and the message
/// deposited, under the receiver's lock, so that nothing of a link arrives after `unlink` has returned.
pub(crate) fn send_exit(target: &Arc<dyn AnyProcess>, from: Pid, reason: ExitReason, origin: Origin) {
    let head = target.head();
    let (next, fatal) = {
        let mut control = head.control.lock();
        let Some(cold) = control.living() else { return };
        if origin == Origin::Link && !cold.links.remove(&from) {
            return;
        }
        if origin == Origin::Explicit && reason == ExitReason::Kill {
            (set_fatal(head, cold, &ExitReason::Killed), true)
        } else if cold.trap_exit {
            (target.deposit(AnyMessage::new(Exit { from, reason: reason.clone() })), false)
        } else if reason == ExitReason::Normal && !(origin == Origin::Explicit && from == head.pid) {
            (Next::Nothing, false)
        } else {
            (set_fatal(head, cold, &reason), true)
        }
    };
    if fatal && next == Next::WakeOwner {
        head.system.watch_death(target);
    }
    match origin {
        Origin::Link => follow_in_turn(target, next),
        Origin::Explicit => target.clone().follow(next),
    }
}

/// Follows up on what a death has told a process. If the runtime is gone that is its own death, here and now, and the next
/// one's: they take turns, for a chain of them must not be a stack.
fn follow_in_turn(target: &Arc<dyn AnyProcess>, next: Next) {
    type Told = VecDeque<(Arc<dyn AnyProcess>, Next)>;
    thread_local! {
        /// `Some` while this thread follows up.
        static TOLD: RefCell<Option<Told>> = const { RefCell::new(None) };
    }
    let outermost = TOLD.try_with(|told| match &mut *told.borrow_mut() {
        Some(told) => {
            told.push_back((target.clone(), next));
            false
        }
        none => {
            *none = Some(VecDeque::from([(target.clone(), next)]));
            true
        }
    });
    // a thread that ends has no such list any more
    let Ok(outermost) = outermost else { return target.clone().follow(next) };
    if !outermost {
        return;
    }
    loop {
        let first = TOLD.with_borrow_mut(|told| {
            let first = told.as_mut().and_then(VecDeque::pop_front);
            if first.is_none() {
                *told = None;
            }
            first
        });
        let Some((target, next)) = first else { return };
        // a waker may be anybody's: the others are told in any case
        let _ = super::panics::guarded(|| target.follow(next));
    }
}

/// The first signal counts. A later reason is left to its owner: it may hold user data, never dropped under the lock.
fn set_fatal(head: &Head, cold: &mut Cold, reason: &ExitReason) -> Next {
    cold.fatal.get_or_insert_with(|| reason.clone());
    head.status.signal()
}

/// Delivers a message from `make` if the receiver, under its lock, still wants it.
pub(crate) fn deposit_if(
    target: &Arc<dyn AnyProcess>,
    wanted: impl FnOnce(&mut Cold) -> bool,
    message: impl FnOnce() -> AnyMessage,
) {
    let next = {
        let mut control = target.head().control.lock();
        match control.living() {
            Some(cold) => {
                if !wanted(cold) {
                    return;
                }
                target.deposit(message())
            }
            None => return,
        }
    };
    follow_in_turn(target, next);
}

/// Links two processes; one that is not there sends `NoProc`.
pub(crate) fn link(me: &Arc<dyn AnyProcess>, other: Option<Arc<dyn AnyProcess>>, other_pid: Pid) {
    if me.head().pid == other_pid {
        return;
    }
    let linked = other.is_some_and(|other| {
        both(me.head(), other.head(), |mine, theirs| match (mine.living(), theirs.living()) {
            (Some(mine), Some(theirs)) => {
                mine.links.insert(other_pid);
                theirs.links.insert(me.head().pid);
                true
            }
            // an older link may be there still: the signal of that one is on its way
            (Some(mine), None) => mine.links.contains(&other_pid),
            (None, _) => true,
        })
    });
    if !linked {
        if let Some(cold) = me.head().control.lock().living() {
            cold.links.insert(other_pid);
        }
        send_exit(me, other_pid, ExitReason::NoProc, Origin::Link);
    }
}

/// Links two processes if both are alive. Without a signal otherwise, so that it can be done under a lock.
pub(crate) fn link_living(me: &Head, other: &Head) -> bool {
    me.pid == other.pid
        || both(me, other, |mine, theirs| match (mine.living(), theirs.living()) {
            (Some(mine), Some(theirs)) => {
                mine.links.insert(other.pid);
                theirs.links.insert(me.pid);
                true
            }
            _ => false,
        })
}

/// Unlinks two processes; nothing of the link arrives afterwards.
pub(crate) fn unlink(me: &Head, other: Option<Arc<dyn AnyProcess>>, other_pid: Pid) {
    let forget = |control: &mut Control, pid| {
        if let Control::Living(cold) = control {
            cold.links.remove(&pid);
        }
    };
    match other {
        Some(other) if other_pid != me.pid => both(me, other.head(), |mine, theirs| {
            forget(mine, other_pid);
            forget(theirs, me.pid);
        }),
        _ => forget(&mut me.control.lock(), other_pid),
    }
}

/// Looks at two processes at once, so that a link is there for both or for neither. The lower pid is locked first, by
/// everybody.
fn both<T>(me: &Head, other: &Head, look: impl FnOnce(&mut Control, &mut Control) -> T) -> T {
    if me.pid < other.pid {
        let mut mine = me.control.lock();
        look(&mut mine, &mut other.control.lock())
    } else {
        let mut theirs = other.control.lock();
        look(&mut me.control.lock(), &mut theirs)
    }
}

/// Tells links and monitors that the process has ended. Its control is dead from here on.
pub(crate) fn tell_death(head: &Head, reason: &ExitReason) {
    let before = std::mem::replace(&mut *head.control.lock(), Control::Dead(Box::new(reason.clone())));
    let Control::Living(mut cold) = before else { return };
    let system = &head.system;
    if let Some(mut extras) = cold.extras.take() {
        // given to it while it was ending already
        if let Some(name) = extras.name.take() {
            system.names.unregister(&name, head.pid);
        }
        for id in &extras.timers {
            system.timers.forget(*id);
        }
        for (monitor, target) in &extras.watching {
            if let Some(target) = system.find(*target)
                && let Control::Living(cold) = &mut *target.head().control.lock()
            {
                cold.watchers.remove(monitor);
            }
        }
        super::panics::drop_each(std::mem::take(&mut extras.dictionary).into_values());
    }
    for peer in std::mem::take(&mut cold.links) {
        if let Some(peer) = system.find(peer) {
            send_exit(&peer, head.pid, reason.clone(), Origin::Link);
        }
    }
    for (id, watcher) in std::mem::take(&mut cold.watchers) {
        watcher.tell(id, Some(head.pid), reason.clone());
    }
}
