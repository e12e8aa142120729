//! Children of dynamic supervisors, and what became of them.

use super::children::Worker;
use otp_runtime::prelude::*;
use otp_runtime::{ChildStartError, Down, DynamicSupervisorClient, Supervised, assert_receive, process};
use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

pub(crate) type WorkerClient = <Worker as GenServer>::Client;

/// A server that traps exits, and answers `Shutdown` by ending as it likes.
pub(crate) struct Headstrong(ExitReason);

#[gen_server]
impl Headstrong {
    #[init]
    pub(crate) fn init(reason: ExitReason, ctx: &mut Context<Self>) -> Self {
        ctx.trap_exit(true);
        Headstrong(reason)
    }

    #[terminate]
    fn terminate(&mut self) {
        otp_runtime::exit(self.0.clone())
    }
}

/// A worker whose starts go as `script` says, given how many there were, this one included.
pub(crate) fn scripted(
    script: impl Fn(usize) -> Result<(), ChildStartError> + Send + Sync + 'static,
) -> (ChildSpec<Worker>, Arc<AtomicUsize>) {
    let attempts = Arc::new(AtomicUsize::new(0));
    let counted = attempts.clone();
    let spec = Worker::child().start_with(move || {
        let outcome = script(counted.fetch_add(1, SeqCst) + 1);
        async move {
            outcome?;
            Ok(Worker::start_link().await?.pid().expect("a server has a pid"))
        }
    });
    (spec, attempts)
}

/// The worker ends by itself; when this is done its supervisor has dealt with that once.
pub(crate) async fn ends<C: Supervised, X: Send + Sync>(
    top: &DynamicSupervisorClient<C, X>,
    worker: &WorkerClient,
    reason: ExitReason,
) {
    let died = worker.monitor();
    worker.leave(reason.clone());
    assert_eq!(died.await.reason, reason);
    // an exit is told to those who are linked before it is told to those who monitor
    let _ = top.count_children().await;
}

/// How many specs, active ones, supervisors and workers.
pub(crate) async fn counts<C: Supervised, X: Send + Sync>(
    top: &DynamicSupervisorClient<C, X>,
) -> (usize, usize, usize, usize) {
    let counts = top.count_children().await.unwrap();
    (counts.specs, counts.active, counts.supervisors, counts.workers)
}

/// The handler's own error.
#[track_caller]
pub(crate) fn handled<T: Debug, E: Debug>(outcome: Result<T, CallError<E>>) -> E {
    match outcome {
        Err(CallError::Handler(error)) => error,
        other => panic!("not refused: {other:?}"),
    }
}

/// A supervisor, linked to the test as its parent, which is told of its end.
pub(crate) async fn child_of_test<C: Supervised>() -> DynamicSupervisorClient<C> {
    process::trap_exit(true);
    DynamicSupervisor::<C>::builder().start_link().await.unwrap()
}

/// Its parent shuts it down; what its children ended with, in their order.
pub(crate) async fn shut_down<C: Supervised, const N: usize>(
    top: &DynamicSupervisorClient<C>,
    children: [Pid; N],
) -> [ExitReason; N] {
    let pid = top.pid().unwrap();
    let monitors = children.map(Pid::monitor);
    pid.exit(ExitReason::Shutdown);
    let exit = assert_receive!(Exit { from, .. } if *from == pid, within = std::time::Duration::from_secs(60));
    assert_eq!(exit.reason, ExitReason::Shutdown);
    process::trap_exit(false);
    // all is over: a monitor that has not been told will not be
    monitors.map(|mut monitor| match monitor.try_down() {
        Some(Down { reason, .. }) => reason,
        None => panic!("a child is still there"),
    })
}
