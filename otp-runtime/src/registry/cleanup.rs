//! What a partition's process does with the tables.

use super::shard::Held;
use super::tables::Tables;
use crate::Pid;
use crate::process::head::AnyProcess;
use crate::process::panics::drop_each;
use std::hash::Hash;
use std::sync::Arc;

/// The tables, whatever their types.
pub(super) trait Partitioned: Send + Sync + 'static {
    /// The process of a partition has started.
    fn occupy(&self, partition: usize, owner: &Arc<dyn AnyProcess>);
    /// It ends, and everything in the partition with it.
    fn vacate(&self, partition: usize, owner: Pid);
    /// A linked process has ended.
    fn forget(&self, partition: usize, pid: Pid);
}

impl<K, V> Partitioned for Tables<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    fn occupy(&self, partition: usize, owner: &Arc<dyn AnyProcess>) {
        let partition = &self.partitions[partition];
        for shard in &partition.keys {
            shard.write().open = true;
        }
        for shard in &partition.pids {
            shard.lock().owner = Some(owner.clone());
        }
    }

    fn vacate(&self, partition: usize, owner: Pid) {
        let there = &self.partitions[partition];
        for shard in &there.pids {
            let (owner, held) = {
                let mut pids = shard.lock();
                if pids.owner.as_ref().is_some_and(|there| there.head().pid != owner) {
                    return;
                }
                (pids.owner.take(), std::mem::take(&mut pids.held))
            };
            drop(owner);
            for (pid, held) in held {
                self.clear(pid, held);
            }
        }
        for shard in &there.keys {
            let entries = {
                let mut shard = shard.write();
                shard.open = false;
                shard.entries.values().flatten().for_each(|entry| entry.process.head().moved());
                std::mem::take(&mut shard.entries)
            };
            drop_each(entries.into_values().flatten());
        }
    }

    fn forget(&self, partition: usize, pid: Pid) {
        let shard = &self.partitions[partition].pids[self.by_pid(pid).1];
        let held = shard.lock().held.remove(&pid);
        if let Some(held) = held {
            self.clear(pid, held);
        }
    }
}

impl<K: Hash + Eq, V> Tables<K, V> {
    /// Takes away by key what a process held. A key that another has taken over meanwhile is left to it.
    fn clear(&self, pid: Pid, held: Vec<Held<K>>) {
        let mut entries = Vec::new();
        for held in &held {
            self.keys(held.hash, pid).write().take(held.hash, &*held.key, pid, |_| true, &mut entries);
        }
        drop_each(entries);
        drop_each(held);
    }
}
