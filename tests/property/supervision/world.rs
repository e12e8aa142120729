//! The real tree: processes that write down what happens to them.

use super::model::{Action, Event, Listing, Reason, Reply, State, Who};
use super::spec::{Act, Attempt, How, Manner, NOBODY, Outcome, Request, Tree, What};
use otp_runtime::prelude::{
    AnyChild, CallError, ChildSpec, Context, ExitReason, Init, Pid, Ref, StartError, Supervision, Supervisor,
    gen_server,
};
use otp_runtime::{
    ChildRef, ChildStartError, ChildState, DeleteChildError, Monitor, Restart, RestartChildError, StartChildError,
    Supervised, SupervisorBuilder, SupervisorClient, process,
};
use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Instant;

pub(crate) struct World {
    pub(crate) tree: Arc<Tree>,
    began: Instant,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    log: Vec<(u64, Event)>,
    starts: Vec<u32>,
    plans: Vec<VecDeque<Attempt>>,
    pids: HashMap<Who, Pid>,
    who: HashMap<Pid, Who>,
    /// What a supervisor has tried to start, and its last process.
    attempted: HashMap<(Pid, usize), Option<Pid>>,
    supervisors: Vec<(Who, Monitor)>,
    replies: Vec<Option<Reply>>,
    /// Clients of children by their paths, kept from step to step, and whether they were met in this one.
    clients: HashMap<String, (ChildRef, bool)>,
    deletions: u32,
}

/// What each process is given.
#[derive(Clone)]
struct Place {
    world: Arc<World>,
    node: usize,
}

impl World {
    pub(crate) fn new(tree: Arc<Tree>) -> Arc<Self> {
        let nodes = tree.nodes.len();
        let seen = Seen { starts: vec![0; nodes], plans: vec![VecDeque::new(); nodes], ..Seen::default() };
        Arc::new(World { tree, began: Instant::now(), seen: Mutex::new(seen) })
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }

    fn note(&self, event: Event) {
        let at = self.began.elapsed().as_millis() as u64;
        self.seen().log.push((at, event));
    }

    /// An attempt to start a node begins.
    fn attempt(&self, node: usize) -> (Who, Attempt) {
        let (who, attempt) = {
            let mut seen = self.seen();
            seen.starts[node] += 1;
            let attempt = seen.plans[node].pop_front();
            let attempt = attempt.unwrap_or(Attempt { outcome: Outcome::Runs, meanwhile: Vec::new() });
            ((node, seen.starts[node]), attempt)
        };
        self.note(Event::Start(who));
        (who, attempt)
    }

    fn is(&self, who: Who, pid: Pid) {
        let mut seen = self.seen();
        seen.pids.insert(who, pid);
        seen.who.insert(pid, who);
    }

    fn pid(&self, who: Who) -> Result<Pid, String> {
        self.seen().pids.get(&who).copied().ok_or_else(|| format!("n{}.{} was never started", who.0, who.1))
    }

    /// A child spec as this supervisor is given it.
    fn spec(self: &Arc<Self>, supervisor: usize, number: usize) -> ChildSpec {
        let node = &self.tree.nodes[number];
        let place = Place { world: self.clone(), node: number };
        let spec = match &node.what {
            What::Worker(manner) => {
                let manner = *manner;
                ChildSpec::new(node.id.clone(), move || start_worker(place.clone(), manner))
            }
            What::Supervisor(..) => ChildSpec::of_supervisor::<Branch>((place,)).id(node.id.clone()).erase(),
        };
        let significant = self.tree.significant(supervisor, number);
        spec.restart(node.restart).shutdown(node.shutdown).significant(significant)
    }

    /// What is done to the tree from outside.
    pub(crate) async fn apply(self: &Arc<Self>, action: &Action) -> Result<Option<Reply>, String> {
        match action {
            Action::Nothing => {}
            Action::Wait(ms) => tokio::time::sleep(Duration::from_millis(*ms)).await,
            Action::Plan(node, attempts) => self.seen().plans[*node].extend(attempts.iter().cloned()),
            Action::End(who, how, plan) => {
                self.seen().plans[who.0].extend(plan.iter().cloned());
                self.tell(*who, *how)?;
            }
            Action::Kill(who) => self.pid(*who)?.exit(ExitReason::Kill),
            Action::Signal(who) => {
                let stranger = self.pid(*who)?;
                process::spawn(async move { stranger.exit(ExitReason::Shutdown) });
            }
            Action::Stop(who) => {
                let stopped = self.pid(*who)?.stop().await;
                return Ok(Some(stopped.map_or(Reply::Odd, |()| Reply::Ok)));
            }
            Action::Ask(who, request, node) => {
                let supervisor = at(self.pid(*who)?);
                return Ok(Some(self.ask(supervisor, who.0, *request, *node).await));
            }
        }
        Ok(None)
    }

    fn tell(&self, who: Who, how: How) -> Result<(), String> {
        let pid = self.pid(who)?;
        match (&self.tree.nodes[who.0].what, how) {
            (What::Supervisor(..), _) | (_, How::Kill) => pid.exit(ExitReason::Kill),
            (What::Worker(Manner { server: true, .. }), how) => WorkerClient::from(Ref::at(pid)).end(how),
            (What::Worker(_), how) => pid.send(how),
        }
        Ok(())
    }

    async fn ask(self: &Arc<Self>, supervisor: SupervisorClient, above: usize, request: Request, node: usize) -> Reply {
        let id = self.tree.id(node);
        match request {
            Request::Start if node != NOBODY => match supervisor.start_child(self.spec(above, node)).await {
                Ok(_) => Reply::Started,
                Err(error) => failed(error, |error| match error {
                    StartChildError::AlreadyStarted(_) => Reply::AlreadyStarted,
                    StartChildError::AlreadyPresent => Reply::AlreadyPresent,
                    StartChildError::Failed { spec, .. } if *spec.id_str() == *id => Reply::Failed,
                    _ => Reply::Odd,
                }),
            },
            Request::Terminate => {
                let result = supervisor.terminate_child(id).await;
                result.map_or_else(|error| failed(error, |_| Reply::NotFound), |()| Reply::Ok)
            }
            Request::Restart => match supervisor.restart_child(id).await {
                Ok(_) => Reply::Started,
                Err(error) => failed(error, |error| match error {
                    RestartChildError::Running => Reply::Running,
                    RestartChildError::Restarting => Reply::Restarting,
                    RestartChildError::NotFound => Reply::NotFound,
                    RestartChildError::Failed(_) => Reply::Failed,
                    _ => Reply::Odd,
                }),
            },
            // there is nothing to start
            Request::Start | Request::Delete => match supervisor.delete_child(id).await {
                Ok(()) => Reply::Ok,
                Err(error) => failed(error, |error| match error {
                    DeleteChildError::Running => Reply::Running,
                    DeleteChildError::Restarting => Reply::Restarting,
                    DeleteChildError::NotFound => Reply::NotFound,
                    _ => Reply::Odd,
                }),
            },
        }
    }

    /// Something done while a child of `supervisor` starts, by its start function; done when it is in the mailbox.
    async fn act(self: &Arc<Self>, supervisor: Pid, act: Act) {
        let above = self.seen().who[&supervisor].0;
        let known = self.tree.known(above);
        match act {
            Act::End(pick, how) => {
                let node = known[usize::from(pick) % known.len()];
                let pid = self.seen().attempted.get(&(supervisor, node)).copied().flatten();
                if let Some(pid) = pid.filter(|pid| pid.is_alive()) {
                    let who = self.seen().who[&pid];
                    let gone = pid.monitor();
                    self.tell(who, how).expect("it was started");
                    gone.await;
                }
            }
            Act::Ask(request, pick) => {
                let node = known[usize::from(pick) % known.len()];
                let number = {
                    let mut seen = self.seen();
                    seen.replies.push(None);
                    seen.replies.len() - 1
                };
                let (queued, is_queued) = oneshot::channel();
                let world = self.clone();
                // not as this process, which is the supervisor itself
                tokio::spawn(async move {
                    let mut asking = pin!(world.ask(at(supervisor), above, request, node));
                    let mut queued = Some(queued);
                    let reply = poll_fn(|cx| {
                        let reply = asking.as_mut().poll(cx);
                        queued.take().map(|queued| queued.send(()));
                        reply
                    });
                    let reply = reply.await;
                    world.seen().replies[number] = Some(reply);
                });
                let _ = is_queued.await;
            }
        }
    }

    pub(crate) fn root(&self) -> Result<SupervisorClient, String> {
        self.pid((0, 1)).map(at)
    }

    /// The path of a child, unless it was added and is temporary: that place is given up when the child has ended.
    pub(crate) fn path(&self, above: &str, node: usize) -> Option<String> {
        let passing = self.tree.spare.contains(&node) && self.tree.nodes[node].restart == Restart::Temporary;
        (!passing).then(|| format!("{above}/{}", self.tree.id(node)))
    }

    /// All children are about to be looked at. A client outlives restarts, not a deletion.
    pub(crate) fn begin_visit(&self, deletions: u32) {
        let mut seen = self.seen();
        if std::mem::replace(&mut seen.deletions, deletions) != deletions {
            seen.clients.clear();
        }
        seen.clients.values_mut().for_each(|(_, met)| *met = false);
    }

    pub(crate) fn end_visit(&self) {
        self.seen().clients.retain(|_, (_, met)| *met);
    }

    /// A supervisor's children, youngest first; whether it counts them rightly, and clients reach them.
    pub(crate) async fn children(&self, supervisor: &SupervisorClient, path: Option<&str>) -> Result<Listing, String> {
        let children = supervisor.which_children().await.map_err(|error| error.to_string())?;
        let counts = supervisor.count_children().await.map_err(|error| error.to_string())?;
        let mut listing = Vec::new();
        let mut expected = [children.len(), 0, 0, 0];
        for child in children {
            let node = child.id.trim_start_matches('n').parse().unwrap_or(NOBODY);
            let state = match child.state {
                ChildState::Running(pid) => {
                    State::Running(self.seen().who.get(&pid).copied().ok_or("a stranger is listed")?)
                }
                ChildState::Restarting => State::Restarting,
                ChildState::Stopped => State::Stopped,
            };
            let through = supervisor.child::<AnyChild>(&child.id).pid();
            if through != child.pid() {
                return Err(format!("{} is listed as {:?}, its client reaches {through:?}", child.id, child.state));
            }
            if let Some(path) = path.and_then(|path| self.path(path, node)) {
                let mut seen = self.seen();
                let client = || (supervisor.child::<AnyChild>(&child.id), true);
                let (client, met) = seen.clients.entry(path).or_insert_with(client);
                *met = true;
                let through = client.pid();
                if through != child.pid() {
                    return Err(format!(
                        "{} is listed as {:?}, an older client reaches {through:?}",
                        child.id, child.state
                    ));
                }
            }
            expected[1] += usize::from(child.pid().is_some());
            expected[2 + usize::from(self.tree.flags(node).is_none())] += 1;
            listing.push((node, state));
        }
        let counted = [counts.specs, counts.active, counts.supervisors, counts.workers];
        if counted != expected {
            return Err(format!("counts {counted:?}, lists {expected:?}"));
        }
        Ok(listing)
    }

    /// What was written down since this was asked last.
    pub(crate) fn log(&self) -> Vec<(u64, Event)> {
        std::mem::take(&mut self.seen().log)
    }

    pub(crate) fn replies(&self) -> Vec<Option<Reply>> {
        self.seen().replies.clone()
    }

    /// Supervisors that have ended.
    pub(crate) fn ended(&self) -> Vec<(Who, Reason)> {
        let mut seen = self.seen();
        let ended = seen.supervisors.iter_mut().filter_map(|(who, monitor)| Some((*who, monitor.try_down()?)));
        ended.map(|(who, down)| (who, reason(&down.reason))).collect()
    }

    /// Waits until that many milliseconds after the start.
    pub(crate) async fn reach(&self, ms: u64) {
        tokio::time::sleep_until(self.began + Duration::from_millis(ms)).await;
    }

    /// Lets go of all that holds processes.
    pub(crate) fn forget(&self) {
        let mut seen = self.seen();
        let held = (std::mem::take(&mut seen.supervisors), std::mem::take(&mut seen.clients));
        drop(seen);
        drop(held);
    }

    /// Starts the root; whether it runs.
    pub(crate) async fn start(self: &Arc<Self>) -> Result<bool, String> {
        let place = Place { world: self.clone(), node: 0 };
        match Supervisor::start_of::<Branch>((place,)).await {
            Ok(_) => Ok(true),
            Err(StartError::Ignored | StartError::Exit(ExitReason::ShutdownWith(_) | ExitReason::Panic { .. })) => {
                Ok(false)
            }
            Err(other) => Err(format!("the root's start: {other:?}")),
        }
    }
}

fn at(pid: Pid) -> SupervisorClient {
    SupervisorClient::from(Ref::at(pid))
}

fn failed<E: Debug>(error: CallError<E>, why: impl FnOnce(E) -> Reply) -> Reply {
    match error {
        CallError::Handler(error) => why(error),
        CallError::Exit(why, _) => Reply::Gone(reason(&why)),
        _ => Reply::Odd,
    }
}

fn reason(reason: &ExitReason) -> Reason {
    match reason {
        ExitReason::Normal => Reason::Normal,
        ExitReason::Shutdown => Reason::Shutdown,
        ExitReason::ShutdownWith(_) => Reason::ShutdownWith,
        ExitReason::Panic { .. } => Reason::Panic,
        ExitReason::Killed => Reason::Killed,
        _ => Reason::Error,
    }
}

fn exit_reason(how: How) -> ExitReason {
    match how {
        How::Panic => panic!("{PANIC}"),
        How::Normal => ExitReason::Normal,
        How::Shutdown => ExitReason::Shutdown,
        How::ShutdownWith => ExitReason::shutdown_with("done for today"),
        How::Error => ExitReason::error("no more"),
        How::Kill => ExitReason::Kill,
    }
}

/// What panics here say.
pub(crate) const PANIC: &str = "a worker that crashes";

/// Any supervisor of the tree.
struct Branch;

impl Supervision for Branch {
    type Args = (Place,);
    type Client = SupervisorClient;
    const NAME: &'static str = "Branch";

    fn init((Place { world, node },): (Place,)) -> Option<SupervisorBuilder> {
        let me = Pid::current()?;
        let (who, attempt) = world.attempt(node);
        world.is(who, me);
        let monitor = me.monitor();
        {
            let mut seen = world.seen();
            seen.supervisors.push((who, monitor));
            // whoever started this one
            let above = process::info(me).and_then(|info| info.starter);
            if let Some(above) = above {
                seen.attempted.insert((above, node), Some(me));
            }
        }
        match attempt.outcome {
            Outcome::Ignores => return None,
            Outcome::Panics | Outcome::FunctionPanics => panic!("{PANIC}"),
            Outcome::Runs | Outcome::Fails | Outcome::NameTaken => {}
        }
        let (flags, children) = world.tree.flags(node)?;
        let builder = Supervisor::builder(flags.restarts)
            .max_restarts(flags.max_restarts)
            .max_seconds(flags.max_seconds)
            .auto_shutdown(flags.auto_shutdown);
        Some(builder.children(children.iter().map(|child| world.spec(node, *child))))
    }
}

impl Supervised for Branch {
    type Client = SupervisorClient;
    const NAME: &'static str = "Branch";

    fn client(place: otp_runtime::ChildPlace) -> SupervisorClient {
        Ref::from(place).into()
    }
}

/// The start function of a worker; it runs in its supervisor.
async fn start_worker(place: Place, manner: Manner) -> Result<Pid, ChildStartError> {
    let Place { world, node } = place;
    let supervisor = Pid::current().expect("a supervisor starts it");
    let (who, attempt) = world.attempt(node);
    let above = world.seen().who[&supervisor].0;
    let listed = world.tree.nodes[node].above == Some(above);
    let first = world.seen().attempted.insert((supervisor, node), None).is_none();
    // a supervisor that is just being started has a starter that goes on meanwhile: what happened first would be chance
    if above == 0 || !(listed && first) {
        for act in attempt.meanwhile {
            world.act(supervisor, act).await;
        }
    }
    match attempt.outcome {
        Outcome::FunctionPanics => panic!("{PANIC}"),
        Outcome::NameTaken => return Err(ChildStartError::AlreadyStarted(supervisor)),
        _ => {}
    }
    let mandate = Mandate { world: world.clone(), who, manner, outcome: attempt.outcome };
    let pid = if manner.server {
        Worker::start_link(mandate).await?.pid().ok_or(ChildStartError::Ignored)?
    } else {
        match attempt.outcome {
            Outcome::Ignores => return Err(ChildStartError::Ignored),
            Outcome::Fails => return Err(ChildStartError::Failed(ExitReason::error("not today"))),
            Outcome::Panics => otp_runtime::exit(ExitReason::error("not now")),
            _ => {}
        }
        let life = Life { world: world.clone(), who };
        process::spawn_link(async move {
            let _life = life;
            let how = process::receive::<How>().await;
            otp_runtime::exit(exit_reason(how))
        })
    };
    world.is(who, pid);
    world.seen().attempted.insert((supervisor, node), Some(pid));
    Ok(pid)
}

/// Writes down the end of a worker.
struct Life {
    world: Arc<World>,
    who: Who,
}

impl Drop for Life {
    fn drop(&mut self) {
        self.world.note(Event::Down(self.who));
    }
}

#[derive(Clone)]
struct Mandate {
    world: Arc<World>,
    who: Who,
    manner: Manner,
    outcome: Outcome,
}

struct Worker {
    life: Life,
    manner: Manner,
}

#[gen_server]
impl Worker {
    #[init]
    fn init(mandate: Mandate, ctx: &mut Context<Self>) -> Result<Init<Self>, String> {
        let Mandate { world, who, manner, outcome } = mandate;
        match outcome {
            Outcome::Fails => return Err("not today".to_owned()),
            Outcome::Panics => panic!("{PANIC}"),
            Outcome::Ignores => return Ok(Init::ignore()),
            _ => {}
        }
        ctx.trap_exit(manner.traps);
        Ok(Init::ok(Worker { life: Life { world, who }, manner }))
    }

    #[cast]
    fn end(&mut self, how: How, ctx: &mut Context<Self>) {
        ctx.stop(exit_reason(how));
    }

    #[terminate]
    async fn terminate(&mut self) {
        self.life.world.note(Event::Told(self.life.who));
        if self.manner.lingers > 0 {
            tokio::time::sleep(Duration::from_millis(self.manner.lingers)).await;
        }
    }
}

/// What a model's log says of each event, beside the world's.
pub(crate) fn compare_logs(expected: &[super::model::Entry], actual: &[(u64, Event)]) -> Result<(), String> {
    let strand_of: HashMap<Event, u32> = expected.iter().map(|entry| (entry.event, entry.strand)).collect();
    let strands: HashSet<u32> = strand_of.values().copied().collect();
    for strand in strands {
        let mut expected: Vec<_> =
            expected.iter().filter(|entry| entry.strand == strand).map(|entry| (entry.at, entry.event)).collect();
        // a strand's entries may have been written down out of order where it was cut
        expected.sort_by_key(|(at, _)| *at);
        let actual: Vec<_> =
            actual.iter().filter(|(_, event)| strand_of.get(event) == Some(&strand)).copied().collect();
        if expected != actual {
            return Err(format!("order of strand {strand}:\n  expected {expected:?}\n  was      {actual:?}"));
        }
    }
    match actual.iter().find(|(_, event)| !strand_of.contains_key(event)) {
        Some(other) => Err(format!("unexpected: {other:?}\n  expected {expected:?}\n  was      {actual:?}")),
        None => Ok(()),
    }
}
