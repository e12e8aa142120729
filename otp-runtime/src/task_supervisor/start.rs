//! Tasks that a supervisor has, and nobody waits for.

use super::TaskSupervisorClient;
use super::spawn::{lost, once};
use crate::monitor::current_process;
use crate::process::purpose::{Callers, function_name};
use crate::task::{birth, child_spec};
use crate::{CallError, ChildSpec, DynamicStartError, Pid, Restart, Shutdown, StartedChild};
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

/// A task about to start under a supervisor, for nobody to wait for: await it for its pid, from
/// [`TaskSupervisorClient::start_child`] and [`start_child_with`](TaskSupervisorClient::start_child_with).
#[must_use = "a task is started when this is awaited"]
pub struct StartTask<'a> {
    supervisor: &'a TaskSupervisorClient,
    spec: ChildSpec,
}

impl TaskSupervisorClient {
    /// Starts a task as the supervisor's child, tied to nobody else (Elixir's `Task.Supervisor.start_child/2`). It may own what
    /// exists once, like a connection, and so it is not started again.
    ///
    /// # Errors
    ///
    /// [`DynamicStartError::MaxChildren`] when the supervisor is full, and what a call fails with. The task's future is dropped
    /// then.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tasks = TaskSupervisor::builder().start_link().await?;
    /// let me = Pid::current().unwrap();
    /// tasks.start_child(async move { me.send("done") }).await?;
    /// assert_eq!(otp_runtime::process::receive::<&str>().await, "done");
    /// # tasks.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn start_child<F>(&self, work: F) -> StartTask<'_>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let callers = Callers::below(current_process().as_ref());
        let spec = once(move || {
            let pid = birth::start_child(work, function_name::<F>(), callers);
            StartedChild::new(pid).info(pid)
        });
        self.starting(spec)
    }

    /// As [`start_child`](TaskSupervisorClient::start_child), for a task that is started again as `restart` says (Elixir's
    /// `:restart`): the function runs once for each start.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tasks = TaskSupervisor::builder().start_link().await?;
    /// let poll = tasks.start_child_with(Restart::Permanent, || async { std::future::pending().await }).await?;
    /// assert_eq!(tasks.children().await?, [poll]);
    /// # tasks.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn start_child_with<F, Fut>(&self, restart: Restart, run: F) -> StartTask<'_>
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let callers = Callers::below(current_process().as_ref());
        self.starting(child_spec(run, Some(callers)).restart(restart))
    }

    fn starting(&self, spec: ChildSpec) -> StartTask<'_> {
        StartTask { supervisor: self, spec: spec.shutdown(Shutdown::After(Duration::from_secs(5))) }
    }
}

impl StartTask<'_> {
    /// How the supervisor ends it; default 5 seconds.
    pub fn shutdown(mut self, shutdown: Shutdown) -> Self {
        self.spec = self.spec.shutdown(shutdown);
        self
    }
}

impl<'a> IntoFuture for StartTask<'a> {
    type Output = Result<Pid, CallError<DynamicStartError>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        let StartTask { supervisor, spec } = self;
        Box::pin(async move {
            let child = supervisor.0.start_child(spec).await?;
            // that of this start: it may be another's by now
            child.info::<Pid>().copied().ok_or_else(lost)
        })
    }
}

impl fmt::Debug for StartTask<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartTask").field("supervisor", &self.supervisor).field("spec", &self.spec).finish()
    }
}
