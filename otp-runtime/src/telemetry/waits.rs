//! Who waits for whom, and whether that goes round in a circle.

use super::Event;
use super::hub::DEADLOCKS;
use crate::Pid;
use crate::process::current;
use crate::reply::Waiting;
use crate::system::System;
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

/// One process of a circle, and what it waits for: see [`detect_deadlocks`](super::detect_deadlocks).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WaitStep {
    /// The process that waits.
    pub pid: Pid,
    /// Its type.
    pub server: &'static str,
    /// What it waits for of the next one: a call's name, `init` or `stop`; of a task `join`, `wait`, `join_many` or `wait_many`.
    pub operation: &'static str,
    /// Whom it waits for.
    pub on: Pid,
}

impl fmt::Display for WaitStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} waits for `{}` of {}", self.server, self.pid, self.operation, self.on)
    }
}

/// By who waits. Kept while [`DEADLOCKS`] is on.
#[derive(Default)]
pub(crate) struct Waits(Mutex<HashMap<Pid, Vec<Edge>>>);

struct Edge {
    id: u64,
    on: Pid,
    operation: &'static str,
    /// `None`: only the target itself can end the waiting.
    caller: Option<Arc<dyn Waiting>>,
}

impl Edge {
    /// A reply that was deferred may come from anywhere.
    fn is_firm(&self) -> bool {
        self.caller.as_ref().is_none_or(|caller| caller.is_firm())
    }
}

/// The calling process waits, while this lives.
pub(crate) struct WaitsFor {
    system: Arc<System>,
    pid: Pid,
    id: u64,
}

impl WaitsFor {
    /// Notes that the calling process waits for `on`, and reports the circle that this closes, if it does. `None` when nobody
    /// wants to know, or it is not a process that waits.
    #[inline]
    pub(crate) fn note(
        system: &Arc<System>,
        on: Pid,
        operation: &'static str,
        caller: impl FnOnce() -> Option<Arc<dyn Waiting>>,
    ) -> Option<Box<Self>> {
        if !system.hub.has(DEADLOCKS) {
            return None;
        }
        Self::note_now(system, on, operation, caller())
    }

    #[cold]
    fn note_now(
        system: &Arc<System>,
        on: Pid,
        operation: &'static str,
        caller: Option<Arc<dyn Waiting>>,
    ) -> Option<Box<Self>> {
        let (pid, id) = (current::pid()?, crate::system::new_id());
        let circle = {
            let mut waits = system.hub.waits.0.lock();
            let circle = path(&waits, on, pid);
            waits.entry(pid).or_default().push(Edge { id, on, operation, caller });
            circle
        };
        if let Some(mut steps) = circle {
            steps.insert(0, (pid, operation, on));
            report(system, steps);
        }
        Some(Box::new(WaitsFor { system: system.clone(), pid, id }))
    }
}

impl Drop for WaitsFor {
    fn drop(&mut self) {
        let removed = {
            let mut waits = self.system.hub.waits.0.lock();
            let Some(edges) = waits.get_mut(&self.pid) else { return };
            let removed = edges.iter().position(|edge| edge.id == self.id).map(|at| edges.swap_remove(at));
            if edges.is_empty() {
                waits.remove(&self.pid);
            }
            removed
        };
        drop(removed);
    }
}

type Steps = Vec<(Pid, &'static str, Pid)>;

/// How `from` comes to wait for `to`, if it does.
fn path(waits: &HashMap<Pid, Vec<Edge>>, from: Pid, to: Pid) -> Option<Steps> {
    let mut seen = HashSet::from([from]);
    // whom to look at next, and how it was come to
    let mut open = vec![(from, Steps::new())];
    while let Some((pid, steps)) = open.pop() {
        for edge in waits.get(&pid).into_iter().flatten().filter(|edge| edge.is_firm()) {
            let mut steps = steps.clone();
            steps.push((pid, edge.operation, edge.on));
            if edge.on == to {
                return Some(steps);
            }
            if seen.insert(edge.on) {
                open.push((edge.on, steps));
            }
        }
    }
    None
}

#[cold]
fn report(system: &Arc<System>, steps: Steps) {
    let server = |pid| crate::system::find(pid).map_or("process", |process| process.kind());
    let steps = steps.into_iter().map(|(pid, operation, on)| WaitStep { pid, server: server(pid), operation, on });
    let path: Vec<_> = steps.collect();
    let text: Vec<_> = path.iter().map(WaitStep::to_string).collect();
    tracing::error!(target: "otp_runtime::deadlock", path = text.join(", "), "processes wait for each other");
    if system.hub.is_attached() {
        system.hub.tell(&Event::Deadlock { path: &path });
    }
}
