//! All that there is in a runtime, at one moment.

use super::info::{Found, ProcessInfo, look};
use crate::place::Seat;
use crate::process::purpose::REMEMBERED;
use crate::supervisor::tree;
use crate::system::System;
use crate::{ChildKind, ChildState, Pid, Tree};
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};
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

/// Looks at all that there is in this runtime; empty outside one. It takes 0.1 to 0.3 us for each process;
/// up to 0.5 where there are 100,000.
pub fn snapshot() -> Snapshot {
    let mut snapshot = Snapshot { taken: SystemTime::now(), dead_letters: 0, processes: Vec::new(), trees: Vec::new() };
    let Some(system) = System::try_current() else { return snapshot };
    snapshot.dead_letters = system.hub.dead_letters();
    let mut all = system.processes();
    all.sort_unstable_by_key(|(pid, _)| *pid);
    let (mut forest, mut last) = (Forest::default(), None);
    snapshot.processes.reserve(all.len());
    // each is let go when it has been looked at, while it is near
    for (pid, process) in all {
        let Some(Found { mut info, seat, below }) = look(&*process) else { continue };
        info.ancestors = ancestors(info.starter, &snapshot.processes, &mut last);
        info.place = seat.as_ref().map(|seat| seat.path_after(&mut forest.last));
        forest.add(pid, seat, below);
        snapshot.processes.push(info);
    }
    snapshot.trees = forest.trees();
    snapshot
}

/// Those who stand behind one that `starter` has started. Whoever has started somebody is older, and so is among those `seen`;
/// `last` is the starter that was asked for before, and where it is: brothers follow each other.
fn ancestors(starter: Option<Pid>, seen: &[ProcessInfo], last: &mut Option<(Pid, Option<usize>)>) -> Vec<Pid> {
    let Some(starter) = starter else { return Vec::new() };
    let at = match *last {
        Some((pid, at)) if pid == starter => at,
        _ => seen.binary_search_by_key(&starter, |process| process.pid).ok(),
    };
    *last = Some((starter, at));
    let older = at.map_or(&[][..], |at| &seen[at].ancestors);
    let older = &older[..older.len().min(REMEMBERED - 1)];
    let mut all = Vec::with_capacity(older.len() + 1);
    all.push(starter);
    all.extend_from_slice(older);
    all
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

/// Who is below whom, on the way to being trees.
#[derive(Default)]
struct Forest {
    /// By the seat above; it may be a supervisor's that is still to be found, or has just ended.
    groups: HashMap<*const Seat, Vec<Branch>, RandomState>,
    supervisors: HashSet<*const Seat, RandomState>,
    /// The seat that was above the last one, and its path.
    last: Option<(Arc<Seat>, String)>,
}

struct Branch {
    seat: *const Seat,
    /// Those made earlier have lower ones.
    number: u64,
    /// Without its children.
    tree: Tree,
    /// Of a supervisor: where those are.
    below: Option<Arc<Seat>>,
}

impl Forest {
    fn add(&mut self, pid: Pid, seat: Option<Arc<Seat>>, below: Option<(Arc<Seat>, &'static str)>) {
        let (below, label) = below.unzip();
        let Some(own) = seat.as_ref().or(below.as_ref()) else { return };
        let kind = if below.is_some() { ChildKind::Supervisor } else { ChildKind::Worker };
        let branch = Branch::of(own, ChildState::Running(pid), kind, label.unwrap_or_default());
        self.supervisors.extend(below.as_ref().map(Arc::as_ptr));
        let above = seat.map_or(std::ptr::null(), |seat| seat.above());
        self.groups.entry(above).or_default().push(Branch { below, ..branch });
    }

    fn trees(mut self) -> Vec<Tree> {
        // whoever is below nobody, or below one that has just ended
        let tops = self.groups.extract_if(|above, _| !self.supervisors.contains(above)).flat_map(|(_, group)| group);
        let mut tops: Vec<_> = tops.filter(|branch| branch.below.is_some()).collect();
        tops.sort_unstable_by_key(|branch| branch.tree.pid());
        tops.into_iter().map(|branch| self.draw(branch)).collect()
    }

    fn draw(&mut self, Branch { mut tree, below, .. }: Branch) -> Tree {
        let Some(below) = below else { return tree };
        let mut group = self.groups.remove(&Arc::as_ptr(&below)).unwrap_or_default();
        let vacant = below.vacant(group.iter().map(|branch| branch.seat)).into_iter();
        group.extend(vacant.map(|(seat, state)| Branch::of(&seat, state, ChildKind::Worker, "")));
        group.sort_unstable_by_key(|branch| branch.number);
        tree.children = group.into_iter().map(|branch| self.draw(branch)).collect();
        tree
    }
}

impl Branch {
    fn of(seat: &Seat, state: ChildState, kind: ChildKind, label: &'static str) -> Branch {
        let tree = Tree { id: seat.id().clone(), state, kind, label, children: Vec::new() };
        Branch { seat, number: seat.number(), tree, below: None }
    }
}
