//! Corners that random traffic led to, each made to happen every time.

use otp_runtime::prelude::*;
use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

const SOON: Duration = Duration::from_millis(100);
const HANG: Duration = Duration::from_secs(5);

/// Counts what of a server still exists, and says when a handler has begun.
#[derive(Default)]
struct Signs {
    states: AtomicUsize,
    inside: AtomicBool,
}

impl Signs {
    async fn inside(&self) {
        while !self.inside.swap(false, SeqCst) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

struct Corner {
    signs: Arc<Signs>,
    waiting: Vec<ReplyTo<u64>>,
    slow_end: Duration,
}

impl Drop for Corner {
    fn drop(&mut self) {
        self.signs.states.fetch_sub(1, SeqCst);
    }
}

#[gen_server]
impl Corner {
    #[init]
    fn init(signs: Arc<Signs>, slow_end: Duration) -> Self {
        signs.states.fetch_add(1, SeqCst);
        Corner { signs, waiting: Vec::new(), slow_end }
    }

    #[call]
    fn get(&mut self) -> u64 {
        1
    }

    /// Holds its thread.
    #[call]
    fn hold(&mut self, time: Duration) -> u64 {
        self.signs.inside.store(true, SeqCst);
        std::thread::sleep(time);
        2
    }

    #[call(blocking)]
    fn block(&mut self, time: Duration) -> u64 {
        self.signs.inside.store(true, SeqCst);
        std::thread::sleep(time);
        3
    }

    #[call]
    async fn sleep(&mut self, time: Duration) -> u64 {
        self.signs.inside.store(true, SeqCst);
        tokio::time::sleep(time).await;
        4
    }

    #[call]
    fn later(&mut self, reply: ReplyTo<u64>) {
        self.waiting.push(reply);
    }

    #[cast]
    fn note(&mut self) {}

    #[terminate]
    fn terminate(&mut self) {
        self.signs.inside.store(true, SeqCst);
        std::thread::sleep(self.slow_end);
    }
}

fn runtime(workers: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(workers).enable_all().build().unwrap()
}

async fn start(signs: &Arc<Signs>) -> CornerClient {
    Corner::start(signs.clone(), Duration::ZERO).await.unwrap()
}

async fn all_dropped(signs: &Signs) {
    for _ in 0..500 {
        if signs.states.load(SeqCst) == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{} states are left", signs.states.load(SeqCst));
}

/// The own task is dropped while a caller runs a handler in place: who waits behind it is told all the same.
#[test]
fn the_runtime_goes_while_a_caller_is_inside() {
    for begun in [false, true] {
        let (theirs, ours) = (runtime(2), runtime(1));
        let signs = Arc::new(Signs::default());
        let server = theirs.block_on(async {
            let server = start(&signs).await;
            // now it has a task of its own
            server.note();
            timeout(HANG, server.get()).await.unwrap().unwrap();
            tokio::time::sleep(SOON).await;
            server
        });
        let inside = server.clone();
        theirs.spawn(async move {
            match begun {
                false => inside.hold(5 * SOON).await,
                true => inside.sleep(5 * SOON).await,
            }
        });
        ours.block_on(async {
            signs.inside().await;
            let waiting = server.get().no_timeout().send();
            let stop = tokio::spawn(server.stop().into_future());
            theirs.shutdown_background();
            let outcome = timeout(HANG, waiting).await.expect("the caller is told");
            assert!(matches!(outcome, Err(CallError::Exit(ExitReason::RuntimeGone, _))), "{outcome:?}");
            let outcome = timeout(HANG, stop).await.expect("who stops it is told").unwrap();
            assert!(matches!(outcome, Err(CallError::Exit(..) | CallError::NoProc(_))), "{outcome:?}");
            all_dropped(&signs).await;
        });
    }
}

/// A server that took a stop and hangs in `terminate` is killed and given up: who asked for the stop is told.
#[test]
fn a_stop_that_hangs_in_terminate_is_told_of_the_kill() {
    let runtime = runtime(2);
    runtime.block_on(async {
        let signs = Arc::new(Signs::default());
        let server = Corner::start(signs.clone(), Duration::from_secs(3)).await.unwrap();
        let stop = tokio::spawn(server.stop().into_future());
        signs.inside().await;
        let monitor = server.monitor();
        server.exit(ExitReason::Kill);
        assert_eq!(timeout(HANG, monitor).await.unwrap().reason, ExitReason::Killed);
        let outcome = timeout(SOON, stop).await.expect("told with everybody else").unwrap();
        assert!(matches!(outcome, Err(CallError::Exit(ExitReason::Killed, _))), "{outcome:?}");
        all_dropped(&signs).await;
    });
}

/// A stop waits behind a handler on the blocking pool, which takes the queue along: a kill tells it.
#[test]
fn a_stop_behind_a_blocking_handler_is_told_of_a_kill() {
    let runtime = runtime(2);
    runtime.block_on(async {
        let signs = Arc::new(Signs::default());
        let server = start(&signs).await;
        let before = server.block(2 * SOON).send();
        signs.inside().await;
        let blocked = server.block(3 * SOON).send();
        let first = tokio::spawn(server.stop().into_future());
        // both are taken at once when this is done
        let _ = before.await;
        tokio::time::sleep(SOON / 2).await;
        let second = tokio::spawn(server.stop().into_future());
        tokio::time::sleep(SOON / 2).await;
        server.exit(ExitReason::Kill);
        assert!(matches!(timeout(HANG, blocked).await.unwrap(), Err(CallError::Exit(ExitReason::Killed, _))));
        for stop in [first, second] {
            let outcome = timeout(HANG, stop).await.expect("told").unwrap();
            assert!(matches!(outcome, Err(CallError::Exit(ExitReason::Killed, _))), "{outcome:?}");
        }
        all_dropped(&signs).await;
    });
}

/// A handler begun in place that has to wait is killed before the own task has looked at it: the state is dropped with
/// the process, not with the last handle.
#[test]
fn the_state_of_a_begun_handler_is_dropped_with_the_process() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let signs = Arc::new(Signs::default());
        let server = start(&signs).await;
        let (kept, killed) = (server.clone(), server.clone());
        let task = tokio::spawn(async move {
            let mut call = std::pin::pin!(kept.sleep(HANG).into_future());
            let polled = std::future::poll_fn(|cx| std::task::Poll::Ready(call.as_mut().poll(cx).is_ready())).await;
            assert!(!polled, "it has begun");
            // on this thread: the own task was not polled yet
            killed.exit(ExitReason::Kill);
            call.await
        });
        let outcome = timeout(HANG, task).await.expect("told").unwrap();
        assert!(matches!(outcome, Err(CallError::Exit(ExitReason::Killed, _))), "{outcome:?}");
        all_dropped(&signs).await;
        drop(server);
    });
}

/// The same, with a runtime that is gone before its task has looked.
#[test]
fn the_state_of_a_begun_handler_is_dropped_with_the_runtime() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let signs = Arc::new(Signs::default());
    let server = runtime.block_on(async {
        let server = start(&signs).await;
        let mut call = std::pin::pin!(server.sleep(HANG).into_future());
        std::future::poll_fn(|cx| std::task::Poll::Ready(call.as_mut().poll(cx).is_ready())).await;
        server.clone()
    });
    drop(runtime);
    assert_eq!(signs.states.load(SeqCst), 0);
    drop(server);
}

/// A server dies with its runtime while its state is on the blocking pool, or on its way there.
#[test]
fn the_runtime_goes_with_the_state_on_the_blocking_pool() {
    let theirs = Builder::new_multi_thread().worker_threads(2).max_blocking_threads(1).enable_all().build().unwrap();
    let ours = runtime(1);
    let signs = Arc::new(Signs::default());
    let (first, second) = theirs.block_on(async { (start(&signs).await, start(&signs).await) });
    ours.block_on(async {
        let inside = first.block(3 * SOON).no_timeout().send();
        signs.inside().await;
        // the pool is taken: this one's state waits in the pool's queue
        let deferred = second.later().no_timeout().send();
        let queued = second.block(SOON).no_timeout().send();
        tokio::time::sleep(SOON).await;
        theirs.shutdown_background();
        for call in [inside, deferred, queued] {
            let outcome = timeout(HANG, call).await.expect("the caller is told");
            assert!(matches!(outcome, Err(CallError::Exit(ExitReason::RuntimeGone, _))), "{outcome:?}");
        }
        all_dropped(&signs).await;
    });
}

/// A timeout is the caller's: a server whose runtime is stuck does not hold it.
#[test]
fn a_timeout_does_not_depend_on_the_servers_runtime() {
    let ours = runtime(1);
    let signs = Arc::new(Signs::default());
    let (there, server) = std::sync::mpsc::channel();
    let thread = std::thread::spawn({
        let signs = signs.clone();
        move || {
            let theirs = Builder::new_current_thread().enable_all().build().unwrap();
            theirs.block_on(async {
                let server = start(&signs).await;
                there.send(server.clone()).unwrap();
                let _ = server.monitor().await;
            });
        }
    });
    let server = server.recv().unwrap();
    ours.block_on(async {
        let stuck = server.hold(Duration::from_secs(2)).send();
        signs.inside().await;
        let begin = std::time::Instant::now();
        let outcome = server.get().timeout(SOON).await;
        assert!(matches!(outcome, Err(CallError::Timeout(_))), "{outcome:?}");
        assert!(begin.elapsed() < Duration::from_secs(1), "after {:?}", begin.elapsed());
        assert_eq!(stuck.await, Ok(2));
        server.exit(ExitReason::Kill);
    });
    thread.join().unwrap();
}

/// A request to suspend and others behind it, all taken from the mailbox at once: these are served while it is suspended.
#[test]
fn requests_behind_a_suspend_are_served() {
    let runtime = runtime(2);
    runtime.block_on(async {
        let signs = Arc::new(Signs::default());
        let server = start(&signs).await;
        let busy = server.sleep(2 * SOON).send();
        signs.inside().await;
        let suspend = {
            let server = server.clone();
            tokio::spawn(async move { server.sys().suspend().await })
        };
        tokio::time::sleep(SOON / 2).await;
        let resume = {
            let server = server.clone();
            tokio::spawn(async move { server.sys().resume().await })
        };
        timeout(HANG, busy).await.unwrap().unwrap();
        assert_eq!(timeout(HANG, suspend).await.unwrap().unwrap(), Ok(()));
        assert_eq!(timeout(SOON, resume).await.expect("served while suspended").unwrap(), Ok(()));
        assert_eq!(timeout(SOON, server.get()).await.unwrap(), Ok(1));
    });
}
