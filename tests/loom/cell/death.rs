//! Signals, death, and the end of the runtime.

use super::{Begun, Cell, Message, Outcome, Reason, Slot};
use crate::status::{DEAD, Next};
use loom::sync::atomic::Ordering::*;
use std::collections::VecDeque;
use std::sync::Arc;

impl Cell {
    pub(crate) fn kill(self: &Arc<Self>) {
        let next = self.condemn(Reason::Killed);
        self.follow(next);
    }

    pub(super) fn condemn(&self, reason: Reason) -> Next {
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

    pub(super) fn fatal(&self) -> Reason {
        self.control.lock().unwrap().fatal.unwrap_or(Reason::Killed)
    }

    // ---- death ----

    /// Only the owner.
    pub(super) fn die(self: &Arc<Self>, reason: Reason) {
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
        if self.status.has(DEAD) {
            return None;
        }
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

    pub(super) fn bury(&self) {
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
    pub(super) fn task_dropped(self: &Arc<Self>, owning: bool) {
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
}

fn tell_all(unread: VecDeque<Message>, reason: Reason) {
    for message in unread {
        if let Message::Call(_, _, slot) = message {
            slot.tell(Outcome::Exit(reason));
        }
    }
}
