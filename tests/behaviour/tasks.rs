//! Tasks inside servers, outside any process, and dropped; streams whose consumers end before they do.

use super::leaks;
use super::logs::Logs;
use super::support::{Sign, block_on, multi_thread, poll_once, soon};
use otp_runtime::prelude::*;
use otp_runtime::{TaskReply, assert_receive, process};
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Poll, Waker};
use std::time::Duration;
use tracing::Level;

/// What a server has seen, in order.
#[derive(Debug, PartialEq)]
enum Seen {
    Value(u32),
    Down(ExitReason),
    Other(String),
}

/// A server whose handlers make tasks.
struct Cook {
    tell: Pid,
    task: Option<Task<u32>>,
}

#[gen_server]
impl Cook {
    #[init]
    fn init(tell: Pid) -> Self {
        Cook { tell, task: None }
    }

    /// Waits for a task.
    #[call]
    async fn cooked(&mut self, eggs: u32) -> u32 {
        let task = Task::spawn(async move {
            tokio::task::yield_now().await;
            eggs * 2
        });
        task.join().await.expect("nothing is burnt")
    }

    /// Makes a task and does not wait for it.
    #[call]
    fn cook(&mut self, eggs: u32) {
        self.task = Some(Task::spawn(async move { eggs }));
    }

    /// Waits until the task has ended, so that its messages have come, and takes its value all the same.
    #[call]
    async fn taken(&mut self, eggs: u32) -> u32 {
        let task = Task::spawn(async move { eggs });
        task.pid().expect("a process").monitor().await;
        task.join().await.expect("nothing is burnt")
    }

    #[call]
    async fn in_parallel(&mut self, eggs: u32) -> Vec<u32> {
        let mut stream = Task::stream(0..eggs, async |egg: u32| egg).max_concurrency(3);
        let mut all = Vec::new();
        while let Some(egg) = stream.next().await {
            all.push(egg.expect("nothing is burnt"));
        }
        all
    }

    #[call]
    fn callers(&self) -> Vec<Pid> {
        process::callers()
    }

    #[info]
    fn value(&mut self, reply: TaskReply<u32>) {
        assert_eq!(self.task.as_ref().map(Task::reference), Some(reply.task));
        self.tell.send(Seen::Value(reply.value));
    }

    #[info]
    fn down(&mut self, down: Down) {
        self.tell.send(Seen::Down(down.reason));
    }

    #[info]
    fn other(&mut self, message: AnyMessage) {
        self.tell.send(Seen::Other(message.type_name().to_owned()));
    }
}

/// A server without any `#[info]` handler.
struct Deaf;

#[gen_server]
impl Deaf {
    #[init]
    fn init() -> Self {
        Deaf
    }

    #[call]
    async fn taken(&mut self) -> u32 {
        let task = Task::spawn(async { 5 });
        task.pid().expect("a process").monitor().await;
        task.join().await.expect("nothing fails")
    }

    #[call]
    fn left(&mut self) {
        drop(Task::spawn(async { 5_u8 }));
    }
}

fn me() -> Pid {
    Pid::current().expect("a test is a process")
}

async fn cook() -> <Cook as GenServer>::Client {
    Cook::start(me()).await.unwrap()
}

/// An async handler waits for its tasks, and no message of them is left.
#[otp_runtime::test]
async fn a_handler_joins_its_task() {
    leaks::checked(async {
        let cook = cook().await;
        for eggs in 0..50 {
            assert_eq!(cook.cooked(eggs).await, Ok(eggs * 2));
        }
        assert_eq!(cook.in_parallel(20).await, Ok((0..20).collect()));
        cook.stop().await.unwrap();
        assert_eq!(process::queue_len(), 0);
    })
    .await;
}

/// What nobody waits for arrives at the handlers for it: the value, then the end.
#[otp_runtime::test(paused)]
async fn a_task_is_awaited_as_it_is_joined() {
    assert_eq!(Task::spawn(async { 6 * 7 }).await, Ok(42));
    let slow = Task::<()>::spawn(pending());
    let (reference, asked) = (slow.reference(), tokio::time::Instant::now());
    let error = slow.await.unwrap_err();
    assert_eq!((error.task, error.operation, error.is_timeout()), (reference, "join", true));
    assert_eq!(asked.elapsed(), Duration::from_secs(5));
}

#[otp_runtime::test]
async fn a_task_that_is_not_joined_arrives_as_info() {
    leaks::checked(async {
        let cook = cook().await;
        cook.cook(3).await.unwrap();
        assert_eq!(process::receive::<Seen>().await, Seen::Value(3));
        assert_eq!(process::receive::<Seen>().await, Seen::Down(ExitReason::Normal));
        assert_eq!(cook.callers().await, Ok(vec![]));
        cook.stop().await.unwrap();
    })
    .await;
}

/// What was taken in the meantime is not seen by any handler.
#[otp_runtime::test]
async fn a_ticket_that_is_void_is_skipped() {
    leaks::checked(async {
        let logs = Logs::at(Level::WARN);
        let cook = cook().await;
        for eggs in 0..50 {
            assert_eq!(cook.taken(eggs).await, Ok(eggs));
        }
        // what would be seen has been by now
        cook.send(AnyMessage::new("last"));
        assert_eq!(process::receive::<Seen>().await, Seen::Other("&str".to_owned()));
        cook.stop().await.unwrap();
        assert_eq!(process::queue_len(), 0);

        let deaf = Deaf::start().await.unwrap();
        assert_eq!(deaf.taken().await, Ok(5));
        deaf.sys().status().await.unwrap();
        assert_eq!(logs.lines(), [""; 0]);
        // as opposed to one that nobody takes
        deaf.left().await.unwrap();
        while logs.lines().len() < 2 {
            tokio::task::yield_now().await;
        }
        assert!(logs.lines()[0].contains("TaskReply<u8>"), "{:?}", logs.lines());
        deaf.stop().await.unwrap();
    })
    .await;
}

#[supervisor(strategy = one_for_one)]
struct Kitchen {
    #[child(max_children = 1)]
    tasks: TaskSupervisor,
}

/// A task supervisor is a child by its type, and its client holds through restarts.
#[otp_runtime::test]
async fn a_task_supervisor_is_a_field() {
    leaks::checked(async {
        let kitchen = Kitchen::start_link().await.unwrap();
        let tasks = kitchen.tasks();
        for _ in 0..2 {
            assert_eq!(tasks.spawn_nolink(async { 5 }).await.unwrap().join().await, Ok(5));
            let endless = tasks.spawn_nolink(pending::<()>()).await.unwrap();
            assert!(tasks.spawn(async {}).await.is_err());
            let before = tasks.pid();
            tasks.exit(ExitReason::Kill);
            assert_eq!(endless.join().await.unwrap_err().reason(), ExitReason::Killed);
            while tasks.pid() == before || tasks.pid().is_none() {
                tokio::task::yield_now().await;
            }
        }
        kitchen.stop().await.unwrap();
    })
    .await;
}

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
