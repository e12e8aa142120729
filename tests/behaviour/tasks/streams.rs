//! Streams whose consumers end before they do.

use super::me;
use crate::leaks;
use crate::support::poll_once;
use otp_runtime::prelude::*;
use otp_runtime::process;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Poll, Waker};

/// An input without end, of which some is taken.
#[otp_runtime::test]
async fn an_endless_input() {
    leaks::checked(async {
        for stop in [false, true] {
            let mut squares = Task::stream(1_u64.., async |n| n * n).max_concurrency(4);
            for n in 1..=20 {
                assert_eq!(squares.next().await, Some(Ok(n * n)));
            }
            if stop {
                squares.stop().await;
            }
        }
        assert_eq!(process::queue_len(), 0);
    })
    .await;
}

/// A panic of the consumer, and one of the input, end the tasks.
#[otp_runtime::test]
async fn a_panic_around_a_stream() {
    leaks::checked(async {
        let running = Arc::new(AtomicUsize::new(0));
        for upstream in [false, true] {
            let running = running.clone();
            let (_, end) = process::spawn_monitor(async move {
                let input = (0..).inspect(move |n| assert!(!upstream || *n < 3, "no more"));
                let work = move |n: u32| {
                    running.fetch_add(1, SeqCst);
                    async move { if n == 0 { n } else { pending().await } }
                };
                let mut stream = Task::stream(input, work).max_concurrency(3);
                stream.next().await;
                assert!(upstream, "no more");
                stream.next().await;
            });
            let reason = end.await.reason;
            assert!(matches!(&reason, ExitReason::Panic { message, .. } if message.contains("no more")), "{reason}");
        }
        assert!(running.load(SeqCst) >= 6);
    })
    .await;
}

/// The function is called by the consumer, but its panic is the task's.
#[otp_runtime::test]
async fn a_panic_of_the_function() {
    leaks::checked(async {
        process::trap_exit(true);
        let mut stream = Task::stream(0..3, |n: u32| {
            assert_ne!(n, 1, "no one");
            async move { n }
        });
        assert_eq!(stream.next().await, Some(Ok(0)));
        let failure = stream.next().await.unwrap().unwrap_err();
        assert!(matches!(failure, ExitReason::Panic { location: Some(_), .. }), "{failure:?}");
        assert_eq!(stream.next().await, Some(Ok(2)));
        assert_eq!((stream.next().await, process::queue_len()), (None, 0));
    })
    .await;
}

/// A consumer that is killed: linked tasks die of the same, others run on.
#[otp_runtime::test]
async fn the_consumer_is_killed() {
    leaks::checked(async {
        let tasks = TaskSupervisor::builder().start().await.unwrap();
        let test = me();
        let work = move |()| async move {
            test.send(me());
            process::receive::<()>().await;
        };
        for (kind, reason) in [(0, ExitReason::Kill), (1, ExitReason::Shutdown), (2, ExitReason::Kill)] {
            let mut stream = match kind {
                0 => Task::stream([(); 2], work),
                1 => tasks.stream([(); 2], work),
                _ => tasks.stream_nolink([(); 2], work),
            }
            .max_concurrency(2);
            let consumer = process::spawn(async move { while stream.next().await.is_some() {} });
            let running = [process::receive::<Pid>().await, process::receive::<Pid>().await];
            let ends = running.map(Pid::monitor);
            consumer.exit(reason.clone());
            consumer.monitor().await;
            let expected = match kind {
                0 => ExitReason::Killed,
                1 => ExitReason::Shutdown,
                _ => {
                    assert!(running.iter().all(|task| task.is_alive()));
                    running.iter().for_each(|task| task.send(()));
                    ExitReason::Normal
                }
            };
            for end in ends {
                assert_eq!(end.await.reason, expected);
            }
        }
        tasks.stop().await.unwrap();
    })
    .await;
}

/// An input that comes when it comes is asked for when there is a task for it.
#[otp_runtime::test]
async fn an_input_that_waits() {
    struct Slow(tokio::sync::mpsc::Receiver<u32>);
    impl futures_core::Stream for Slow {
        type Item = u32;
        fn poll_next(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> Poll<Option<u32>> {
            self.0.poll_recv(cx)
        }
    }
    leaks::checked(async {
        let (send, receive) = tokio::sync::mpsc::channel(1);
        let mut stream = Task::stream_of(Slow(receive), async |n: u32| n).max_concurrency(2);
        let mut next = Box::pin(stream.next());
        assert!(poll_once(&mut next, Waker::noop()).is_pending());
        drop(next);
        for n in 0..10 {
            send.send(n).await.unwrap();
            assert_eq!(stream.next().await, Some(Ok(n)));
        }
        drop(send);
        assert_eq!(stream.next().await, None);
    })
    .await;
}
