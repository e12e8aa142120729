//! Suite `ex.task`: streams of tasks. Those of task supervisors are in `ex_task_supervisor_stream`.

use super::leaks;
use super::tasks::{MS, elsewhere, gone, me, nap, nothing_left, oops};
use futures_core::Stream;
use otp_runtime::prelude::*;
use otp_runtime::{TaskStream, process};
use std::fmt::Debug;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

/// All that comes.
pub(crate) async fn all<I, T: Send + 'static, E>(mut stream: TaskStream<'_, I, T, E>) -> Vec<Result<T, E>> {
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item);
    }
    items
}

/// The first that come; the stream is dropped.
pub(crate) async fn first<I, T: Send + 'static, E>(n: usize, mut stream: TaskStream<'_, I, T, E>) -> Vec<Result<T, E>> {
    let mut items = Vec::new();
    while items.len() < n
        && let Some(item) = stream.next().await
    {
        items.push(item);
    }
    items
}

pub(crate) fn oks<T, E>(values: impl IntoIterator<Item = T>) -> Vec<Result<T, E>> {
    values.into_iter().map(Ok).collect()
}

/// A task that fails with its input.
pub(crate) async fn fails(n: u32) -> u32 {
    otp_runtime::exit(reason(n))
}

pub(crate) fn reason(n: u32) -> ExitReason {
    ExitReason::error(n.to_string())
}

/// An input of eight that stops after four.
fn halting() -> impl Iterator<Item = u32> {
    (1..=8).take_while(|n| *n <= 4)
}

/// More tasks at a time than there are, as many, and fewer.
const CONCURRENCY: [usize; 3] = [8, 4, 2];

/// Two streams in lock step.
async fn zipped<I, J, T, U, E>(
    mut left: TaskStream<'_, I, T, E>,
    mut right: TaskStream<'_, J, U, E>,
) -> Vec<(Result<T, E>, Result<U, E>)>
where
    T: Send + 'static,
    U: Send + 'static,
{
    let mut pairs = Vec::new();
    while let (Some(left), Some(right)) = (left.next().await, right.next().await) {
        pairs.push((left, right));
    }
    pairs
}

/// A task that is late ends the stream, and its error is the last item.
#[otp_runtime::test]
async fn ex_task_083_timeout() {
    leaks::checked(async {
        let mut stream = Task::stream([()], |()| pending::<()>()).timeout(Duration::ZERO);
        assert_eq!(stream.next().await, Some(Err(ExitReason::Timeout)));
        assert_eq!(stream.next().await, None);
        nothing_left();
    })
    .await;
}

/// With it the others end, those that have their values wait no more.
#[otp_runtime::test(paused)]
async fn ex_task_083_timeout_of_one() {
    leaks::checked(async {
        let begun = tokio::time::Instant::now();
        let stream = Task::stream([1, 60_000, 70_000, 2], nap).max_concurrency(4).timeout(50 * MS);
        assert_eq!(all(stream).await, [Ok(1), Err(ExitReason::Timeout)]);
        assert!(begun.elapsed() < 100 * MS);
        nothing_left();
    })
    .await;
}

/// Values as they come; those that are late last.
#[otp_runtime::test(paused)]
async fn ex_task_085_unordered() {
    leaks::checked(async {
        let stream = Task::stream([60_000, 10, 60_000, 20], nap).max_concurrency(4);
        let items = all(stream.timeout(50 * MS).on_timeout_kill_task().unordered()).await;
        assert_eq!(items, [Ok(10), Ok(20), Err(ExitReason::Timeout), Err(ExitReason::Timeout)]);
        nothing_left();
    })
    .await;
}

/// A task may take its time.
#[otp_runtime::test(paused)]
async fn ex_task_086_no_timeout() {
    leaks::checked(async {
        assert_eq!(all(Task::stream([60_000], nap).no_timeout()).await, [Ok(60_000)]);
        // which it may not else
        assert_eq!(all(Task::stream([60_000], nap)).await, [Err(ExitReason::Timeout)]);
        nothing_left();
    })
    .await;
}

/// The consumer asked for it, and whoever asked for the consumer.
#[otp_runtime::test]
async fn ex_task_091_callers() {
    leaks::checked(async {
        let test = me();
        let mut outer = Task::stream([()], |()| async {
            let mut inner = Task::stream([()], |()| async { process::callers() });
            (me(), process::callers(), inner.next().await.unwrap().unwrap())
        });
        let (task, callers, nested) = outer.next().await.unwrap().unwrap();
        assert_eq!((callers, nested), (vec![test], vec![task, test]));
        assert_eq!(outer.next().await, None);
    })
    .await;
}

/// No result, end or exit is left in the mailbox of a consumer, trapping exits or not.
#[otp_runtime::test]
async fn ex_task_096_no_messages() {
    leaks::checked(async {
        for (concurrency, traps) in CONCURRENCY.into_iter().zip([false, true, true]) {
            process::trap_exit(traps);
            let stream = Task::stream(1..=4, async |n: u32| n).max_concurrency(concurrency);
            assert_eq!(all(stream).await, oks(1..=4));
            nothing_left();
        }
    })
    .await;
}

/// The order is that of the input, whoever is slow.
#[otp_runtime::test(paused)]
async fn ex_task_097_slowest_first() {
    leaks::checked(async {
        process::trap_exit(true);
        for concurrency in CONCURRENCY {
            let stream = Task::stream([1_000, 10, 20, 30], nap).max_concurrency(concurrency);
            assert_eq!(all(stream).await, oks([1_000, 10, 20, 30]));
            nothing_left();
        }
    })
    .await;
}

/// While the head is slow, tasks go on to start: results wait, tasks do not.
#[otp_runtime::test(paused)]
async fn ex_task_097_slow_head_does_not_stop_the_others() {
    leaks::checked(async {
        let begun = tokio::time::Instant::now();
        let stream =
            Task::stream([100, 50, 50, 60_000], nap).max_concurrency(2).timeout(150 * MS).on_timeout_kill_task();
        assert_eq!(all(stream).await, [Ok(100), Ok(50), Ok(50), Err(ExitReason::Timeout)]);
        // the last one has started when the first two had ended
        assert!((240 * MS..260 * MS).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    })
    .await;
}

/// A consumer that traps exits sees each failure in its place, and nowhere else.
#[otp_runtime::test]
async fn ex_task_098_failures() {
    leaks::checked(async {
        process::trap_exit(true);
        for concurrency in CONCURRENCY {
            let stream = Task::stream(1..=4, fails).max_concurrency(concurrency);
            assert_eq!(all(stream).await, (1..=4).map(|n| Err(reason(n))).collect::<Vec<_>>());
            nothing_left();
        }
    })
    .await;
}

/// One that does not dies of the first, and so do the others.
#[otp_runtime::test]
async fn ex_task_098_failure_of_the_consumer() {
    leaks::checked(async {
        let test = me();
        let (consumer, end) = process::spawn_monitor(async move {
            let work = |fails| async move {
                test.send(me());
                process::receive::<()>().await;
                if fails { otp_runtime::exit(oops()) } else { pending::<()>().await }
            };
            all(Task::stream([false, true], work).max_concurrency(2)).await;
        });
        let tasks = [process::receive::<Pid>().await, process::receive::<Pid>().await];
        let ends = tasks.map(Pid::monitor);
        tasks.iter().for_each(|task| task.send(()));
        assert_eq!((end.await.reason, consumer.is_alive()), (oops(), false));
        for end in ends {
            assert_eq!(end.await.reason, oops());
        }
    })
    .await;
}

/// Tasks whose results nobody wants are killed.
#[otp_runtime::test]
async fn ex_task_099_unused_tasks() {
    leaks::checked(async {
        let test = me();
        let work = move |n: u32| async move {
            test.send(me());
            if n == 0 { n } else { pending().await }
        };
        for concurrency in CONCURRENCY {
            assert_eq!(first(1, Task::stream(0..4, work).max_concurrency(concurrency)).await, [Ok(0)]);
            while let Some(task) = process::receive_within::<Pid>(10 * MS).await {
                gone(task).await;
            }
            nothing_left();
        }
    })
    .await;
}

/// Two streams in lock step do not mix.
#[otp_runtime::test]
async fn ex_task_101_zipped() {
    leaks::checked(async {
        for concurrency in CONCURRENCY {
            let stream = || Task::stream(1..=4, async |n: u32| n).max_concurrency(concurrency);
            assert_eq!(zipped(stream(), stream()).await, (1..=4).map(|n| (Ok(n), Ok(n))).collect::<Vec<_>>());
        }
        nothing_left();
    })
    .await;
}

/// Nor do their failures.
#[otp_runtime::test]
async fn ex_task_102_zipped_failures() {
    leaks::checked(async {
        process::trap_exit(true);
        for concurrency in CONCURRENCY {
            let stream = || Task::stream(1..=4, fails).max_concurrency(concurrency);
            let expected: Vec<_> = (1..=4).map(|n| (Err(reason(n)), Err(reason(n)))).collect();
            assert_eq!(zipped(stream(), stream()).await, expected);
        }
        nothing_left();
    })
    .await;
}

/// Nor does one that is slow change the order.
#[otp_runtime::test(paused)]
async fn ex_task_103_zipped_slowest_first() {
    leaks::checked(async {
        for concurrency in CONCURRENCY {
            let stream = || Task::stream([100, 1, 2, 3], nap).max_concurrency(concurrency);
            let expected: Vec<_> = [100, 1, 2, 3].map(|n| (Ok(n), Ok(n))).into();
            assert_eq!(zipped(stream(), stream()).await, expected);
        }
        nothing_left();
    })
    .await;
}

/// An input that stops early.
#[otp_runtime::test]
async fn ex_task_104_input_halts() {
    leaks::checked(async {
        for concurrency in CONCURRENCY {
            let stream = Task::stream(halting(), async |n| n).max_concurrency(concurrency);
            assert_eq!(all(stream).await, oks(1..=4));
        }
        nothing_left();
    })
    .await;
}

/// An input that stops early, of tasks that fail.
#[otp_runtime::test]
async fn ex_task_105_input_halts_failures() {
    leaks::checked(async {
        process::trap_exit(true);
        for concurrency in CONCURRENCY {
            let stream = Task::stream(halting(), fails).max_concurrency(concurrency);
            assert_eq!(all(stream).await, (1..=4).map(|n| Err(reason(n))).collect::<Vec<_>>());
        }
        nothing_left();
    })
    .await;
}

/// An input that stops early, of which the first is slow.
#[otp_runtime::test(paused)]
async fn ex_task_106_input_halts_slowest_first() {
    leaks::checked(async {
        for concurrency in CONCURRENCY {
            let input = [100, 1, 2, 3, 0, 5].into_iter().take_while(|ms| *ms > 0);
            let stream = Task::stream(input, nap).max_concurrency(concurrency);
            assert_eq!(all(stream).await, oks([100, 1, 2, 3]));
        }
        nothing_left();
    })
    .await;
}

/// A consumer that stops early.
#[otp_runtime::test]
async fn ex_task_107_output_halts() {
    leaks::checked(async {
        for concurrency in CONCURRENCY {
            let stream = Task::stream(1..=8, async |n: u32| n).max_concurrency(concurrency);
            assert_eq!(first(4, stream).await, oks(1..=4));
        }
        nothing_left();
    })
    .await;
}

/// A consumer that stops early, of tasks that fail.
#[otp_runtime::test]
async fn ex_task_108_output_halts_failures() {
    leaks::checked(async {
        process::trap_exit(true);
        for concurrency in CONCURRENCY {
            let stream = Task::stream(1..=8, fails).max_concurrency(concurrency);
            assert_eq!(first(4, stream).await, (1..=4).map(|n| Err(reason(n))).collect::<Vec<_>>());
        }
        nothing_left();
    })
    .await;
}

/// What stands downstream of a stream is cleaned up when that ends, and the input when it is dropped.
#[otp_runtime::test]
async fn ex_task_110_clean_up() {
    struct Downstream<S>(S, Sets);
    struct Sets(Arc<AtomicBool>);
    impl Drop for Sets {
        fn drop(&mut self) {
            self.0.store(true, SeqCst);
        }
    }
    leaks::checked(async {
        for taken in [2, 9] {
            let flags = [(); 2].map(|()| Arc::new(AtomicBool::new(false)));
            let input = {
                let upstream = Sets(flags[1].clone());
                (1..=4).inspect(move |_| assert!(!upstream.0.load(SeqCst)))
            };
            let mut stream = Downstream(Task::stream(input, async |n: u32| n), Sets(flags[0].clone()));
            for _ in 0..taken {
                stream.0.next().await;
            }
            assert!(flags.iter().all(|flag| !flag.load(SeqCst)));
            assert!(!stream.1.0.load(SeqCst));
            drop(stream);
            assert!(flags.iter().all(|flag| flag.load(SeqCst)));
        }
        nothing_left();
    })
    .await;
}

/// Each task has its own time, from its own start.
#[otp_runtime::test(paused)]
async fn ex_task_112_kill_late_tasks() {
    leaks::checked(async {
        let late = || Err(ExitReason::Timeout);
        for concurrency in [1, 2, 4, 8] {
            let stream = Task::stream([100, 1, 100, 1], nap).max_concurrency(concurrency);
            assert_eq!(all(stream.timeout(50 * MS).on_timeout_kill_task()).await, [late(), Ok(1), late(), Ok(1)]);
            nothing_left();
        }
        // five after each other, of which none is late
        let stream = Task::stream([40; 5], nap).max_concurrency(1);
        assert_eq!(all(stream.timeout(50 * MS)).await, oks([40; 5]));
    })
    .await;
}

/// An error may say which input it is of.
#[otp_runtime::test(paused)]
async fn ex_task_113_zip_input_on_timeout() {
    leaks::checked(async {
        let stream = Task::stream([1, 100], nap).timeout(50 * MS);
        let items = all(stream.on_timeout_kill_task().zip_input_on_exit()).await;
        assert_eq!(items, [Ok(1), Err((100, ExitReason::Timeout))]);
        let stream = Task::stream([100, 1], nap).timeout(50 * MS).zip_input_on_exit();
        assert_eq!(all(stream).await, [Err((100, ExitReason::Timeout))]);
        nothing_left();
    })
    .await;
}

/// Also when it is cut off.
#[otp_runtime::test]
async fn ex_task_114_zip_input_on_failure() {
    leaks::checked(async {
        process::trap_exit(true);
        let expected: Vec<_> = (1..=4).map(|n| Err((n, reason(n)))).collect();
        for concurrency in CONCURRENCY {
            let stream = || Task::stream(1..=8, fails).max_concurrency(concurrency).zip_input_on_exit();
            assert_eq!(first(4, stream()).await, expected);
            assert_eq!(all(stream()).await.len(), 8);
        }
        nothing_left();
    })
    .await;
}

/// The example of `async_stream`.
#[otp_runtime::test]
async fn ex_task_d01_sum() {
    let lengths = all(Task::stream(["long", "longer", "longest"], async |word: &str| word.len())).await;
    assert_eq!(lengths.into_iter().sum::<Result<usize, _>>(), Ok(17));
}

/// Nothing runs before somebody asks, and then no more at a time than there may.
#[otp_runtime::test]
async fn ex_task_096_lazy_and_bounded() {
    leaks::checked(async {
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let work = {
            let (running, most) = (running.clone(), most.clone());
            move |n: u32| {
                let (running, most) = (running.clone(), most.clone());
                async move {
                    most.fetch_max(running.fetch_add(1, SeqCst) + 1, SeqCst);
                    tokio::task::yield_now().await;
                    running.fetch_sub(1, SeqCst);
                    n
                }
            }
        };
        let asked = Arc::new(AtomicUsize::new(0));
        let input = {
            let asked = asked.clone();
            (0..100).inspect(move |_| _ = asked.fetch_add(1, SeqCst))
        };
        let stream = Task::stream(input, work).max_concurrency(3);
        tokio::task::yield_now().await;
        assert_eq!((asked.load(SeqCst), most.load(SeqCst)), (0, 0));
        assert_eq!(all(stream).await, oks(0..100));
        assert_eq!((asked.load(SeqCst), running.load(SeqCst)), (100, 0));
        assert!((1..=3).contains(&most.load(SeqCst)), "{most:?}");
    })
    .await;
}

/// A stream is its consumer's, whoever has made it.
#[otp_runtime::test]
async fn ex_task_096_consumed_elsewhere() {
    fn is_stream<S: Stream<Item = Result<u32, ExitReason>> + Send + Debug>(stream: S) -> S {
        stream
    }
    leaks::checked(async {
        let stream = is_stream(Task::stream(1..=3, async |n: u32| (n, process::callers()).0));
        assert_eq!(elsewhere(all(stream)).await, oks(1..=3));
        nothing_left();
    })
    .await;
}
