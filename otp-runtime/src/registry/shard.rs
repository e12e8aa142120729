//! One lock's worth of a partition's tables, on either side.

use crate::Pid;
use crate::process::head::AnyProcess;
use crate::process::status::DEAD;
use crate::system::table::PidHasher;
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

/// By pid: who holds what.
pub(super) struct Pids<K> {
    /// The partition's process; `None` while it does not run.
    pub(super) owner: Option<Arc<dyn AnyProcess>>,
    pub(super) held: HashMap<Pid, Vec<Held<K>>, BuildHasherDefault<PidHasher>>,
}

/// One registration, as its process holds it.
pub(super) struct Held<K> {
    pub(super) hash: u64,
    pub(super) key: Arc<K>,
}

/// By key: what is registered, under the key's hash.
pub(super) struct Shard<K, V> {
    /// Whether the partition's process runs.
    pub(super) open: bool,
    pub(super) entries: HashMap<u64, Vec<Entry<K, V>>, BuildHasherDefault<PidHasher>>,
}

/// One registration, as its key finds it.
pub(super) struct Entry<K, V> {
    pub(super) key: Arc<K>,
    pub(super) process: Arc<dyn AnyProcess>,
    pub(super) value: Arc<V>,
}

impl<K> Pids<K> {
    pub(super) fn new() -> Self {
        Pids { owner: None, held: HashMap::default() }
    }
}

impl<K, V> Entry<K, V> {
    pub(super) fn pid(&self) -> Pid {
        self.process.head().pid
    }

    pub(super) fn is_alive(&self) -> bool {
        !self.process.head().status.has(DEAD)
    }
}

impl<K, V> Shard<K, V> {
    pub(super) fn new() -> Self {
        Shard { open: false, entries: HashMap::default() }
    }

    pub(super) fn position<Q>(&self, hash: u64, key: &Q) -> Option<(usize, &Entry<K, V>)>
    where
        K: Borrow<Q>,
        Q: Eq + ?Sized,
    {
        self.entries.get(&hash)?.iter().enumerate().find(|(_, entry)| (*entry.key).borrow() == key)
    }

    /// Moves out what a process has under a key; how much of it is left.
    pub(super) fn take<Q>(
        &mut self,
        hash: u64,
        key: &Q,
        pid: Pid,
        wanted: impl Fn(&Arc<V>) -> bool,
        taken: &mut Vec<Entry<K, V>>,
    ) -> usize
    where
        K: Borrow<Q>,
        Q: Eq + ?Sized,
    {
        let Some(entries) = self.entries.get_mut(&hash) else { return 0 };
        let mut left = 0;
        let goes = |entry: &mut Entry<K, V>| {
            let own = entry.pid() == pid && (*entry.key).borrow() == key;
            let goes = own && wanted(&entry.value);
            left += usize::from(own && !goes);
            if goes {
                entry.process.head().moved();
            }
            goes
        };
        taken.extend(entries.extract_if(.., goes));
        if entries.is_empty() {
            self.entries.remove(&hash);
        }
        left
    }
}
