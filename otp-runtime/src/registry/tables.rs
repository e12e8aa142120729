//! What is registered: read and written by whoever asks, in its own code.
//!
//! A partition has two sides: who holds what, by pid, and under its own locks what there is under each key. A process that
//! registers takes the lock of its pid first and that of the key inside it; nobody takes them the other way round. Only the
//! `Hash` and `Eq` of keys run under them: keys and values are shared pointers, cloned and dropped outside.

use super::Keys;
use super::listeners::Listeners;
use super::lock::Locks;
use super::meta::Meta;
use super::shard::{Entry, Held, Pids, Shard};
use crate::client::sighting::Sighting;
use crate::process::head::{AnyProcess, Head};
use crate::process::panics::drop_each;
use crate::process::signals::{link_living, unlink};
use crate::process::status::DEAD;
use crate::{Pid, Target};
use foldhash::fast::RandomState;
use parking_lot::{Mutex, RwLock};
use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::*};

/// How many locks each side has, over all partitions, at least.
const SHARDS: usize = 16;

/// The tables of one incarnation of a registry.
pub(super) struct Tables<K, V> {
    pub(super) kind: Keys,
    /// What events call it.
    pub(super) name: Target,
    pub(super) listeners: Option<Listeners<K, V>>,
    pub(super) meta: Meta,
    pub(super) locks: Arc<Locks>,
    pub(super) partitions: Box<[Partition<K, V>]>,
    hasher: RandomState,
    retired: AtomicBool,
}

pub(super) struct Partition<K, V> {
    pub(super) pids: Box<[Mutex<Pids<K>>]>,
    pub(super) keys: Box<[RwLock<Shard<K, V>>]>,
}

/// Why a process was not registered.
pub(super) enum Refused {
    Taken(Pid),
    NotRunning,
    Dead,
}

/// What was unregistered.
pub(super) struct Removed<K, V> {
    pub(super) entries: Vec<Entry<K, V>>,
    /// How many registrations of the process are left under the key.
    pub(super) left: usize,
}

impl<K, V> Tables<K, V> {
    pub(super) fn new(
        kind: Keys,
        partitions: usize,
        name: Target,
        listeners: Option<Listeners<K, V>>,
        meta: Meta,
    ) -> Self {
        let shards = SHARDS.div_ceil(partitions);
        let partition = |_| Partition {
            pids: (0..shards).map(|_| Mutex::new(Pids::new())).collect(),
            keys: (0..shards).map(|_| RwLock::new(Shard::new())).collect(),
        };
        Tables {
            kind,
            name,
            listeners,
            meta,
            locks: Arc::default(),
            partitions: (0..partitions).map(partition).collect(),
            hasher: RandomState::default(),
            retired: AtomicBool::new(false),
        }
    }

    /// Whether its registry has ended.
    pub(super) fn is_retired(&self) -> bool {
        self.retired.load(Acquire)
    }

    pub(super) fn retire(&self) {
        self.retired.store(true, Release);
        self.locks.close();
        self.meta.close();
    }

    pub(super) fn hash<Q: Hash + ?Sized>(&self, key: &Q) -> u64 {
        self.hasher.hash_one(key)
    }

    /// The partition of a key, and its shard in whichever partition. The map in the shard goes by other bits.
    fn by_key(&self, hash: u64) -> (usize, usize) {
        let (bits, partitions) = ((hash >> 40) as usize, self.partitions.len());
        (bits % partitions, bits / partitions % self.partitions[0].keys.len())
    }

    pub(super) fn by_pid(&self, pid: Pid) -> (usize, usize) {
        let (bits, partitions) = (pid.count() as usize, self.partitions.len());
        (bits % partitions, bits / partitions % self.partitions[0].pids.len())
    }

    /// What a process holds: in the partition that it is linked to for this key.
    fn pids(&self, hash: u64, pid: Pid) -> &Mutex<Pids<K>> {
        let (partition, shard) = self.by_pid(pid);
        let partition = if self.kind == Keys::DuplicateByKey { self.by_key(hash).0 } else { partition };
        &self.partitions[partition].pids[shard]
    }

    /// Where a process's registrations under a key are.
    pub(super) fn keys(&self, hash: u64, pid: Pid) -> &RwLock<Shard<K, V>> {
        let (partition, shard) = self.by_key(hash);
        let partition = if self.kind == Keys::Duplicate { self.by_pid(pid).0 } else { partition };
        &self.partitions[partition].keys[shard]
    }

    /// The partitions in which registrations under a key may be.
    pub(super) fn partitions_of(&self, hash: u64) -> Range<usize> {
        if self.kind == Keys::Duplicate {
            0..self.partitions.len()
        } else {
            let partition = self.by_key(hash).0;
            partition..partition + 1
        }
    }

    pub(super) fn partition_count(&self) -> usize {
        self.partitions.len()
    }

    /// How many entries there are by key and by pid.
    pub(super) fn sizes(&self) -> (usize, usize) {
        let by_key = |shard: &RwLock<Shard<K, V>>| shard.read().entries.values().map(Vec::len).sum::<usize>();
        let by_pid = |shard: &Mutex<Pids<K>>| shard.lock().held.values().map(Vec::len).sum::<usize>();
        let partitions = self.partitions.iter();
        partitions.fold((0, 0), |(keys, pids), partition| {
            (
                keys + partition.keys.iter().map(by_key).sum::<usize>(),
                pids + partition.pids.iter().map(by_pid).sum::<usize>(),
            )
        })
    }

    /// A look at all entries of one shard after the other.
    pub(super) fn shards<T>(&self, mut look: impl FnMut(&Entry<K, V>) -> T) -> impl Iterator<Item = Vec<T>> {
        let shards = self.partitions.iter().flat_map(|partition| partition.keys.iter());
        shards.map(move |shard| shard.read().entries.values().flatten().map(&mut look).collect())
    }
}

impl<K: Hash + Eq, V> Tables<K, V> {
    /// Registers a process, and links it to the partition that will clean up after it. Pid of the partition.
    pub(super) fn insert(&self, process: &Arc<dyn AnyProcess>, key: Arc<K>, value: Arc<V>) -> Result<Pid, Refused> {
        let hash = self.hash(&*key);
        let pid = process.head().pid;
        let entry = Entry { key: key.clone(), process: process.clone(), value };
        let held = Held { hash, key };
        let replaced;
        let partition = {
            let mut pids = self.pids(hash, pid).lock();
            let Some(owner) = &pids.owner else { return Err(Refused::NotRunning) };
            let mut shard = self.keys(hash, pid).write();
            if !shard.open {
                return Err(Refused::NotRunning);
            }
            let found = if self.kind == Keys::Unique { shard.position(hash, &*held.key) } else { None };
            if let Some((_, holder)) = found
                && holder.is_alive()
            {
                return Err(Refused::Taken(holder.pid()));
            }
            if !link_living(process.head(), owner.head()) {
                let dead = process.head().status.has(DEAD);
                return Err(if dead { Refused::Dead } else { Refused::NotRunning });
            }
            let partition = owner.head().pid;
            let at = found.map(|(at, _)| at);
            let entries = shard.entries.entry(hash).or_insert_with(|| Vec::with_capacity(1));
            replaced = match at {
                Some(at) => Some(std::mem::replace(&mut entries[at], entry)),
                None => {
                    entries.push(entry);
                    None
                }
            };
            pids.held.entry(pid).or_default().push(held);
            partition
        };
        drop_each(replaced);
        Ok(partition)
    }

    /// Takes away those of a process's registrations under a key whose values are `wanted`. With the last one of the partition
    /// goes the link.
    pub(super) fn remove<Q>(&self, me: &Head, key: &Q, wanted: impl Fn(&Arc<V>) -> bool) -> Removed<K, V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let (hash, pid) = (self.hash(key), me.pid);
        let mut removed = Removed { entries: Vec::new(), left: 0 };
        let mut given_up = Vec::new();
        {
            let mut pids = self.pids(hash, pid).lock();
            removed.left = self.keys(hash, pid).write().take(hash, key, pid, wanted, &mut removed.entries);
            if let Some(held) = pids.held.get_mut(&pid) {
                let mut surplus = if removed.left == 0 { usize::MAX } else { removed.entries.len() };
                let goes = |held: &mut Held<K>| {
                    let goes = surplus > 0 && held.hash == hash && (*held.key).borrow() == key;
                    surplus -= usize::from(goes);
                    goes
                };
                given_up.extend(held.extract_if(.., goes));
                if held.is_empty() {
                    pids.held.remove(&pid);
                    if let Some(owner) = &pids.owner {
                        unlink(me, Some(owner.clone()), owner.head().pid);
                    }
                }
            }
        }
        drop_each(given_up);
        removed
    }

    /// The keys a process holds, in the order they were registered in each partition.
    pub(super) fn held_by(&self, pid: Pid) -> Vec<Arc<K>> {
        let (partition, shard) = self.by_pid(pid);
        let partitions = if self.kind == Keys::DuplicateByKey {
            &self.partitions[..]
        } else {
            &self.partitions[partition..=partition]
        };
        let mut keys = Vec::new();
        for partition in partitions {
            let pids = partition.pids[shard].lock();
            keys.extend(pids.held.get(&pid).into_iter().flatten().map(|held| held.key.clone()));
        }
        keys
    }

    /// A look at the entries of one partition under a key.
    pub(super) fn look<Q, T>(&self, partition: usize, key: &Q, hash: u64, look: impl FnMut(&Entry<K, V>) -> T) -> Vec<T>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let shard = self.partitions[partition].keys[self.by_key(hash).1].read();
        let Some(entries) = shard.entries.get(&hash) else { return Vec::new() };
        entries.iter().filter(|entry| (*entry.key).borrow() == key && entry.is_alive()).map(look).collect()
    }

    /// The one process with this key of a unique registry; `Err` when its partition does not run.
    pub(super) fn holder<Q>(&self, key: &Q) -> Result<Option<Sighting>, ()>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let hash = self.hash(key);
        let (partition, shard) = self.by_key(hash);
        let shard = self.partitions[partition].keys[shard].read();
        if !shard.open {
            return Err(());
        }
        let found = shard.position(hash, key);
        Ok(found.filter(|(_, entry)| entry.is_alive()).map(|(_, entry)| Sighting::lasting(&entry.process)))
    }

    /// Puts another value in the place of one, unless that has gone meanwhile.
    pub(super) fn replace<Q>(&self, pid: Pid, key: &Q, old: &Arc<V>, new: Arc<V>) -> bool
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let hash = self.hash(key);
        let mut shard = self.keys(hash, pid).write();
        let entries = shard.entries.get_mut(&hash).into_iter().flatten();
        let mut found = entries.filter(|entry| entry.pid() == pid && Arc::ptr_eq(&entry.value, old));
        // the caller holds the old one: it is not dropped here
        found.next().map(|entry| entry.value = new).is_some()
    }
}
