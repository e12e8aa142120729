//! Tasks that a supervisor has, and nobody waits for.

use super::TaskSupervisorClient;
use super::spawn::lost;
use crate::monitor::current_process;
use crate::process::purpose::Callers;
use crate::task::child_spec;
use crate::{CallError, DynamicStartError, Pid, Restart, Shutdown};
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

/// A task about to start under a supervisor, for nobody to wait for: await it for its pid, from
/// [`TaskSupervisorClient::start_child`].
#[must_use = "a task is started when this is awaited"]
pub struct StartTask<'a, F> {
    supervisor: &'a TaskSupervisorClient,
    run: F,
    restart: Restart,
    shutdown: Shutdown,
}

impl TaskSupervisorClient {
    /// Starts a task as the supervisor's child, tied to nobody else (Elixir's `Task.Supervisor.start_child/2`). The function runs
    /// again for each restart: a task is temporary unless told otherwise.
    ///
    /// # Errors
    ///
    /// [`DynamicStartError::MaxChildren`] when the supervisor is full, and what a call fails with.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tasks = TaskSupervisor::builder().start_link().await?;
    /// let me = Pid::current().unwrap();
    /// tasks.start_child(move || async move { me.send("done") }).restart(Restart::Transient).await?;
    /// assert_eq!(otp_runtime::process::receive::<&str>().await, "done");
    /// # tasks.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn start_child<F, Fut>(&self, run: F) -> StartTask<'_, F>
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let shutdown = Shutdown::After(Duration::from_secs(5));
        StartTask { supervisor: self, run, restart: Restart::Temporary, shutdown }
    }
}

impl<F> StartTask<'_, F> {
    /// When it is started again.
    pub fn restart(mut self, restart: Restart) -> Self {
        self.restart = restart;
        self
    }

    /// How the supervisor ends it; default 5 seconds.
    pub fn shutdown(mut self, shutdown: Shutdown) -> Self {
        self.shutdown = shutdown;
        self
    }
}

impl<'a, F, Fut> IntoFuture for StartTask<'a, F>
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    type Output = Result<Pid, CallError<DynamicStartError>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        let StartTask { supervisor, run, restart, shutdown } = self;
        Box::pin(async move {
            let callers = Callers::below(current_process().as_ref());
            let spec = child_spec(run, Some(callers)).restart(restart).shutdown(shutdown);
            let child = supervisor.0.start_child(spec).await?;
            // that of this start: it may be another's by now
            child.info::<Pid>().copied().ok_or_else(lost)
        })
    }
}

impl<F> fmt::Debug for StartTask<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartTask")
            .field("supervisor", &self.supervisor)
            .field("restart", &self.restart)
            .field("shutdown", &self.shutdown)
            .finish_non_exhaustive()
    }
}
