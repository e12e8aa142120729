//! Suite `ex.task_supervisor`: streams of supervised tasks.

use super::ex_task_stream::{all, fails, first, oks, reason};
use super::ex_task_supervisor::supervisor;
use super::leaks;
use super::tasks::{MS, elsewhere, gone, me, nap, nothing_left, oops};
use otp_runtime::prelude::*;
use otp_runtime::{DynamicStartError, process};
use std::future::pending;

/// Each result in its place.
#[otp_runtime::test]
async fn ex_task_supervisor_24_in_order() {
    leaks::checked(async {
        let tasks = supervisor().await;
        for concurrency in [1, 4, 30] {
            let squares = tasks.stream(1..=20, async |n: u32| n * n).max_concurrency(concurrency);
            assert_eq!(all(squares).await, oks((1..=20).map(|n| n * n)));
        }
        tasks.stop().await.unwrap();
    })
    .await;
}

/// The tasks are the supervisor's, their caller is the consumer, and nothing of them is left with that.
#[otp_runtime::test]
async fn ex_task_supervisor_26_no_messages() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let kin = async |(): ()| (process::links(), process::callers());
        assert_eq!(all(tasks.stream([()], kin)).await, [Ok((vec![tasks.pid().unwrap()], vec![me()]))]);
        for traps in [false, true] {
            process::trap_exit(traps);
            assert_eq!(all(tasks.stream(1..=4, async |n: u32| n)).await, oks(1..=4));
            nothing_left();
        }
        tasks.stop().await.unwrap();
    })
    .await;
}

/// The order is that of the input, whoever is slow.
#[otp_runtime::test(paused)]
async fn ex_task_supervisor_27_slowest_first() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let stream = tasks.stream([1_000, 10, 20, 30], nap).max_concurrency(4);
        assert_eq!(all(stream).await, oks([1_000, 10, 20, 30]));
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// A consumer that traps exits sees each failure in its place.
#[otp_runtime::test]
async fn ex_task_supervisor_28_failures() {
    leaks::checked(async {
        process::trap_exit(true);
        let tasks = supervisor().await;
        assert_eq!(all(tasks.stream(1..=4, fails)).await, (1..=4).map(|n| Err(reason(n))).collect::<Vec<_>>());
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// One that does not dies of the first.
#[otp_runtime::test]
async fn ex_task_supervisor_28_failure_of_the_consumer() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let stream = tasks.stream([()], async |()| {
            if true {
                otp_runtime::exit(oops())
            }
        });
        let (_, end) = process::spawn_monitor(async { drop(all(stream).await) });
        assert_eq!(end.await.reason, oops());
        tasks.stop().await.unwrap();
    })
    .await;
}

/// Tasks whose results nobody wants are killed; only the link to the supervisor stays.
#[otp_runtime::test]
async fn ex_task_supervisor_29_unused_tasks() {
    leaks::checked(async {
        let tasks = TaskSupervisor::builder().start_link().await.unwrap();
        let work = async |n: u32| if n == 0 { n } else { pending().await };
        assert_eq!(first(1, tasks.stream(0..4, work).max_concurrency(4)).await, [Ok(0)]);
        while !tasks.children().await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(process::links(), [tasks.pid().unwrap()]);
        tasks.stop().await.unwrap();
    })
    .await;
}

/// And they say nothing. To stop is to wait for that.
#[otp_runtime::test]
async fn ex_task_supervisor_30_unused_tasks_say_nothing() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let tell = me();
        let work = move |n: u32| async move {
            tell.send(me());
            if n == 0 { n } else { pending().await }
        };
        let mut stream = tasks.stream(0..4, work).max_concurrency(4);
        assert_eq!(stream.next().await, Some(Ok(0)));
        stream.stop().await;
        while let Some(task) = process::receive_within::<Pid>(MS).await {
            assert!(!task.is_alive());
        }
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// A supervisor that is full ends the stream, and the tasks of it that run.
#[otp_runtime::test]
async fn ex_task_supervisor_31_full() {
    leaks::checked(async {
        let full = || ExitReason::error(DynamicStartError::MaxChildren);
        let tasks = TaskSupervisor::builder().max_children(1).start().await.unwrap();
        for traps in [false, true] {
            process::trap_exit(traps);
            let work = async |_: u32| pending::<()>().await;
            let items = all(tasks.stream(1..=4, work).max_concurrency(4)).await;
            assert_eq!(items, [Err(full())]);
            assert!(items[0].as_ref().unwrap_err().to_string().contains("max_children"));
            assert_eq!(all(tasks.stream_nolink(1..=4, work).max_concurrency(2)).await, [Err(full())]);
            assert_eq!(tasks.children().await, Ok(vec![]));
            nothing_left();
        }
        // one at a time there is room for
        assert_eq!(all(tasks.stream(1..=50, async |n: u32| n).max_concurrency(1)).await, oks(1..=50));
        tasks.stop().await.unwrap();
    })
    .await;
}

/// A supervisor that is not there ends the stream as well.
#[otp_runtime::test]
async fn ex_task_supervisor_31_gone() {
    leaks::checked(async {
        let tasks = supervisor().await;
        tasks.stop().await.unwrap();
        let items = all(tasks.stream(1..=4, async |n: u32| n).zip_input_on_exit()).await;
        assert_eq!(items, [Err((1, ExitReason::NoProc))]);
        nothing_left();
    })
    .await;
}

/// A stream is its consumer's, whoever has made it.
#[otp_runtime::test]
async fn ex_task_supervisor_33_consumed_elsewhere() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let stream = tasks.stream(1..=3, async |n: u32| (n, process::callers()));
        let (consumer, items) = elsewhere(async move { (me(), all(stream).await) }).await;
        assert_eq!(items, oks((1..=3).map(|n| (n, vec![consumer]))));
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// An error may say which input it is of.
#[otp_runtime::test(paused)]
async fn ex_task_supervisor_34_zip_input_on_timeout() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let stream = tasks.stream([1, 100], nap).timeout(50 * MS).on_timeout_kill_task().zip_input_on_exit();
        assert_eq!(all(stream).await, [Ok(1), Err((100, ExitReason::Timeout))]);
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// Each result in its place.
#[otp_runtime::test]
async fn ex_task_supervisor_37_nolink() {
    leaks::checked(async {
        let tasks = supervisor().await;
        assert_eq!(all(tasks.stream_nolink(1..=20, async |n: u32| n * n)).await, oks((1..=20).map(|n| n * n)));
        tasks.stop().await.unwrap();
    })
    .await;
}

/// Of a function by its name, in whatever order.
#[otp_runtime::test(paused)]
async fn ex_task_supervisor_38_nolink_function() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let stream = tasks.stream_nolink([30, 10, 20], nap).max_concurrency(3);
        assert_eq!(all(stream.unordered()).await, oks([10, 20, 30]));
        tasks.stop().await.unwrap();
    })
    .await;
}

/// Nothing is left with the consumer.
#[otp_runtime::test]
async fn ex_task_supervisor_39_nolink_no_messages() {
    leaks::checked(async {
        let tasks = supervisor().await;
        for traps in [false, true] {
            process::trap_exit(traps);
            assert_eq!(all(tasks.stream_nolink(1..=4, async |n: u32| n)).await, oks(1..=4));
            nothing_left();
        }
        tasks.stop().await.unwrap();
    })
    .await;
}

/// A failure is an item, also to a consumer that does not trap exits.
#[otp_runtime::test]
async fn ex_task_supervisor_41_nolink_failures() {
    leaks::checked(async {
        let tasks = supervisor().await;
        assert_eq!(all(tasks.stream_nolink(1..=4, fails)).await, (1..=4).map(|n| Err(reason(n))).collect::<Vec<_>>());
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// Tasks whose results nobody wants are killed; only the link to the supervisor stays.
#[otp_runtime::test]
async fn ex_task_supervisor_42_nolink_unused_tasks() {
    leaks::checked(async {
        let tasks = TaskSupervisor::builder().start_link().await.unwrap();
        let work = async |n: u32| if n == 0 { n } else { pending().await };
        assert_eq!(first(1, tasks.stream_nolink(0..4, work).max_concurrency(4)).await, [Ok(0)]);
        while let Some(task) = tasks.children().await.unwrap().first() {
            gone(*task).await;
        }
        assert_eq!(process::links(), [tasks.pid().unwrap()]);
        tasks.stop().await.unwrap();
    })
    .await;
}

/// And they say nothing.
#[otp_runtime::test]
async fn ex_task_supervisor_43_nolink_unused_tasks_say_nothing() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let work = async |n: u32| if n == 0 { n } else { pending().await };
        assert_eq!(first(1, tasks.stream_nolink(0..4, work).max_concurrency(4)).await, [Ok(0)]);
        while let Some(task) = tasks.children().await.unwrap().first() {
            gone(*task).await;
        }
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}
