//! Random trees and what happens to them, as values that print readably.

use otp_runtime::{AutoShutdown, Restart, Shutdown, Strategy as Restarts};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::VecDeque;
use std::fmt::{self, Debug, Write};
use std::sync::Arc;
use std::time::Duration;

/// An index into whatever there is at that moment, modulo.
pub(crate) type Pick = u8;

/// One run: a tree, specs that can be added to it, and what happens.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) tree: Arc<Tree>,
    pub(crate) steps: Vec<Step>,
}

/// All nodes, the root first, then those below it, then the spare ones.
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) spare: Vec<usize>,
}

pub(crate) struct Node {
    pub(crate) id: Arc<str>,
    pub(crate) above: Option<usize>,
    pub(crate) restart: Restart,
    pub(crate) shutdown: Shutdown,
    pub(crate) significant: bool,
    pub(crate) what: What,
}

pub(crate) enum What {
    Worker(Manner),
    Supervisor(Flags, Vec<usize>),
}

/// How a worker behaves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// A server, or a function as a process. Only servers trap exits, and run `terminate` when they end by themselves.
    pub(crate) server: bool,
    pub(crate) traps: bool,
    /// Milliseconds in `terminate`.
    pub(crate) lingers: u64,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Flags {
    pub(crate) restarts: Restarts,
    pub(crate) max_restarts: u32,
    pub(crate) max_seconds: u64,
    pub(crate) auto_shutdown: AutoShutdown,
}

/// How a worker ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Panic,
    Normal,
    Shutdown,
    ShutdownWith,
    Error,
    Kill,
}

/// What comes of one attempt to start a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Runs,
    Ignores,
    /// `init` gives an error.
    Fails,
    /// `init` panics.
    Panics,
    /// The start function itself panics.
    FunctionPanics,
    /// It says that a stranger has the name.
    NameTaken,
}

/// One attempt, and what is done while it is under way: it reaches the supervisor's mailbox before the outcome does.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) outcome: Outcome,
    pub(crate) meanwhile: Vec<Act>,
}

/// Something done under the same supervisor; the nodes are among those it knows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    End(Pick, How),
    Ask(Request, Pick),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Start,
    Terminate,
    Restart,
    Delete,
}

#[derive(Clone)]
pub(crate) enum Step {
    /// A running worker ends by itself, and this comes of the next attempts to start it.
    End(Pick, How, VecDeque<Attempt>),
    /// A supervisor is killed; seldom the root.
    Kill(Pick),
    /// A supervisor is asked to stop, by somebody who is not its parent.
    Stop(Pick),
    /// A supervisor gets an exit signal of somebody who is not its parent.
    Signal(Pick),
    /// A supervisor is asked for something, about a node it knows or does not.
    Ask(Pick, Request, Pick),
    /// What will come of the next attempts to start a node.
    Plan(Pick, VecDeque<Attempt>),
    /// Milliseconds pass.
    Wait(u64),
}

impl Tree {
    pub(crate) fn flags(&self, node: usize) -> Option<(&Flags, &[usize])> {
        match &self.nodes[node].what {
            What::Supervisor(flags, children) => Some((flags, children)),
            What::Worker(_) => None,
        }
    }

    /// The nodes that a supervisor is asked about: its own, the spare ones, and one that is never there.
    pub(crate) fn known(&self, supervisor: usize) -> Vec<usize> {
        let (_, children) = self.flags(supervisor).expect("a supervisor");
        children.iter().chain(&self.spare).copied().chain([NOBODY]).collect()
    }

    pub(crate) fn id(&self, node: usize) -> Arc<str> {
        self.nodes.get(node).map_or_else(|| Arc::from("nobody"), |node| node.id.clone())
    }

    /// Significant children are allowed under some supervisors only.
    pub(crate) fn significant(&self, supervisor: usize, node: usize) -> bool {
        let (flags, _) = self.flags(supervisor).expect("a supervisor");
        let node = &self.nodes[node];
        node.significant && node.restart != Restart::Permanent && flags.auto_shutdown != AutoShutdown::Never
    }
}

/// A node that no supervisor has.
pub(crate) const NOBODY: usize = usize::MAX;

/// A tree before its nodes are numbered.
#[derive(Clone, Debug)]
struct Raw {
    restart: Restart,
    shutdown: Shutdown,
    significant: bool,
    what: RawWhat,
}

#[derive(Clone, Debug)]
enum RawWhat {
    Worker(Manner),
    Supervisor(Flags, Vec<Raw>),
}

impl Tree {
    fn of(root: Raw, spare: Vec<Raw>) -> Tree {
        let mut tree = Tree { nodes: Vec::new(), spare: Vec::new() };
        tree.add(root, None);
        for raw in spare {
            let node = tree.add(raw, None);
            tree.spare.push(node);
        }
        tree
    }

    fn add(&mut self, raw: Raw, above: Option<usize>) -> usize {
        let number = self.nodes.len();
        let what = match &raw.what {
            RawWhat::Worker(manner) => What::Worker(*manner),
            RawWhat::Supervisor(flags, _) => What::Supervisor(*flags, Vec::new()),
        };
        let Raw { restart, shutdown, significant, .. } = raw;
        self.nodes.push(Node { id: format!("n{number}").into(), above, restart, shutdown, significant, what });
        if let RawWhat::Supervisor(_, below) = raw.what {
            for raw in below {
                let child = self.add(raw, Some(number));
                if let What::Supervisor(_, children) = &mut self.nodes[number].what {
                    children.push(child);
                }
            }
        }
        number
    }
}

fn restart() -> impl Strategy<Value = Restart> {
    prop_oneof![4 => Just(Restart::Permanent), 3 => Just(Restart::Transient), 2 => Just(Restart::Temporary)]
}

/// No sum of these and of limits further down is a limit: nothing ends at the very moment when it is killed.
fn lingers() -> impl Strategy<Value = u64> {
    prop_oneof![3 => Just(0_u64), 2 => Just(21), 2 => Just(61), 1 => Just(161)]
}

/// The limits are 40 and 120 ms, and a little more for supervisors.
fn shutdown(more: u64) -> impl Strategy<Value = Shutdown> {
    let after = |ms| Shutdown::After(Duration::from_millis(ms));
    prop_oneof![
        3 => Just(Shutdown::Infinity),
        2 => Just(after(40 + more)),
        2 => Just(after(120 + more)),
        1 => Just(Shutdown::BrutalKill),
    ]
}

fn worker() -> impl Strategy<Value = Raw> {
    let manner = (any::<bool>(), any::<bool>(), lingers()).prop_map(|(plain, traps, lingers)| {
        // the smallest is a server that does nothing special
        let server = !plain;
        Manner { server, traps: traps && server, lingers: if server { lingers } else { 0 } }
    });
    (restart(), shutdown(0), prop::bool::weighted(0.4), manner).prop_map(|(restart, shutdown, significant, manner)| {
        Raw { restart, shutdown, significant, what: RawWhat::Worker(manner) }
    })
}

fn flags() -> impl Strategy<Value = Flags> {
    let restarts = prop_oneof![Just(Restarts::OneForOne), Just(Restarts::OneForAll), Just(Restarts::RestForOne)];
    let auto_shutdown = prop_oneof![
        4 => Just(AutoShutdown::Never),
        2 => Just(AutoShutdown::AnySignificant),
        2 => Just(AutoShutdown::AllSignificant),
    ];
    let max_restarts = prop_oneof![1 => 0_u32..2, 2 => 2_u32..9];
    (restarts, max_restarts, 1_u64..4, auto_shutdown).prop_map(
        |(restarts, max_restarts, max_seconds, auto_shutdown)| Flags {
            restarts,
            max_restarts,
            max_seconds,
            auto_shutdown,
        },
    )
}

fn supervisor(depth: u32, most: usize, more: u64) -> BoxedStrategy<Raw> {
    let child = if depth == 1 {
        worker().boxed()
    } else {
        prop_oneof![3 => worker(), 2 => supervisor(depth - 1, 3, more + 5)].boxed()
    };
    (restart(), shutdown(more), prop::bool::weighted(0.4), flags(), vec(child, 0..=most))
        .prop_map(|(restart, shutdown, significant, flags, below)| Raw {
            restart,
            shutdown,
            significant,
            what: RawWhat::Supervisor(flags, below),
        })
        .boxed()
}

fn how() -> impl Strategy<Value = How> {
    use How::*;
    prop_oneof![4 => Just(Panic), 2 => Just(Kill), 2 => Just(Normal), 1 => Just(Shutdown), 1 => Just(ShutdownWith), 1 => Just(Error)]
}

fn request() -> impl Strategy<Value = Request> {
    use Request::*;
    prop_oneof![3 => Just(Terminate), 2 => Just(Restart), 2 => Just(Delete), 2 => Just(Start)]
}

fn attempt() -> impl Strategy<Value = Attempt> {
    use Outcome::*;
    let outcome = prop_oneof![
        3 => Just(Runs),
        4 => Just(Fails),
        1 => Just(Ignores),
        1 => Just(Panics),
        1 => Just(FunctionPanics),
        1 => Just(NameTaken),
    ];
    let act = prop_oneof![
        3 => (any::<Pick>(), how()).prop_map(|(node, how)| Act::End(node, how)),
        4 => (request(), any::<Pick>()).prop_map(|(request, node)| Act::Ask(request, node)),
    ];
    (outcome, prop_oneof![2 => vec(act.clone(), 0..1), 3 => vec(act, 0..4)])
        .prop_map(|(outcome, meanwhile)| Attempt { outcome, meanwhile })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (any::<Pick>(), how()).prop_map(|(worker, how)| Step::End(worker, how, VecDeque::new())),
        8 => (any::<Pick>(), how(), vec(attempt(), 1..4)).prop_map(|(worker, how, plan)| Step::End(worker, how, plan.into())),
        2 => any::<Pick>().prop_map(Step::Kill),
        1 => any::<Pick>().prop_map(Step::Stop),
        1 => any::<Pick>().prop_map(Step::Signal),
        8 => (any::<Pick>(), request(), any::<Pick>()).prop_map(|(above, what, node)| Step::Ask(above, what, node)),
        5 => (any::<Pick>(), vec(attempt(), 1..5)).prop_map(|(node, plan)| Step::Plan(node, plan.into())),
        2 => prop_oneof![100_u64..900, 900_u64..4_000].prop_map(Step::Wait),
    ]
}

/// Any case.
pub(crate) fn cases() -> impl Strategy<Value = Case> {
    let spare = vec(prop_oneof![3 => worker().boxed(), 1 => supervisor(1, 2, 7)], 1..3);
    (supervisor(3, 4, 0), spare, vec(step(), 1..14))
        .prop_map(|(root, spare, steps)| Case { tree: Arc::new(Tree::of(root, spare)), steps })
}

impl Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\ntree:\n{:?}steps:", self.tree)?;
        self.steps.iter().enumerate().try_for_each(|(at, step)| writeln!(f, "  {at}: {step:?}"))
    }
}

impl Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print(f, 0, 1)?;
        for node in &self.spare {
            writeln!(f, "  spare:")?;
            self.print(f, *node, 2)?;
        }
        Ok(())
    }
}

impl Tree {
    fn print(&self, f: &mut fmt::Formatter<'_>, number: usize, depth: usize) -> fmt::Result {
        let node = &self.nodes[number];
        let mut line = format!("{:1$}{2}", "", depth * 2, node.id);
        write!(line, " {:?}", node.restart)?;
        match node.shutdown {
            Shutdown::After(limit) => write!(line, " {}ms", limit.as_millis())?,
            other => write!(line, " {other:?}")?,
        }
        if node.significant {
            line.push_str(" significant");
        }
        match &node.what {
            What::Worker(Manner { server, traps, lingers }) => {
                line.push_str(if *server { ": server" } else { ": function" });
                line.push_str(if *traps { ", traps" } else { "" });
                if *lingers > 0 {
                    write!(line, ", lingers {lingers}ms")?;
                }
                writeln!(f, "{line}")
            }
            What::Supervisor(Flags { restarts, max_restarts, max_seconds, auto_shutdown }, children) => {
                writeln!(f, "{line}: {restarts:?} {max_restarts} in {max_seconds}s, shuts down {auto_shutdown:?}")?;
                children.iter().try_for_each(|child| self.print(f, *child, depth + 1))
            }
        }
    }
}

impl Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::End(worker, how, plan) if plan.is_empty() => write!(f, "worker #{worker} ends: {how:?}"),
            Step::End(worker, how, plan) => write!(f, "worker #{worker} ends: {how:?}, then {plan:?}"),
            Step::Kill(above) => write!(f, "supervisor #{above} is killed"),
            Step::Stop(above) => write!(f, "supervisor #{above} is stopped"),
            Step::Signal(above) => write!(f, "supervisor #{above} gets a stranger's exit signal"),
            Step::Ask(above, request, node) => write!(f, "supervisor #{above}: {request:?} #{node}"),
            Step::Plan(node, attempts) => write!(f, "plan for node #{node}: {attempts:?}"),
            Step::Wait(ms) => write!(f, "{ms} ms pass"),
        }
    }
}
