//! Ending a task, and taking what it has done so far.

use super::alarm::{Alarm, LIMIT};
use super::cell::Found;
use super::join::Interest;
use super::{Task, TaskError, TaskErrorKind};
use crate::process::{current, signals};
use crate::supervisor::stop::stop_process;
use crate::{ExitReason, Shutdown, system};
use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

/// A task about to be ended: await it for what has become of it, from [`Task::shutdown`] (Elixir's `Task.shutdown/2`).
///
/// The task is unlinked and told to shut down; after 5 seconds, or as told, it is killed. Dropping this while it waits leaves
/// the task to end by itself, and nobody hears of it.
#[must_use = "a task is told to end when this is awaited"]
pub struct TaskShutdown<T: Send + 'static> {
    task: Interest<T>,
    how: Shutdown,
}

impl<T: Send + 'static> TaskShutdown<T> {
    pub(super) fn new(task: Task<T>) -> Self {
        TaskShutdown { task: Interest(Some(task)), how: Shutdown::After(LIMIT) }
    }

    /// How much time it has before it is killed.
    pub fn timeout(mut self, grace: Duration) -> Self {
        self.how = Shutdown::After(grace);
        self
    }

    /// It has all the time it takes.
    pub fn no_timeout(mut self) -> Self {
        self.how = Shutdown::Infinity;
        self
    }

    /// It is killed at once.
    pub fn brutal_kill(mut self) -> Self {
        self.how = Shutdown::BrutalKill;
        self
    }

    async fn run(mut self) -> Result<Option<T>, TaskError> {
        let Some(task) = &self.task.0 else { return Ok(None) };
        if let Err(error) = task.check_owner("shutdown") {
            self.task.0 = None;
            return Err(error);
        }
        task.end("shutdown", self.how).await
    }
}

impl<T: Send + 'static> Task<T> {
    pub(super) async fn kill(&self, operation: &'static str) -> Result<Option<T>, TaskError> {
        self.end(operation, Shutdown::BrutalKill).await
    }

    /// Ends it, and waits until it has ended.
    async fn end(&self, operation: &'static str, how: Shutdown) -> Result<Option<T>, TaskError> {
        self.unlink();
        if let Some(pid) = self.pid() {
            let (reason, grace) = match how {
                Shutdown::BrutalKill => (ExitReason::Kill, None),
                Shutdown::After(grace) => (ExitReason::Shutdown, Some(grace)),
                Shutdown::Infinity => (ExitReason::Shutdown, None),
            };
            pid.exit(reason);
            if !self.ends_within(grace).await {
                pid.exit(ExitReason::Kill);
                self.ends_within(None).await;
            }
        }
        match (self.cell.found(), how) {
            (Found::Value(value), _) => Ok(Some(value)),
            (Found::Ended(ExitReason::Shutdown), Shutdown::After(_) | Shutdown::Infinity) => Ok(None),
            (Found::Ended(ExitReason::Killed), Shutdown::BrutalKill) => Ok(None),
            (Found::Ended(reason), _) => Err(self.error(operation, TaskErrorKind::Exit(reason))),
            (Found::Nothing, _) => {
                // its outcome is known to somebody: it may run all the same
                if let Some(pid) = self.pid() {
                    stop_process(pid, how).await;
                }
                Err(self.error(operation, TaskErrorKind::Exit(ExitReason::NoProc)))
            }
        }
    }

    async fn ends_within(&self, limit: Option<Duration>) -> bool {
        let mut alarm = Alarm::new(limit);
        poll_fn(|cx| match self.cell.poll_end(cx) {
            Poll::Ready(()) => Poll::Ready(true),
            Poll::Pending => alarm.poll(self.cell.system.as_ref(), cx).map(|()| false),
        })
        .await
    }

    /// Takes what there is, and lets it go.
    pub(super) fn detach(&self, operation: &'static str) -> Result<Option<T>, TaskError> {
        self.unlink();
        match self.cell.take() {
            Some(Found::Value(value)) => Ok(Some(value)),
            Some(Found::Ended(reason)) => Err(self.error(operation, TaskErrorKind::Exit(reason))),
            Some(Found::Nothing) => Ok(None),
            None => {
                self.cell.withdraw();
                Ok(None)
            }
        }
    }

    /// Unlinks it from its owner.
    fn unlink(&self) {
        let (Some(owner), Some(pid)) = (current::pid().and_then(system::find), self.pid()) else { return };
        signals::unlink(owner.head(), system::find(pid), pid);
    }
}

impl<T: Send + 'static> IntoFuture for TaskShutdown<T> {
    type Output = Result<Option<T>, TaskError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T: Send + 'static> fmt::Debug for TaskShutdown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskShutdown").field("task", &self.task.0).field("how", &self.how).finish()
    }
}
