//! Waiting for one task.

use super::alarm::{Alarm, LIMIT};
use super::cell::Found;
use super::{Task, TaskError, TaskErrorKind};
use crate::ExitReason;
use crate::telemetry::waits::WaitsFor;
use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// A task that is waited for: a future of its value, from [`Task::join`] (Elixir's `Task.await/2`). It waits for 5 seconds from
/// when it is first polled, unless told otherwise.
///
/// When the time is up, and when it is dropped, nobody is interested in the outcome any more: nothing of it arrives. The task
/// runs on, linked to its owner.
#[must_use = "a task is waited for when this is awaited; dropped, its outcome is lost"]
pub struct Join<T: Send + 'static> {
    interest: Interest<T>,
    alarm: Alarm,
    asked: bool,
    /// Known to those who look for deadlocks.
    waits: Option<Box<WaitsFor>>,
}

/// A task whose outcome nobody can be told of but whoever has this.
pub(super) struct Interest<T: Send + 'static>(pub(super) Option<Task<T>>);

impl<T: Send + 'static> Drop for Interest<T> {
    fn drop(&mut self) {
        if let Some(task) = self.0.take() {
            task.cell.withdraw();
        }
    }
}

impl<T: Send + 'static> Task<T> {
    /// What `operation` has come to.
    pub(super) fn outcome(&self, operation: &'static str, found: Found<T>) -> Result<T, TaskError> {
        match found {
            Found::Value(value) => Ok(value),
            Found::Ended(reason) => Err(self.error(operation, TaskErrorKind::Exit(reason))),
            Found::Nothing => Err(self.error(operation, TaskErrorKind::Exit(ExitReason::NoProc))),
        }
    }

    /// Has whoever looks for deadlocks know that the calling process waits for it, while that lives.
    pub(super) fn waited_for(&self, operation: &'static str) -> Option<Box<WaitsFor>> {
        WaitsFor::note(self.cell.system.as_ref()?, self.pid()?, operation, || None)
    }

    /// Waits a while for the value, and keeps the task for another try: `Ok(None)` (Elixir's `Task.yield/2`). After an outcome
    /// there is no other: a further try is an error with [`ExitReason::NoProc`].
    ///
    /// # Errors
    ///
    /// [`TaskErrorKind::Exit`] when the task has ended without a value; a value that came before the end is preferred.
    /// [`TaskErrorKind::NotOwner`].
    ///
    /// Cancelling it loses nothing: an outcome that has come meanwhile goes to the owner's mailbox.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use std::time::Duration;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let mut task = Task::spawn(async {
    ///     tokio::time::sleep(Duration::from_millis(20)).await;
    ///     "tea"
    /// });
    /// assert_eq!(task.wait(Duration::ZERO).await, Ok(None));
    /// assert_eq!(task.wait(Duration::from_secs(5)).await, Ok(Some("tea")));
    /// # }
    /// ```
    pub async fn wait(&mut self, limit: Duration) -> Result<Option<T>, TaskError> {
        self.check_owner("wait")?;
        let mut alarm = Alarm::new(Some(limit));
        let held = Held(std::slice::from_mut(self));
        let task = &held.0[0];
        let mut waits = None;
        poll_fn(|cx| match task.cell.poll(cx) {
            Poll::Ready(found) => Poll::Ready(task.outcome("wait", found).map(Some)),
            Poll::Pending if alarm.poll(task.cell.system.as_ref(), cx).is_ready() => Poll::Ready(Ok(None)),
            Poll::Pending => {
                waits = waits.take().or_else(|| task.waited_for("wait"));
                Poll::Pending
            }
        })
        .await
    }
}

/// Tasks that are waited for, and kept: when that ends they are as they were.
pub(super) struct Held<'a, T: Send + 'static>(pub(super) &'a mut [Task<T>]);

impl<T: Send + 'static> Drop for Held<'_, T> {
    fn drop(&mut self) {
        self.0.iter().for_each(|task| task.cell.release());
    }
}

impl<T: Send + 'static> Join<T> {
    pub(super) fn new(task: Task<T>) -> Self {
        Join { interest: Interest(Some(task)), alarm: Alarm::new(Some(LIMIT)), asked: false, waits: None }
    }

    /// How long to wait. With zero it is the value that is there, or none.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.alarm = Alarm::new(Some(limit));
        self
    }

    /// Waits for as long as it takes.
    pub fn no_timeout(mut self) -> Self {
        self.alarm = Alarm::new(None);
        self
    }
}

/// `task.await` is [`task.join()`](Task::join)`.await`, as a tokio `JoinHandle` is awaited.
impl<T: Send + 'static> IntoFuture for Task<T> {
    type Output = Result<T, TaskError>;
    type IntoFuture = Join<T>;

    fn into_future(self) -> Join<T> {
        self.join()
    }
}

impl<T: Send + 'static> Unpin for Join<T> {}

impl<T: Send + 'static> Future for Join<T> {
    type Output = Result<T, TaskError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Join { interest, alarm, asked, waits } = &mut *self;
        let Some(task) = &interest.0 else { panic!("a join was polled after it had completed") };
        if !std::mem::replace(asked, true)
            && let Err(error) = task.check_owner("join")
        {
            // as it was: its owner hears of it
            interest.0 = None;
            return Poll::Ready(Err(error));
        }
        let outcome = match task.cell.poll(cx) {
            Poll::Ready(found) => task.outcome("join", found),
            Poll::Pending => match alarm.poll(task.cell.system.as_ref(), cx) {
                Poll::Pending => {
                    *waits = waits.take().or_else(|| task.waited_for("join"));
                    return Poll::Pending;
                }
                Poll::Ready(()) => Err(task.error("join", TaskErrorKind::Timeout(alarm.limit()))),
            },
        };
        *waits = None;
        drop(Interest(interest.0.take()));
        Poll::Ready(outcome)
    }
}

impl<T: Send + 'static> fmt::Debug for Join<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Join").field(&self.interest.0).finish()
    }
}
