//! Suite `otp.proc_lib`: starts that wait until the new process says it is ready.

use super::reasons::{panic_message, panic_place};
use otp_runtime::prelude::*;
use otp_runtime::process::{self, Ack};
use otp_runtime::{assert_receive, refute_receive};
use std::future::IntoFuture;
use std::time::Duration;

const MS: Duration = Duration::from_millis(1);

/// The body of a process that is ready 100 ms after it was begun, and ends when it is sent `()`.
async fn ready_after_a_while(ack: Ack<&'static str>) {
    process::sleep(100 * MS).await;
    ack.done("ready");
    process::receive::<()>().await;
}

/// The body of a process that is never ready. It tells its pid.
async fn never_ready(ack: Ack<()>, watcher: Pid) {
    watcher.send(Pid::current());
    std::future::pending::<()>().await;
    ack.done(());
}

async fn next_pid() -> Pid {
    process::receive::<Option<Pid>>().await.unwrap()
}

/// A start returns when the child says it is ready, not before, and gives what it said.
#[otp_runtime::test(paused)]
async fn otp_proc_lib_03_start() {
    let mut start = process::start(ready_after_a_while).into_future();
    let early = tokio::time::timeout(99 * MS, &mut start).await;
    assert!(early.is_err(), "{early:?}");
    let child = start.await.unwrap();
    assert_eq!(child.value, "ready");
    assert!(child.pid.is_alive());
    assert!(child.monitor.is_none());
    assert_eq!(process::links(), []);
}

/// A start whose child is ready at once gives up on nothing: not even a child that then ends at once.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn otp_proc_lib_03_ready_and_gone() {
    for n in 0..200 {
        let child = process::start(move |ack| async move { ack.done(n) }).await.unwrap();
        assert_eq!(child.value, n);
    }
    assert_eq!(process::queue_len(), 0);
}

/// A linked start returns when the child says it is ready; the link is there from then on.
#[otp_runtime::test(paused)]
async fn otp_proc_lib_04_start_link() {
    process::trap_exit(true);
    let mut start = process::start(ready_after_a_while).link().into_future();
    let early = tokio::time::timeout(99 * MS, &mut start).await;
    assert!(early.is_err(), "{early:?}");
    let child = start.await.unwrap();
    assert_eq!(process::links(), [child.pid]);
    assert_eq!(process::queue_len(), 0);
    child.pid.exit(ExitReason::Shutdown);
    let exit = assert_receive!(Exit { .. });
    assert_eq!(exit, Exit { from: child.pid, reason: ExitReason::Shutdown });
}

/// A monitored start gives a monitor along with the child; its end comes there and as no exit message.
#[otp_runtime::test(paused)]
async fn otp_proc_lib_05_start_monitor() {
    process::trap_exit(true);
    let child = process::start(ready_after_a_while).monitor().await.unwrap();
    let monitor = child.monitor.unwrap();
    let reference = monitor.reference();
    child.pid.send(());
    let down = monitor.await;
    assert_eq!((down.monitor, down.pid, down.reason), (reference, Some(child.pid), ExitReason::Normal));
    assert_eq!(process::queue_len(), 0);
}

/// A start with link and monitor tells a starter that traps exits twice of a normal end.
#[otp_runtime::test(paused)]
async fn otp_proc_lib_06_start_monitor_link() {
    process::trap_exit(true);
    let child = process::start(ready_after_a_while).link().monitor().await.unwrap();
    child.pid.send(());
    let down = child.monitor.unwrap().await;
    assert_eq!((down.pid, down.reason), (Some(child.pid), ExitReason::Normal));
    let exit = assert_receive!(Exit { .. });
    assert_eq!(exit, Exit { from: child.pid, reason: ExitReason::Normal });
}

/// A linked start that takes too long kills the child and leaves nothing with a starter that traps exits.
#[otp_runtime::test(paused)]
async fn otp_proc_lib_08_start_link_timeout() {
    process::trap_exit(true);
    let me = Pid::current().unwrap();
    let start = process::start(move |ack| never_ready(ack, me)).link().timeout(100 * MS);
    assert_eq!(start.await.err(), Some(StartError::Timeout(100 * MS)));
    assert!(!next_pid().await.is_alive());
    refute_receive!(Exit { .. }, within = Duration::from_secs(1));
    assert_eq!(process::queue_len(), 0);
    assert_eq!(process::links(), []);
}

/// A linked start that takes too long leaves a starter alive that does not trap exits.
#[otp_runtime::test(paused)]
async fn otp_proc_lib_08_timeout_spares_the_starter() {
    let me = Pid::current().unwrap();
    let (_, monitor) = process::spawn_monitor(async move {
        let start = process::start(move |ack| never_ready(ack, me)).link().timeout(100 * MS);
        me.send(start.await.err());
        assert_eq!(process::links(), []);
    });
    assert_eq!(monitor.await.reason, ExitReason::Normal);
    assert_eq!(process::receive::<Option<StartError>>().await, Some(StartError::Timeout(100 * MS)));
}

/// A start with monitor and link that takes too long has used up both, as a server's monitored start has.
#[otp_runtime::test(paused)]
async fn otp_proc_lib_09_start_monitor_link_timeout() {
    struct Slow;
    #[gen_server]
    impl Slow {
        #[init]
        async fn init(watcher: Pid, ctx: &mut Context<Self>) -> Self {
            watcher.send(Some(ctx.pid()));
            process::sleep(Duration::from_secs(10)).await;
            Slow
        }
        #[call]
        fn ping(&self) {}
    }

    process::trap_exit(true);
    let me = Pid::current().unwrap();
    let raw = process::start(move |ack| never_ready(ack, me)).link().monitor().timeout(100 * MS).await;
    assert_eq!(raw.err(), Some(StartError::Timeout(100 * MS)));
    let raw = next_pid().await;

    let server = Slow::start_monitor(me).link().timeout(100 * MS).await;
    assert_eq!(server.err(), Some(StartError::Timeout(100 * MS)));
    let server = next_pid().await;

    assert!(!raw.is_alive() && !server.is_alive());
    process::sleep(Duration::from_secs(60)).await;
    assert_eq!(process::queue_len(), 0);
    assert_eq!(process::links(), []);
}

/// A child that crashes before it is ready makes linked and unlinked starts fail alike, with the panic and its place.
#[otp_runtime::test]
async fn otp_proc_lib_13_crash_before_ready() {
    process::trap_exit(true);
    let start = || {
        process::start(|_: Ack<()>| async {
            tokio::task::yield_now().await;
            panic!("no disk")
        })
    };
    let failures = [start().await, start().link().await, start().link().monitor().await].map(Result::err);
    let Some(StartError::Exit(reason)) = &failures[0] else { panic!("not that failure: {failures:?}") };
    assert_eq!(panic_message(reason), Some("no disk"));
    assert!(panic_place(reason).file.ends_with("otp_proc_lib_start.rs"), "{reason:?}");
    assert!(failures.iter().all(|failure| *failure == failures[0]), "{failures:?}");
    assert_eq!(process::queue_len(), 0);
}

/// A child that exits, is killed or just ends before it is ready makes the start fail with that reason.
#[otp_runtime::test]
async fn otp_proc_lib_13_end_before_ready() {
    process::trap_exit(true);
    for linked in [false, true] {
        let or_linked = |start: process::StartProcess<()>| if linked { start.link() } else { start };
        let exits = process::start(|_| async { otp_runtime::exit(ExitReason::Shutdown) });
        assert_eq!(or_linked(exits).await.err(), Some(StartError::Exit(ExitReason::Shutdown)));

        let ends = process::start(|_| async {});
        assert_eq!(or_linked(ends).await.err(), Some(StartError::Exit(ExitReason::Normal)));

        let killer = process::spawn(async move { next_pid().await.exit(ExitReason::Kill) });
        let killed = process::start(move |ack| never_ready(ack, killer));
        assert_eq!(or_linked(killed).await.err(), Some(StartError::Exit(ExitReason::Killed)));
        assert_eq!(process::queue_len(), 0);
    }
}

/// A linked starter that does not trap exits dies with the child that crashes before it is ready.
#[otp_runtime::test]
async fn otp_proc_lib_13_crash_kills_the_starter() {
    let me = Pid::current().unwrap();
    let (_, monitor) = process::spawn_monitor(async move {
        let start = process::start(|_: Ack<()>| async { otp_runtime::exit(ExitReason::error("no disk")) });
        let failed = start.link().await.is_err();
        me.send(("still here", failed));
    });
    assert_eq!(monitor.await.reason, ExitReason::error("no disk"));
    assert_eq!(process::queue_len(), 0);
}

/// A start that is given up takes its child along.
#[otp_runtime::test(paused)]
async fn otp_proc_lib_13_start_given_up() {
    process::trap_exit(true);
    let me = Pid::current().unwrap();
    let start = process::start(move |ack| never_ready(ack, me)).link().into_future();
    assert!(tokio::time::timeout(100 * MS, start).await.is_err());
    let child = next_pid().await;
    child.monitor().await;
    assert_eq!(process::queue_len(), 0);
}
