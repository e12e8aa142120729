//! How the tasks of a stream start: by the consumer itself, or by a task supervisor.

use super::TaskStream;
use super::hub::Position;
use super::input::Items;
use crate::monitor::{current_process, watch_task};
use crate::process::head::AnyProcess;
use crate::process::panics::{Crash, guarded};
use crate::process::plain::Plain;
use crate::process::purpose::Purpose;
use crate::system::{self, System};
use crate::task::Task;
use crate::{ExitReason, Shutdown};
use futures_core::Stream;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Starts the task for one item.
pub(crate) type Spawner<'a, I, T> = Box<dyn FnMut(I, Arc<Position<T>>, Shutdown) -> Starting + Send + 'a>;

pub(crate) enum Starting {
    Runs,
    /// A supervisor was asked, or will be.
    Asked(Pin<Box<dyn Future<Output = Result<(), ExitReason>> + Send>>),
}

impl Task<()> {
    /// A stream of what the tasks of `f` make of the items of `input`, one task for each (Elixir's `Task.async_stream/3`); see
    /// [`TaskStream`].
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let mut lengths = Task::stream(["long", "longer", "longest"], async |word: &str| word.len());
    /// let mut sum = 0;
    /// while let Some(length) = lengths.next().await {
    ///     sum += length.unwrap();
    /// }
    /// assert_eq!(sum, 17);
    /// # }
    /// ```
    pub fn stream<'a, I, T, F, Fut>(
        input: impl IntoIterator<Item = I, IntoIter: Send + 'a>,
        f: F,
    ) -> TaskStream<'a, I, T>
    where
        I: Send + 'a,
        T: Send + 'static,
        F: FnMut(I) -> Fut + Send + 'a,
        Fut: Future<Output = T> + Send + 'static,
    {
        TaskStream::new(Box::pin(Items(input.into_iter())), own(f), true)
    }

    /// As [`stream`](Task::stream), for items that come when they come: the next is asked for when there is a task for it.
    pub fn stream_of<'a, I, T, F, Fut>(input: impl Stream<Item = I> + Send + 'a, f: F) -> TaskStream<'a, I, T>
    where
        I: Send + 'a,
        T: Send + 'static,
        F: FnMut(I) -> Fut + Send + 'a,
        Fut: Future<Output = T> + Send + 'static,
    {
        TaskStream::new(Box::pin(input), own(f), true)
    }
}

/// Tasks of the consumer's own.
fn own<'a, I, T, F, Fut>(mut f: F) -> Spawner<'a, I, T>
where
    T: Send + 'static,
    F: FnMut(I) -> Fut + Send + 'a,
    Fut: Future<Output = T> + Send + 'static,
{
    Box::new(move |item, position, _| {
        let work = guarded(|| f(item));
        let process = Plain::new(&System::current(), Purpose::of::<Fut>(current_process().as_ref()));
        attend(&process, &position);
        let handle = process.head().system.handle.clone();
        handle.spawn(process.live(async move { position.done(perform(work).await) }));
        Starting::Runs
    })
}

/// The process is that of this position from here on.
pub(crate) fn attend<T: Send + 'static>(process: &Arc<Plain>, position: &Arc<Position<T>>) {
    watch_task(&**process, system::new_id(), position.clone());
    position.starts(process.clone());
}

/// A function that fails before it gives a future is the failure of its task.
pub(crate) async fn perform<Fut: Future>(work: Result<Fut, Crash>) -> Fut::Output {
    match work {
        Ok(work) => work.await,
        Err(reason) => crate::exit(*reason),
    }
}
