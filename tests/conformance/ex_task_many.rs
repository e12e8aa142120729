//! Suite `ex.task`: waiting for many tasks.

use super::leaks;
use super::reasons::panic_message;
use super::tasks::{
    MS, elsewhere, ended, endless, exit_of, exits, gone, me, nothing_left, oops, replies, replies_dying, timed_out,
};
use otp_runtime::prelude::*;
use otp_runtime::{OnTimeout, TaskErrorKind, TaskReply, assert_receive, process};
use std::time::Duration;

/// Ends a task that was left running.
async fn kill(pid: Pid) {
    process::unlink(pid);
    pid.exit(ExitReason::Kill);
    gone(pid).await;
}

/// Values come in the order of the tasks, whichever is first.
#[otp_runtime::test(paused)]
async fn ex_task_029_in_order() {
    leaks::checked(async {
        let tasks = [30, 10, 20].map(|ms| Task::spawn(super::tasks::nap(ms)));
        assert_eq!(Task::join_many(tasks).await, Ok(vec![30, 10, 20]));
        nothing_left();
    })
    .await;
}

/// Nothing to wait for.
#[otp_runtime::test]
async fn ex_task_031_none() {
    assert_eq!(Task::<u32>::join_many([]).await, Ok(vec![]));
}

/// Other messages stay where they are.
#[otp_runtime::test]
async fn ex_task_032_other_messages() {
    leaks::checked(async {
        let other = ended(replies(9)).await;
        me().send("word");
        let tasks = [ended(replies(1)).await, replies(2)];
        assert_eq!(Task::join_many(tasks).await, Ok(vec![1, 2]));
        assert_eq!(process::queue_len(), 3);
        assert_eq!(assert_receive!(TaskReply::<u32> { .. }).task, other.reference());
        assert_eq!(assert_receive!(Down { .. }).monitor, other.reference());
        assert_receive!(&"word");
        nothing_left();
    })
    .await;
}

/// All have the same time, from the beginning.
#[otp_runtime::test(paused)]
async fn ex_task_034_one_deadline() {
    leaks::checked(async {
        let begun = tokio::time::Instant::now();
        let tasks = [endless(), endless(), replies(1)];
        let pids = [&tasks[0], &tasks[1]].map(|task| task.pid().unwrap());
        let outcome = Task::join_many(tasks).timeout(50 * MS).await;
        assert!(timed_out(&outcome), "{outcome:?}");
        assert!((50 * MS..60 * MS).contains(&begun.elapsed()), "{:?}", begun.elapsed());
        for pid in pids {
            assert!(process::links().contains(&pid));
            kill(pid).await;
        }
        nothing_left();
    })
    .await;
}

/// A task that ends without a value.
#[otp_runtime::test]
async fn ex_task_035_normal() {
    leaks::checked(async {
        assert_eq!(exit_of(Task::join_many([exits(ExitReason::Normal)]).await), ExitReason::Normal);
        nothing_left();
    })
    .await;
}

/// It need not wait for the others.
#[otp_runtime::test]
async fn ex_task_036_normal_at_once() {
    leaks::checked(async {
        let (runs, ends) = (endless(), exits(ExitReason::Normal));
        let (pid, ended) = (runs.pid().unwrap(), ends.pid());
        let error = Task::join_many([runs, ends]).no_timeout().await.unwrap_err();
        assert_eq!((error.pid, error.operation), (ended, "join_many"));
        assert_eq!(error.reason(), ExitReason::Normal);
        kill(pid).await;
        nothing_left();
    })
    .await;
}

/// The first that fails is the failure of all; of the others nothing arrives.
#[otp_runtime::test]
async fn ex_task_037_failure_at_once() {
    leaks::checked(async {
        process::trap_exit(true);
        let (runs, fails) = (endless(), exits(oops()));
        let pid = runs.pid().unwrap();
        assert_eq!(exit_of(Task::join_many([runs, fails]).no_timeout().await), oops());
        assert_receive!(Exit { reason, .. } if *reason == oops());
        // linked, and running
        assert_eq!(process::links(), [pid]);
        pid.exit(ExitReason::Kill);
        assert_receive!(Exit { from, reason: ExitReason::Killed } if *from == pid);
        gone(pid).await;
        nothing_left();
    })
    .await;
}

/// A panic as well.
#[otp_runtime::test]
async fn ex_task_039_panic_at_once() {
    leaks::checked(async {
        process::trap_exit(true);
        let runs = endless();
        let pid = runs.pid().unwrap();
        let reason = exit_of(Task::join_many([runs, Task::spawn(async { panic!("no ink") })]).no_timeout().await);
        assert_eq!(panic_message(&reason), Some("no ink"));
        assert_receive!(Exit { .. });
        kill(pid).await;
        nothing_left();
    })
    .await;
}

/// One task of another owner is enough to refuse all.
#[otp_runtime::test]
async fn ex_task_042_join_many_elsewhere() {
    leaks::checked(async {
        let owner = me();
        let (foreign, reference) = {
            let task = Task::completed(1);
            let reference = task.reference();
            (task, reference)
        };
        let (error, own) = elsewhere(async move {
            let own = Task::completed(2);
            let own_reference = own.reference();
            let error = Task::join_many([own, foreign]).await.unwrap_err();
            (error, process::receive::<TaskReply<i32>>().await.task == own_reference)
        })
        .await;
        assert!(own, "what is the caller's own was taken");
        assert_eq!((error.task, error.operation), (reference, "join_many"));
        assert!(matches!(error.kind, TaskErrorKind::NotOwner { owner: of, .. } if of == owner), "{error}");
        assert_receive!(TaskReply::<i32> { .. });
    })
    .await;
}

/// A value that came before the end is what counts, for each.
#[otp_runtime::test]
async fn ex_task_048_reply_and_end() {
    leaks::checked(async {
        let mut tasks = [ended(replies_dying(1, oops())).await, ended(replies_dying(2, ExitReason::Kill)).await];
        assert_eq!(Task::wait_many(&mut tasks).timeout(Duration::ZERO).await, [Ok(Some(1)), Ok(Some(2))]);
        nothing_left();
    })
    .await;
}

/// Those without an outcome are left alone.
#[otp_runtime::test(paused)]
async fn ex_task_049_left_alone() {
    leaks::checked(async {
        let mut tasks = [endless(), endless()];
        assert_eq!(Task::wait_many(&mut tasks).timeout(5 * MS).await, [Ok(None), Ok(None)]);
        for task in tasks {
            assert!(task.pid().unwrap().is_alive());
            assert_eq!(task.shutdown().await, Ok(None));
        }
        nothing_left();
    })
    .await;
}

/// Or killed.
#[otp_runtime::test(paused)]
async fn ex_task_050_killed() {
    leaks::checked(async {
        let mut tasks = [endless(), replies(5), endless()];
        let outcomes = Task::wait_many(&mut tasks).timeout(5 * MS).on_timeout(OnTimeout::Kill).await;
        assert_eq!(outcomes, [Ok(None), Ok(Some(5)), Ok(None)]);
        assert!(tasks.iter().all(|task| !task.pid().unwrap().is_alive()));
        nothing_left();
    })
    .await;
}

/// Or forgotten.
#[otp_runtime::test(paused)]
async fn ex_task_050_ignored() {
    leaks::checked(async {
        let mut tasks = [endless()];
        let pid = tasks[0].pid().unwrap();
        let outcomes = Task::wait_many(&mut tasks).timeout(5 * MS).on_timeout(OnTimeout::Ignore).await;
        assert_eq!(outcomes, [Ok(None)]);
        nothing_left();
        assert!(pid.is_alive());
        pid.exit(ExitReason::Kill);
        gone(pid).await;
        nothing_left();
    })
    .await;
}

/// One task of another owner is enough to refuse all.
#[otp_runtime::test]
async fn ex_task_054_wait_many_elsewhere() {
    leaks::checked(async {
        let owner = me();
        let foreign = Task::completed(1);
        let outcomes = elsewhere(async move { Task::wait_many(&mut [Task::completed(2), foreign]).await }).await;
        for outcome in outcomes {
            let error = outcome.unwrap_err();
            assert!(matches!(error.kind, TaskErrorKind::NotOwner { owner: of, .. } if of == owner), "{error}");
        }
        assert_receive!(TaskReply::<i32> { .. });
    })
    .await;
}

/// Each as it is, in the order of the tasks.
#[otp_runtime::test(paused)]
async fn ex_task_055_mixed() {
    leaks::checked(async {
        let mut tasks = [replies(5), endless(), exits(ExitReason::Normal)];
        let mut outcomes = Task::wait_many(&mut tasks).timeout(5 * MS).await;
        assert_eq!(exit_of(outcomes.pop().unwrap()), ExitReason::Normal);
        assert_eq!(outcomes, [Ok(Some(5)), Ok(None)]);
        let [_, runs, _] = tasks;
        assert_eq!(runs.shutdown().await, Ok(None));
        nothing_left();
    })
    .await;
}

/// One outcome is enough, a value or an end; the others can be had later.
#[otp_runtime::test]
async fn ex_task_056_limit() {
    leaks::checked(async {
        for ends in [false, true] {
            let first = if ends { exits(ExitReason::Normal) } else { replies(1) };
            let mut tasks = [Task::spawn(async { process::receive::<u32>().await }), first];
            let outcomes = Task::wait_many(&mut tasks).no_timeout().limit(1).await;
            assert_eq!(outcomes[0], Ok(None));
            assert_ne!(outcomes[1], Ok(None));
            tasks[0].pid().unwrap().send(7_u32);
            assert_eq!(Task::wait_many(&mut tasks[..1]).no_timeout().limit(1).await, [Ok(Some(7))]);
        }
        nothing_left();
    })
    .await;
}

/// More than there are is all of them.
#[otp_runtime::test(paused)]
async fn ex_task_057_limit_is_clamped() {
    leaks::checked(async {
        let mut tasks = [20, 10].map(|ms| Task::spawn(super::tasks::nap(ms)));
        assert_eq!(Task::wait_many(&mut tasks).no_timeout().limit(5).await, [Ok(Some(20)), Ok(Some(10))]);
    })
    .await;
}

/// Nothing happens to the others unless the time is up.
#[otp_runtime::test(paused)]
async fn ex_task_058_limit_before_the_time_is_up() {
    leaks::checked(async {
        let mut tasks = [endless(), replies(1)];
        let outcomes = Task::wait_many(&mut tasks).limit(1).on_timeout(OnTimeout::Kill).await;
        assert_eq!(outcomes, [Ok(None), Ok(Some(1))]);
        assert!(tasks[0].pid().unwrap().is_alive());
        let outcomes = Task::wait_many(&mut tasks[..1]).limit(1).timeout(5 * MS).on_timeout(OnTimeout::Kill).await;
        assert_eq!(outcomes, [Ok(None)]);
        assert!(!tasks[0].pid().unwrap().is_alive());
        nothing_left();
    })
    .await;
}

/// Without a deadline all are waited for.
#[otp_runtime::test(paused)]
async fn ex_task_059_no_timeout() {
    leaks::checked(async {
        let mut tasks = [60_000, 1].map(|ms| Task::spawn(super::tasks::nap(ms)));
        assert_eq!(Task::wait_many(&mut tasks).no_timeout().await, [Ok(Some(60_000)), Ok(Some(1))]);
        nothing_left();
    })
    .await;
}

/// The example of `await_many`.
#[otp_runtime::test]
async fn ex_task_d03_join_many() {
    let tasks = [Task::spawn(async { 1 + 1 }), Task::spawn(async { 2 + 3 })];
    assert_eq!(Task::join_many(tasks).await, Ok(vec![2, 5]));
}
