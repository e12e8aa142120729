//! What reaches a task supervisor.

use crate::dynamic_supervisor::{DynamicSupervisor, DynamicSupervisorClient};
use crate::supervisor::{ChildCounts, ChildState, NoSuchChild};
use crate::{CallError, Pid, Ref};
use std::fmt;
use std::ops::Deref;

/// Reaches a [`TaskSupervisor`](crate::TaskSupervisor), and starts tasks under it.
///
/// It derefs to [`Ref`], where `pid`, `stop` and `monitor` are. Its requests wait for ever and fail as all calls do: with
/// `NoProc` when the supervisor is not there, with its exit reason when it ends meanwhile.
#[derive(Clone)]
pub struct TaskSupervisorClient(pub(super) DynamicSupervisorClient);

impl TaskSupervisorClient {
    /// Ends a task, waits until it has ended, and forgets it (Elixir's `Task.Supervisor.terminate_child/2`). `NoSuchChild`: no
    /// task has this pid, or not any more.
    pub async fn terminate_child(&self, pid: Pid) -> Result<(), CallError<NoSuchChild>> {
        self.0.terminate_child(pid).await
    }

    /// The tasks that run, but for those being restarted (Elixir's `Task.Supervisor.children/1`), in no promised order.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tasks = TaskSupervisor::builder().start_link().await?;
    /// let pid = tasks.start_child(std::future::pending()).await?;
    /// assert_eq!(tasks.children().await?, [pid]);
    /// tasks.terminate_child(pid).await?;
    /// assert_eq!(tasks.count_children().await?.active, 0);
    /// # tasks.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn children(&self) -> Result<Vec<Pid>, CallError> {
        let children = self.0.which_children().await?;
        let running = children.into_iter().filter_map(|child| match child.state {
            ChildState::Running(pid) => Some(pid),
            _ => None,
        });
        Ok(running.collect())
    }

    /// How many tasks there are: `active` are those that are not being restarted.
    pub async fn count_children(&self) -> Result<ChildCounts, CallError> {
        self.0.count_children().await
    }
}

impl Deref for TaskSupervisorClient {
    type Target = Ref<DynamicSupervisor>;

    fn deref(&self) -> &Ref<DynamicSupervisor> {
        &self.0
    }
}

impl From<Ref<DynamicSupervisor>> for TaskSupervisorClient {
    fn from(reference: Ref<DynamicSupervisor>) -> Self {
        TaskSupervisorClient(reference.into())
    }
}

impl fmt::Debug for TaskSupervisorClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaskSupervisor({})", self.target())
    }
}
