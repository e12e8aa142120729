//! Tasks outside any process, dropped, and what they leave.

use super::{cook, me};
use crate::leaks;
use crate::support::{Sign, block_on, multi_thread, poll_once, soon};
use otp_runtime::prelude::*;
use otp_runtime::{TaskReply, assert_receive, process};
use std::future::pending;
use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

/// A task is nobody's outside a process: anybody may wait for it.
#[test]
fn outside_any_process() {
    let runtime = multi_thread(2);
    runtime.block_on(soon(async {
        leaks::checked(async {
            let task = Task::spawn(async { (Pid::current(), process::callers(), process::links()) });
            let pid = task.pid();
            assert_eq!(task.owner(), None);
            assert_eq!(task.join().await.unwrap(), (pid, vec![], vec![]));
            // in a process too
            let task = Task::spawn(async { 5 });
            let (_, end) = process::spawn_monitor(async { assert_eq!(task.join().await, Ok(5)) });
            assert_eq!(end.await.reason, ExitReason::Normal);
            // what fails is an error, to one as to many
            let failing = || Task::<u32>::spawn(async { otp_runtime::exit(ExitReason::error("oops")) });
            assert_eq!(failing().join().await.unwrap_err().reason(), ExitReason::error("oops"));
            let mut both = [failing(), Task::completed(1)];
            let outcomes = Task::wait_many(&mut both).await;
            assert_eq!(outcomes[1], Ok(Some(1)));
            assert!(outcomes[0].is_err());
            assert_eq!(Task::<u32>::spawn(pending()).shutdown().await, Ok(None));
            let tasks = TaskSupervisor::builder().start().await.unwrap();
            assert_eq!(tasks.spawn(async { 7 }).await.unwrap().join().await, Ok(7));
            let mut stream = tasks.stream(1..=3, async |n: u32| n);
            assert_eq!(stream.next().await, Some(Ok(1)));
            drop(stream);
            tasks.stop().await.unwrap();
        })
        .await;
    }));
}

/// Waiting needs no runtime.
#[test]
fn a_join_on_a_thread_without_a_runtime() {
    let runtime = multi_thread(1);
    let (quick, slow) = {
        let _here = runtime.enter();
        (Task::spawn(async { 5 }), Task::<u32>::spawn(pending()))
    };
    assert_eq!(block_on(quick.join()), Ok(5));
    assert!(block_on(slow.join().timeout(Duration::from_millis(5))).unwrap_err().is_timeout());
    assert_eq!(block_on(Task::completed(3).join()), Ok(3));
}

/// A join that is dropped takes its interest along; the task runs on.
#[otp_runtime::test]
async fn a_join_is_dropped() {
    leaks::checked(async {
        for polled in [false, true] {
            let dropped = Sign::default();
            let gone = dropped.0.clone();
            let task = Task::spawn(async move {
                process::receive::<()>().await;
                dropped
            });
            let pid = task.pid().unwrap();
            let mut join = task.join();
            if polled {
                assert!(poll_once(&mut join, Waker::noop()).is_pending());
            }
            drop(join);
            assert!(pid.is_alive());
            let end = pid.monitor();
            pid.send(());
            assert_eq!(end.await.reason, ExitReason::Normal);
            // the value has nobody to go to
            gone.wait().await;
            assert_eq!(process::queue_len(), 0);
        }
    })
    .await;
}

/// A wait that is cut off loses nothing: what came meanwhile arrives as a message, or at the next wait.
#[otp_runtime::test]
async fn a_wait_is_dropped() {
    leaks::checked(async {
        for later in [false, true] {
            let mut task = Task::spawn(async {
                process::receive::<()>().await;
                5
            });
            let pid = task.pid().unwrap();
            {
                let mut wait = Box::pin(task.wait(Duration::from_secs(60)));
                assert!(poll_once(&mut wait, Waker::noop()).is_pending());
                let end = pid.monitor();
                pid.send(());
                end.await;
                assert_eq!(process::queue_len(), 0);
            }
            assert_eq!(process::queue_len(), 2);
            if later {
                assert_eq!(task.wait(Duration::ZERO).await, Ok(Some(5)));
            } else {
                assert_eq!(assert_receive!(TaskReply::<i32> { .. }).value, 5);
                assert_receive!(Down { .. });
            }
            assert_eq!(process::queue_len(), 0);
        }
    })
    .await;
}

/// A look at a message is not its end.
#[otp_runtime::test]
async fn a_message_that_was_looked_at_can_be_joined() {
    leaks::checked(async {
        let task = Task::spawn(async { String::from("tea") });
        task.pid().unwrap().monitor().await;
        let is_coffee = |message: &AnyMessage| {
            message.downcast_ref::<TaskReply<String>>().is_some_and(|reply| reply.value == "coffee")
        };
        let mut looks = Box::pin(process::receive_where(is_coffee));
        assert!(poll_once(&mut looks, Waker::noop()).is_pending());
        assert_eq!(process::queue_len(), 2);
        assert_eq!(task.join().await.as_deref(), Ok("tea"));
        assert_eq!(process::queue_len(), 0);
        // a monitor may be removed by whoever has its reference
        let task = Task::spawn(async { 1 });
        task.pid().unwrap().monitor().await;
        process::demonitor(task.reference());
        assert_eq!((process::queue_len(), task.join().await), (1, Ok(1)));
        assert_eq!(process::queue_len(), 0);
    })
    .await;
}

/// A value is dropped by whoever is left with it, once.
#[otp_runtime::test]
async fn values_are_dropped() {
    leaks::checked(async {
        let counted = Arc::new(());
        let spawn = || {
            let value = counted.clone();
            Task::spawn(async move { value })
        };
        let task = spawn();
        task.pid().unwrap().monitor().await;
        assert_eq!(task.ignore().unwrap().map(|value| Arc::strong_count(&value)), Some(2));
        let join = spawn().join();
        drop(join);
        let owner = {
            let value = counted.clone();
            process::spawn_monitor(async move {
                let task = Task::spawn(async move { value });
                task.pid().unwrap().monitor().await;
            })
        };
        owner.1.await;
        while Arc::strong_count(&counted) > 1 {
            tokio::task::yield_now().await;
        }
        assert_eq!(process::queue_len(), 0);
    })
    .await;
}

/// An owner that fails takes its tasks along; one that is done does not.
#[otp_runtime::test]
async fn owners_end() {
    leaks::checked(async {
        let test = me();
        for reason in [ExitReason::Normal, ExitReason::error("oops")] {
            let why = reason.clone();
            process::spawn(async move {
                let task = Task::<()>::spawn(pending());
                test.send((task.pid().unwrap(), task.pid().unwrap().monitor()));
                process::receive::<()>().await;
                otp_runtime::exit(why)
            });
            let (task, end) = process::receive::<(Pid, otp_runtime::Monitor)>().await;
            let owner = process::info(task).unwrap().starter.unwrap();
            owner.send(());
            owner.monitor().await;
            if reason == ExitReason::Normal {
                assert!(task.is_alive());
                task.exit(ExitReason::Shutdown);
                assert_eq!(end.await.reason, ExitReason::Shutdown);
            } else {
                assert_eq!(end.await.reason, reason);
            }
        }
    })
    .await;
}

/// A task that fails takes its owner along.
#[otp_runtime::test]
async fn a_failure_is_the_owners() {
    leaks::checked(async {
        let (_, end) = process::spawn_monitor(async {
            let _ = Task::<()>::spawn(async { otp_runtime::exit(ExitReason::error("oops")) }).join().await;
            unreachable!("its owner does not see it");
        });
        assert_eq!(end.await.reason, ExitReason::error("oops"));
    })
    .await;
}

/// Nothing is left of tasks, whatever became of them.
#[test]
fn ten_thousand_tasks() {
    multi_thread(2).block_on(soon(leaks::checked(async {
        let (_, end) = process::spawn_monitor(async {
            let tasks: Vec<_> = (0..10_000_u32).map(|n| Task::spawn(async move { n })).collect();
            assert_eq!(Task::join_many(tasks).await, Ok((0..10_000).collect()));
            assert_eq!(process::queue_len(), 0);
            for n in 0..10_000_u32 {
                let task = Task::spawn(async move { n });
                if n % 3 == 0 {
                    assert_eq!(task.join().await, Ok(n));
                } else if n % 3 == 1 {
                    drop(task.join());
                } else {
                    assert!(task.ignore().is_ok());
                }
            }
            assert_eq!(process::queue_len(), 0);
        });
        assert_eq!(end.await.reason, ExitReason::Normal);
    })));
}

/// As the one before, in a server that does not look at its mailbox meanwhile.
#[test]
fn a_thousand_tasks_of_a_server() {
    multi_thread(2).block_on(soon(leaks::checked(async {
        let (_, end) = process::spawn_monitor(async {
            let cook = cook().await;
            for eggs in 0..1_000 {
                assert_eq!(cook.cooked(eggs).await, Ok(eggs * 2));
            }
            cook.stop().await.unwrap();
        });
        assert_eq!(end.await.reason, ExitReason::Normal);
    })));
}
