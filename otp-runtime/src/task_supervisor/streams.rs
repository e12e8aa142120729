//! Streams of supervised tasks.

use super::TaskSupervisorClient;
use super::spawn::once;
use crate::monitor::current_process;
use crate::process::panics::guarded;
use crate::process::purpose::{Callers, function_name};
use crate::task::birth::supervised_of_stream;
use crate::task::stream::{Items, Spawner, Starting, TaskStream, perform};
use crate::{CallError, DynamicStartError, ExitReason, StartedChild};
use futures_core::Stream;
use std::future::Future;
use tokio::sync::oneshot;

impl TaskSupervisorClient {
    /// As [`Task::stream`](crate::Task::stream), of tasks that are the supervisor's children (Elixir's `Task.Supervisor.async_stream/4`).
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tasks = TaskSupervisor::builder().start_link().await?;
    /// let mut squares = tasks.stream(1..=3, async |n: u32| n * n).max_concurrency(2);
    /// let mut all = Vec::new();
    /// while let Some(square) = squares.next().await {
    ///     all.push(square?);
    /// }
    /// assert_eq!(all, [1, 4, 9]);
    /// # tasks.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream<'a, I, T, F, Fut>(
        &self,
        input: impl IntoIterator<Item = I, IntoIter: Send + 'a>,
        f: F,
    ) -> TaskStream<'a, I, T>
    where
        I: Send + 'a,
        T: Send + 'static,
        F: FnMut(I) -> Fut + Send + 'a,
        Fut: Future<Output = T> + Send + 'static,
    {
        self.stream_of(Items(input.into_iter()), f)
    }

    /// As [`stream`](TaskSupervisorClient::stream), for items that come when they come.
    pub fn stream_of<'a, I, T, F, Fut>(&self, input: impl Stream<Item = I> + Send + 'a, f: F) -> TaskStream<'a, I, T>
    where
        I: Send + 'a,
        T: Send + 'static,
        F: FnMut(I) -> Fut + Send + 'a,
        Fut: Future<Output = T> + Send + 'static,
    {
        TaskStream::new(Box::pin(input), under(self.clone(), f), true)
    }

    /// As [`stream`](TaskSupervisorClient::stream), of tasks that are not linked to the consumer (Elixir's
    /// `Task.Supervisor.async_stream_nolink/4`): one that fails is an `Err` item.
    pub fn stream_nolink<'a, I, T, F, Fut>(
        &self,
        input: impl IntoIterator<Item = I, IntoIter: Send + 'a>,
        f: F,
    ) -> TaskStream<'a, I, T>
    where
        I: Send + 'a,
        T: Send + 'static,
        F: FnMut(I) -> Fut + Send + 'a,
        Fut: Future<Output = T> + Send + 'static,
    {
        self.stream_nolink_of(Items(input.into_iter()), f)
    }

    /// As [`stream_nolink`](TaskSupervisorClient::stream_nolink), for items that come when they come.
    pub fn stream_nolink_of<'a, I, T, F, Fut>(
        &self,
        input: impl Stream<Item = I> + Send + 'a,
        f: F,
    ) -> TaskStream<'a, I, T>
    where
        I: Send + 'a,
        T: Send + 'static,
        F: FnMut(I) -> Fut + Send + 'a,
        Fut: Future<Output = T> + Send + 'static,
    {
        TaskStream::new(Box::pin(input), under(self.clone(), f), false)
    }
}

/// Tasks of a supervisor's.
fn under<'a, I, T, F, Fut>(supervisor: TaskSupervisorClient, mut f: F) -> Spawner<'a, I, T>
where
    T: Send + 'static,
    F: FnMut(I) -> Fut + Send + 'a,
    Fut: Future<Output = T> + Send + 'static,
{
    Box::new(move |item, position, shutdown| {
        let work = guarded(|| f(item));
        let supervisor = supervisor.clone();
        let consumer = current_process();
        let callers = Callers::below(consumer.as_ref());
        Starting::Asked(Box::pin(async move {
            let (hand_over, unborn) = oneshot::channel();
            let start = once(move || {
                StartedChild::new(supervised_of_stream(unborn, position, consumer, function_name::<Fut>(), callers))
            });
            supervisor.0.start_child(start.shutdown(shutdown)).await.map_err(reason)?;
            let _ = hand_over.send(perform(work));
            Ok(())
        }))
    })
}

/// A start that failed, as the end of the stream.
fn reason(error: CallError<DynamicStartError>) -> ExitReason {
    match error {
        CallError::Handler(error) => ExitReason::error(error),
        other => other.reason().unwrap_or(ExitReason::NoProc),
    }
}
