//! The process table: pid to process.

use crate::Pid;
use crate::process::head::AnyProcess;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

const SHARDS: usize = 32;

#[derive(Default)]
pub(crate) struct Table {
    shards: [Mutex<Shard>; SHARDS],
}

/// A thread inside a process.
#[derive(Clone, Copy)]
pub(crate) struct Inside {
    pub(crate) pid: Pid,
    pub(crate) thread: u32,
    /// As the process counts them.
    pub(crate) stay: u32,
}

type Shard = HashMap<Pid, Arc<dyn AnyProcess>, BuildHasherDefault<NearHasher>>;

impl Table {
    fn shard(&self, pid: Pid) -> &Mutex<Shard> {
        &self.shards[pid.count() as usize % SHARDS]
    }

    pub(crate) fn insert(&self, process: Arc<dyn AnyProcess>) {
        let pid = process.head().pid;
        self.shard(pid).lock().insert(pid, process);
    }

    pub(crate) fn remove(&self, pid: Pid) {
        let removed = self.shard(pid).lock().remove(&pid);
        drop(removed);
    }

    pub(crate) fn get(&self, pid: Pid) -> Option<Arc<dyn AnyProcess>> {
        self.shard(pid).lock().get(&pid).cloned()
    }

    pub(crate) fn inside(&self) -> Vec<Inside> {
        let mut found = Vec::new();
        for shard in &self.shards {
            for process in shard.lock().values() {
                let head = process.head();
                let (thread, stay) = (head.thread.load(Relaxed), head.stays.load(Relaxed));
                if thread != 0 {
                    found.push(Inside { pid: head.pid, thread, stay });
                }
            }
        }
        found
    }

    pub(crate) fn all(&self) -> Vec<(Pid, Arc<dyn AnyProcess>)> {
        let mut all = Vec::with_capacity(self.shards.iter().map(|shard| shard.lock().len()).sum());
        for shard in &self.shards {
            all.extend(shard.lock().iter().map(|(pid, process)| (*pid, process.clone())));
        }
        all
    }
}

/// Where a process is in its shard: pids that were given in a row are neighbours, for whoever starts many processes at once,
/// or stops them, and would otherwise miss the cache twice at each.
#[derive(Default)]
struct NearHasher(u64);

/// How many neighbours are in a row, as a power of two. Where the next row begins is random: survivors at whatever distance
/// of each other do not crowd at the same places.
const ROW: u32 = 12;

impl Hasher for NearHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("a pid is one number")
    }

    fn write_u64(&mut self, pid: u64) {
        const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
        // the map tells keys at the same place apart by the upper seven bits
        const PLACE: u64 = u64::MAX >> 7;
        let number = pid / SHARDS as u64;
        let row = (number >> ROW).wrapping_mul(MIX) >> 8;
        self.0 = (row.wrapping_add(number) & PLACE) | (number.wrapping_mul(MIX) & !PLACE);
    }
}

/// Pids count up, so mixing their bits once is enough; so it is for numbers that are hashes already.
#[derive(Default)]
pub(crate) struct PidHasher(u64);

impl Hasher for PidHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
