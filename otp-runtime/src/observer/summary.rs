//! The system in a few figures.

use super::history::{Sample, unix_ms};
use super::shared::Shared;
use super::view::{Totals, View};
use crate::Pid;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Summary {
    /// When it was looked at, in milliseconds of Unix time.
    taken: u64,
    /// How long that took, in microseconds.
    took: u64,
    #[serde(flatten)]
    totals: Totals,
    dead_letters: u64,
    crashes: u64,
    /// The last second.
    sample: Sample,
    /// Whether messages are counted.
    counts: bool,
    /// Whether processes can be changed, by whoever has the token.
    control: bool,
    observer: Pid,
}

impl Summary {
    pub(super) fn of(shared: &Shared, view: &View) -> Summary {
        Summary {
            taken: unix_ms(view.taken),
            took: view.cost.as_micros() as u64,
            totals: view.totals,
            dead_letters: view.dead_letters,
            crashes: shared.meter.crashes().first().map_or(0, |crash| crash.number),
            sample: shared.history.lock().last(),
            counts: shared.counts,
            control: shared.gate.control,
            observer: shared.own,
        }
    }
}
