//! Waiting for many tasks at once.

use super::alarm::{Alarm, LIMIT};
use super::cell::Cell;
use super::join::{Held, Interest};
use super::{Task, TaskError, TaskErrorKind};
use crate::Requests;
use crate::telemetry::waits::WaitsFor;
use std::collections::HashMap;
use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

/// What [`WaitMany`] does with tasks that have no outcome when the time is up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnTimeout {
    /// They are left alone, and can be waited for again.
    #[default]
    Nothing,
    /// As [`Task::ignore`]: nobody hears of them any more.
    Ignore,
    /// As [`Task::shutdown`] with `brutal_kill`: they are killed, and waited for.
    Kill,
}

/// Tasks that are waited for: await it for all their values, from [`Task::join_many`] (Elixir's `Task.await_many/2`).
///
/// There is one deadline for all, 5 seconds from when it is first polled unless told otherwise. When a task fails, when the time is up and when it is dropped, nobody is interested in
/// the other tasks any more: nothing of them arrives. They run on, linked to their owner.
#[must_use = "tasks are waited for when this is awaited; dropped, their outcomes are lost"]
pub struct JoinMany<T: Send + 'static> {
    tasks: Vec<Interest<T>>,
    limit: Option<Duration>,
}

/// Tasks that are waited for and kept: await it for what has become of each, from [`Task::wait_many`] (Elixir's `Task.yield_many/2`).
///
/// It is done when each has an outcome, or `limit` of them have, or after 5 seconds unless told otherwise.
#[must_use = "tasks are waited for when this is awaited"]
pub struct WaitMany<'a, T: Send + 'static> {
    tasks: &'a mut [Task<T>],
    time: Option<Duration>,
    limit: usize,
    on_timeout: OnTimeout,
}

/// Is done when one task has an outcome, for whoever collects several.
struct Look<T>(Arc<Cell<T>>);

impl<T: Send + 'static> Future for Look<T> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.0.poll_ready(cx)
    }
}

/// Outcomes as they come, up to one deadline.
struct Outcomes<T: Send + 'static> {
    pending: Requests<usize, Look<T>>,
    alarm: Alarm,
    /// Those that all have to come, as they are known to whoever looks for deadlocks.
    waits: HashMap<usize, Box<WaitsFor>>,
}

/// Whose outcome is there next.
enum Next {
    Of(usize),
    All,
    TimeIsUp,
}

impl<T: Send + 'static> Outcomes<T> {
    fn of<'a>(tasks: impl Iterator<Item = &'a Task<T>>, limit: Option<Duration>) -> Self {
        let mut pending = Requests::new();
        tasks.enumerate().for_each(|(at, task)| pending.add(at, Look(task.cell.clone())));
        Outcomes { pending, alarm: Alarm::new(limit), waits: HashMap::new() }
    }

    /// The outcomes of all of these have to come: that is a deadlock if one cannot.
    fn all_of<'a>(
        tasks: impl Iterator<Item = &'a Task<T>> + Clone,
        limit: Option<Duration>,
        operation: &'static str,
    ) -> Self {
        // whoever only looks does not wait
        let awaited = tasks.clone().enumerate().filter(|_| limit != Some(Duration::ZERO));
        let waits = awaited.filter_map(|(at, task)| Some((at, task.waited_for(operation)?)));
        Outcomes { waits: waits.collect(), ..Outcomes::of(tasks, limit) }
    }

    async fn next(&mut self) -> Next {
        let Outcomes { pending, alarm, waits } = self;
        poll_fn(|cx| match pending.poll_next(cx) {
            Poll::Ready(Some((at, ()))) => {
                waits.remove(&at);
                Poll::Ready(Next::Of(at))
            }
            Poll::Ready(None) => Poll::Ready(Next::All),
            Poll::Pending => {
                let system = pending.any().and_then(|look| look.0.system.as_ref());
                alarm.poll(system, cx).map(|()| Next::TimeIsUp)
            }
        })
        .await
    }
}

impl<T: Send + 'static> JoinMany<T> {
    pub(super) fn new(tasks: impl IntoIterator<Item = Task<T>>) -> Self {
        let tasks = tasks.into_iter().map(|task| Interest(Some(task))).collect();
        JoinMany { tasks, limit: Some(LIMIT) }
    }

    /// How long to wait, for all of them together.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Waits for as long as it takes.
    pub fn no_timeout(mut self) -> Self {
        self.limit = None;
        self
    }

    async fn run(mut self) -> Result<Vec<T>, TaskError> {
        let tasks = || self.tasks.iter().filter_map(|interest| interest.0.as_ref());
        if let Some(error) = tasks().find_map(|task| task.check_owner("join_many").err()) {
            // all as they were
            self.tasks.iter_mut().for_each(|interest| interest.0 = None);
            return Err(error);
        }
        let mut outcomes = Outcomes::all_of(tasks(), self.limit, "join_many");
        let mut values: Vec<Option<T>> = self.tasks.iter().map(|_| None).collect();
        loop {
            match outcomes.next().await {
                Next::Of(at) => {
                    let Some(task) = self.tasks[at].0.take() else { continue };
                    values[at] = Some(task.outcome("join_many", task.cell.found())?);
                }
                Next::All => return Ok(values.into_iter().flatten().collect()),
                Next::TimeIsUp => {
                    let kind = TaskErrorKind::Timeout(outcomes.alarm.limit());
                    let late = self.tasks.iter().find_map(|interest| interest.0.as_ref());
                    if let Some(late) = late {
                        return Err(late.error("join_many", kind));
                    }
                }
            }
        }
    }
}

impl<T: Send + 'static> IntoFuture for JoinMany<T> {
    type Output = Result<Vec<T>, TaskError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T: Send + 'static> fmt::Debug for JoinMany<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JoinMany({})", self.tasks.len())
    }
}

impl<'a, T: Send + 'static> WaitMany<'a, T> {
    pub(super) fn new(tasks: &'a mut [Task<T>]) -> Self {
        let limit = tasks.len();
        WaitMany { tasks, time: Some(LIMIT), limit, on_timeout: OnTimeout::Nothing }
    }

    /// How long to wait, for all of them together.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.time = Some(limit);
        self
    }

    /// Waits for as long as it takes.
    pub fn no_timeout(mut self) -> Self {
        self.time = None;
        self
    }

    /// How many outcomes are enough; more than there are tasks is all of them.
    pub fn limit(mut self, outcomes: usize) -> Self {
        self.limit = outcomes.min(self.tasks.len());
        self
    }

    /// What becomes of the others when the time is up, and only then.
    pub fn on_timeout(mut self, action: OnTimeout) -> Self {
        self.on_timeout = action;
        self
    }

    async fn run(self) -> Vec<Result<Option<T>, TaskError>> {
        let WaitMany { tasks, time, limit, on_timeout } = self;
        if let Some(error) = tasks.iter().find_map(|task| task.check_owner("wait_many").err()) {
            return tasks.iter().map(|_| Err(error.clone())).collect();
        }
        let mut ready = vec![false; tasks.len()];
        let mut outcomes = match limit == tasks.len() {
            true => Outcomes::all_of(tasks.iter(), time, "wait_many"),
            false => Outcomes::of(tasks.iter(), time),
        };
        let held = Held(tasks);
        let mut late = false;
        let mut so_far = 0;
        while so_far < limit {
            match outcomes.next().await {
                Next::Of(at) => {
                    ready[at] = true;
                    so_far += 1;
                }
                Next::All => break,
                Next::TimeIsUp => {
                    late = true;
                    break;
                }
            }
        }
        // first what has to be waited for: outcomes are taken all at once, or, cancelled, not at all
        let mut killed: Vec<_> = ready.iter().map(|_| None).collect();
        if late && on_timeout == OnTimeout::Kill {
            for (at, task) in held.0.iter().enumerate().filter(|(at, _)| !ready[*at]) {
                killed[at] = Some(task.kill("wait_many").await);
            }
        }
        let each = held.0.iter().zip(ready).zip(killed).map(|((task, ready), killed)| match killed {
            Some(outcome) => outcome,
            None if ready => task.outcome("wait_many", task.cell.found()).map(Some),
            None if late && on_timeout == OnTimeout::Ignore => task.detach("wait_many"),
            None => Ok(None),
        });
        each.collect()
    }
}

impl<'a, T: Send + 'static> IntoFuture for WaitMany<'a, T> {
    type Output = Vec<Result<Option<T>, TaskError>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T: Send + 'static> fmt::Debug for WaitMany<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitMany").field("tasks", &self.tasks.len()).field("limit", &self.limit).finish_non_exhaustive()
    }
}
