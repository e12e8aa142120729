//! Counters that threads do not share: each counts in a shard of its own, as long as there are enough.

use super::{Lives, Reading, Traffic};
use crate::system::table::PidHasher;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const SHARDS: usize = 16;

#[derive(Default)]
pub(super) struct Shards([Mutex<Shard>; SHARDS]);

#[derive(Default)]
struct Shard {
    traffic: Counters<Name2, Traffic>,
    lives: Counters<Name, Lives>,
}

type Counters<K, V> = HashMap<K, V, BuildHasherDefault<PidHasher>>;

/// A name by where it is: one that is written twice is counted twice, and added up at the end.
#[derive(Clone, Copy)]
struct Name(&'static str);

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.as_ptr().addr() as u64);
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Name2(Name, Name);

impl Shards {
    fn mine(&self) -> &Mutex<Shard> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        thread_local! {
            static MINE: usize = NEXT.fetch_add(1, Relaxed) % SHARDS;
        }
        &self.0[MINE.with(|mine| *mine)]
    }

    pub(super) fn traffic(&self, server: &'static str, method: &'static str, count: impl FnOnce(&mut Traffic)) {
        count(self.mine().lock().traffic.entry(Name2(Name(server), Name(method))).or_default());
    }

    pub(super) fn lives(&self, server: &'static str, count: impl FnOnce(&mut Lives)) {
        count(self.mine().lock().lives.entry(Name(server)).or_default());
    }

    /// All of them together.
    pub(super) fn sum(&self) -> Reading {
        let mut reading = Reading::default();
        for shard in &self.0 {
            let shard = shard.lock();
            for (Name2(server, method), traffic) in &shard.traffic {
                reading.traffic.entry((server.0, method.0)).or_default().add(traffic);
            }
            for (server, lives) in &shard.lives {
                reading.lives.entry(server.0).or_default().add(lives);
            }
        }
        reading
    }
}
