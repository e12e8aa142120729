//! What waiting for a task fails with.

use crate::{ExitReason, MonitorRef, Pid};
use std::fmt;
use std::time::Duration;

/// Why an operation on a task gave no value: in Elixir the caller exits with it.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::{TaskErrorKind, process};
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// process::trap_exit(true); // else the task's end would be ours
/// let task = Task::<u32>::spawn(async { otp_runtime::exit(ExitReason::error("no ink")) });
/// let pid = task.pid();
/// let error = task.await.unwrap_err();
/// assert_eq!((error.pid, error.operation), (pid, "join"));
/// assert_eq!(error.kind, TaskErrorKind::Exit(ExitReason::error("no ink")));
/// assert_eq!(error.reason(), ExitReason::error("no ink"));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TaskError {
    /// The task.
    pub task: MonitorRef,
    /// Its process, if it has one.
    pub pid: Option<Pid>,
    /// What was asked for: `join`, `wait`, ….
    pub operation: &'static str,
    /// What went wrong.
    pub kind: TaskErrorKind,
}

/// What went wrong with a task.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TaskErrorKind {
    /// The task ended with this reason, before it had a value. `NoProc`: its outcome has been taken already.
    Exit(ExitReason),
    /// There was no outcome within this time.
    Timeout(Duration),
    /// Only the process that made a task may wait for it, and end it.
    NotOwner {
        /// Whose task it is.
        owner: Pid,
        /// Who asked; `None` for code outside any process.
        caller: Option<Pid>,
    },
}

impl TaskError {
    /// The failure as an exit reason, as Elixir's caller would exit with it.
    pub fn reason(&self) -> ExitReason {
        match &self.kind {
            TaskErrorKind::Exit(reason) => reason.clone(),
            TaskErrorKind::Timeout(_) => ExitReason::Timeout,
            TaskErrorKind::NotOwner { .. } => ExitReason::error(self.clone()),
        }
    }

    /// Whether the time was up.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, TaskErrorKind::Timeout(_))
    }
}

impl fmt::Display for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` on task ", self.operation)?;
        match self.pid {
            Some(pid) => write!(f, "{pid}")?,
            None => write!(f, "{:?}, which has no process", self.task)?,
        }
        match &self.kind {
            TaskErrorKind::Exit(reason) => write!(f, ": the task ended with no value ({reason})"),
            TaskErrorKind::Timeout(limit) => write!(f, ": no value within {limit:?}"),
            TaskErrorKind::NotOwner { owner, caller: Some(caller) } => {
                write!(f, ": it belongs to {owner}, not to the calling process {caller}")
            }
            TaskErrorKind::NotOwner { owner, caller: None } => {
                write!(f, ": it belongs to {owner}, and the caller is no process")
            }
        }
    }
}

impl std::error::Error for TaskError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            TaskErrorKind::Exit(reason) => Some(reason),
            _ => None,
        }
    }
}
