//! The right to run a process, in one word.
//!
//! Exactly one party at a time *owns* a process: its starter, a caller that runs a handler in place, the process's own
//! task, or nobody-at-the-moment while it is suspended. Everybody else only sets bits and acts on what was there before.
//!
//! | bit    | set by                     | cleared by                     | means |
//! |--------|----------------------------|--------------------------------|-------|
//! | OWNED  | start, enter, post, signal | leave; never after death       | somebody will look at MAIL and SIGNAL before letting go |
//! | TURN   | post, if it is free        | leave                          | its own task is to run it, and to look at the queue |
//! | MAIL   | post, unless it is free    | the owner, before it takes the queue | the queue may hold messages |
//! | SIGNAL | signal                     | never                          | a fatal exit signal is in the slot |
//! | HOLD   | the owner (suspended)      | whoever gives it back its turn | owned, but nobody runs it |
//! | QUEUE  | start, the owner           | never                          | no calls in place |
//! | DEAD   | die                        | never                          | the mailbox is closed; OWNED stays set for ever |
//!
//! This file knows neither `Arc` nor tokio, so that the loom models can include it with loom's atomics.

use super::sync::{AtomicU32, Ordering::*, spin_loop};

pub(crate) const OWNED: u32 = 1;
pub(crate) const MAIL: u32 = 2;
pub(crate) const SIGNAL: u32 = 4;
pub(crate) const HOLD: u32 = 8;
pub(crate) const QUEUE: u32 = 16;
pub(crate) const DEAD: u32 = 32;
pub(crate) const TURN: u32 = 64;

pub(crate) struct Status(AtomicU32);

/// What a poster or signaller must do next.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
#[must_use]
pub(crate) enum Next {
    /// The owner will see to it.
    Nothing,
    /// The process was free and now waits for its own task: give the task its turn.
    Turn,
    /// A handler may be pending on the process's own task: wake it to look at SIGNAL.
    WakeOwner,
}

/// What an owner that wants to let go finds.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
#[must_use]
pub(crate) enum Leave {
    Idle,
    Mail,
    Signal,
    Dead,
}

impl Status {
    /// A new process is owned by its starter until `init` has returned.
    pub(crate) fn starting(queue_only: bool) -> Self {
        Status(AtomicU32::new(if queue_only { OWNED | QUEUE } else { OWNED }))
    }

    /// Entry in place: only into a process with no bit set at all.
    #[inline]
    pub(crate) fn try_enter(&self) -> bool {
        self.0.compare_exchange(0, OWNED, Acquire, Relaxed).is_ok()
    }

    /// Somebody is inside and nobody queues: a moment's wait is cheaper than a queue and two task switches.
    pub(crate) fn spin_enter(&self, turns: u32) -> bool {
        for _ in 0..turns {
            match self.0.load(Relaxed) {
                0 if self.try_enter() => return true,
                0 | OWNED => spin_loop(),
                _ => return false,
            }
        }
        false
    }

    /// After a message was put in the queue, by whoever has that locked.
    pub(crate) fn post(&self) -> Next {
        let now = self.0.load(Acquire);
        // the owner clears MAIL before it locks the queue: it will find this message as well
        if now & MAIL != 0 {
            return Next::Nothing;
        }
        // the task looks at the queue without being told, and need not clear anything first
        if now & !QUEUE == 0 && self.0.compare_exchange(now, now | OWNED | TURN, AcqRel, Relaxed).is_ok() {
            return Next::Turn;
        }
        let before = self.0.fetch_or(MAIL | OWNED, AcqRel);
        if before & OWNED == 0 || self.unhold(before) { Next::Turn } else { Next::Nothing }
    }

    /// After a reason was put in the signal slot.
    pub(crate) fn signal(&self) -> Next {
        let before = self.0.fetch_or(SIGNAL | OWNED, AcqRel);
        if before & OWNED == 0 || self.unhold(before) {
            Next::Turn
        } else if before & DEAD != 0 {
            Next::Nothing
        } else {
            Next::WakeOwner
        }
    }

    /// Of all that find HOLD, one clears it.
    fn unhold(&self, before: u32) -> bool {
        before & HOLD != 0 && self.0.fetch_and(!HOLD, AcqRel) & HOLD != 0
    }

    /// The owner leaves for later what it has found in the queue.
    pub(crate) fn note_mail(&self) {
        self.0.fetch_or(MAIL, AcqRel);
    }

    /// The owner, before it takes the queue.
    pub(crate) fn take_mail(&self) {
        self.0.fetch_and(!MAIL, AcqRel);
    }

    /// The owner lets go, or learns why it can't.
    #[inline]
    pub(crate) fn leave(&self) -> Leave {
        self.leave_from(OWNED)
    }

    /// As [`leave`](Self::leave), for the own task: mostly it was woken by a post.
    #[inline]
    pub(crate) fn end_turn(&self) -> Leave {
        self.leave_from(OWNED | TURN)
    }

    /// `expected` is only a guess.
    #[inline]
    fn leave_from(&self, expected: u32) -> Leave {
        match self.0.compare_exchange(expected, 0, Release, Acquire) {
            Ok(_) => Leave::Idle,
            Err(now) => self.leave_slowly(now),
        }
    }

    fn leave_slowly(&self, mut now: u32) -> Leave {
        loop {
            if now & DEAD != 0 {
                return Leave::Dead;
            }
            if now & SIGNAL != 0 {
                return Leave::Signal;
            }
            if now & MAIL != 0 {
                return Leave::Mail;
            }
            match self.0.compare_exchange(now, now & !(OWNED | TURN), Release, Acquire) {
                Ok(_) => return Leave::Idle,
                Err(other) => now = other,
            }
        }
    }

    /// The owner of a suspended process stops running it but keeps it. False: there is mail or a signal, look again.
    pub(crate) fn hold(&self) -> bool {
        let mut now = self.0.load(Acquire);
        loop {
            if now & (MAIL | SIGNAL | DEAD) != 0 {
                return false;
            }
            match self.0.compare_exchange(now, now | HOLD, Release, Acquire) {
                Ok(_) => return true,
                Err(other) => now = other,
            }
        }
    }

    /// Whoever closed the mailbox.
    pub(crate) fn die(&self) {
        self.0.fetch_or(DEAD | OWNED, AcqRel);
    }

    #[inline]
    pub(crate) fn has(&self, bits: u32) -> bool {
        self.0.load(Acquire) & bits != 0
    }
}
