//! Tasks that a supervisor has, and whoever asked for them waits for.

use super::TaskSupervisorClient;
use crate::monitor::current_process;
use crate::process::purpose::{Callers, function_name};
use crate::process::signals::link;
use crate::task::birth::Unborn;
use crate::{
    CallError, ChildSpec, ChildStartError, DynamicStartError, ExitReason, Restart, Shutdown, StartedChild, Task, system,
};
use parking_lot::Mutex;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// A task about to start under a supervisor: await it for its handle, from [`TaskSupervisorClient::spawn`] and
/// [`spawn_nolink`](TaskSupervisorClient::spawn_nolink).
///
/// The task is given its work last: dropping this before it is done leaves no work behind.
#[must_use = "a task is started when this is awaited"]
pub struct SpawnTask<'a, F> {
    supervisor: &'a TaskSupervisorClient,
    work: F,
    linked: bool,
    shutdown: Shutdown,
}

impl TaskSupervisorClient {
    /// Starts a task as the supervisor's child, linked to the calling process and monitored (Elixir's
    /// `Task.Supervisor.async/2`). It ends with whichever of the two ends first.
    ///
    /// # Errors
    ///
    /// [`DynamicStartError::MaxChildren`] when the supervisor is full, and what a call fails with.
    ///
    /// ```
    /// use otp_runtime::{DynamicStartError, prelude::*};
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tasks = TaskSupervisor::builder().max_children(1).start_link().await?;
    /// let endless = tasks.spawn(std::future::pending::<()>()).await?;
    /// let second = tasks.spawn(async { 2 }).await;
    /// assert!(matches!(second, Err(CallError::Handler(DynamicStartError::MaxChildren))));
    /// endless.shutdown().await?;
    /// # tasks.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn spawn<F: Future>(&self, work: F) -> SpawnTask<'_, F> {
        SpawnTask { supervisor: self, work, linked: true, shutdown: Shutdown::After(Duration::from_secs(5)) }
    }

    /// As [`spawn`](TaskSupervisorClient::spawn), not linked to the calling process (Elixir's `Task.Supervisor.async_nolink/2`): a
    /// task that fails is an error of its `join`, or a [`Down`](crate::Down) message, and nothing worse.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tasks = TaskSupervisor::builder().start_link().await?;
    /// let task = tasks.spawn_nolink(async { if true { otp_runtime::exit(ExitReason::error("no ink")) } }).await?;
    /// assert_eq!(task.await.unwrap_err().reason(), ExitReason::error("no ink"));
    /// # tasks.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn spawn_nolink<F: Future>(&self, work: F) -> SpawnTask<'_, F> {
        SpawnTask { linked: false, ..self.spawn(work) }
    }
}

impl<F> SpawnTask<'_, F>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    /// How the supervisor ends the task when it shuts down; default 5 seconds.
    pub fn shutdown(mut self, shutdown: Shutdown) -> Self {
        self.shutdown = shutdown;
        self
    }

    async fn run(self) -> Result<Task<F::Output>, CallError<DynamicStartError>> {
        let SpawnTask { supervisor, work, linked, shutdown } = self;
        let me = current_process();
        let (hand_over, unborn) = oneshot::channel();
        let unborn = Unborn {
            work: unborn,
            owner: me.clone(),
            function: function_name::<F>(),
            callers: Callers::below(me.as_ref()),
        };
        let start = once(move || {
            let task = unborn.start();
            StartedChild::new(task.process()).info(Mutex::new(Some(task)))
        });
        let child = supervisor.0.start_child(start.shutdown(shutdown)).await?;
        let task = child.info().and_then(|task: &Mutex<Option<Task<F::Output>>>| task.lock().take());
        let Some(task) = task else { return Err(lost()) };
        if linked && let Some(me) = &me {
            link(me, system::find(task.process()), task.process());
        }
        let _ = hand_over.send(work);
        Ok(task)
    }
}

pub(super) fn lost() -> CallError<DynamicStartError> {
    CallError::Handler(DynamicStartError::Failed(ExitReason::error("the task was not started")))
}

/// The spec of a task that is started once.
pub(super) fn once(start: impl FnOnce() -> StartedChild + Send + 'static) -> ChildSpec {
    let start = Arc::new(Mutex::new(Some(start)));
    let start = move || {
        let start = start.lock().take();
        async move {
            match start {
                Some(start) => Ok(start()),
                None => Err(ChildStartError::Failed(ExitReason::error("a task is started only once"))),
            }
        }
    };
    ChildSpec::new("Task", start).restart(Restart::Temporary)
}

impl<'a, F> IntoFuture for SpawnTask<'a, F>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    type Output = Result<Task<F::Output>, CallError<DynamicStartError>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<F> fmt::Debug for SpawnTask<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SpawnTask(under {:?}, linked: {})", self.supervisor, self.linked)
    }
}
