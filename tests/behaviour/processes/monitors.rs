//! Monitors: who is told what, and how often.

use super::Kind::{Plain, Server};
use super::{Diary, Listener, Note, TRAPS, ask, dead, error};
use ExitReason::{Kill, Killed, NoProc, Normal};
use otp_runtime::prelude::*;
use otp_runtime::{Monitor, Target, assert_receive, process};
use std::future::pending;
use std::sync::Arc;

#[otp_runtime::test]
async fn each_monitor_is_told_once() {
    let pid = Server.start(!TRAPS).await;
    let (one, two) = (process::monitor(pid), process::monitor(pid));
    let future = pid.monitor();
    assert!(one != two && one != future.reference());
    pid.exit(error());
    assert_eq!(future.reference(), future.await.monitor);
    for reference in [one, two] {
        let down = assert_receive!(Down { monitor, .. } if *monitor == reference);
        assert_eq!((down.pid, down.target, down.reason), (Some(pid), Target::Pid(pid), error()));
    }
    assert_eq!(process::queue_len(), 0);
}

#[otp_runtime::test]
async fn downs_carry_the_true_reason() {
    let me = Pid::current().unwrap();
    let ended = |monitor: Monitor| async { monitor.await.reason };
    assert_eq!(ended(process::spawn_monitor(async {}).1).await, Normal);
    assert_eq!(ended(process::spawn_monitor(async { otp_runtime::exit(error()) }).1).await, error());
    assert_eq!(ended(process::spawn_monitor(async { otp_runtime::exit(Kill) }).1).await, Kill);
    let panicked = ended(process::spawn_monitor(async { panic!("{}", "as told") }).1).await;
    assert!(matches!(&panicked, ExitReason::Panic { message, .. } if &**message == "as told"), "{panicked:?}");
    let (pid, monitor) = process::spawn_monitor(pending());
    pid.exit(Kill);
    assert_eq!(ended(monitor).await, Killed);
    let (pid, monitor) = process::spawn_monitor(async move {
        me.send(Note(0));
        pending().await
    });
    process::receive::<Note>().await;
    pid.exit(ExitReason::shutdown_with("moving"));
    assert_eq!(ended(monitor).await, ExitReason::shutdown_with("moving"));
}

#[otp_runtime::test]
async fn monitoring_nobody_is_told_at_once() {
    let nobody = dead().await;
    let by_pid = process::monitor(nobody);
    let by_name = process::monitor("nobody");
    assert_eq!(process::queue_len(), 2);
    let down = process::receive::<Down>().await;
    assert_eq!((down.monitor, down.pid, down.reason), (by_pid, Some(nobody), NoProc));
    let down = process::receive::<Down>().await;
    assert_eq!((down.monitor, down.pid, down.reason), (by_name, None, NoProc));
    assert_eq!(down.target, Target::Name(Arc::from("nobody")));
    assert_eq!(nobody.monitor().try_down().unwrap().reason, NoProc);
    assert_eq!(Listener::named("nobody").monitor().try_down().unwrap().reason, NoProc);
}

#[otp_runtime::test]
async fn a_monitor_by_name_is_told_by_name() {
    let server = Listener::start(!TRAPS, Diary::default()).name("listener").await.unwrap();
    let reference = process::monitor("listener");
    let future = Listener::named("listener").monitor();
    server.stop().await.unwrap();
    let down = process::receive::<Down>().await;
    assert_eq!((down.monitor, down.pid), (reference, server.pid()));
    assert_eq!(down.target, Target::Name(Arc::from("listener")));
    assert_eq!(future.await.target, Target::Name(Arc::from("listener")));
}

#[otp_runtime::test]
async fn demonitor_takes_back_a_down_that_has_arrived() {
    let pid = Plain.start(!TRAPS).await;
    let (before, after, kept) = (process::monitor(pid), process::monitor(pid), process::monitor(pid));
    process::demonitor(before);
    pid.exit(error());
    pid.monitor().await;
    assert_eq!(process::queue_len(), 2);
    process::demonitor(after);
    process::demonitor(after);
    assert_eq!(process::receive::<Down>().await.monitor, kept);
    assert_eq!(process::queue_len(), 0);

    let server = Listener::start(!TRAPS, Diary::default()).await.unwrap();
    let pid = Plain.start(!TRAPS).await;
    assert_eq!(server.kill_and_forget(pid).await, Ok(0));
    assert_eq!(server.downs().await, Ok(0));
}

#[otp_runtime::test]
async fn a_monitor_goes_one_way_and_ends_with_its_owner() {
    let pid = Server.start(!TRAPS).await;
    let (watcher, gone) = process::spawn_monitor(async move {
        process::monitor(pid);
        let _future = pid.monitor();
        process::receive::<Note>().await;
        otp_runtime::exit(error())
    });
    while process::info(pid).unwrap().monitored_by < 2 {
        tokio::task::yield_now().await;
    }
    watcher.send(Note(0));
    gone.await;
    assert_eq!(ask(pid).await, Some(vec![]));
    assert_eq!(process::info(pid).unwrap().monitored_by, 0);

    let monitor = pid.monitor();
    assert_eq!(process::info(pid).unwrap().monitored_by, 1);
    drop(monitor);
    assert_eq!(process::info(pid).unwrap().monitored_by, 0);
}

#[otp_runtime::test]
async fn code_outside_any_process_may_monitor() {
    let pid = Plain.start(!TRAPS).await;
    let outside = tokio::spawn(async move {
        assert_eq!(Pid::current(), None);
        pid.monitor().await.reason
    });
    while process::info(pid).unwrap().monitored_by == 0 {
        tokio::task::yield_now().await;
    }
    pid.exit(error());
    assert_eq!(outside.await.unwrap(), error());
}
