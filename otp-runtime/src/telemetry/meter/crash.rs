//! The last ends that nobody asked for.

use crate::process::panics::guarded;
use crate::telemetry::event::exit_word;
use crate::{ExitReason, Pid};
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::SystemTime;

/// How much of a reason is kept, in bytes.
const REASON: usize = 2_000;

/// A process that ended with a reason that is not clean (from [`Meter::crashes`](super::Meter::crashes)).
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Crash {
    /// Crashes count up from 1.
    pub number: u64,
    /// When.
    pub at: SystemTime,
    /// The process.
    pub pid: Pid,
    /// Its server type, `Task` or `process`.
    pub server: &'static str,
    /// Its local name, or what `set_label` called it.
    pub name: Option<Arc<str>>,
    /// Its place in a supervision tree: the ids from the root, `bank/treasury`.
    pub place: Option<String>,
    /// `panic`, `killed` or `error`.
    pub kind: &'static str,
    /// The reason as text, cut off after 2,000 bytes.
    pub reason: String,
    /// How often its place had been filled again before.
    pub restarts: u32,
}

pub(super) struct Crashes {
    keep: usize,
    last: Mutex<(u64, VecDeque<Crash>)>,
}

/// A runtime that goes takes all with it: that is nobody's crash.
pub(super) fn is_crash(reason: &ExitReason) -> bool {
    !reason.is_clean() && *reason != ExitReason::RuntimeGone
}

impl Crashes {
    pub(super) fn of_the_last(keep: usize) -> Self {
        Crashes { keep, last: Mutex::default() }
    }

    pub(super) fn all(&self) -> Vec<Crash> {
        self.last.lock().1.iter().rev().cloned().collect()
    }

    /// Told of while the process can still be found.
    pub(super) fn note(&self, pid: Pid, server: &'static str, reason: &ExitReason) {
        if self.keep == 0 {
            return;
        }
        let (name, seat) = crate::system::find(pid)
            .and_then(|process| {
                let control = process.head().control.lock();
                let cold = control.cold()?;
                Some((cold.extras.as_ref().and_then(|extras| extras.label.clone()), cold.place.upgrade()))
            })
            .unwrap_or_default();
        let kind = exit_word(reason);
        // the error in it is the user's
        let text = guarded(|| reason.to_string());
        let reason = cut(text.unwrap_or_else(|_| "(its `Display` panicked)".to_owned()), REASON);
        let place = seat.as_ref().map(|seat| seat.path());
        let restarts = seat.map_or(0, |seat| seat.history().0);
        let mut last = self.last.lock();
        last.0 += 1;
        let crash = Crash { number: last.0, at: SystemTime::now(), pid, server, name, place, kind, reason, restarts };
        let oldest = if last.1.len() == self.keep { last.1.pop_front() } else { None };
        last.1.push_back(crash);
        drop(last);
        drop(oldest);
    }
}

/// A text of at most so many bytes, and a sign that there was more.
pub(crate) fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
        text.push('…');
    }
    text
}
