//! Processes that hold a thread for long.
//!
//! A thread of its own looks: the runtime's may be the ones that are held. It ends with the last system it looks at.

use super::Event;
use crate::Pid;
use crate::process::current;
use crate::system::System;
use crate::system::table::Inside;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// What a system is looked at with.
#[derive(Default)]
pub(crate) struct Threshold {
    longer_than: Option<Duration>,
    /// Who was inside when it was looked at last.
    seen: HashMap<Pid, Stay>,
}

struct Stay {
    /// As the process counts them.
    number: u32,
    since: Instant,
    told: bool,
}

static LOOKED_AT: Mutex<(Vec<Weak<System>>, bool)> = Mutex::new((Vec::new(), false));

pub(crate) fn watch(system: &Arc<System>, longer_than: Option<Duration>) {
    let new = {
        let mut slow = system.hub.slow.lock();
        slow.seen.clear();
        std::mem::replace(&mut slow.longer_than, longer_than).is_none()
    };
    if longer_than.is_none() || !new {
        return;
    }
    let start = {
        let mut looked_at = LOOKED_AT.lock();
        looked_at.0.push(Arc::downgrade(system));
        !std::mem::replace(&mut looked_at.1, true)
    };
    if start && std::thread::Builder::new().name("otp-slow".into()).spawn(run).is_err() {
        LOOKED_AT.lock().1 = false;
    }
}

fn run() {
    loop {
        let systems: Vec<_> = LOOKED_AT.lock().0.iter().filter_map(Weak::upgrade).collect();
        let naps = systems.iter().filter_map(look);
        let nap = naps.min();
        drop(systems);
        let mut looked_at = LOOKED_AT.lock();
        looked_at
            .0
            .retain(|system| system.upgrade().is_some_and(|system| system.hub.slow.lock().longer_than.is_some()));
        if looked_at.0.is_empty() {
            looked_at.1 = false;
            return;
        }
        drop(looked_at);
        std::thread::sleep(nap.unwrap_or(Duration::from_millis(50)));
    }
}

/// Looks at all processes; when to do so again.
fn look(system: &Arc<System>) -> Option<Duration> {
    let inside = system.inside();
    let now = Instant::now();
    let mut slow = system.hub.slow.lock();
    let longer_than = slow.longer_than?;
    let before = std::mem::take(&mut slow.seen);
    let mut due = Vec::new();
    for inside in inside {
        let same = before.get(&inside.pid).filter(|stay| stay.number == inside.stay);
        let (since, mut told) = same.map_or((now, false), |stay| (stay.since, stay.told));
        if !told && now - since >= longer_than {
            due.push((inside, now - since));
            told = true;
        }
        slow.seen.insert(inside.pid, Stay { number: inside.stay, since, told });
    }
    drop(slow);
    for (inside, so_far) in due {
        warn(system, inside, so_far);
    }
    Some((longer_than / 4).clamp(Duration::from_millis(1), Duration::from_millis(250)))
}

fn warn(system: &Arc<System>, Inside { pid, thread, .. }: Inside, so_far: Duration) {
    let Some(process) = system.find(pid) else { return };
    let (thread, server) = (current::thread_name(thread), process.kind());
    let running = system.hub.running.of(pid).map(|running| running.handler);
    tracing::warn!(
        target: "otp_runtime::slow",
        %pid, server, handler = running, thread, ?so_far,
        "a process holds its thread: nothing else runs there"
    );
    if system.hub.is_attached() {
        system.hub.tell(&Event::SlowHandler { pid, server, handler: running, so_far });
    }
}
