//! Children for supervisors: they note what happens to them, and end as they are told to.

use otp_runtime::prelude::*;
use otp_runtime::{Child, ChildStartError, Supervised, SupervisorClient, process};
use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;

/// Longer than anything takes that is not stuck.
const HANG: Duration = Duration::from_secs(60);

/// What happened, in order. Anybody can wait for more.
#[derive(Clone, Default)]
pub(crate) struct Notes(Arc<(Mutex<Vec<String>>, Notify)>);

impl Notes {
    pub(crate) fn write(&self, line: impl Into<String>) {
        self.0.0.lock().unwrap().push(line.into());
        self.0.1.notify_waiters();
    }

    /// Takes what there is.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.0.lock().unwrap())
    }

    /// Waits until a line is there.
    pub(crate) async fn has(&self, line: &str) {
        changes(&self.0.1, || self.0.0.lock().unwrap().iter().any(|found| found == line)).await;
    }
}

/// Waits until it is so; whoever changes it notifies.
async fn changes(change: &Notify, so: impl Fn() -> bool) {
    let wait = async {
        loop {
            let changed = change.notified();
            if so() {
                return;
            }
            changed.await;
        }
    };
    // time that is paused would be over at once
    tokio::select! {
        () = wait => {}
        () = hang() => panic!("it does not happen"),
    }
}

async fn hang() {
    let begun = std::time::Instant::now();
    while begun.elapsed() < HANG {
        tokio::time::sleep(HANG).await;
    }
}

/// A server that counts its own calls, and ends as it is told to.
pub(crate) struct Worker(u64);

#[gen_server]
impl Worker {
    #[init]
    pub(crate) fn init() -> Self {
        Worker(0)
    }

    /// How often it was asked.
    #[call]
    pub(crate) fn asked(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }

    #[cast]
    pub(crate) fn leave(&mut self, reason: ExitReason) {
        otp_runtime::exit(reason)
    }
}

/// A server that traps exits, and notes when it starts and why it ends.
pub(crate) struct Careful {
    id: &'static str,
    notes: Notes,
    takes: Duration,
}

#[gen_server]
impl Careful {
    #[init]
    pub(crate) fn init(id: &'static str, notes: Notes, takes: Duration, ctx: &mut Context<Self>) -> Self {
        ctx.trap_exit(true);
        notes.write(format!("{id} starts"));
        Careful { id, notes, takes }
    }

    #[cast]
    pub(crate) fn leave(&mut self, reason: ExitReason) {
        otp_runtime::exit(reason)
    }

    #[terminate]
    async fn terminate(&mut self, reason: &ExitReason) {
        if self.takes > Duration::ZERO {
            self.notes.write(format!("{} is told", self.id));
            process::sleep(self.takes).await;
        }
        self.notes.write(format!("{} ends: {reason}", self.id));
    }
}

/// A child that traps exits and writes into `notes`.
pub(crate) fn careful(id: &'static str, notes: &Notes) -> ChildSpec<Careful> {
    Careful::child(id, notes.clone(), Duration::ZERO).id(id)
}

/// As [`careful`], and takes so long to end.
pub(crate) fn slow(id: &'static str, notes: &Notes, takes: Duration) -> ChildSpec<Careful> {
    Careful::child(id, notes.clone(), takes).id(id)
}

/// A worker with that id.
pub(crate) fn worker(id: &'static str) -> ChildSpec<Worker> {
    Worker::child().id(id)
}

/// Whether starts succeed, and how many there were.
#[derive(Clone, Default)]
pub(crate) struct Starts(Arc<Inside>);

#[derive(Default)]
struct Inside {
    refused: AtomicBool,
    attempts: AtomicUsize,
    change: Notify,
}

impl Starts {
    pub(crate) fn refuse(&self, refused: bool) {
        self.0.refused.store(refused, SeqCst);
    }

    pub(crate) fn attempts(&self) -> usize {
        self.0.attempts.load(SeqCst)
    }

    pub(crate) async fn reach(&self, attempts: usize) {
        changes(&self.0.change, || self.attempts() >= attempts).await;
    }

    /// Counts a start; whether it is to succeed.
    pub(crate) fn attempt(&self) -> Result<(), ChildStartError> {
        self.0.attempts.fetch_add(1, SeqCst);
        self.0.change.notify_waiters();
        if self.0.refused.load(SeqCst) { Err(ChildStartError::Failed(no_luck())) } else { Ok(()) }
    }

    /// A worker that starts only while starts are not refused.
    pub(crate) fn worker(&self, id: &'static str) -> ChildSpec<Worker> {
        let starts = self.clone();
        worker(id).start_with(move || {
            let allowed = starts.attempt();
            async move {
                allowed?;
                Ok(Worker::start_link().await?.pid().expect("a server has a pid"))
            }
        })
    }
}

/// What a refused start fails with.
pub(crate) fn no_luck() -> ExitReason {
    ExitReason::error("no luck")
}

/// A reason that is not clean.
pub(crate) fn crash() -> ExitReason {
    ExitReason::error("crash")
}

/// A child that only waits.
pub(crate) fn idle(id: &'static str) -> ChildSpec {
    ChildSpec::from_fn(id, pending::<()>)
}

/// The [`Worker`] with that id ends by itself; when this is done its supervisor has dealt with that once.
pub(crate) async fn ends(top: &SupervisorClient, id: &str, reason: ExitReason) {
    let worker = top.child::<Worker>(id);
    let died = worker.monitor();
    worker.leave(reason.clone());
    assert_eq!(died.await.reason, reason);
    settled(top).await;
}

/// The child with that id is killed; when this is done its supervisor has dealt with that once.
pub(crate) async fn killed(top: &SupervisorClient, id: &str) {
    let child = top.child::<AnyChild>(id);
    let died = child.monitor();
    child.exit(ExitReason::Kill);
    assert_eq!(died.await.reason, ExitReason::Killed);
    settled(top).await;
}

/// The supervisor has handled all that came before, or has ended.
pub(crate) async fn settled(top: &SupervisorClient) {
    // an exit is told to those who are linked before it is told to those who monitor
    let _ = top.count_children().await;
}

/// Who runs as which child.
pub(crate) fn pids<const N: usize>(top: &SupervisorClient, ids: [&str; N]) -> [Option<Pid>; N] {
    ids.map(|id| top.child::<AnyChild>(id).pid())
}

/// How many specs, active ones, supervisors and workers.
pub(crate) async fn counts(top: &SupervisorClient) -> (usize, usize, usize, usize) {
    let counts = top.count_children().await.unwrap();
    (counts.specs, counts.active, counts.supervisors, counts.workers)
}

/// The child with that id, as the supervisor lists it.
pub(crate) async fn listed(top: &SupervisorClient, id: &str) -> Option<Child> {
    top.which_children().await.unwrap().into_iter().find(|child| *child.id == *id)
}

/// The ids, oldest first.
pub(crate) async fn ids(top: &SupervisorClient) -> Vec<String> {
    top.which_children().await.unwrap().iter().rev().map(|child| child.id.to_string()).collect()
}

/// A supervisor as a child with that id.
pub(crate) fn below<T: IntoChildSpec>(id: &'static str, supervisor: T) -> ChildSpec<T::Child>
where
    T::Child: Supervised,
{
    supervisor.into_child_spec().id(id)
}
