//! Messages, in place and queued, and the hand-over to the own task.

use super::{Begun, Cell, Handler, How, Message, Outcome, Reason, Slot, Task};
use crate::own_task::Wakeup;
use crate::status::{DEAD, Leave, Next};
use std::sync::Arc;

impl Cell {
    /// False: the process is dead.
    pub(crate) fn push(self: &Arc<Self>, message: Message) -> bool {
        let wakeup = {
            let mut mailbox = self.mailbox.lock().unwrap();
            if self.status.has(DEAD) {
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

    pub(super) fn ask_to_end(&self, how: How, slot: Arc<Slot>) {
        self.with_core(|core| {
            let core = core.as_mut().expect("a state");
            core.exit = Some(if how == How::Panics { Reason::Panicked } else { Reason::Stopped });
            core.slot = Some(slot);
        });
    }

    pub(super) fn act(self: &Arc<Self>, wakeup: Wakeup) {
        match wakeup {
            Wakeup::Nothing => {}
            Wakeup::Wake(waker) => waker.wake(),
            // another thread may run it sooner: there is nothing that could go wrong
            Wakeup::Overdue => {}
            Wakeup::Spawn => self.rt.spawn(Box::new(Task::new(self, false))),
        }
    }

    pub(super) fn hand_over(self: &Arc<Self>) {
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
}
