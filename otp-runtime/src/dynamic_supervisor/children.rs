//! The children, found by pid.

use crate::place::Seat;
use crate::supervisor::ChildState;
use crate::{ChildSpec, Pid};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pids count up, so this is about the order of starts.
#[derive(Default)]
pub(super) struct Children(BTreeMap<Pid, Entry>);

pub(super) struct Entry {
    pub(super) spec: ChildSpec,
    /// Held by the clients of this child, through its restarts.
    pub(super) seat: Arc<Seat>,
    /// It has ended, and is still known by its last pid.
    restarting: bool,
}

impl Entry {
    pub(super) fn new(spec: ChildSpec, seat: Arc<Seat>) -> Self {
        Entry { spec, seat, restarting: false }
    }

    pub(super) fn runs(&self) -> bool {
        !self.restarting
    }

    pub(super) fn state(&self, pid: Pid) -> ChildState {
        if self.restarting { ChildState::Restarting } else { ChildState::Running(pid) }
    }
}

impl Children {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, pid: Pid) -> Option<&Entry> {
        self.0.get(&pid)
    }

    /// The child runs, as this process.
    pub(super) fn runs_as(&mut self, pid: Pid, mut child: Entry) {
        child.restarting = false;
        child.seat.hold(pid);
        self.0.insert(pid, child);
    }

    /// The child has ended, and is to start again.
    pub(super) fn restarting(&mut self, pid: Pid) -> Option<&Entry> {
        let child = self.0.get_mut(&pid)?;
        child.restarting = true;
        child.seat.leave();
        Some(child)
    }

    pub(super) fn remove(&mut self, pid: Pid) -> Option<Entry> {
        let child = self.0.remove(&pid)?;
        child.seat.leave();
        Some(child)
    }

    pub(super) fn oldest_first(&self) -> impl DoubleEndedIterator<Item = (Pid, &Entry)> {
        self.0.iter().map(|(pid, child)| (*pid, child))
    }
}
