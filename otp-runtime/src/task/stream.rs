//! Streams of tasks (Elixir's `Task.async_stream`).

mod hub;
mod input;
mod make;
mod run;

pub(crate) use hub::Position;
pub(crate) use input::Items;
pub(crate) use make::{Spawner, Starting, attend, perform};

use super::alarm::LIMIT;
use crate::{ExitReason, MonitorRef, Shutdown};
use hub::Hub;
use input::Input;
use run::Flight;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::{Future, poll_fn};
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, Sleep};

/// What the tasks of a function make of the items of an input: a [`Stream`](futures_core::Stream) of `Result<T, ExitReason>`, from [`Task::stream`](crate::Task::stream) and
/// [`TaskSupervisorClient::stream`](crate::TaskSupervisorClient::stream). It takes its options before it is first polled.
///
/// ```
/// use otp_runtime::prelude::*;
/// use std::time::Duration;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let nap = async |ms| {
///     tokio::time::sleep(Duration::from_millis(ms)).await;
///     ms
/// };
/// let mut naps = Task::stream([60_000, 1], nap).timeout(Duration::from_millis(100)).on_timeout_kill_task();
/// assert_eq!(naps.next().await, Some(Err(ExitReason::Timeout)));
/// assert_eq!(naps.next().await, Some(Ok(1)));
/// assert_eq!(naps.next().await, None);
/// # }
/// ```
///
/// # How it behaves
///
/// - It is lazy: whoever polls it first is its consumer, and the tasks are that process's. While it does not poll, no task starts;
///   while it does, a task starts whenever one has ended, also when results have to wait for their turn.
/// - At most `max_concurrency` tasks run at a time, as many as there are cores unless told otherwise. Results come in the order
///   of the input, or as they come with `unordered`.
/// - Each task has 5 seconds from its start. When one is late the stream ends its tasks, and its last item is
///   `Err(Timeout)`: a `?` makes that the consumer's end. With `on_timeout_kill_task` only the late task is ended, and its
///   item is `Err(Timeout)`.
/// - A task that fails takes its consumer with it, and those that run go with it too; one that traps exits gets
///   `Err(reason)` as the item. A `nolink` stream of a task supervisor always gives the item, and its tasks survive a
///   consumer that is killed.
/// - A task supervisor that is full ends the stream: its last item is an error of
///   [`DynamicStartError::MaxChildren`](crate::DynamicStartError::MaxChildren).
/// - When it has ended, whichever way, none of its tasks runs, and nothing of it is in the consumer's mailbox. Dropping it
///   before kills its tasks without waiting for them; [`stop`](TaskStream::stop) waits.
/// - The function is called by the consumer. Its panic is that of its task; that of the input is the consumer's.
#[must_use = "a stream does nothing until it is polled"]
pub struct TaskStream<'a, I, T: Send + 'static, E = ExitReason> {
    input: Input<'a, I>,
    spawner: Spawner<'a, I, T>,
    options: Options<I, E>,
    linked: bool,
    /// From the first poll to the end.
    run: Option<Run<I, T>>,
    done: bool,
}

struct Options<I, E> {
    max_concurrency: usize,
    ordered: bool,
    timeout: Option<Duration>,
    kill_late: bool,
    shutdown: Shutdown,
    /// What of an input is kept for its error.
    keep: fn(&I) -> Option<I>,
    error: fn(Option<I>, ExitReason) -> E,
}

/// A stream that is being consumed.
struct Run<I, T: Send + 'static> {
    hub: Arc<Hub<T>>,
    /// The hub is told of the consumer's end.
    watch: Option<MonitorRef>,
    next_index: u64,
    /// Tasks whose items have not been given.
    flights: BTreeMap<u64, Flight<I, T>>,
    /// Those of them that are due, when results come as they come.
    ready: VecDeque<u64>,
    /// When they are late, in the order of their starts.
    clock: VecDeque<(Instant, u64)>,
    sleep: Option<Pin<Box<Sleep>>>,
    starting: Option<AskedStart>,
    exhausted: bool,
    /// Why it ends before its input does; the input concerned.
    failing: Option<(Option<I>, ExitReason)>,
}

struct AskedStart {
    index: u64,
    start: Pin<Box<dyn Future<Output = Result<(), ExitReason>> + Send>>,
}

impl<'a, I, T: Send + 'static> TaskStream<'a, I, T> {
    pub(crate) fn new(input: Input<'a, I>, spawner: Spawner<'a, I, T>, linked: bool) -> Self {
        let options = Options {
            max_concurrency: std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
            ordered: true,
            timeout: Some(LIMIT),
            kill_late: false,
            shutdown: Shutdown::After(LIMIT),
            keep: |_| None,
            error: |_, reason| reason,
        };
        TaskStream { input, spawner, options, linked, run: None, done: false }
    }

    /// Errors say which input they are of: `Err((input, reason))`.
    ///
    /// ```
    /// use otp_runtime::{TaskSupervisor, prelude::*};
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tasks = TaskSupervisor::builder().start_link().await?;
    /// let half = async |n: u32| if n % 2 == 0 { n / 2 } else { otp_runtime::exit(ExitReason::error("odd")) };
    /// let mut halves = tasks.stream_nolink([4, 5], half).zip_input_on_exit();
    /// assert_eq!(halves.next().await, Some(Ok(2)));
    /// assert_eq!(halves.next().await, Some(Err((5, ExitReason::error("odd")))));
    /// # Ok(())
    /// # }
    /// ```
    pub fn zip_input_on_exit(self) -> TaskStream<'a, I, T, (I, ExitReason)>
    where
        I: Clone,
    {
        let Options { max_concurrency, ordered, timeout, kill_late, shutdown, .. } = self.options;
        let options = Options {
            max_concurrency,
            ordered,
            timeout,
            kill_late,
            shutdown,
            keep: |input: &I| Some(input.clone()),
            error: |input, reason| match input {
                Some(input) => (input, reason),
                None => unreachable!("the input of each task is kept"),
            },
        };
        // not polled yet, or it would be pinned: nothing of it runs
        TaskStream { input: self.input, spawner: self.spawner, options, linked: self.linked, run: None, done: false }
    }
}

impl<I, T: Send + 'static, E> TaskStream<'_, I, T, E> {
    /// How many tasks may run at a time; default as many as there are cores.
    ///
    /// # Panics
    ///
    /// When it is 0: there would be no result, ever.
    #[track_caller]
    pub fn max_concurrency(mut self, tasks: usize) -> Self {
        assert!(tasks > 0, "a stream of tasks needs a max_concurrency of at least 1");
        self.options.max_concurrency = tasks;
        self
    }

    /// Results come in the order in which the tasks end.
    pub fn unordered(mut self) -> Self {
        self.options.ordered = false;
        self
    }

    /// How long each task may take from its start; default 5 seconds.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeout = Some(limit);
        self
    }

    /// Each task may take as long as it likes.
    pub fn no_timeout(mut self) -> Self {
        self.options.timeout = None;
        self
    }

    /// A task that is late is killed, and its item is `Err(Timeout)`; the stream goes on.
    pub fn on_timeout_kill_task(mut self) -> Self {
        self.options.kill_late = true;
        self
    }

    /// How a task supervisor that shuts down ends the tasks; default 5 seconds. The stream itself kills them.
    pub fn shutdown(mut self, shutdown: Shutdown) -> Self {
        self.options.shutdown = shutdown;
        self
    }

    /// The next item, `None` at the end. Cancelling it loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, E>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// Ends the tasks that run and waits until they have ended.
    ///
    /// ```
    /// use otp_runtime::{prelude::*, process};
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let mut squares = Task::stream(1_u64.., async |n| n * n);
    /// assert_eq!(squares.next().await, Some(Ok(1)));
    /// squares.stop().await;
    /// # }
    /// ```
    pub async fn stop(mut self) {
        poll_fn(|cx| self.poll_stop(cx)).await;
    }
}

impl<I, T: Send + 'static, E> fmt::Debug for TaskStream<'_, I, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskStream")
            .field("linked", &self.linked)
            .field("max_concurrency", &self.options.max_concurrency)
            .field("running", &self.run.as_ref().map_or(0, |run| run.hub.running()))
            .finish_non_exhaustive()
    }
}
