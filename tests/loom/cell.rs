//! A process around the status word, with the runtime's steps in the runtime's order and nothing else.
//!
//! A message is a number; the state is the numbers handled so far.

mod death;
mod messages;
mod task;

use crate::own_task::OwnTask;
use crate::rt::Rt;
use crate::status::{Leave, SIGNAL, Status};
use loom::cell::UnsafeCell;
use loom::sync::Mutex;
use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering::*};
use std::collections::VecDeque;
use std::sync::Arc;
use task::Task;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Killed,
    Stopped,
    Panicked,
    RuntimeGone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Reply(u32),
    Exit(Reason),
    NoProc,
}

/// A waiting caller. The first telling counts.
pub(crate) struct Slot(Mutex<Option<Outcome>>);

impl Slot {
    fn new() -> Arc<Self> {
        Arc::new(Slot(Mutex::new(None)))
    }

    fn tell(&self, outcome: Outcome) {
        self.0.lock().unwrap().get_or_insert(outcome);
    }

    pub(crate) fn told(&self) -> Option<Outcome> {
        *self.0.lock().unwrap()
    }
}

/// What a handler does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Replies,
    Panics,
    Stops,
    /// Waits, and is woken this often before it replies.
    Waits(u32),
    /// Waits for something that does not come.
    WaitsForEver,
}

pub(crate) enum Message {
    Cast(u32),
    Call(u32, How, Arc<Slot>),
    Suspend,
    Resume,
}

#[derive(Default)]
struct Mailbox {
    queue: VecDeque<Message>,
    task: OwnTask,
    begun: Option<Begun>,
}

/// A handler begun in place that has to wait. It holds the state.
struct Begun {
    handler: Option<Handler>,
    caller: Arc<Slot>,
}

#[derive(Clone, Copy)]
struct Handler {
    value: u32,
    how: How,
}

#[derive(Default)]
struct Control {
    fatal: Option<Reason>,
    dead: Option<Reason>,
}

#[derive(Default)]
struct Core {
    handled: Vec<u32>,
    batch: VecDeque<Message>,
    /// The caller of the current handler.
    slot: Option<Arc<Slot>>,
    exit: Option<Reason>,
    suspended: bool,
}

pub(crate) struct Cell {
    pub(crate) status: Status,
    mailbox: Mutex<Mailbox>,
    control: Mutex<Control>,
    core: UnsafeCell<Option<Core>>,
    /// Somebody borrows the core.
    borrowed: AtomicBool,
    rt: Arc<Rt>,
    /// Callers that wait, as the table of deadlines knows them.
    waiting: Mutex<Vec<Arc<Slot>>>,
    pub(crate) deaths: AtomicUsize,
    pub(crate) states_dropped: AtomicUsize,
}

// SAFETY: what is in the `UnsafeCell` is used by the owner of the process only; that this is so is what loom checks here.
unsafe impl Sync for Cell {}

impl Cell {
    fn new(rt: &Arc<Rt>, queue_only: bool, core: Option<Core>) -> Arc<Self> {
        Arc::new(Cell {
            status: Status::starting(queue_only),
            mailbox: Mutex::default(),
            control: Mutex::default(),
            core: UnsafeCell::new(core),
            borrowed: AtomicBool::new(false),
            rt: rt.clone(),
            waiting: Mutex::default(),
            deaths: AtomicUsize::new(0),
            states_dropped: AtomicUsize::new(0),
        })
    }

    /// Not initialised yet: the caller is its starter.
    pub(crate) fn starting(rt: &Arc<Rt>) -> Arc<Self> {
        Cell::new(rt, false, None)
    }

    pub(crate) fn idle(rt: &Arc<Rt>) -> Arc<Self> {
        let cell = Cell::new(rt, false, Some(Core::default()));
        assert_eq!(cell.status.leave(), Leave::Idle);
        cell
    }

    /// Without calls in place.
    pub(crate) fn queue_only(rt: &Arc<Rt>) -> Arc<Self> {
        let cell = Cell::new(rt, true, Some(Core::default()));
        assert_eq!(cell.status.leave(), Leave::Idle);
        cell
    }

    /// Idle, with an own task that has parked.
    pub(crate) fn with_task(rt: &Arc<Rt>) -> Arc<Self> {
        let cell = Cell::idle(rt);
        cell.cast(0);
        rt.run();
        assert_eq!(rt.tasks(), 1);
        cell
    }

    // ---- the state ----

    /// Relaxed on purpose: the word is the lock, this only finds out when it fails.
    fn borrow(&self) {
        assert!(!self.borrowed.swap(true, Relaxed), "two at a time have the state");
    }

    /// For an owner that may find a future, not dropped yet, that still holds the state.
    fn try_borrow(&self) -> bool {
        !self.borrowed.swap(true, Acquire)
    }

    fn release(&self) {
        assert!(self.borrowed.swap(false, Release));
    }

    /// For whoever has borrowed it.
    fn with_core<T>(&self, look: impl FnOnce(&mut Option<Core>) -> T) -> T {
        // SAFETY: loom fails the model if anybody else has access
        self.core.with_mut(|core| look(unsafe { &mut *core }))
    }

    fn handle(&self, value: u32) {
        self.with_core(|core| core.as_mut().expect("the state of a living process").handled.push(value));
    }

    // ---- starting ----

    /// `init`, by the starter.
    pub(crate) fn init(self: &Arc<Self>) {
        self.borrow();
        self.with_core(|core| *core = Some(Core::default()));
        self.release();
        if self.status.has(SIGNAL) {
            return self.die(self.fatal());
        }
        self.let_go();
    }

    /// An `init` that had to wait: the own task goes on with it, and owns the process from the start.
    pub(crate) fn init_on_own_task(self: &Arc<Self>) {
        self.mailbox.lock().unwrap().task.set_spawned();
        self.rt.spawn(Box::new(Task::new(self, true)));
    }

    // ---- what the models do and ask ----

    /// As the owner does before it enters a handler.
    pub(crate) fn take_queue(&self) -> VecDeque<Message> {
        self.status.take_mail();
        std::mem::take(&mut self.mailbox.lock().unwrap().queue)
    }

    /// A kill that its owner does not look at.
    pub(crate) fn signal_only(&self) {
        let _ = self.condemn(Reason::Killed);
    }

    pub(crate) fn handled(&self) -> Vec<u32> {
        self.with_core(|core| core.as_ref().expect("a living process").handled.clone())
    }

    pub(crate) fn dead(&self) -> Option<Reason> {
        self.control.lock().unwrap().dead
    }

    /// Nothing waits and nobody owns it.
    pub(crate) fn assert_idle(&self) {
        assert!(self.mailbox.lock().unwrap().queue.is_empty(), "a message was left");
        assert!(self.status.try_enter(), "somebody still owns it");
        assert_eq!(self.status.leave(), Leave::Idle);
        assert!(self.rt.tasks() <= 1, "two tasks");
    }

    /// It has ended of this, once, and left nothing.
    pub(crate) fn assert_dead(self: &Arc<Self>, reason: Reason) {
        assert_eq!(self.dead(), Some(reason));
        assert_eq!(self.deaths.load(Relaxed), 1, "told once");
        assert_eq!(self.states_dropped.load(Relaxed), 1, "the state is dropped");
        assert!(self.mailbox.lock().unwrap().queue.is_empty(), "a message was left");
        assert_eq!(self.call(99, How::Replies).told(), Some(Outcome::NoProc));
        // a task that had nothing to do with it is let go as idle
        self.sweep();
        self.sweep();
        self.rt.run();
        assert_eq!(self.rt.tasks(), 0, "a task was left");
    }

    /// The end of a model: the runtime goes, and the process with it, whatever became of it.
    pub(crate) fn finish(self: &Arc<Self>) {
        self.rt.shutdown();
        self.end_with_runtime();
        assert_eq!(self.deaths.load(Relaxed), 1, "told once");
        assert_eq!(self.states_dropped.load(Relaxed), 1, "the state is dropped");
    }
}
