//! Suite `ex.task`: ending tasks.

use super::leaks;
use super::tasks::{
    MS, elsewhere, ended, endless, exit_of, exits, gone, me, nothing_left, oops, replies, replies_dying,
};
use otp_runtime::prelude::*;
use otp_runtime::{TaskErrorKind, TaskReply, assert_receive, process};
use std::time::Duration;

/// A task that traps exits and goes on.
async fn headstrong() -> Task<u32> {
    let tell = me();
    let task = Task::spawn(async move {
        process::trap_exit(true);
        tell.send("ready");
        std::future::pending().await
    });
    assert_receive!(&"ready");
    task
}

/// A value counts, though the task was told to die.
#[otp_runtime::test]
async fn ex_task_060_reply_and_failure() {
    leaks::checked(async {
        assert_eq!(ended(replies_dying(5, oops())).await.shutdown().await, Ok(Some(5)));
        nothing_left();
    })
    .await;
}

/// A value counts, though the task has ended.
#[otp_runtime::test]
async fn ex_task_061_reply_and_normal() {
    leaks::checked(async {
        assert_eq!(ended(replies(5)).await.shutdown().await, Ok(Some(5)));
        nothing_left();
    })
    .await;
}

/// A value counts, though the task was told to shut down.
#[otp_runtime::test]
async fn ex_task_062_reply_and_shutdown() {
    leaks::checked(async {
        assert_eq!(ended(replies_dying(5, ExitReason::Shutdown)).await.shutdown().await, Ok(Some(5)));
        nothing_left();
    })
    .await;
}

/// A task that has nothing to say ends as told.
#[otp_runtime::test]
async fn ex_task_063_as_told() {
    leaks::checked(async {
        let task = endless();
        let pid = task.pid().unwrap();
        assert_eq!(task.shutdown().await, Ok(None));
        assert!(!pid.is_alive());
        nothing_left();
    })
    .await;
}

/// One that brings its value in time is as good.
#[otp_runtime::test]
async fn ex_task_063_in_time() {
    leaks::checked(async {
        let tell = me();
        let task = Task::spawn(async move {
            process::trap_exit(true);
            tell.send("ready");
            process::receive::<Exit>().await.reason == ExitReason::Shutdown
        });
        assert_receive!(&"ready");
        assert_eq!(task.shutdown().await, Ok(Some(true)));
        nothing_left();
    })
    .await;
}

/// One that had failed before.
#[otp_runtime::test]
async fn ex_task_064_failed() {
    leaks::checked(async {
        process::trap_exit(true);
        let task = ended(exits(oops())).await;
        assert_receive!(Exit { reason, .. } if *reason == oops());
        assert_eq!(exit_of(task.shutdown().await), oops());
        nothing_left();
    })
    .await;
}

/// One that had ended without a value.
#[otp_runtime::test]
async fn ex_task_065_normal() {
    leaks::checked(async {
        assert_eq!(exit_of(ended(exits(ExitReason::Normal)).await.shutdown().await), ExitReason::Normal);
        nothing_left();
    })
    .await;
}

/// One that had shut down before is as good as one that does it now.
#[otp_runtime::test]
async fn ex_task_066_shut_down() {
    leaks::checked(async {
        process::trap_exit(true);
        let task = ended(exits(ExitReason::Shutdown)).await;
        assert_receive!(Exit { .. });
        assert_eq!(task.shutdown().await, Ok(None));
        nothing_left();
    })
    .await;
}

/// One that somebody else has killed.
#[otp_runtime::test]
async fn ex_task_067_killed_by_others() {
    leaks::checked(async {
        process::trap_exit(true);
        let task = endless();
        task.pid().unwrap().exit(ExitReason::Kill);
        let task = ended(task).await;
        assert_receive!(Exit { .. });
        assert_eq!(exit_of(task.shutdown().await), ExitReason::Killed);
        nothing_left();
    })
    .await;
}

/// One without a process has a value.
#[otp_runtime::test]
async fn ex_task_069_without_a_process() {
    assert_eq!(Task::completed(5).shutdown().await, Ok(Some(5)));
    assert_eq!(Task::completed(6).shutdown().brutal_kill().await, Ok(Some(6)));
    nothing_left();
}

/// Only its owner ends a task.
#[otp_runtime::test]
async fn ex_task_070_elsewhere() {
    leaks::checked(async {
        let owner = me();
        let task = endless();
        let pid = task.pid().unwrap();
        let (caller, outcome) = elsewhere(async move { (me(), task.shutdown().await) }).await;
        let error = outcome.unwrap_err();
        assert_eq!((error.operation, error.pid), ("shutdown", Some(pid)));
        assert_eq!(error.kind, TaskErrorKind::NotOwner { owner, caller: Some(caller) });
        assert!(pid.is_alive());
        assert_eq!(process::links(), [pid]);
        process::unlink(pid);
        pid.exit(ExitReason::Kill);
        assert_receive!(Down { reason: ExitReason::Killed, .. });
        nothing_left();
    })
    .await;
}

/// A value counts, though the task was told to die.
#[otp_runtime::test]
async fn ex_task_073_brutal_reply_and_failure() {
    leaks::checked(async {
        assert_eq!(ended(replies_dying(5, oops())).await.shutdown().brutal_kill().await, Ok(Some(5)));
        nothing_left();
    })
    .await;
}

/// A value counts, though the task has ended.
#[otp_runtime::test]
async fn ex_task_074_brutal_reply_and_normal() {
    leaks::checked(async {
        assert_eq!(ended(replies(5)).await.shutdown().brutal_kill().await, Ok(Some(5)));
        nothing_left();
    })
    .await;
}

/// To be killed is what it is told.
#[otp_runtime::test]
async fn ex_task_076_brutal_killed() {
    leaks::checked(async {
        assert_eq!(endless().shutdown().brutal_kill().await, Ok(None));
        nothing_left();
        process::trap_exit(true);
        let task = endless();
        task.pid().unwrap().exit(ExitReason::Kill);
        let task = ended(task).await;
        assert_receive!(Exit { reason: ExitReason::Killed, .. });
        assert_eq!(task.shutdown().brutal_kill().await, Ok(None));
        nothing_left();
    })
    .await;
}

/// One that had failed before.
#[otp_runtime::test]
async fn ex_task_077_brutal_failed() {
    leaks::checked(async {
        process::trap_exit(true);
        let task = ended(exits(oops())).await;
        assert_receive!(Exit { .. });
        assert_eq!(exit_of(task.shutdown().brutal_kill().await), oops());
        let normal = ended(exits(ExitReason::Normal)).await;
        assert_receive!(Exit { .. });
        assert_eq!(exit_of(normal.shutdown().brutal_kill().await), ExitReason::Normal);
        nothing_left();
    })
    .await;
}

/// To shut down is not what it is told.
#[otp_runtime::test]
async fn ex_task_079_brutal_shut_down() {
    leaks::checked(async {
        process::trap_exit(true);
        let task = ended(exits(ExitReason::Shutdown)).await;
        assert_receive!(Exit { .. });
        assert_eq!(exit_of(task.shutdown().brutal_kill().await), ExitReason::Shutdown);
        nothing_left();
    })
    .await;
}

/// One that does not care is killed when its time is up.
#[otp_runtime::test]
async fn ex_task_081_grace() {
    leaks::checked(async {
        let task = headstrong().await;
        assert_eq!(exit_of(task.shutdown().timeout(MS).await), ExitReason::Killed);
        nothing_left();
        assert_eq!(headstrong().await.shutdown().brutal_kill().await, Ok(None));
        nothing_left();
    })
    .await;
}

/// An outcome is had once.
#[otp_runtime::test]
async fn ex_task_082_taken() {
    leaks::checked(async {
        let mut waited = replies(5);
        assert_eq!(waited.wait(Duration::from_secs(5)).await, Ok(Some(5)));
        assert_eq!(exit_of(waited.shutdown().brutal_kill().await), ExitReason::NoProc);
        let task = replies(6);
        assert_receive!(TaskReply::<u32> { value: 6, .. });
        assert_receive!(Down { .. });
        gone(task.pid().unwrap()).await;
        assert_eq!(exit_of(task.shutdown().await), ExitReason::NoProc);
        nothing_left();
    })
    .await;
}
