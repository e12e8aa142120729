//! Handlers that do not return although their process was killed: it is declared dead, and the world goes on.

use crate::support::{Event, Sign, death, soon};
use otp_runtime::prelude::*;
use otp_runtime::{assert_receive, process};
use std::future::pending;
use std::time::{Duration, Instant};

/// The two moments of a handler that holds its thread.
#[derive(Clone, Default)]
struct Hold {
    inside: Event,
    release: Event,
}

impl Hold {
    fn here(&self) {
        self.inside.set();
        self.release.block();
    }
}

struct Stuck {
    hold_at_end: Option<Hold>,
    _state: Sign,
}

#[gen_server]
impl Stuck {
    #[init]
    fn init(state: Sign, hold_here: Option<Hold>, hold_at_end: Option<Hold>) -> Self {
        if let Some(hold) = hold_here {
            hold.here();
        }
        Stuck { hold_at_end, _state: state }
    }

    #[call]
    fn get(&self) -> u32 {
        1
    }

    #[call]
    fn hold(&mut self, hold: Hold) -> u32 {
        hold.here();
        2
    }

    #[cast]
    fn hold_by_cast(&mut self, hold: Hold) {
        hold.here();
    }

    #[info]
    fn hold_by_info(&mut self, hold: Hold) {
        hold.here();
    }

    #[terminate]
    fn terminate(&mut self) {
        if let Some(hold) = self.hold_at_end.take() {
            hold.here();
        }
    }
}

async fn start() -> (StuckClient, Event) {
    let state = Event::default();
    (Stuck::start(Sign(state.clone()), None, None).await.unwrap(), state)
}

/// Kills a process that is stuck; the moment it is over is the grace of a second away.
async fn kill(pid: Pid) {
    let (begin, monitor) = (Instant::now(), pid.monitor());
    pid.exit(ExitReason::Kill);
    assert_eq!(soon(monitor).await.reason, ExitReason::Killed);
    let took = begin.elapsed();
    assert!((Duration::from_millis(900)..Duration::from_secs(5)).contains(&took), "{took:?}");
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_told_and_the_name_is_free() {
    process::trap_exit(true);
    let (server, state) = start().await;
    let pid = server.pid().unwrap();
    process::register("stuck", pid).unwrap();
    process::link(pid);
    process::monitor(pid);
    let bystander = process::spawn(async move {
        process::link(pid);
        pending().await
    });
    while process::info(pid).unwrap().links.len() < 2 {
        tokio::task::yield_now().await;
    }
    let bystander = bystander.monitor();

    let hold = Hold::default();
    let inside = tokio::spawn({
        let (server, hold) = (server.clone(), hold.clone());
        async move { server.hold(hold).no_timeout().await }
    });
    hold.inside.wait().await;
    let queued = server.get().no_timeout().send();
    let stop = tokio::spawn(server.stop().into_future());
    let status = tokio::spawn({
        let server = server.clone();
        async move { server.sys().status().await }
    });
    while process::info(pid).unwrap().message_queue_len < 3 {
        tokio::task::yield_now().await;
    }
    kill(pid).await;

    assert_eq!(death(soon(queued).await), ExitReason::Killed);
    assert_eq!(death(soon(stop).await.unwrap()), ExitReason::Killed);
    assert_eq!(death(soon(status).await.unwrap()), ExitReason::Killed);
    assert_eq!(soon(bystander).await.reason, ExitReason::Killed);
    assert_receive!(Exit { from, reason: ExitReason::Killed } if *from == pid);
    assert_receive!(Down { pid: Some(down), reason: ExitReason::Killed, .. } if *down == pid);
    assert!(!server.is_alive());
    assert!(matches!(server.get().await, Err(CallError::NoProc(_))));
    assert!(matches!(server.stop().await, Err(CallError::NoProc(_))));

    let next = Stuck::start(Sign::default(), None, None).name("stuck").await.unwrap();
    assert_eq!(Stuck::named("stuck").get().await, Ok(1));
    assert!(!state.is_set(), "the handler has the state as long as it runs");
    hold.release.set();
    state.wait().await;
    // what it did was in vain
    assert_eq!(death(soon(inside).await.unwrap()), ExitReason::Killed);
    assert_eq!(process::whereis("stuck"), next.pid(), "the name is its successor's");
    assert_eq!(next.get().await, Ok(1));
}

/// Messages that were taken from the mailbox together with the one whose handler is stuck.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_behind_it_in_one_batch_are_told() {
    let (server, state) = start().await;
    let hold = Hold::default();
    server.sys().suspend().await.unwrap();
    server.hold_by_cast(hold.clone());
    let (first, second) = (server.get().no_timeout().send(), server.get().no_timeout().send());
    // they are on their way, or set aside already
    while server.sys().status().await.unwrap().queue_len < 3 {}
    server.sys().resume().await.unwrap();
    hold.inside.wait().await;
    let behind = server.get().no_timeout().send();
    kill(server.pid().unwrap()).await;
    for call in [first, second, behind] {
        assert_eq!(death(soon(call).await), ExitReason::Killed);
    }
    hold.release.set();
    state.wait().await;
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_an_info_handler_and_in_terminate() {
    let (server, state) = start().await;
    let hold = Hold::default();
    server.send(hold.clone());
    hold.inside.wait().await;
    kill(server.pid().unwrap()).await;
    hold.release.set();
    state.wait().await;

    let (state, hold) = (Event::default(), Hold::default());
    let server = Stuck::start(Sign(state.clone()), None, Some(hold.clone())).await.unwrap();
    let stop = tokio::spawn(server.stop().into_future());
    hold.inside.wait().await;
    kill(server.pid().unwrap()).await;
    assert_eq!(death(soon(stop).await.unwrap()), ExitReason::Killed);
    hold.release.set();
    state.wait().await;
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_init() {
    process::trap_exit(true);
    let (state, hold) = (Event::default(), Hold::default());
    let begin = Instant::now();
    let limit = Duration::from_millis(10);
    let start = Stuck::start_link(Sign(state.clone()), Some(hold.clone()), None).name("stuck").timeout(limit);
    assert_eq!(soon(start).await.err(), Some(StartError::Timeout(limit)));
    assert!(begin.elapsed() >= Duration::from_millis(900));
    assert!(hold.inside.is_set() && !state.is_set());
    assert_eq!(process::links(), []);
    assert_eq!(process::queue_len(), 0, "the result is all that its starter is told");

    let next = Stuck::start(Sign::default(), None, None).name("stuck").await.unwrap();
    hold.release.set();
    state.wait().await;
    assert_eq!(Stuck::named("stuck").pid(), next.pid());
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plain_process() {
    let (hold, dropped) = (Hold::default(), Event::default());
    let (inner, state) = (hold.clone(), Sign(dropped.clone()));
    let pid = process::spawn(async move {
        let _state = state;
        inner.here();
        pending().await
    });
    hold.inside.wait().await;
    kill(pid).await;
    assert!(!dropped.is_set());
    hold.release.set();
    dropped.wait().await;
}

/// A caller inside an idle server's handler is stuck with it: killed, it is given up, and the server serves on.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_is_killed_meanwhile() {
    let (server, _) = start().await;
    let (hold, client) = (Hold::default(), server.clone());
    let inner = hold.clone();
    let (caller, end) = process::spawn_monitor(async move {
        let _ = client.hold(inner).no_timeout().await;
        pending().await
    });
    hold.inside.wait().await;
    caller.exit(ExitReason::Kill);
    assert_eq!(soon(end).await.reason, ExitReason::Killed);
    assert!(server.is_alive());
    hold.release.set();
    assert_eq!(soon(server.get()).await, Ok(1));
}

/// A signal that comes while a handler holds its thread acts when it returns; its reply is delivered.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_returns_in_time_replies() {
    let (server, state) = start().await;
    let hold = Hold::default();
    let inside = tokio::spawn({
        let (server, hold) = (server.clone(), hold.clone());
        async move { server.hold(hold).await }
    });
    hold.inside.wait().await;
    let queued = server.get().send();
    server.exit(ExitReason::Kill);
    assert!(server.is_alive(), "it is not dead before its handler lets go of it");
    let monitor = server.monitor();
    hold.release.set();
    assert_eq!(soon(inside).await.unwrap(), Ok(2));
    assert_eq!(death(soon(queued).await), ExitReason::Killed);
    assert_eq!(soon(monitor).await.reason, ExitReason::Killed);
    assert!(state.is_set());
}
