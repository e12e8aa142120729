//! The rules of supervision, as a plain sequential program.
//!
//! One thing happens at a time: a supervisor handles one message after the other, and nobody else does anything
//! meanwhile. The exception are the children of a supervisor that was killed: they end side by side with whatever
//! happens next, each on a strand of its own. Order is compared within a strand.

use super::spec::{Act, Attempt, Flags, How, NOBODY, Outcome, Request, Tree, What};
use otp_runtime::{AutoShutdown, Restart, Shutdown, Strategy};
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

/// Starting.
impl Model {
    fn start_node(&mut self, above: Option<usize>, node: usize) -> Result<usize, Failure> {
        self.tally.starts += 1;
        self.starts[node] += 1;
        let who = (node, self.starts[node]);
        self.note(MAIN, self.now, Event::Start(who));
        let attempt = self.plans[node].pop_front();
        let (outcome, meanwhile) = attempt.map_or((Outcome::Runs, Vec::new()), |plan| (plan.outcome, plan.meanwhile));
        let process = Process { who, above, alive: true, supervisor: None };
        match &self.tree.clone().nodes[node].what {
            What::Worker(_) => {
                if let Some(above) = above
                    && (self.supervisor(above).up || self.processes[above].above.is_none())
                {
                    meanwhile.iter().for_each(|act| self.act(above, *act));
                }
                match outcome {
                    Outcome::Runs => {
                        self.processes.push(process);
                        Ok(self.processes.len() - 1)
                    }
                    Outcome::Ignores => Err(Failure::Ignored),
                    Outcome::NameTaken => Err(Failure::NameTaken),
                    Outcome::Fails | Outcome::Panics | Outcome::FunctionPanics => {
                        self.tally.failed_starts += 1;
                        Err(Failure::Failed)
                    }
                }
            }
            What::Supervisor(_, list) => {
                let supervisor = self.processes.len();
                self.processes.push(Process { supervisor: Some(Supervisor::default()), ..process });
                match outcome {
                    Outcome::Ignores => {
                        self.gone(supervisor, Reason::Normal);
                        return Err(Failure::Ignored);
                    }
                    Outcome::Panics | Outcome::FunctionPanics => {
                        self.gone(supervisor, Reason::Panic);
                        return Err(Failure::Failed);
                    }
                    Outcome::Runs | Outcome::Fails | Outcome::NameTaken => {}
                }
                for &node in list {
                    let state = match self.start_node(Some(supervisor), node) {
                        Ok(process) => Now::Running(process),
                        Err(Failure::Ignored) if self.restart_type(node) == Restart::Temporary => continue,
                        Err(Failure::Ignored) => Now::Stopped,
                        Err(_) => {
                            self.stop_children(supervisor);
                            self.gone(supervisor, Reason::ShutdownWith);
                            return Err(Failure::Failed);
                        }
                    };
                    self.add_child(supervisor, node, state);
                }
                self.supervisor_mut(supervisor).up = true;
                Ok(supervisor)
            }
        }
    }

    fn restart_type(&self, node: usize) -> Restart {
        self.tree.nodes[node].restart
    }

    fn add_child(&mut self, supervisor: usize, node: usize, state: Now) {
        self.keys += 1;
        let key = self.keys;
        self.supervisor_mut(supervisor).children.push(Child { key, node, state });
    }

    /// Something done while a child of `supervisor` starts.
    fn act(&mut self, supervisor: usize, act: Act) {
        let known = self.tree.known(self.processes[supervisor].who.0);
        match act {
            Act::Ask(request, pick) => {
                self.tally.asked_meanwhile += 1;
                let number = self.replies.len();
                self.replies.push(None);
                let node = known[usize::from(pick) % known.len()];
                self.supervisor_mut(supervisor).mail.push_back(Mail::Ask(request, node, number));
            }
            Act::End(pick, how) => {
                let node = known[usize::from(pick) % known.len()];
                let there = |process: &Process| process.above == Some(supervisor) && process.who.0 == node;
                let Some(process) = self.processes.iter().rposition(there) else { return };
                if self.processes[process].alive {
                    self.end_itself(process, how);
                }
            }
        }
    }
}

/// Ending.
impl Model {
    /// A worker ends by itself; a supervisor is killed.
    fn end_itself(&mut self, process: usize, how: How) {
        let who = self.processes[process].who;
        let What::Worker(manner) = self.tree.nodes[who.0].what else {
            self.kill(process, self.now, MAIN);
            return self.tell_above(process, Reason::Killed);
        };
        let reason = match how {
            How::Panic => Reason::Panic,
            How::Normal => Reason::Normal,
            How::Shutdown => Reason::Shutdown,
            How::ShutdownWith => Reason::ShutdownWith,
            How::Error => Reason::Error,
            How::Kill => Reason::Killed,
        };
        if manner.server && how != How::Kill {
            self.note(MAIN, self.now, Event::Told(who));
            self.now += manner.lingers;
        }
        self.down(process, self.now, MAIN);
        self.tell_above(process, reason);
    }

    fn tell_above(&mut self, process: usize, reason: Reason) {
        if let Some(above) = self.processes[process].above
            && self.processes[above].alive
        {
            self.supervisor_mut(above).mail.push_back(Mail::Exit(process, reason));
        }
    }

    fn down(&mut self, worker: usize, at: u64, strand: u32) {
        self.processes[worker].alive = false;
        self.note(strand, at, Event::Down(self.processes[worker].who));
    }

    /// A supervisor is no more; who waits for it is told.
    fn gone(&mut self, supervisor: usize, reason: Reason) {
        self.processes[supervisor].alive = false;
        self.ended.push((self.processes[supervisor].who, reason));
        for mail in std::mem::take(&mut self.supervisor_mut(supervisor).mail) {
            if let Mail::Ask(_, _, number) = mail {
                self.replies[number] = Some(Reply::Gone(reason));
            }
        }
    }

    /// A supervisor stops its children and ends.
    fn stop(&mut self, supervisor: usize, reason: Reason) {
        self.stop_children(supervisor);
        self.gone(supervisor, reason);
        self.tell_above(supervisor, reason);
    }

    fn stop_children(&mut self, supervisor: usize) {
        for child in self.supervisor(supervisor).children.clone().into_iter().rev() {
            self.now = self.stop_child(child, self.now, None, MAIN);
        }
    }

    /// Somebody is killed: what it has below gets its link's signal.
    fn kill(&mut self, process: usize, at: u64, strand: u32) {
        let Some(supervisor) = &self.processes[process].supervisor else { return self.down(process, at, strand) };
        let children = supervisor.children.clone();
        self.tally.killed_supervisors += 1;
        self.gone(process, Reason::Killed);
        children.into_iter().for_each(|child| self.orphan(child, at));
        self.quiet = self.quiet.max(at);
    }

    fn orphan(&mut self, child: Child, at: u64) {
        if let Now::Running(process) = child.state {
            let strand = self.new_strand();
            self.signal(process, Reason::Killed, at, None, strand);
        }
    }

    /// Stops a child from `at` on; `cut` is when its supervisor will be killed. When the child is gone.
    fn stop_child(&mut self, child: Child, at: u64, cut: Option<u64>, strand: u32) -> u64 {
        let Now::Running(process) = child.state else { return at };
        if !self.processes[process].alive {
            return at;
        }
        let limit = match self.tree.nodes[child.node].shutdown {
            Shutdown::BrutalKill => {
                self.kill(process, at, strand);
                return at;
            }
            Shutdown::After(limit) => Some(at + limit.as_millis() as u64),
            Shutdown::Infinity => None,
        };
        let limit = limit.filter(|limit| cut.is_none_or(|cut| *limit < cut));
        let before = self.log.len();
        let end = self.signal(process, Reason::Shutdown, at, limit, strand);
        if let Some(cut) = cut.filter(|cut| *cut < end) {
            // it outlives who told it to end
            let rest = self.new_strand();
            self.log[before..]
                .iter_mut()
                .filter(|entry| entry.strand == strand && entry.at > cut)
                .for_each(|entry| entry.strand = rest);
        }
        end
    }

    /// A process gets an exit signal from its supervisor, and is killed at `limit` if it is still there. When it is gone.
    fn signal(&mut self, process: usize, reason: Reason, at: u64, limit: Option<u64>, strand: u32) -> u64 {
        if !self.processes[process].alive {
            return at;
        }
        let who = self.processes[process].who;
        let mut end = at;
        match &self.tree.clone().nodes[who.0].what {
            What::Worker(manner) => {
                if manner.traps {
                    self.note(strand, at, Event::Told(who));
                    end += manner.lingers;
                }
                if let Some(limit) = limit.filter(|limit| *limit < end) {
                    self.tally.killed_late += 1;
                    end = limit;
                }
                self.down(process, end, strand);
            }
            What::Supervisor(..) => {
                let mut children = self.supervisor(process).children.clone();
                while let Some(child) = children.pop() {
                    end = self.stop_child(child, end, limit, strand);
                    if let Some(limit) = limit.filter(|limit| *limit < end) {
                        self.gone(process, Reason::Killed);
                        children.into_iter().for_each(|child| self.orphan(child, limit));
                        self.quiet = self.quiet.max(end);
                        return limit;
                    }
                }
                self.gone(process, reason);
            }
        }
        self.quiet = self.quiet.max(end);
        end
    }
}

/// Restarting.
impl Model {
    fn child_ended(&mut self, supervisor: usize, process: usize, reason: Reason) {
        let running = |child: &Child| child.state == Now::Running(process);
        let Some(at) = self.supervisor(supervisor).children.iter().position(running) else { return };
        let child = self.supervisor(supervisor).children[at];
        let again = match self.restart_type(child.node) {
            Restart::Permanent => true,
            Restart::Transient => !reason.is_clean(),
            Restart::Temporary => false,
        };
        if again {
            return self.restart(supervisor, child.key);
        }
        if self.restart_type(child.node) == Restart::Temporary {
            self.supervisor_mut(supervisor).children.remove(at);
        } else {
            self.supervisor_mut(supervisor).children[at].state = Now::Stopped;
        }
        let who = self.processes[supervisor].who;
        if !self.tree.significant(who.0, child.node) {
            return;
        }
        let over = match self.flags(supervisor).auto_shutdown {
            AutoShutdown::Never => false,
            AutoShutdown::AnySignificant => true,
            AutoShutdown::AllSignificant => !self
                .supervisor(supervisor)
                .children
                .iter()
                .any(|child| child.state != Now::Stopped && self.tree.significant(who.0, child.node)),
        };
        if over {
            self.tally.auto_shutdowns += 1;
            self.stop(supervisor, Reason::Shutdown);
        }
    }

    fn set(&mut self, supervisor: usize, key: u64, state: Now) {
        if let Some(child) = self.supervisor_mut(supervisor).children.iter_mut().find(|child| child.key == key) {
            child.state = state;
        }
    }

    /// One attempt.
    fn restart(&mut self, supervisor: usize, key: u64) {
        let Flags { restarts: strategy, max_restarts, max_seconds, .. } = self.flags(supervisor);
        self.set(supervisor, key, Now::Restarting);
        let second = self.now / 1_000;
        let restarts = &mut self.supervisor_mut(supervisor).restarts;
        restarts.retain(|at| at + max_seconds >= second);
        restarts.push(second);
        let restarts = restarts.len();
        self.tally.restarts += 1;
        if restarts > max_restarts as usize {
            self.tally.gave_up += 1;
            return self.stop(supervisor, Reason::Shutdown);
        }
        let children = self.supervisor(supervisor).children.clone();
        let failed = children.iter().position(|child| child.key == key).expect("the child");
        let group = match strategy {
            Strategy::OneForOne => &children[failed..=failed],
            Strategy::RestForOne => &children[failed..],
            Strategy::OneForAll => &children[..],
        };
        for child in group.iter().rev().filter(|child| child.key != key) {
            self.terminate(supervisor, *child);
        }
        for child in group {
            if !self.supervisor(supervisor).children.iter().any(|there| there.key == child.key) {
                continue;
            }
            let state = match self.start_node(Some(supervisor), child.node) {
                Ok(process) => Now::Running(process),
                Err(Failure::Ignored) => Now::Stopped,
                Err(_) => {
                    let failed = self.supervisor(supervisor).children.iter().find(|child| child.key == key);
                    if failed.is_some_and(|child| child.state == Now::Restarting) {
                        self.set(supervisor, key, Now::Stopped);
                    }
                    self.set(supervisor, child.key, Now::Restarting);
                    self.supervisor_mut(supervisor).mail.push_back(Mail::Retry(child.key));
                    return;
                }
            };
            self.set(supervisor, child.key, state);
        }
    }

    /// Stops one child; a temporary one is forgotten.
    fn terminate(&mut self, supervisor: usize, child: Child) {
        self.now = self.stop_child(child, self.now, None, MAIN);
        if self.restart_type(child.node) == Restart::Temporary {
            self.supervisor_mut(supervisor).children.retain(|there| there.key != child.key);
        } else {
            self.set(supervisor, child.key, Now::Stopped);
        }
    }
}

/// Requests.
impl Model {
    fn answer(&mut self, supervisor: usize, request: Request, node: usize) -> Reply {
        let child = self.supervisor(supervisor).children.iter().find(|child| child.node == node).copied();
        let state = child.map(|child| child.state);
        match request {
            Request::Start if node != NOBODY => match state {
                Some(Now::Running(_)) => Reply::AlreadyStarted,
                Some(_) => Reply::AlreadyPresent,
                None => match self.start_node(Some(supervisor), node) {
                    Ok(process) => {
                        self.add_child(supervisor, node, Now::Running(process));
                        Reply::Started
                    }
                    Err(Failure::Ignored) => {
                        if self.restart_type(node) != Restart::Temporary {
                            self.add_child(supervisor, node, Now::Stopped);
                        }
                        Reply::Started
                    }
                    Err(Failure::NameTaken) => Reply::AlreadyStarted,
                    Err(Failure::Failed) => Reply::Failed,
                },
            },
            Request::Terminate => match child {
                Some(child) => {
                    self.terminate(supervisor, child);
                    Reply::Ok
                }
                None => Reply::NotFound,
            },
            Request::Restart => match state {
                None => Reply::NotFound,
                Some(Now::Running(_)) => Reply::Running,
                Some(Now::Restarting) => Reply::Restarting,
                Some(Now::Stopped) => match self.start_node(Some(supervisor), node) {
                    Ok(process) => {
                        self.set(supervisor, child.expect("the child").key, Now::Running(process));
                        Reply::Started
                    }
                    Err(Failure::Ignored) => Reply::Started,
                    Err(_) => Reply::Failed,
                },
            },
            Request::Start | Request::Delete => match state {
                None => Reply::NotFound,
                Some(Now::Running(_)) => Reply::Running,
                Some(Now::Restarting) => Reply::Restarting,
                Some(Now::Stopped) => {
                    self.deletions += 1;
                    let key = child.expect("the child").key;
                    self.supervisor_mut(supervisor).children.retain(|there| there.key != key);
                    Reply::Ok
                }
            },
        }
    }
}
