//! How many messages a second a process handles, between two looks at all of them.

use super::view::View;
use crate::process::ProcessInfo;
use serde::{Serialize, Serializer};
use std::ops::AddAssign;
use std::time::{Duration, Instant};

/// A look that is older says nothing of what is now.
const RECENT: Duration = Duration::from_secs(60);

/// Messages a second, of one process or of several together; `None` when there was no look before.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Pace(Option<f64>);

impl Pace {
    /// For whoever sorts: the quicker, the more.
    pub(super) fn weight(self) -> u64 {
        (self.0.unwrap_or(0.0) * 1_000.0) as u64
    }
}

impl AddAssign for Pace {
    fn add_assign(&mut self, other: Pace) {
        if let Some(more) = other.0 {
            *self.0.get_or_insert_default() += more;
        }
    }
}

/// To a tenth.
impl Serialize for Pace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.map(|pace| (pace * 10.0).round() / 10.0).serialize(serializer)
    }
}

/// Those of all these processes, in their order, since the look before. Both are sorted by pid.
pub(super) fn paces(processes: &[ProcessInfo], before: Option<&View>, now: Instant) -> Vec<Pace> {
    let recent = before.and_then(|before| {
        let span = now.duration_since(before.done);
        (span < RECENT).then_some((before, span.as_secs_f64().max(0.001)))
    });
    let Some((before, seconds)) = recent else { return vec![Pace::default(); processes.len()] };
    let mut earlier = before.processes.iter().peekable();
    let pace = |process: &ProcessInfo| {
        while earlier.next_if(|earlier| earlier.pid < process.pid).is_some() {}
        // whoever was not there has handled all its messages since
        let counted =
            earlier.next_if(|earlier| earlier.pid == process.pid).map_or(0, |earlier| earlier.messages_handled);
        Pace(Some(process.messages_handled.saturating_sub(counted) as f64 / seconds))
    };
    processes.iter().map(pace).collect()
}
