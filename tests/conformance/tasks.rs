//! Tasks that end as they are told to, and how their owners see it.

use otp_runtime::prelude::*;
use otp_runtime::{TaskError, TaskErrorKind, process};
use std::time::Duration;

pub(crate) const MS: Duration = Duration::from_millis(1);

/// The calling process.
pub(crate) fn me() -> Pid {
    Pid::current().expect("a test is a process")
}

/// A reason that is not clean.
pub(crate) fn oops() -> ExitReason {
    ExitReason::error("oops")
}

/// A task that never ends by itself.
pub(crate) fn endless() -> Task<u32> {
    Task::spawn(std::future::pending())
}

/// A task that has a value.
pub(crate) fn replies(value: u32) -> Task<u32> {
    Task::spawn(async move { value })
}

/// A task that ends without a value.
pub(crate) fn exits(reason: ExitReason) -> Task<u32> {
    Task::spawn(async move { otp_runtime::exit(reason) })
}

/// A task that is told to die, and has a value all the same.
pub(crate) fn replies_dying(value: u32, reason: ExitReason) -> Task<u32> {
    Task::spawn(async move {
        me().exit(reason);
        value
    })
}

/// Sleeps, and has a value.
pub(crate) async fn nap(ms: u64) -> u64 {
    process::sleep(MS * ms as u32).await;
    ms
}

/// It has ended, and has been told of.
pub(crate) async fn ended(task: Task<u32>) -> Task<u32> {
    gone(task.pid().expect("a task with a process")).await;
    task
}

/// The process has ended.
pub(crate) async fn gone(pid: Pid) {
    pid.monitor().await;
}

/// The reason of a task that ended without a value.
#[track_caller]
pub(crate) fn exit_of<T: std::fmt::Debug>(outcome: Result<T, TaskError>) -> ExitReason {
    match outcome {
        Err(TaskError { kind: TaskErrorKind::Exit(reason), .. }) => reason,
        other => panic!("not the end of a task: {other:?}"),
    }
}

/// Whether the time was up.
pub(crate) fn timed_out<T>(outcome: &Result<T, TaskError>) -> bool {
    outcome.as_ref().is_err_and(TaskError::is_timeout)
}

/// No message waits for the calling process, and no process is linked to it.
#[track_caller]
pub(crate) fn nothing_left() {
    assert_eq!((process::queue_len(), process::links()), (0, vec![]), "{:?}", process::describe_mailbox());
}

/// Runs as another process, and gives what that has found.
pub(crate) async fn elsewhere<T: Send + 'static>(body: impl Future<Output = T> + Send + 'static) -> T {
    let (tell, told) = tokio::sync::oneshot::channel();
    process::spawn(async move {
        let _ = tell.send(body.await);
    });
    told.await.expect("the other process")
}
