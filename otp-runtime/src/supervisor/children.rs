//! The children in the order they were started, found by id and by pid.

use super::requests::ChildState;
use crate::place::Seat;
use crate::{ChildSpec, Pid};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Where a child stands in the order of starts.
pub(super) type Key = u64;

pub(super) struct Children {
    /// Whose they are.
    owner: Pid,
    in_order: BTreeMap<Key, Entry>,
    by_id: HashMap<Arc<str>, Key>,
    by_pid: HashMap<Pid, Key>,
    next: Key,
    /// How many significant ones run or are being restarted.
    significant: usize,
}

pub(super) struct Entry {
    pub(super) spec: ChildSpec,
    pub(super) seat: Arc<Seat>,
    state: ChildState,
}

impl Entry {
    pub(super) fn state(&self) -> ChildState {
        self.state
    }

    fn counts(&self) -> usize {
        usize::from(self.spec.is_significant() && self.state != ChildState::Stopped)
    }
}

impl Children {
    pub(super) fn of(owner: Pid) -> Self {
        let (in_order, by_id, by_pid) = Default::default();
        Children { owner, in_order, by_id, by_pid, next: 0, significant: 0 }
    }

    pub(super) fn owner(&self) -> Pid {
        self.owner
    }

    /// Adds the youngest child, which does not run yet.
    pub(super) fn push(&mut self, spec: ChildSpec, seat: Arc<Seat>) -> Key {
        let key = self.next;
        self.next += 1;
        self.by_id.insert(spec.shared_id(), key);
        self.in_order.insert(key, Entry { spec, seat, state: ChildState::Stopped });
        key
    }

    pub(super) fn get(&self, key: Key) -> Option<&Entry> {
        self.in_order.get(&key)
    }

    pub(super) fn find(&self, id: &str) -> Option<(Key, &Entry)> {
        let key = *self.by_id.get(id)?;
        Some((key, self.in_order.get(&key)?))
    }

    pub(super) fn with_pid(&self, pid: Pid) -> Option<Key> {
        self.by_pid.get(&pid).copied()
    }

    pub(super) fn set(&mut self, key: Key, state: ChildState) {
        let Some(child) = self.in_order.get_mut(&key) else { return };
        self.significant -= child.counts();
        if let ChildState::Running(pid) = child.state {
            self.by_pid.remove(&pid);
        }
        child.state = state;
        self.significant += child.counts();
        match state {
            ChildState::Running(pid) => {
                self.by_pid.insert(pid, key);
                child.seat.hold_for(self.owner, Some(pid));
            }
            ChildState::Restarting | ChildState::Stopped => child.seat.hold_for(self.owner, None),
        }
    }

    pub(super) fn remove(&mut self, key: Key) -> Option<Entry> {
        self.set(key, ChildState::Stopped);
        let child = self.in_order.remove(&key)?;
        self.by_id.remove(child.spec.id_str());
        Some(child)
    }

    /// Those not older than `key`, oldest first.
    pub(super) fn from(&self, key: Key) -> Vec<Key> {
        self.in_order.range(key..).map(|(key, _)| *key).collect()
    }

    pub(super) fn oldest_first(&self) -> impl DoubleEndedIterator<Item = (Key, &Entry)> {
        self.in_order.iter().map(|(key, child)| (*key, child))
    }

    /// Whether a significant child runs, or is being restarted.
    pub(super) fn any_significant(&self) -> bool {
        self.significant > 0
    }
}
