//! How the processes of tasks come into being.

use super::Task;
use super::cell::Cell;
use super::stream::{Position, attend};
use crate::monitor::{current_process, watch_task};
use crate::process::head::AnyProcess;
use crate::process::plain::Plain;
use crate::process::purpose::{Callers, Purpose};
use crate::process::status::{DEAD, SIGNAL};
use crate::process::tie;
use crate::system::{self, System};
use crate::{ExitReason, MonitorRef, Pid};
use std::future::Future;
use std::sync::Arc;
use tokio::sync::oneshot;

/// A task of the calling process, linked to it.
#[track_caller]
pub(super) fn spawn<T, F>(body: F) -> Task<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let owner = current_process();
    let process = Plain::new(&System::current(), Purpose::of::<F>(owner.as_ref()));
    if let Some(owner) = &owner {
        tie(&process, owner);
    }
    let cell = cell_of(&process, owner.map(|owner| owner.head().pid));
    let told = cell.clone();
    live(process, async move { told.reply(body.await) });
    Task { cell }
}

/// A task that nobody hears of.
#[track_caller]
pub(super) fn start<F>(body: F, linked: bool) -> Pid
where
    F: Future<Output = ()> + Send + 'static,
{
    let starter = current_process();
    let process = Plain::new(&System::current(), Purpose::of::<F>(starter.as_ref()));
    if linked && let Some(parent) = &starter {
        tie(&process, parent);
    }
    live(process, body)
}

/// A process that runs `body` for whoever `callers` are, as a child of the calling supervisor.
pub(crate) fn start_child<F>(body: F, function: &'static str, callers: Callers) -> Pid
where
    F: Future<Output = ()> + Send + 'static,
{
    live(child(function, callers), body)
}

fn child(function: &'static str, callers: Callers) -> Arc<Plain> {
    let process = Plain::new(&System::current(), Purpose { function: Some(function), callers });
    if let Some(supervisor) = current_process() {
        tie(&process, &supervisor);
    }
    process
}

fn live<F>(process: Arc<Plain>, body: F) -> Pid
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    let pid = process.head().pid;
    process.head().system.clone().handle.spawn(process.live(body));
    pid
}

fn cell_of<T: Send + 'static>(process: &Arc<Plain>, owner: Option<Pid>) -> Arc<Cell<T>> {
    let pid = process.head().pid;
    let reference = MonitorRef { id: system::new_id(), target: Some(pid) };
    let cell = Cell::new(reference, owner, Some(process.head().system.clone()));
    watch_task(&**process, reference.id, cell.clone());
    cell
}

/// A task under a supervisor, before it has been given its work.
pub(crate) struct Unborn<F> {
    pub(crate) work: oneshot::Receiver<F>,
    pub(crate) owner: Option<Arc<dyn AnyProcess>>,
    pub(crate) function: &'static str,
    pub(crate) callers: Callers,
}

impl<F> Unborn<F> {
    /// The process, in which the work is waited for, and its cell: run by the supervisor.
    pub(crate) fn start<T>(self) -> Task<T>
    where
        F: Future<Output = T> + Send + 'static,
        T: Send + 'static,
    {
        let Unborn { work, owner, function, callers } = self;
        let process = child(function, callers);
        let cell = cell_of(&process, owner.as_ref().map(|owner| owner.head().pid));
        let told = cell.clone();
        live(process, async move { told.reply(handed_over(work, owner).await.await) });
        Task { cell }
    }
}

/// A task of a stream, under the calling supervisor.
pub(crate) fn supervised_of_stream<F>(
    work: oneshot::Receiver<F>,
    position: Arc<Position<F::Output>>,
    consumer: Option<Arc<dyn AnyProcess>>,
    function: &'static str,
    callers: Callers,
) -> Pid
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let process = child(function, callers);
    attend(&process, &position);
    live(process, async move { position.done(handed_over(work, consumer).await.await) })
}

/// The work, from whoever asked for it. One that does not hand it over any more takes the task along.
async fn handed_over<F>(work: oneshot::Receiver<F>, owner: Option<Arc<dyn AnyProcess>>) -> F {
    match work.await {
        Ok(work) => work,
        Err(_) => {
            let dies = owner.filter(|owner| owner.head().status.has(SIGNAL | DEAD));
            crate::exit(match dies {
                Some(owner) => ExitReason::shutdown_with(owner.head().end_reason()),
                None => ExitReason::shutdown_with("its caller did not hand over the work"),
            })
        }
    }
}
