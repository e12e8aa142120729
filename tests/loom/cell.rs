//! A process around the status word, with the runtime's steps in the runtime's order and nothing else.
//!
//! A message is a number; the state is the numbers handled so far.

use crate::own_task::{OwnTask, Parked, Wakeup};
use crate::rt::{Body, Rt};
use crate::status::{DEAD, Leave, MAIL, Next, SIGNAL, Status};
use loom::cell::UnsafeCell;
use loom::sync::Mutex;
use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering::*};
use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Poll, Waker};

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
    closed: bool,
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

    // ---- messages ----

    /// False: the process is dead.
    pub(crate) fn push(self: &Arc<Self>, message: Message) -> bool {
        let wakeup = {
            let mut mailbox = self.mailbox.lock().unwrap();
            if mailbox.closed {
                return false;
            }
            mailbox.queue.push_back(message);
            match self.status.post() {
                Next::Turn => mailbox.task.give_turn(),
                _ => Wakeup::Nothing,
            }
        };
        self.act(wakeup);
        true
    }

    pub(crate) fn cast(self: &Arc<Self>, value: u32) {
        self.push(Message::Cast(value));
    }

    pub(crate) fn call(self: &Arc<Self>, value: u32, how: How) -> Arc<Slot> {
        if self.status.try_enter() { self.run_in_place(value, how) } else { self.queue_call(value, how) }
    }

    pub(crate) fn queue_call(self: &Arc<Self>, value: u32, how: How) -> Arc<Slot> {
        let slot = Slot::new();
        if self.push(Message::Call(value, how, slot.clone())) {
            self.wait(&slot);
        } else {
            slot.tell(Outcome::NoProc);
        }
        slot
    }

    /// The caller notes that it waits, then looks whether it came too late for that.
    fn wait(&self, slot: &Arc<Slot>) {
        if slot.told().is_some() {
            return;
        }
        self.waiting.lock().unwrap().push(slot.clone());
        if self.status.has(DEAD) {
            let dead = self.control.lock().unwrap().dead;
            if let Some(reason) = dead {
                slot.tell(Outcome::Exit(reason));
            }
        }
    }

    /// The caller owns the process.
    pub(crate) fn run_in_place(self: &Arc<Self>, value: u32, how: How) -> Arc<Slot> {
        let slot = Slot::new();
        self.borrow();
        match how {
            How::Replies => {
                self.handle(value);
                self.release();
                self.let_go();
                slot.tell(Outcome::Reply(value));
            }
            How::Panics | How::Stops => {
                self.handle(value);
                self.ask_to_end(how, slot.clone());
                self.release();
                self.hand_over();
                self.wait(&slot);
            }
            How::Waits(_) | How::WaitsForEver => {
                // the handler has looked at the state, and keeps it
                self.with_core(|core| assert!(core.is_some()));
                let begun = Begun { handler: Some(Handler { value, how }), caller: slot.clone() };
                let wakeup = {
                    let mut mailbox = self.mailbox.lock().unwrap();
                    mailbox.begun = Some(begun);
                    mailbox.task.give_turn()
                };
                self.act(wakeup);
                self.wait(&slot);
            }
        }
        slot
    }

    fn ask_to_end(&self, how: How, slot: Arc<Slot>) {
        self.with_core(|core| {
            let core = core.as_mut().expect("a state");
            core.exit = Some(if how == How::Panics { Reason::Panicked } else { Reason::Stopped });
            core.slot = Some(slot);
        });
    }

    fn act(self: &Arc<Self>, wakeup: Wakeup) {
        match wakeup {
            Wakeup::Nothing => {}
            Wakeup::Wake(waker) => waker.wake(),
            Wakeup::Spawn => self.rt.spawn(Box::new(Task::new(self, false))),
        }
    }

    fn hand_over(self: &Arc<Self>) {
        let wakeup = self.mailbox.lock().unwrap().task.give_turn();
        self.act(wakeup);
    }

    pub(crate) fn let_go(self: &Arc<Self>) {
        match self.status.leave() {
            Leave::Idle => {}
            Leave::Dead => self.bury(),
            Leave::Mail | Leave::Signal => self.hand_over(),
        }
    }

    /// The sweep for idle tasks comes by.
    pub(crate) fn sweep(self: &Arc<Self>) {
        let wakeup = self.mailbox.lock().unwrap().task.sweep();
        self.act(wakeup.unwrap_or(Wakeup::Nothing));
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

    // ---- signals ----

    pub(crate) fn kill(self: &Arc<Self>) {
        let next = self.condemn(Reason::Killed);
        self.follow(next);
    }

    fn condemn(&self, reason: Reason) -> Next {
        let mut control = self.control.lock().unwrap();
        if control.dead.is_some() {
            return Next::Nothing;
        }
        control.fatal.get_or_insert(reason);
        self.status.signal()
    }

    fn follow(self: &Arc<Self>, next: Next) {
        match next {
            Next::Nothing => {}
            Next::Turn => self.hand_over(),
            Next::WakeOwner => {
                let wakeup = self.mailbox.lock().unwrap().task.wake();
                self.act(wakeup);
            }
        }
    }

    fn fatal(&self) -> Reason {
        self.control.lock().unwrap().fatal.unwrap_or(Reason::Killed)
    }

    // ---- death ----

    /// Only the owner.
    fn die(self: &Arc<Self>, reason: Reason) {
        let Some(queue) = self.close() else { return self.bury() };
        let begun = self.drop_begun();
        let mut core = None;
        if self.try_borrow() {
            core = self.with_core(Option::take);
            self.release();
        }
        let absent = core.is_none();
        let mut unread = VecDeque::new();
        if let Some(mut core) = core {
            self.states_dropped.fetch_add(1, Relaxed);
            unread.append(&mut core.batch);
            if let Some(slot) = core.slot {
                slot.tell(Outcome::Exit(reason));
            }
        }
        unread.extend(queue);
        if let Some(caller) = begun {
            caller.tell(Outcome::Exit(reason));
        }
        tell_all(unread, reason);
        if absent {
            self.tell_waiting(reason);
        }
        self.tell_death(reason);
        if absent {
            self.tell_waiting(reason);
        }
    }

    /// Whoever closes the mailbox is the one who tells everybody.
    fn close(&self) -> Option<VecDeque<Message>> {
        let mut mailbox = self.mailbox.lock().unwrap();
        if mailbox.closed {
            return None;
        }
        mailbox.closed = true;
        let queue = std::mem::take(&mut mailbox.queue);
        self.status.die();
        Some(queue)
    }

    /// Dropping the handler gives back the state.
    fn drop_begun(&self) -> Option<Arc<Slot>> {
        let Begun { handler, caller } = self.mailbox.lock().unwrap().begun.take()?;
        if handler.is_some() {
            self.release();
        }
        Some(caller)
    }

    fn bury(&self) {
        self.drop_begun();
        if self.try_borrow() {
            if self.with_core(Option::take).is_some() {
                self.states_dropped.fetch_add(1, Relaxed);
            }
            self.release();
        }
    }

    fn tell_waiting(&self, reason: Reason) {
        let waiting = self.waiting.lock().unwrap().clone();
        for slot in waiting {
            slot.tell(Outcome::Exit(reason));
        }
    }

    fn tell_death(&self, reason: Reason) {
        self.control.lock().unwrap().dead = Some(reason);
        self.deaths.fetch_add(1, Relaxed);
    }

    /// The thread inside does not come back: everybody is told, the state is left alone.
    pub(crate) fn give_up(self: &Arc<Self>) {
        let Some(queue) = self.close() else { return };
        let begun = self.mailbox.lock().unwrap().begun.as_ref().map(|begun| begun.caller.clone());
        let reason = self.fatal();
        self.tell_waiting(reason);
        if let Some(caller) = begun {
            caller.tell(Outcome::Exit(reason));
        }
        tell_all(queue, reason);
        self.tell_death(reason);
        self.tell_waiting(reason);
    }

    /// The runtime has dropped the own task.
    fn task_dropped(self: &Arc<Self>, owning: bool) {
        let turn = self.mailbox.lock().unwrap().task.dropped();
        if owning || turn {
            let _ = self.condemn(Reason::RuntimeGone);
            self.die(Reason::RuntimeGone);
        } else {
            self.end_with_runtime();
        }
    }

    /// The runtime's anchor is gone.
    pub(crate) fn end_with_runtime(self: &Arc<Self>) {
        if self.condemn(Reason::RuntimeGone) == Next::Turn {
            self.die(Reason::RuntimeGone);
        }
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

fn tell_all(unread: VecDeque<Message>, reason: Reason) {
    for message in unread {
        if let Message::Call(_, _, slot) = message {
            slot.tell(Outcome::Exit(reason));
        }
    }
}

/// The own task. Between polls it is parked, inside a handler that waits, or held by a suspension.
struct Task {
    cell: Arc<Cell>,
    owning: bool,
    done: bool,
    registered: bool,
    inside: Inside,
}

enum Inside {
    /// `init` is to be run yet.
    Init,
    Nothing,
    /// Holds the state.
    Handler {
        handler: Handler,
        begun: bool,
    },
    /// Holds the state.
    Suspended,
}

enum Ending {
    Asked(Reason),
    Signal,
}

impl Task {
    fn new(cell: &Arc<Cell>, starting: bool) -> Self {
        let inside = if starting { Inside::Init } else { Inside::Nothing };
        Task { cell: cell.clone(), owning: starting, done: false, registered: false, inside }
    }

    /// The future inside is dropped, and gives back the state.
    fn drop_inside(&mut self) {
        if let Inside::Handler { .. } | Inside::Suspended = std::mem::replace(&mut self.inside, Inside::Nothing) {
            self.cell.release();
        }
    }

    fn end(&mut self, ending: Ending) {
        self.drop_inside();
        let reason = match ending {
            Ending::Signal => self.cell.fatal(),
            Ending::Asked(reason) => {
                // terminate
                self.cell.borrow();
                self.cell.with_core(|core| assert!(core.is_some()));
                self.cell.release();
                if self.cell.status.has(SIGNAL) { self.cell.fatal() } else { reason }
            }
        };
        self.cell.die(reason);
        self.done = true;
    }

    /// `None`: it waits. `Some(None)`: the task is to end.
    fn serve(&mut self, waker: &Waker) -> Option<Option<Ending>> {
        let cell = self.cell.clone();
        loop {
            if let Inside::Init = self.inside {
                self.inside = Inside::Nothing;
                cell.borrow();
                cell.with_core(|core| *core = Some(Core::default()));
                cell.release();
            }
            if !self.owning {
                let mut alone = None;
                let begun = {
                    let mut mailbox = cell.mailbox.lock().unwrap();
                    match mailbox.task.park(waker) {
                        Parked::Wait => return None,
                        Parked::Retire => return Some(None),
                        Parked::Turn | Parked::Begun if mailbox.begun.is_some() => mailbox.begun.take(),
                        Parked::Turn | Parked::Begun => {
                            if mailbox.queue.len() == 1 {
                                cell.status.take_mail();
                                alone = mailbox.queue.pop_front();
                            }
                            None
                        }
                    }
                };
                self.owning = true;
                if let Some(message) = alone {
                    cell.borrow();
                    cell.with_core(|core| core.as_mut().expect("a state").batch.push_back(message));
                    cell.release();
                }
                if let Some(Begun { handler, caller }) = begun {
                    cell.mailbox.lock().unwrap().begun = Some(Begun { handler: None, caller });
                    if let Some(handler) = handler {
                        self.inside = Inside::Handler { handler, begun: true };
                    }
                }
            }
            if let Inside::Handler { handler, begun } = &mut self.inside {
                match &mut handler.how {
                    How::WaitsForEver => return None,
                    How::Waits(0) => {}
                    How::Waits(times) => {
                        *times -= 1;
                        waker.wake_by_ref();
                        return None;
                    }
                    _ => {}
                }
                let (value, begun) = (handler.value, *begun);
                cell.handle(value);
                if begun {
                    // the handler lets go of the state, then it is borrowed again
                    self.inside = Inside::Nothing;
                    cell.release();
                    cell.borrow();
                    let begun = cell.mailbox.lock().unwrap().begun.take();
                    cell.with_core(|core| core.as_mut().expect("a state").slot = begun.map(|begun| begun.caller));
                    answer(&cell, value);
                    cell.release();
                } else {
                    answer(&cell, value);
                }
            }
            match self.serve_queue(waker) {
                None => return None,
                Some(Err(ending)) => return Some(Some(ending)),
                Some(Ok(())) => {}
            }
            match cell.status.leave() {
                Leave::Idle => self.owning = false,
                Leave::Mail => {}
                Leave::Signal | Leave::Dead => return Some(Some(Ending::Signal)),
            }
        }
    }

    /// `None`: it waits, and holds the state.
    fn serve_queue(&mut self, waker: &Waker) -> Option<Result<(), Ending>> {
        let cell = self.cell.clone();
        if let Inside::Nothing = self.inside {
            cell.borrow();
        }
        // not yet seen: messages taken before the suspension
        let mut entered = true;
        let served = loop {
            if let Inside::Suspended = self.inside {
                entered = false;
                let mut mailbox = cell.mailbox.lock().unwrap();
                if !mailbox.task.take_turn() {
                    mailbox.task.register(waker);
                    return None;
                }
            }
            self.inside = Inside::Nothing;
            if cell.status.has(SIGNAL | DEAD) {
                break Err(Ending::Signal);
            }
            let (exit, suspended) = cell.with_core(|core| {
                let core = core.as_mut().expect("a state");
                (core.exit.take(), core.suspended)
            });
            if let Some(reason) = exit {
                break Err(Ending::Asked(reason));
            }
            if suspended {
                self.look_while_suspended(std::mem::take(&mut entered));
                if cell.with_core(|core| core.as_ref().is_some_and(|core| core.suspended)) && cell.status.hold() {
                    self.inside = Inside::Suspended;
                }
                continue;
            }
            match self.next() {
                None => break Ok(()),
                Some(Message::Cast(value)) => cell.handle(value),
                Some(Message::Suspend) => cell.with_core(|core| core.as_mut().expect("a state").suspended = true),
                Some(Message::Resume) => {}
                Some(Message::Call(value, how, slot)) => {
                    cell.with_core(|core| core.as_mut().expect("a state").slot = Some(slot.clone()));
                    match how {
                        How::Replies => {
                            cell.handle(value);
                            answer(&cell, value);
                        }
                        How::Panics | How::Stops => {
                            cell.handle(value);
                            cell.ask_to_end(how, slot);
                        }
                        How::Waits(_) | How::WaitsForEver => {
                            self.inside = Inside::Handler { handler: Handler { value, how }, begun: false };
                            if let How::Waits(_) = how {
                                waker.wake_by_ref();
                            }
                            return None;
                        }
                    }
                }
            }
        };
        cell.release();
        Some(served)
    }

    fn next(&self) -> Option<Message> {
        let cell = &self.cell;
        if cell.with_core(|core| core.as_ref().expect("a state").batch.is_empty()) {
            if !cell.status.has(MAIL) {
                return None;
            }
            cell.status.take_mail();
            let queue = std::mem::take(&mut cell.mailbox.lock().unwrap().queue);
            cell.with_core(|core| core.as_mut().expect("a state").batch = queue);
        }
        cell.with_core(|core| core.as_mut().expect("a state").batch.pop_front())
    }

    /// Only what resumes it is served; the rest is set aside in order.
    fn look_while_suspended(&self, entered: bool) {
        self.cell.status.take_mail();
        let queue = std::mem::take(&mut self.cell.mailbox.lock().unwrap().queue);
        self.cell.with_core(|core| {
            let core = core.as_mut().expect("a state");
            // the batch too may have what resumes it
            let mut mail = if entered { std::mem::take(&mut core.batch) } else { VecDeque::new() };
            mail.extend(queue);
            for message in mail {
                match message {
                    Message::Resume => core.suspended = false,
                    other => core.batch.push_back(other),
                }
            }
        });
    }
}

fn answer(cell: &Cell, value: u32) {
    let slot = cell.with_core(|core| core.as_mut().expect("a state").slot.take());
    if let Some(slot) = slot {
        slot.tell(Outcome::Reply(value));
    }
}

impl Body for Task {
    fn poll(&mut self, waker: &Waker) -> Poll<()> {
        let cell = self.cell.clone();
        let mut ending = if self.owning && cell.status.has(SIGNAL) { Some(Some(Ending::Signal)) } else { None };
        if ending.is_none() {
            ending = self.serve(waker);
        }
        if ending.is_none() {
            if !std::mem::replace(&mut self.registered, true) {
                cell.mailbox.lock().unwrap().task.register(waker);
            }
            if self.owning && cell.status.has(SIGNAL) {
                ending = Some(Some(Ending::Signal));
            }
        }
        match ending {
            None => return Poll::Pending,
            Some(None) => self.done = true,
            Some(Some(ending)) => self.end(ending),
        }
        Poll::Ready(())
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.drop_inside();
        if !self.done {
            self.cell.task_dropped(self.owning);
        }
    }
}
