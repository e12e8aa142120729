//! The rules of supervision, as a plain sequential program.
//!
//! One thing happens at a time: a supervisor handles one message after the other, and nobody else does anything
//! meanwhile. The exception are the children of a supervisor that was killed: they end side by side with whatever
//! happens next, each on a strand of its own. Order is compared within a strand.

mod ending;
mod requests;
mod restarting;
mod starting;

use super::spec::{Attempt, Flags, How, Request, Tree};
use std::collections::VecDeque;
use std::sync::Arc;

/// Who: a node, and which of the attempts to start it.
pub(crate) type Who = (usize, u32);

/// Why something ended, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    Normal,
    Shutdown,
    ShutdownWith,
    Panic,
    Error,
    Killed,
}

impl Reason {
    fn is_clean(self) -> bool {
        matches!(self, Reason::Normal | Reason::Shutdown | Reason::ShutdownWith)
    }
}

/// What processes write down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Event {
    /// An attempt to start it began.
    Start(Who),
    /// Its `terminate` began.
    Told(Who),
    /// It has ended.
    Down(Who),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) at: u64,
    pub(crate) strand: u32,
    pub(crate) event: Event,
}

/// What a request is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Ok,
    /// Started, or ignored: the listing tells which.
    Started,
    AlreadyStarted,
    AlreadyPresent,
    Running,
    Restarting,
    NotFound,
    Failed,
    /// The supervisor ended first.
    Gone(Reason),
    /// Anything that is never right.
    Odd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Running(Who),
    Restarting,
    Stopped,
}

/// A supervisor's children, youngest first.
pub(crate) type Listing = Vec<(usize, State)>;

/// What is done to the tree from outside.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    End(Who, How, VecDeque<Attempt>),
    Kill(Who),
    Stop(Who),
    Signal(Who),
    Ask(Who, Request, usize),
    Plan(usize, VecDeque<Attempt>),
    Wait(u64),
    Nothing,
}

struct Process {
    who: Who,
    /// Index of its supervisor; none for the root.
    above: Option<usize>,
    alive: bool,
    supervisor: Option<Supervisor>,
}

#[derive(Default)]
struct Supervisor {
    children: Vec<Child>,
    restarts: Vec<u64>,
    mail: VecDeque<Mail>,
    /// All of its list have been started.
    up: bool,
}

#[derive(Clone, Copy)]
struct Child {
    /// Tells it from an earlier one with the same id.
    key: u64,
    node: usize,
    state: Now,
}

#[derive(Clone, Copy, PartialEq)]
enum Now {
    Running(usize),
    Restarting,
    Stopped,
}

enum Mail {
    Exit(usize, Reason),
    Retry(u64),
    Ask(Request, usize, usize),
}

enum Failure {
    Ignored,
    NameTaken,
    Failed,
}

/// How often things happened.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) cases: u32,
    pub(crate) steps: u32,
    pub(crate) starts: u32,
    pub(crate) failed_starts: u32,
    pub(crate) restarts: u32,
    pub(crate) retries: u32,
    pub(crate) void_retries: u32,
    pub(crate) gave_up: u32,
    pub(crate) auto_shutdowns: u32,
    pub(crate) killed_supervisors: u32,
    pub(crate) killed_late: u32,
    pub(crate) asked_meanwhile: u32,
}

impl Tally {
    pub(crate) const NONE: Tally = Tally {
        cases: 0,
        steps: 0,
        starts: 0,
        failed_starts: 0,
        restarts: 0,
        retries: 0,
        void_retries: 0,
        gave_up: 0,
        auto_shutdowns: 0,
        killed_supervisors: 0,
        killed_late: 0,
        asked_meanwhile: 0,
    };

    pub(crate) fn add(&mut self, other: &Tally) {
        self.cases += other.cases;
        self.steps += other.steps;
        self.starts += other.starts;
        self.failed_starts += other.failed_starts;
        self.restarts += other.restarts;
        self.retries += other.retries;
        self.void_retries += other.void_retries;
        self.gave_up += other.gave_up;
        self.auto_shutdowns += other.auto_shutdowns;
        self.killed_supervisors += other.killed_supervisors;
        self.killed_late += other.killed_late;
        self.asked_meanwhile += other.asked_meanwhile;
    }
}

pub(crate) struct Model {
    pub(crate) tally: Tally,
    tree: Arc<Tree>,
    pub(crate) now: u64,
    /// When the last thing has happened.
    quiet: u64,
    strands: u32,
    keys: u64,
    processes: Vec<Process>,
    starts: Vec<u32>,
    plans: Vec<VecDeque<Attempt>>,
    pub(crate) log: Vec<Entry>,
    /// Supervisors that have ended.
    pub(crate) ended: Vec<(Who, Reason)>,
    /// How often somebody's place was given up at a request.
    pub(crate) deletions: u32,
    /// What requests were answered that were made while something started.
    pub(crate) replies: Vec<Option<Reply>>,
}

/// The strand of whatever is not left over from a killed supervisor.
const MAIN: u32 = 0;

impl Model {
    pub(crate) fn new(tree: Arc<Tree>) -> Self {
        let nodes = tree.nodes.len();
        Model {
            tally: Tally::NONE,
            tree,
            now: 0,
            quiet: 0,
            strands: MAIN,
            keys: 0,
            processes: Vec::new(),
            starts: vec![0; nodes],
            plans: vec![VecDeque::new(); nodes],
            log: Vec::new(),
            ended: Vec::new(),
            deletions: 0,
            replies: Vec::new(),
        }
    }

    /// Starts the root; whether it runs.
    pub(crate) fn start(&mut self) -> bool {
        let started = self.start_node(None, 0).is_ok();
        self.settle();
        started
    }

    /// What is done, and what comes of it until nothing moves any more.
    pub(crate) fn apply(&mut self, action: &Action) -> Option<Reply> {
        let mut reply = None;
        match action {
            Action::Nothing => {}
            Action::Wait(ms) => self.now += ms,
            Action::Plan(node, attempts) => self.plans[*node].extend(attempts.iter().cloned()),
            // it is not the parent's: ignored
            Action::Signal(_) => {}
            Action::End(who, how, plan) => {
                self.plans[who.0].extend(plan.iter().cloned());
                let process = self.index(*who);
                self.end_itself(process, *how);
            }
            Action::Kill(who) => {
                let supervisor = self.index(*who);
                self.kill(supervisor, self.now, MAIN);
                self.tell_above(supervisor, Reason::Killed);
            }
            Action::Stop(who) => {
                let supervisor = self.index(*who);
                self.stop(supervisor, Reason::Normal);
                reply = Some(Reply::Ok);
            }
            Action::Ask(who, request, node) => {
                let supervisor = self.index(*who);
                reply = Some(self.answer(supervisor, *request, *node));
            }
        }
        self.settle();
        reply
    }

    /// The time when all is over, one millisecond later.
    pub(crate) fn next_moment(&mut self) -> u64 {
        self.now = self.now.max(self.quiet) + 1;
        self.now
    }

    pub(crate) fn root_lives(&self) -> bool {
        self.processes.first().is_some_and(|root| root.alive)
    }

    pub(crate) fn workers(&self) -> Vec<Who> {
        self.living(|process| process.supervisor.is_none())
    }

    /// The root first.
    pub(crate) fn supervisors(&self) -> Vec<Who> {
        self.living(|process| process.supervisor.is_some())
    }

    fn living(&self, wanted: impl Fn(&Process) -> bool) -> Vec<Who> {
        self.processes.iter().filter(|process| process.alive && wanted(process)).map(|process| process.who).collect()
    }

    pub(crate) fn children(&self, who: Who) -> Listing {
        let children = &self.supervisor(self.index(who)).children;
        let state = |child: &Child| match child.state {
            Now::Running(process) => State::Running(self.processes[process].who),
            Now::Restarting => State::Restarting,
            Now::Stopped => State::Stopped,
        };
        children.iter().rev().map(|child| (child.node, state(child))).collect()
    }

    fn index(&self, who: Who) -> usize {
        self.processes.iter().position(|process| process.who == who).expect("a process of the model")
    }

    fn supervisor(&self, supervisor: usize) -> &Supervisor {
        self.processes[supervisor].supervisor.as_ref().expect("a supervisor")
    }

    fn supervisor_mut(&mut self, supervisor: usize) -> &mut Supervisor {
        self.processes[supervisor].supervisor.as_mut().expect("a supervisor")
    }

    fn flags(&self, supervisor: usize) -> Flags {
        *self.tree.flags(self.processes[supervisor].who.0).expect("a supervisor").0
    }

    fn note(&mut self, strand: u32, at: u64, event: Event) {
        self.quiet = self.quiet.max(at);
        self.log.push(Entry { at, strand, event });
    }

    fn new_strand(&mut self) -> u32 {
        self.strands += 1;
        self.strands
    }

    fn settle(&mut self) {
        while let Some(supervisor) = (0..self.processes.len()).find(|&at| {
            let process = &self.processes[at];
            process.alive && process.supervisor.as_ref().is_some_and(|above| above.up && !above.mail.is_empty())
        }) {
            match self.supervisor_mut(supervisor).mail.pop_front().expect("mail") {
                Mail::Exit(process, reason) => self.child_ended(supervisor, process, reason),
                Mail::Retry(key) => {
                    let child = self.supervisor(supervisor).children.iter().find(|child| child.key == key);
                    if child.is_some_and(|child| child.state == Now::Restarting) {
                        self.tally.retries += 1;
                        self.restart(supervisor, key);
                    } else {
                        self.tally.void_retries += 1;
                    }
                }
                Mail::Ask(request, node, number) => {
                    self.replies[number] = Some(self.answer(supervisor, request, node));
                }
            }
        }
    }
}
