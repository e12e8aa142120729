//! What a task supervisor is told before it starts.

use super::{TaskSupervisor, TaskSupervisorClient};
use crate::dynamic_supervisor::{DynamicArgs, DynamicSupervisor, DynamicSupervisorBuilder};
use crate::{AnyChild, ChildSpec, IntoChildSpec, Options, Shutdown, Start, StartMonitor};

/// A task supervisor about to be (from [`TaskSupervisor::builder`]). It can itself be a child.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tasks = TaskSupervisor::builder().max_children(100).into_child_spec().name("tasks");
/// let top = Supervisor::builder(Strategy::OneForOne).child(tasks).start_link().await?;
/// assert_eq!(TaskSupervisor::named("tasks").children().await?, []);
/// # top.stop().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder starts nothing"]
pub struct TaskSupervisorBuilder(DynamicSupervisorBuilder);

impl TaskSupervisorBuilder {
    pub(super) fn new() -> Self {
        TaskSupervisorBuilder(DynamicSupervisor::<AnyChild>::builder())
    }

    /// How many tasks there may be; default any number. To one too many [`spawn`](TaskSupervisorClient::spawn) and its like
    /// give [`DynamicStartError::MaxChildren`](crate::DynamicStartError::MaxChildren).
    pub fn max_children(self, tasks: usize) -> Self {
        TaskSupervisorBuilder(self.0.max_children(tasks))
    }

    /// How many restarts within `max_seconds` are too many, less one; default 3. Only tasks of
    /// [`start_child`](TaskSupervisorClient::start_child) can be restarted.
    pub fn max_restarts(self, restarts: u32) -> Self {
        TaskSupervisorBuilder(self.0.max_restarts(restarts))
    }

    /// How far back restarts are counted, in whole seconds of the clock; default 5, at least 1.
    pub fn max_seconds(self, seconds: u64) -> Self {
        TaskSupervisorBuilder(self.0.max_seconds(seconds))
    }

    /// Starts it, tied to nobody. [`InvalidSupervisor`](crate::InvalidSupervisor) is the error of flags that make no sense.
    pub fn start(self) -> Start<DynamicSupervisor, TaskSupervisorClient> {
        Start::new(self.0.into())
    }

    /// As [`start`](TaskSupervisorBuilder::start), linked to the calling process, which is then its parent (Elixir's
    /// `Task.Supervisor.start_link/1`).
    pub fn start_link(self) -> Start<DynamicSupervisor, TaskSupervisorClient> {
        Start::link(self.0.into())
    }

    /// As [`start`](TaskSupervisorBuilder::start), and monitors it.
    pub fn start_monitor(self) -> StartMonitor<DynamicSupervisor, TaskSupervisorClient> {
        StartMonitor::new(self.0.into())
    }
}

impl IntoChildSpec for TaskSupervisorBuilder {
    type Child = TaskSupervisor;

    fn into_child_spec(self) -> ChildSpec<TaskSupervisor> {
        let options = Options::new().shutdown(Shutdown::Infinity);
        let args = move |seat| DynamicArgs::seated(self.0.clone(), seat);
        ChildSpec::of_server::<DynamicSupervisor, TaskSupervisor>("TaskSupervisor", &options, args).supervisor()
    }
}
