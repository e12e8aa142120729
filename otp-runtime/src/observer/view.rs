//! A snapshot as the page asks for it: each place of the trees under a key, with what is below it counted.

use super::pace::{Pace, paces};
use crate::process::{ProcessInfo, Snapshot};
use crate::{ChildKind, ChildState, Pid, Tree};
use serde::Serialize;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// The key of those that are in no tree.
pub(super) const OUTSIDE: u64 = 1;

pub(super) struct View {
    pub(super) taken: SystemTime,
    /// When it was done.
    pub(super) done: Instant,
    /// How long it took.
    pub(super) cost: Duration,
    pub(super) dead_letters: u64,
    pub(super) processes: Vec<ProcessInfo>,
    /// How many messages a second each of them handles.
    pub(super) paces: Vec<Pace>,
    pub(super) nodes: Vec<Node>,
    pub(super) tops: Vec<usize>,
    pub(super) totals: Totals,
    by_key: HashMap<u64, usize>,
    by_pid: HashMap<Pid, usize>,
}

/// A place in a tree.
pub(super) struct Node {
    /// Made of the ids from the root: it holds through restarts.
    pub(super) key: u64,
    pub(super) id: Arc<str>,
    pub(super) state: ChildState,
    pub(super) kind: ChildKind,
    pub(super) label: &'static str,
    pub(super) above: Option<usize>,
    /// In `processes`.
    pub(super) process: Option<usize>,
    pub(super) children: Vec<usize>,
    /// It and all below it.
    pub(super) totals: Totals,
}

/// Processes, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(super) struct Totals {
    pub(super) processes: usize,
    pub(super) supervisors: usize,
    pub(super) mailbox: usize,
    pub(super) bytes: usize,
    pub(super) restarts: u64,
    /// Messages a second.
    pub(super) rate: Pace,
}

impl Totals {
    fn of(process: &ProcessInfo, rate: Pace, kind: ChildKind) -> Totals {
        Totals {
            processes: 1,
            supervisors: usize::from(kind == ChildKind::Supervisor),
            mailbox: process.message_queue_len,
            bytes: process.mailbox_bytes,
            restarts: u64::from(process.restarts),
            rate,
        }
    }

    fn add(&mut self, other: Totals) {
        self.processes += other.processes;
        self.supervisors += other.supervisors;
        self.mailbox += other.mailbox;
        self.bytes += other.bytes;
        self.restarts += other.restarts;
        self.rate += other.rate;
    }
}

impl View {
    /// A look at everything, after another.
    pub(super) fn take(before: Option<&View>) -> View {
        let begun = Instant::now();
        let mut view = View::of(crate::process::snapshot(), before);
        view.done = Instant::now();
        view.cost = begun.elapsed();
        view
    }

    fn of(snapshot: Snapshot, before: Option<&View>) -> View {
        let Snapshot { taken, dead_letters, processes, trees } = snapshot;
        let done = Instant::now();
        let mut view = View {
            taken,
            done,
            cost: Duration::ZERO,
            dead_letters,
            paces: paces(&processes, before, done),
            nodes: Vec::with_capacity(processes.len()),
            processes,
            tops: Vec::new(),
            totals: Totals::default(),
            by_key: HashMap::new(),
            by_pid: HashMap::new(),
        };
        for tree in trees {
            let at = view.plant(tree, None);
            view.tops.push(at);
        }
        view.gather();
        view.totals = view.tops.iter().fold(Totals::default(), |mut all, top| {
            all.add(view.nodes[*top].totals);
            all
        });
        view
    }

    /// Those that are in no tree, below a node of their own.
    fn gather(&mut self) {
        let outside: Vec<_> =
            self.processes.iter().map(|process| process.pid).filter(|pid| !self.by_pid.contains_key(pid)).collect();
        if outside.is_empty() {
            return;
        }
        let top = self.add(OUTSIDE, "outside the trees".into(), ChildState::Stopped, ChildKind::Supervisor, "", None);
        self.nodes[top].children = outside
            .into_iter()
            .map(|pid| {
                let key = key_of(OUTSIDE, "", Some(pid));
                let id = self.info(pid).map_or("process", |process| process.kind).into();
                self.add(key, id, ChildState::Running(pid), ChildKind::Worker, "", Some(top))
            })
            .collect();
        self.sum(top);
        self.tops.push(top);
    }

    fn plant(&mut self, tree: Tree, above: Option<usize>) -> usize {
        let Tree { id, state, kind, label, children } = tree;
        let (parent, dynamic) =
            above.map_or((0, false), |above| (self.nodes[above].key, self.nodes[above].label == "dynamic"));
        let pid = tree_pid(state);
        let mut key = key_of(parent, &id, if dynamic { pid } else { None });
        if self.by_key.contains_key(&key) {
            // of the same name beside it
            key = key_of(key, &id, pid);
        }
        let at = self.add(key, id, state, kind, label, above);
        if !children.is_empty() {
            let children = children.into_iter().map(|child| self.plant(child, Some(at))).collect();
            self.nodes[at].children = children;
        }
        self.sum(at);
        at
    }

    fn add(
        &mut self,
        key: u64,
        id: Arc<str>,
        state: ChildState,
        kind: ChildKind,
        label: &'static str,
        above: Option<usize>,
    ) -> usize {
        let at = self.nodes.len();
        let pid = tree_pid(state);
        let process = pid.and_then(|pid| self.processes.binary_search_by_key(&pid, |process| process.pid).ok());
        let totals = process.map(|at| Totals::of(&self.processes[at], self.paces[at], kind)).unwrap_or_default();
        self.by_key.insert(key, at);
        if let Some(pid) = pid {
            self.by_pid.insert(pid, at);
        }
        self.nodes.push(Node { key, id, state, kind, label, above, process, children: Vec::new(), totals });
        at
    }

    fn sum(&mut self, at: usize) {
        let mut totals = self.nodes[at].totals;
        for child in &self.nodes[at].children {
            totals.add(self.nodes[*child].totals);
        }
        self.nodes[at].totals = totals;
    }

    pub(super) fn node(&self, key: u64) -> Option<&Node> {
        Some(&self.nodes[*self.by_key.get(&key)?])
    }

    pub(super) fn node_of(&self, pid: Pid) -> Option<&Node> {
        Some(&self.nodes[*self.by_pid.get(&pid)?])
    }

    pub(super) fn info(&self, pid: Pid) -> Option<&ProcessInfo> {
        let at = self.processes.binary_search_by_key(&pid, |process| process.pid).ok()?;
        self.processes.get(at)
    }

    /// How many messages a second a process handles.
    pub(super) fn pace(&self, pid: Pid) -> Pace {
        let at = self.processes.binary_search_by_key(&pid, |process| process.pid);
        at.map(|at| self.paces[at]).unwrap_or_default()
    }

    /// What a process is called: its name, its label, its id under its supervisor, or its type.
    pub(super) fn called(&self, pid: Pid) -> Option<Arc<str>> {
        let info = self.info(pid)?;
        let named = info.registered_name.clone().or_else(|| info.label.clone());
        Some(named.or_else(|| self.node_of(pid).map(|node| node.id.clone())).unwrap_or_else(|| info.kind.into()))
    }

    /// The keys from the top of its tree down to a node, itself left out.
    pub(super) fn above(&self, node: &Node) -> Vec<u64> {
        let mut keys = Vec::new();
        let mut next = node.above;
        while let Some(at) = next {
            keys.push(self.nodes[at].key);
            next = self.nodes[at].above;
        }
        keys.reverse();
        keys
    }
}

fn tree_pid(state: ChildState) -> Option<Pid> {
    match state {
        ChildState::Running(pid) => Some(pid),
        ChildState::Restarting | ChildState::Stopped => None,
    }
}

fn key_of(parent: u64, id: &str, pid: Option<Pid>) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one((parent, id, pid))
}
