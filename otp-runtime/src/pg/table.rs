//! Who is in which group: written by the scope, read by everybody.

use crate::Pid;
use parking_lot::RwLock;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// Only `Hash` and `Eq` of the names run under the lock.
pub(super) struct Table<G>(RwLock<HashMap<Arc<G>, Vec<Pid>>>);

impl<G> Default for Table<G> {
    fn default() -> Self {
        Table(RwLock::default())
    }
}

impl<G: Hash + Eq> Table<G> {
    pub(super) fn members(&self, group: &G) -> Vec<Pid> {
        self.0.read().get(group).cloned().unwrap_or_default()
    }

    pub(super) fn groups(&self) -> Vec<Arc<G>> {
        self.0.read().keys().cloned().collect()
    }

    /// All groups with their members, at one moment.
    pub(super) fn all(&self) -> Vec<(Arc<G>, Vec<Pid>)> {
        self.0.read().iter().map(|(group, members)| (group.clone(), members.clone())).collect()
    }

    /// Adds members. The group's name, as all who have joined it share it.
    pub(super) fn add(&self, group: Arc<G>, pids: &[Pid]) -> Arc<G> {
        let mut groups = self.0.write();
        if let Some((name, _)) = groups.get_key_value(&group) {
            let name = name.clone();
            if let Some(members) = groups.get_mut(&name) {
                members.extend(pids);
            }
            drop(groups);
            return name;
        }
        groups.insert(group.clone(), pids.to_vec());
        group
    }

    /// Removes members, each as often as it is named; those that were none are left out of the result.
    pub(super) fn remove(&self, group: &G, pids: &[Pid]) -> Vec<Pid> {
        let mut groups = self.0.write();
        let Some(members) = groups.get_mut(group) else { return Vec::new() };
        let mut removed = Vec::new();
        for pid in pids {
            if let Some(at) = members.iter().position(|member| member == pid) {
                members.remove(at);
                removed.push(*pid);
            }
        }
        let empty = if members.is_empty() { groups.remove_entry(group) } else { None };
        drop(groups);
        drop(empty);
        removed
    }

    /// Removes all of one member's places in a group; how many there were.
    pub(super) fn remove_all(&self, group: &G, pid: Pid) -> usize {
        let mut groups = self.0.write();
        let Some(members) = groups.get_mut(group) else { return 0 };
        let before = members.len();
        members.retain(|member| *member != pid);
        let removed = before - members.len();
        let empty = if members.is_empty() { groups.remove_entry(group) } else { None };
        drop(groups);
        drop(empty);
        removed
    }
}
