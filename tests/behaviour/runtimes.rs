//! Several runtimes in one program, and threads that belong to none.

use crate::support::{Event, block_on, current_thread, death, multi_thread, poll_once, soon};
use otp_runtime::prelude::*;
use otp_runtime::process;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::Waker;
use std::thread::{self, ThreadId};
use std::time::Duration;

/// Counts its drops.
#[derive(Clone, Default)]
struct Drops(Arc<AtomicUsize>);

struct Local {
    drops: Drops,
    waiting: Vec<ReplyTo<()>>,
}

impl Drop for Local {
    fn drop(&mut self) {
        self.drops.0.fetch_add(1, SeqCst);
    }
}

#[gen_server]
impl Local {
    #[init]
    async fn init(drops: Drops, hang: Option<Event>) -> Self {
        let this = Local { drops, waiting: Vec::new() };
        if let Some(begun) = hang {
            begun.set();
            std::future::pending::<()>().await;
        }
        this
    }

    #[call]
    fn here(&self) -> ThreadId {
        thread::current().id()
    }

    #[call]
    async fn sleep(&mut self, time: Duration) -> ThreadId {
        tokio::time::sleep(time).await;
        thread::current().id()
    }

    #[call]
    async fn hang(&mut self, begun: Event) {
        begun.set();
        std::future::pending::<()>().await;
    }

    #[call]
    fn later(&mut self, reply: ReplyTo<()>) {
        self.waiting.push(reply);
    }

    #[call]
    fn waiting(&self) -> usize {
        self.waiting.len()
    }

    #[cast]
    fn answer(&mut self) {
        self.waiting.drain(..).for_each(|reply| reply.send(()));
    }

    #[terminate]
    fn terminate(&mut self) {
        panic!("not when the runtime goes");
    }
}

const MS: Duration = Duration::from_millis(1);

#[test]
fn servers_serve_callers_of_other_runtimes() {
    for ours in [current_thread(), multi_thread(1)] {
        let theirs = multi_thread(1);
        let me = thread::current().id();
        let server = theirs.block_on(Local::start(Drops::default(), None).into_future()).unwrap();
        ours.block_on(async {
            for _ in 0..100 {
                // never here: its timers and sockets belong to its own runtime
                assert_ne!(soon(server.here()).await.unwrap(), me);
            }
            assert_ne!(soon(server.sleep(MS)).await.unwrap(), me);
            assert!(soon(server.here().send()).await.is_ok());
            let deferred = server.later().send();
            server.answer();
            assert_eq!(soon(deferred).await, Ok(()));
            let late = server.sleep(Duration::from_secs(60)).timeout(10 * MS).await;
            assert!(matches!(late, Err(CallError::Timeout(_))), "{late:?}");
            let monitor = server.monitor();
            server.exit(ExitReason::Kill);
            assert_eq!(soon(monitor).await.reason, ExitReason::Killed);
        });
    }
}

#[test]
fn all_who_wait_are_told_when_the_servers_runtime_goes() {
    for background in [false, true] {
        for theirs in [current_thread(), multi_thread(2)] {
            let ours = multi_thread(1);
            let drops = Drops::default();
            let begun = Event::default();
            let start = || Local::start(drops.clone(), None);
            let (idle, idle_with_task, busy, kept, deferred, suspended, starting, mut start_of_it) =
                theirs.block_on(async {
                    let idle = start().await.unwrap();
                    let idle_with_task = start().await.unwrap();
                    idle_with_task.answer();
                    idle_with_task.here().await.unwrap();
                    let busy = start().await.unwrap();
                    drop(busy.hang(begun.clone()).send());
                    begun.wait().await;
                    let kept = start().await.unwrap();
                    let deferred = kept.later().no_timeout().send();
                    assert_eq!(kept.waiting().await, Ok(1));
                    let suspended = start().await.unwrap();
                    suspended.sys().suspend().await.unwrap();
                    let in_init = Event::default();
                    let mut start_of_it =
                        Local::start(drops.clone(), Some(in_init.clone())).name("starting").into_future();
                    assert!(poll_once(&mut start_of_it, Waker::noop()).is_pending());
                    in_init.wait().await;
                    let starting = Local::at(process::whereis("starting").unwrap());
                    (idle, idle_with_task, busy, kept, deferred, suspended, starting, start_of_it)
                });
            ours.block_on(async {
                let mut calls = vec![
                    ("queued", busy.here().no_timeout().send()),
                    ("suspended", suspended.here().no_timeout().send()),
                    ("in init", starting.here().no_timeout().send()),
                ];
                let hanging = busy.hang(begun.clone()).no_timeout().send();
                let all = [&idle, &idle_with_task, &busy, &kept, &suspended, &starting];
                let monitors = all.map(|server| server.monitor());
                let linked_to_kept = {
                    let pid = kept.pid().unwrap();
                    process::spawn_monitor(async move {
                        process::link(pid);
                        std::future::pending().await
                    })
                };
                while process::info(kept.pid().unwrap()).unwrap().links.is_empty() {
                    tokio::task::yield_now().await;
                }
                let mut stop = busy.stop().into_future();
                assert!(poll_once(&mut stop, Waker::noop()).is_pending());
                let sys = busy.sys();
                let mut status = Box::pin(sys.status());
                assert!(poll_once(&mut status, Waker::noop()).is_pending());

                if background {
                    theirs.shutdown_background();
                } else {
                    tokio::task::spawn_blocking(|| drop(theirs)).await.unwrap();
                }
                for (what, call) in calls.drain(..) {
                    assert_eq!(death(soon(call).await), ExitReason::RuntimeGone, "{what}");
                }
                assert_eq!(death(soon(hanging).await), ExitReason::RuntimeGone);
                assert_eq!(death(soon(deferred).await), ExitReason::RuntimeGone);
                assert_eq!(death(soon(stop).await), ExitReason::RuntimeGone);
                assert_eq!(death(soon(status).await), ExitReason::RuntimeGone);
                assert_eq!(soon(&mut start_of_it).await.err(), Some(StartError::Exit(ExitReason::RuntimeGone)));
                for monitor in monitors {
                    assert_eq!(soon(monitor).await.reason, ExitReason::RuntimeGone);
                }
                assert_eq!(soon(linked_to_kept.1).await.reason, ExitReason::RuntimeGone);
                for server in all {
                    assert!(!server.is_alive());
                    assert!(matches!(server.here().await, Err(CallError::NoProc(_))));
                    server.answer();
                }
            });
            assert_eq!(drops.0.load(SeqCst), 6, "each state is dropped, and once");
        }
    }
}

/// A caller's runtime may go as well: the server is none the worse.
#[test]
fn the_callers_runtime_goes() {
    let (theirs, ours) = (multi_thread(1), current_thread());
    let drops = Drops::default();
    let server = theirs.block_on(Local::start(drops.clone(), None).into_future()).unwrap();
    let (caller, sent) = (server.clone(), Event::default());
    let inside = sent.clone();
    ours.block_on(async {
        tokio::spawn(async move {
            let mut call = caller.later();
            assert!(poll_once(&mut call, Waker::noop()).is_pending());
            inside.set();
            call.await
        });
        sent.wait().await;
    });
    drop(ours);
    theirs.block_on(async {
        assert_eq!(server.waiting().await, Ok(1));
        server.answer();
        assert_eq!(server.waiting().await, Ok(0));
    });
    assert_eq!(drops.0.load(SeqCst), 0);
}

#[test]
fn names_of_two_runtimes_do_not_collide() {
    let (one, other) = (current_thread(), multi_thread(1));
    let start = || async { Local::start(Drops::default(), None).name("place").await };
    let first = one.block_on(start()).unwrap();
    let second = other.block_on(start()).unwrap();
    assert_ne!(first.pid(), second.pid());
    assert_eq!(one.block_on(async { process::whereis("place") }), first.pid());
    assert_eq!(other.block_on(async { (process::whereis("place"), process::registered().len()) }), (second.pid(), 1));
    assert_eq!(one.block_on(start()).err(), Some(StartError::AlreadyStarted(first.pid().unwrap())));
    drop(one);
    assert_eq!(other.block_on(async { Local::named("place").pid() }), second.pid());
}

#[test]
fn a_start_without_a_runtime_says_so() {
    let words = |panic: Box<dyn std::any::Any + Send>| *panic.downcast::<&str>().expect("a message");
    let start = catch_unwind(|| block_on(Local::start(Drops::default(), None)));
    let start = words(start.map(drop).expect_err("a panic"));
    let spawn = words(catch_unwind(AssertUnwindSafe(|| process::spawn(async {}))).expect_err("a panic"));
    for message in [start, spawn] {
        assert!(message.contains("inside a tokio runtime") && message.contains("otp_runtime::main"), "{message}");
    }
    // asking is no offence
    assert_eq!((process::whereis("nobody"), Pid::current()), (None, None));
    assert!(process::list().is_empty());
}

/// A thread with an executor of its own, which tokio knows nothing of.
#[test]
fn threads_without_a_runtime_are_served() {
    for theirs in [current_thread(), multi_thread(2)] {
        let server = theirs.block_on(Local::start(Drops::default(), None).into_future()).unwrap();
        let over = Event::default();
        let (client, done) = (server.clone(), over.clone());
        let foreigner = thread::spawn(move || {
            let begun = Event::default();
            assert!(block_on(client.here()).is_ok());
            assert!(block_on(client.here().send()).is_ok());
            assert!(block_on(client.sleep(MS)).is_ok());
            let deferred = client.later().send();
            client.answer();
            assert_eq!(block_on(deferred), Ok(()));
            assert_eq!(block_on(client.sys().status()).unwrap().queue_len, 0);
            let hanging = client.hang(begun.clone()).send();
            begun.block();
            let late = block_on(client.here().timeout(10 * MS));
            assert!(matches!(late, Err(CallError::Timeout(_))), "{late:?}");
            let late = block_on(client.stop().timeout(10 * MS));
            assert!(matches!(late, Err(CallError::Timeout(_))), "{late:?}");
            let monitor = client.monitor();
            client.exit(ExitReason::Kill);
            assert_eq!(block_on(monitor).reason, ExitReason::Killed);
            assert_eq!(death(block_on(hanging)), ExitReason::Killed);
            assert!(matches!(block_on(client.here()), Err(CallError::NoProc(_))));
            client.answer();
            done.set();
        });
        theirs.block_on(over.wait());
        foreigner.join().unwrap();
    }
}
