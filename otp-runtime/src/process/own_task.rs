//! The process's own task, as the others see it: asleep, awake, or not there at all.
//!
//! Kept under the mailbox's lock. Ownership is handed to the task by `turn`, never by the wake-up alone: a task that
//! wakes for another reason must not run a process that a caller has entered meanwhile.

use std::task::Waker;

#[derive(Default)]
pub(crate) struct OwnTask {
    /// The task's waker once it was polled. It is the same for the task's whole life.
    waker: Option<Waker>,
    spawned: bool,
    turn: bool,
    retire: bool,
    /// No turn since the last sweep.
    idle: bool,
    /// The sweep knows the process.
    listed: bool,
}

/// What to do when the lock is released.
#[must_use]
pub(crate) enum Wakeup {
    Nothing,
    Wake(Waker),
    /// There is no task: spawn one.
    Spawn,
    /// It was woken, and messages pile up: have another thread run it.
    Overdue,
}

/// What a parked task learns when it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parked {
    /// The process is the task's to run.
    Turn,
    /// As `Turn`, and a handler that was begun in place comes first.
    Begun,
    /// It has been idle for long: end, another task is spawned when needed.
    Retire,
    Wait,
}

impl OwnTask {
    /// Gives the task the process. The caller owns it until now.
    pub(crate) fn give_turn(&mut self) -> Wakeup {
        debug_assert!(!self.turn, "one owner gives one turn");
        self.turn = true;
        self.retire = false;
        self.idle = false;
        if self.spawned {
            self.wake()
        } else {
            self.spawned = true;
            Wakeup::Spawn
        }
    }

    /// Wakes the task to look at its process's status again.
    pub(crate) fn wake(&self) -> Wakeup {
        match &self.waker {
            Some(waker) => Wakeup::Wake(waker.clone()),
            // spawned and not polled yet: its first poll looks
            None => Wakeup::Nothing,
        }
    }

    /// Messages pile up.
    pub(crate) fn hurry(&self) -> Wakeup {
        if self.turn { Wakeup::Overdue } else { Wakeup::Nothing }
    }

    /// The task looks for its turn.
    pub(crate) fn park(&mut self, waker: &Waker) -> Parked {
        if self.take_turn() {
            return Parked::Turn;
        }
        if std::mem::take(&mut self.retire) {
            *self = OwnTask { listed: self.listed, ..OwnTask::default() };
            return Parked::Retire;
        }
        self.register(waker);
        Parked::Wait
    }

    pub(crate) fn register(&mut self, waker: &Waker) {
        if !self.waker.as_ref().is_some_and(|known| known.will_wake(waker)) {
            self.waker = Some(waker.clone());
        }
    }

    pub(crate) fn take_turn(&mut self) -> bool {
        std::mem::take(&mut self.turn)
    }

    /// Asks a task without a turn to end.
    pub(crate) fn retire(&mut self) -> Wakeup {
        if !self.spawned || self.turn {
            return Wakeup::Nothing;
        }
        self.retire = true;
        self.wake()
    }

    /// The coarse sweep comes by: a task that had no turn since it came last is asked to end. `None`: there is no task, the
    /// sweep may forget the process.
    pub(crate) fn sweep(&mut self) -> Option<Wakeup> {
        if !self.spawned {
            self.listed = false;
            return None;
        }
        if std::mem::replace(&mut self.idle, true) { Some(self.retire()) } else { Some(Wakeup::Nothing) }
    }

    /// Whether the sweep is still to be told of the process.
    pub(crate) fn list(&mut self) -> bool {
        !std::mem::replace(&mut self.listed, true)
    }

    /// The runtime has dropped the task. Whether the process was its own to run; a later turn asks for a new task, which
    /// the runtime drops as well.
    pub(crate) fn dropped(&mut self) -> bool {
        std::mem::take(self).turn
    }

    /// Whether there is a task.
    pub(crate) fn is_spawned(&self) -> bool {
        self.spawned
    }

    /// The process gets a task in another way than by `give_turn`.
    pub(crate) fn set_spawned(&mut self) {
        self.spawned = true;
    }
}
