//! All that there is in a runtime, at one moment.

use super::info::{ProcessInfo, look};
use crate::place::Seat;
use crate::process::head::AnyProcess;
use crate::supervisor::tree;
use crate::system::System;
use crate::{ChildKind, ChildState, Pid, Tree};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

/// All processes of a runtime and its supervision trees, as a value (what Erlang's `observer` shows).
///
/// It is taken from outside: no process is asked, so one that is stuck, suspended or overwhelmed is in it like any other. Each
/// process is looked at for itself, not all of them at the same instant. With the feature `serde` it can be serialized.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::process;
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let shop = Supervisor::builder(Strategy::OneForOne).child(Till::child(5)).start_link().name("shop").await?;
/// let snapshot = process::snapshot();
/// assert_eq!(snapshot.trees[0].children[0].pid(), shop.child::<Till>("Till").pid());
/// let longest = snapshot.processes.iter().max_by_key(|process| process.message_queue_len).unwrap();
/// println!("{snapshot}\nthe longest mailbox is that of {}", longest.pid);
/// println!("{}{}", snapshot.mermaid(), snapshot.dot());
/// # shop.stop().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Snapshot {
    /// When it was taken.
    pub taken: SystemTime,
    /// How many messages have reached nobody: see [`dead_letters`].
    pub dead_letters: u64,
    /// The living processes, by pid.
    pub processes: Vec<ProcessInfo>,
    /// The trees from each supervisor down that nobody supervises. A child whose process has ended is `Restarting` until its
    /// supervisor knows better.
    pub trees: Vec<Tree>,
}

/// Looks at all that there is in this runtime; empty outside one. It takes about 200 ns for each process.
pub fn snapshot() -> Snapshot {
    let mut snapshot = Snapshot { taken: SystemTime::now(), dead_letters: 0, processes: Vec::new(), trees: Vec::new() };
    let Some(system) = System::try_current() else { return snapshot };
    snapshot.dead_letters = system.hub.dead_letters();
    let described = |process: Arc<dyn AnyProcess>| (process.head().pid, process.head().starter, process);
    let mut all: Vec<_> = system.processes().into_iter().map(described).collect();
    all.sort_unstable_by_key(|(pid, ..)| *pid);
    // nobody's ancestors have to be looked up in the system
    let starter = |pid| {
        let at = all.binary_search_by_key(&pid, |(pid, ..)| *pid).ok()?;
        all.get(at).map(|(_, starter, _)| *starter)
    };
    let mut forest = Forest::default();
    snapshot.processes.reserve(all.len());
    for (.., process) in &all {
        if let Some(found) = look(&**process, &starter) {
            forest.add(found.info.pid, found.seat, found.below);
            snapshot.processes.push(found.info);
        }
    }
    snapshot.trees = forest.trees();
    snapshot
}

/// How many messages have reached nobody in this runtime so far: casts, sends and timers to processes that are not there or
/// have ended, and replies whose callers wait no more. [`telemetry`](crate::telemetry) tells of each.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::process;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let (pid, end) = process::spawn_monitor(async {});
/// end.await;
/// pid.send("too late");
/// assert_eq!(process::dead_letters(), 1);
/// # }
/// ```
pub fn dead_letters() -> u64 {
    System::try_current().map_or(0, |system| system.hub.dead_letters())
}

impl Snapshot {
    /// The process with this pid, if it was there.
    pub fn get(&self, pid: Pid) -> Option<&ProcessInfo> {
        let at = self.processes.binary_search_by_key(&pid, |process| process.pid).ok()?;
        self.processes.get(at)
    }

    /// The trees as one Mermaid flowchart, for Markdown.
    pub fn mermaid(&self) -> String {
        tree::mermaid(&self.trees)
    }

    /// The trees as one graph in Graphviz's DOT language.
    pub fn dot(&self) -> String {
        tree::dot(&self.trees)
    }
}

impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for tree in &self.trees {
            write!(f, "{tree}")?;
        }
        writeln!(f, "{} processes, {} dead letters", self.processes.len(), self.dead_letters)?;
        for process in &self.processes {
            writeln!(f, "{process}")?;
        }
        Ok(())
    }
}

/// Seats and who is in them, on the way to being trees.
#[derive(Default)]
struct Forest {
    nodes: Vec<Node>,
    /// Where the supervisor of a seat is in `nodes`.
    supervisors: HashMap<*const Seat, usize>,
}

struct Node {
    pid: Pid,
    /// Where it is in a tree.
    seat: Option<Arc<Seat>>,
    /// Of a supervisor: where its children are, and its strategy.
    below: Option<(Arc<Seat>, &'static str)>,
    children: Vec<usize>,
}

impl Forest {
    fn add(&mut self, pid: Pid, seat: Option<Arc<Seat>>, below: Option<(Arc<Seat>, &'static str)>) {
        if seat.is_none() && below.is_none() {
            return;
        }
        if let Some((seat, _)) = &below {
            self.supervisors.insert(Arc::as_ptr(seat), self.nodes.len());
        }
        self.nodes.push(Node { pid, seat, below, children: Vec::new() });
    }

    fn trees(mut self) -> Vec<Tree> {
        let mut tops = Vec::new();
        for at in 0..self.nodes.len() {
            let node = &self.nodes[at];
            let above = node.seat.as_ref().and_then(|seat| seat.above());
            match above.and_then(|above| self.supervisors.get(&Arc::as_ptr(&above)).copied()) {
                Some(above) => self.nodes[above].children.push(at),
                None if node.below.is_some() => tops.push(at),
                // its supervisor has just ended
                None => {}
            }
        }
        tops.into_iter().map(|at| self.draw(at)).collect()
    }

    fn draw(&self, at: usize) -> Tree {
        let node = &self.nodes[at];
        let state = ChildState::Running(node.pid);
        let own = node.seat.as_ref().or(node.below.as_ref().map(|(seat, _)| seat));
        let id = own.map(|seat| seat.id().clone()).unwrap_or_default();
        let Some((below, label)) = &node.below else {
            return Tree { id, state, kind: ChildKind::Worker, label: "", children: Vec::new() };
        };
        let there = node.children.iter().map(|at| {
            let seat = self.nodes[*at].seat.as_ref();
            (seat.map_or(0, |seat| seat.number()), self.draw(*at))
        });
        let away = below.vacant().into_iter().map(|(seat, state)| {
            let (id, kind) = (seat.id().clone(), ChildKind::Worker);
            (seat.number(), Tree { id, state, kind, label: "", children: Vec::new() })
        });
        let mut children: Vec<_> = there.chain(away).collect();
        children.sort_by_key(|(number, _)| *number);
        let children = children.into_iter().map(|(_, tree)| tree).collect();
        Tree { id, state, kind: ChildKind::Supervisor, label, children }
    }
}
