//! Tasks: processes that compute one value each for the process that made them (Elixir's `Task`).

mod alarm;
pub(crate) mod birth;
mod cell;
mod error;
mod join;
mod many;
mod shutdown;
mod start;
pub(crate) mod stream;
mod ticket;

pub use error::{TaskError, TaskErrorKind};
pub use join::Join;
pub use many::{JoinMany, OnTimeout, WaitMany};
pub use shutdown::TaskShutdown;
pub(crate) use start::child_spec;
pub use stream::TaskStream;
pub use ticket::TaskReply;
pub(crate) use ticket::Ticket;

use crate::process::current;
use crate::system::System;
use crate::{MonitorRef, Pid, system};
use cell::Cell;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

/// A task: a process that computes one value for the process that made it, its owner (Elixir's `Task`).
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let task = Task::spawn(async { (1..=4).sum::<u32>() });
/// // … something else meanwhile …
/// assert_eq!(task.await.unwrap(), 10);
/// # }
/// ```
///
/// # How it behaves
///
/// - It is linked to its owner: when one of them fails, so does the other, unless it traps exits. An owner that ends with
///   `Normal` leaves its tasks running; a [supervised](crate::TaskSupervisor) task may be not linked at all.
/// - Only its owner may wait for it or end it, and so a handle moved elsewhere gives [`TaskErrorKind::NotOwner`]. A handle
///   made outside any process belongs to nobody, and anybody may wait.
/// - When it is done and its owner does not wait, the owner gets the value as a message, [`TaskReply`], and then a
///   [`Down`](crate::Down): `#[info]` handlers of a server take them. A `join` that comes later takes them out of the mailbox
///   again. Dropping the handle changes nothing.
/// - A crash is logged once, with the task's function, its owner and its label.
#[must_use = "without the handle the value arrives as a message; `Task::start` runs what nobody waits for"]
pub struct Task<T: Send + 'static> {
    cell: Arc<Cell<T>>,
}

impl<T: Send + 'static> Task<T> {
    /// Starts a task of the calling process, linked to it and monitored (Elixir's `Task.async/1`).
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    #[track_caller]
    pub fn spawn(body: impl Future<Output = T> + Send + 'static) -> Task<T> {
        birth::spawn(body)
    }

    /// A task that is done already, without a process (Elixir's `Task.completed/1`). Not joined, it is a message like
    /// others, but no [`Down`](crate::Down) follows.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let cached = Some(7);
    /// let task = match cached {
    ///     Some(known) => Task::completed(known),
    ///     None => Task::spawn(async { 6 + 1 }),
    /// };
    /// assert_eq!(task.await, Ok(7));
    /// # }
    /// ```
    pub fn completed(value: T) -> Task<T> {
        let reference = MonitorRef { id: system::new_id(), target: None };
        let cell = Cell::new(reference, current::pid(), System::try_current());
        cell.reply(value);
        Task { cell }
    }

    /// Its process, dead or alive; `None` for one that was `completed` from the start.
    pub fn pid(&self) -> Option<Pid> {
        self.cell.reference.target
    }

    /// The process that made it; `None` when that was no process.
    pub fn owner(&self) -> Option<Pid> {
        self.cell.owner
    }

    /// What [`TaskReply::task`] and [`Down::monitor`](crate::Down::monitor) are called in messages of this task.
    pub fn reference(&self) -> MonitorRef {
        self.cell.reference
    }

    /// Waits for the value (Elixir's `Task.await/2`); see [`Join`]. `task.await` is short for it where nothing is said about
    /// the time.
    ///
    /// # Errors
    ///
    /// [`TaskErrorKind::Exit`] when the task ends without a value: only an owner that traps exits sees that of a linked one.
    /// [`TaskErrorKind::Timeout`] after 5 seconds, or as told. [`TaskErrorKind::NotOwner`].
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use std::time::Duration;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let slow = Task::<()>::spawn(std::future::pending());
    /// let error = slow.join().timeout(Duration::from_millis(5)).await.unwrap_err();
    /// assert!(error.is_timeout());
    /// # }
    /// ```
    pub fn join(self) -> Join<T> {
        Join::new(self)
    }

    /// Waits for the values of all tasks, in their order (Elixir's `Task.await_many/2`); see [`JoinMany`].
    ///
    /// # Errors
    ///
    /// As [`join`](Task::join): that of the first task that fails, at once. One task of another owner is enough to refuse all.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let tasks = [1, 2, 3].map(|n| Task::spawn(async move { n * n }));
    /// assert_eq!(Task::join_many(tasks).await, Ok(vec![1, 4, 9]));
    /// # }
    /// ```
    pub fn join_many(tasks: impl IntoIterator<Item = Task<T>>) -> JoinMany<T> {
        JoinMany::new(tasks)
    }

    /// Waits for outcomes of tasks, and keeps those that have none yet (Elixir's `Task.yield_many/2`); see [`WaitMany`]. Each
    /// comes as it does from [`wait`](Task::wait), in the order of the tasks. One of another owner is enough to refuse all: each then has
    /// that error.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use std::time::Duration;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let mut tasks = [1, 60_000].map(|ms| Task::spawn(async move {
    ///     tokio::time::sleep(Duration::from_millis(ms)).await;
    ///     ms
    /// }));
    /// let outcomes = Task::wait_many(&mut tasks).limit(1).await;
    /// assert_eq!(outcomes, [Ok(Some(1)), Ok(None)]);
    /// # }
    /// ```
    pub fn wait_many(tasks: &mut [Task<T>]) -> WaitMany<'_, T> {
        WaitMany::new(tasks)
    }

    /// Lets the task run on and forgets it: it is unlinked, and nothing of it arrives (Elixir's `Task.ignore/1`). If it has an outcome already, that is what this gives.
    ///
    /// # Errors
    ///
    /// [`TaskErrorKind::Exit`] when it has ended without a value, [`TaskErrorKind::NotOwner`].
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let task = Task::<()>::spawn(async { std::future::pending().await });
    /// assert_eq!(task.ignore(), Ok(None));
    /// # }
    /// ```
    pub fn ignore(self) -> Result<Option<T>, TaskError> {
        self.check_owner("ignore")?;
        self.detach("ignore")
    }

    /// Ends the task and waits until it has ended (Elixir's `Task.shutdown/2`); see [`TaskShutdown`]. A value that it had
    /// before, or brings in time, is `Ok(Some)`; `Ok(None)` means that it ended as told.
    ///
    /// # Errors
    ///
    /// [`TaskErrorKind::Exit`] when it ended of something else, of `Killed` if it took too long; `NoProc` when its
    /// outcome has been taken already. [`TaskErrorKind::NotOwner`].
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let task = Task::<u32>::spawn(std::future::pending());
    /// assert_eq!(task.shutdown().await, Ok(None));
    /// # }
    /// ```
    pub fn shutdown(self) -> TaskShutdown<T> {
        TaskShutdown::new(self)
    }

    /// That of a task which has one.
    pub(crate) fn process(&self) -> Pid {
        self.pid().unwrap_or(Pid::new(0, 0))
    }

    fn error(&self, operation: &'static str, kind: TaskErrorKind) -> TaskError {
        TaskError { task: self.reference(), pid: self.pid(), operation, kind }
    }

    fn check_owner(&self, operation: &'static str) -> Result<(), TaskError> {
        match (self.owner(), current::pid()) {
            (Some(owner), caller) if caller != Some(owner) => {
                Err(self.error(operation, TaskErrorKind::NotOwner { owner, caller }))
            }
            _ => Ok(()),
        }
    }
}

impl<T: Send + 'static> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("pid", &self.pid())
            .field("owner", &self.owner())
            .field("reference", &self.reference())
            .finish()
    }
}
