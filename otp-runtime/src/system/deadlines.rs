//! Callers that wait: one sleep at the earliest deadline instead of a timer each.
//!
//! The slabs also say who waits for whom, so that declaring a process dead reaches callers whose messages are out of
//! reach, in the batch or the hands of a handler that does not return.

use crate::Pid;
use crate::error::Failure;
use crate::reply::Waiting;
use crate::system::System;
use parking_lot::Mutex;
use slab::Slab;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::*};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

const LANES: usize = 16;
/// Sweeps are at least this far apart, however many deadlines lie between.
const COARSE: Duration = Duration::from_millis(2);

#[derive(Default)]
pub(crate) struct Deadlines {
    lanes: [Mutex<Slab<Entry>>; LANES],
    /// When the sweeper wakes next, as microseconds since [`START`]; `u64::MAX` is never.
    armed: Armed,
    running: AtomicBool,
    earlier: Notify,
}

struct Armed(AtomicU64);

impl Default for Armed {
    fn default() -> Self {
        Armed(AtomicU64::new(u64::MAX))
    }
}

struct Entry {
    deadline: Option<Instant>,
    target: Pid,
    slot: Arc<dyn Waiting>,
}

/// Where a caller is noted.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    lane: usize,
    at: usize,
}

/// Removes its entry when dropped.
pub(crate) struct Ticket {
    system: Arc<System>,
    key: Key,
}

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

thread_local! {
    static LANE: usize = {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        NEXT.fetch_add(1, Relaxed) % LANES
    };
}

fn micros(at: Instant) -> u64 {
    let since = at.saturating_duration_since(*START);
    since.as_secs().saturating_mul(1_000_000).saturating_add(since.subsec_micros().into()).min(u64::MAX - 1)
}

impl Deadlines {
    /// How many callers wait.
    pub(crate) fn waiting(&self) -> usize {
        self.lanes.iter().map(|lane| lane.lock().len()).sum()
    }

    /// Notes that `slot` waits for `target`, and fails it with `Timeout` at the deadline.
    pub(crate) fn wait(system: &Arc<System>, deadline: Option<Instant>, target: Pid, slot: Arc<dyn Waiting>) -> Ticket {
        Ticket { key: Self::note(system, deadline, target, slot), system: system.clone() }
    }

    /// As [`wait`](Self::wait), for those who will [`forget`](Self::forget) it themselves.
    pub(crate) fn note(system: &Arc<System>, deadline: Option<Instant>, target: Pid, slot: Arc<dyn Waiting>) -> Key {
        let this = &system.deadlines;
        let lane = LANE.with(|lane| *lane);
        let at = this.lanes[lane].lock().insert(Entry { deadline, target, slot });
        if let Some(deadline) = deadline
            && micros(deadline) < this.armed.0.load(Acquire)
        {
            this.arm(system, micros(deadline));
        }
        Key { lane, at }
    }

    pub(crate) fn forget(&self, Key { lane, at }: Key) {
        let entry = self.lanes[lane].lock().try_remove(at);
        drop(entry);
    }

    #[cold]
    fn arm(&self, system: &Arc<System>, at: u64) {
        self.armed.0.fetch_min(at, AcqRel);
        if self.running.swap(true, AcqRel) {
            self.earlier.notify_one();
        } else {
            let system = system.clone();
            let handle = system.handle.clone();
            handle.spawn(async move { system.deadlines.sweep().await });
        }
    }

    async fn sweep(&self) {
        loop {
            let at = self.armed.0.load(Acquire);
            if at == u64::MAX {
                self.earlier.notified().await;
                continue;
            }
            let until = *START + Duration::from_micros(at);
            if tokio::time::timeout_at(until, self.earlier.notified()).await.is_ok() {
                continue;
            }
            // from here on a new deadline arms again; those already in the slabs are found below
            self.armed.0.store(u64::MAX, Release);
            let now = Instant::now();
            let mut next: Option<Instant> = None;
            let mut expired = Vec::new();
            for lane in &self.lanes {
                for (_, entry) in lane.lock().iter() {
                    match entry.deadline {
                        Some(deadline) if deadline <= now => expired.push(entry.slot.clone()),
                        Some(deadline) => next = Some(next.map_or(deadline, |next| next.min(deadline))),
                        None => {}
                    }
                }
            }
            for slot in expired {
                slot.fail(Failure::Timeout);
            }
            if let Some(next) = next {
                self.armed.0.fetch_min(micros(next.max(now + COARSE)), AcqRel);
            }
        }
    }

    /// Everybody who waits for this process.
    pub(crate) fn waiting_for(&self, target: Pid) -> Vec<Arc<dyn Waiting>> {
        let of = |lane: &Mutex<Slab<Entry>>| -> Vec<_> {
            let lane = lane.lock();
            lane.iter().filter(|(_, entry)| entry.target == target).map(|(_, entry)| entry.slot.clone()).collect()
        };
        self.lanes.iter().flat_map(of).collect()
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.system.deadlines.forget(self.key);
    }
}
