//! When a call is sent, and that nothing its caller does afterwards cancels its handler.

use crate::support::{Diary, Event, in_place, poll_once, soon};
use otp_runtime::prelude::*;
use otp_runtime::{Requests, process};
use std::task::Waker;
use std::time::Duration;

struct Worker {
    diary: Diary,
}

#[gen_server]
impl Worker {
    #[init]
    fn init(diary: Diary) -> Self {
        Worker { diary }
    }

    #[call]
    fn work(&mut self, what: &'static str) -> &'static str {
        self.diary.write(what);
        what
    }

    #[call]
    async fn work_at_once(&mut self, what: &'static str) -> &'static str {
        self.diary.write(what);
        what
    }

    #[call]
    async fn work_later(&mut self, begun: Event, go: Event, what: &'static str) -> &'static str {
        begun.set();
        go.wait().await;
        self.diary.write(what);
        what
    }

    #[cast]
    fn note(&mut self, what: &'static str) {
        self.diary.write(what);
    }
}

async fn start() -> (WorkerClient, Diary) {
    let diary = Diary::default();
    (Worker::start(diary.clone()).await.unwrap(), diary)
}

#[otp_runtime::test]
async fn a_call_that_is_not_polled_sends_nothing() {
    let (server, diary) = start().await;
    drop(server.work("never"));
    let call = server.work("call");
    server.note("cast");
    assert_eq!(call.await, Ok("call"));
    assert_eq!(diary.lines(), ["cast", "call"]);
}

#[otp_runtime::test]
async fn send_sends_at_once() {
    let (server, diary) = start().await;
    let request = server.work("request").send();
    server.note("cast");
    let unpolled = server.work("never awaited").send();
    drop(unpolled);
    assert_eq!(request.await, Ok("request"));
    assert_eq!(server.work("last").await, Ok("last"));
    assert_eq!(diary.lines(), ["request", "cast", "never awaited", "last"]);
}

#[otp_runtime::test]
async fn dropping_a_call_does_not_cancel_its_handler() {
    let (server, diary) = start().await;
    let (begun, go) = (Event::default(), Event::default());
    let mut pending = server.work_later(begun.clone(), go.clone(), "pending");
    assert!(poll_once(&mut pending, Waker::noop()).is_pending());
    begun.wait().await;
    drop(pending);
    let mut queued = server.work("queued");
    assert!(poll_once(&mut queued, Waker::noop()).is_pending());
    drop(queued);
    drop(server.work("requested").send());
    assert_eq!(diary.lines(), [""; 0]);
    go.set();
    assert_eq!(soon(server.work("last")).await, Ok("last"));
    assert_eq!(diary.lines(), ["pending", "queued", "requested", "last"]);
}

/// Dropped before its handler that had to wait was looked at again by anybody.
#[otp_runtime::test]
async fn dropping_a_call_at_once_does_not_cancel_its_handler() {
    let (server, diary) = start().await;
    let mut pending = server.work_later(Event::default(), Event::default(), "pending");
    assert!(poll_once(&mut pending, Waker::noop()).is_pending());
    drop(pending);
    let (begun, go) = (Event::default(), Event::default());
    let (other, others) = start().await;
    go.set();
    let mut ready = other.work_later(begun, go, "ready");
    // in place it is over with the first poll
    assert_eq!(poll_once(&mut ready, Waker::noop()).is_ready(), in_place());
    drop(ready);
    assert_eq!(soon(other.work("last")).await, Ok("last"));
    assert_eq!(others.lines(), ["ready", "last"]);
    // the first one still hangs, alive
    let waits = server.work("behind").timeout(Duration::from_millis(20)).await;
    assert!(matches!(waits, Err(CallError::Timeout(_))), "{waits:?}");
    assert!(server.is_alive() && diary.lines().is_empty());
}

#[otp_runtime::test]
async fn a_timeout_does_not_cancel_the_handler() {
    let (server, diary) = start().await;
    let (begun, go) = (Event::default(), Event::default());
    let soon_over = Duration::from_millis(10);
    let late = server.work_later(begun, go.clone(), "pending").timeout(soon_over).await;
    assert!(matches!(late, Err(CallError::Timeout(_))), "{late:?}");
    let late = server.work("queued").timeout(soon_over).await;
    assert!(matches!(late, Err(CallError::Timeout(_))), "{late:?}");
    let late = server.work("requested").timeout(soon_over).send().await;
    assert!(matches!(late, Err(CallError::Timeout(_))), "{late:?}");
    go.set();
    assert_eq!(soon(server.work("last")).await, Ok("last"));
    assert_eq!(diary.lines(), ["pending", "queued", "requested", "last"]);
}

/// A timeout limits waiting: whoever runs the handler himself does not wait.
#[otp_runtime::test]
async fn no_time_at_all_is_enough_in_place() {
    let (server, diary) = start().await;
    let outcomes =
        [server.work("sync").timeout(Duration::ZERO).await, server.work_at_once("async").timeout(Duration::ZERO).await];
    for outcome in outcomes {
        match in_place() {
            true => assert!(outcome.is_ok(), "{outcome:?}"),
            false => assert!(matches!(outcome, Ok(_) | Err(CallError::Timeout(_))), "{outcome:?}"),
        }
    }
    assert_eq!(soon(server.work("last")).await, Ok("last"));
    assert_eq!(diary.lines(), ["sync", "async", "last"]);
}

#[otp_runtime::test]
async fn an_aborted_caller_leaves_the_server_well() {
    for requested in [false, true] {
        let (server, diary) = start().await;
        let (begun, go) = (Event::default(), Event::default());
        let call = {
            let (server, begun, go) = (server.clone(), begun.clone(), go.clone());
            tokio::spawn(async move {
                let call = server.work_later(begun, go, "pending");
                if requested { call.send().await } else { call.await }
            })
        };
        begun.wait().await;
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
        go.set();
        assert_eq!(soon(server.work("last")).await, Ok("last"));
        assert_eq!(diary.lines(), ["pending", "last"]);
    }
}

/// The same with a caller that is a process, and killed.
#[otp_runtime::test]
async fn a_killed_caller_leaves_the_server_well() {
    let (server, diary) = start().await;
    let (begun, go) = (Event::default(), Event::default());
    let (caller, end) = {
        let (server, begun, go) = (server.clone(), begun.clone(), go.clone());
        process::spawn_monitor(async move {
            let _ = server.work_later(begun, go, "pending").await;
        })
    };
    begun.wait().await;
    caller.exit(ExitReason::Kill);
    assert_eq!(soon(end).await.reason, ExitReason::Killed);
    go.set();
    assert_eq!(soon(server.work("last")).await, Ok("last"));
    assert_eq!(diary.lines(), ["pending", "last"]);
}

/// Calls are futures of the usual kind: several wait at once.
#[otp_runtime::test]
async fn calls_may_wait_side_by_side() {
    let (server, diary) = start().await;
    let go = Event::default();
    let mut all = Requests::new();
    all.add("pending", server.work_later(Event::default(), go.clone(), "pending"));
    all.add("behind", server.work_later(Event::default(), go.clone(), "behind"));
    assert!(all.next_within(Duration::from_millis(5)).await.is_err());
    go.set();
    assert_eq!(soon(all.next()).await, Some(("pending", Ok("pending"))));
    assert_eq!(soon(all.next()).await, Some(("behind", Ok("behind"))));
    assert_eq!(diary.lines(), ["pending", "behind"]);
}
