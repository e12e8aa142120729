//! Suite `otp.supervisor`: children that come and go (`simple_one_for_one`), under a `DynamicSupervisor`.

use super::children::{Notes, Starts, Worker, crash, idle, slow};
use super::dynamic::{Headstrong, child_of_test, counts, ends, handled, shut_down};
use super::leaks;
use otp_runtime::prelude::*;
use otp_runtime::{
    ChildKind, ChildStartError, ChildState, DynamicStartError, DynamicSupervisorClient, NoSuchChild, StartedChild,
    process,
};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);

/// A child that does not want to run.
fn reluctant(restart: Restart) -> ChildSpec {
    ChildSpec::new("reluctant", || async { Err::<Pid, _>(ChildStartError::Ignored) }).restart(restart)
}

/// A child that ignores its start is not kept, and its supervisor ends in order later.
async fn not_kept(restart: Restart) {
    let top = child_of_test::<AnyChild>().await;
    assert_eq!(handled(top.start_child(reluctant(restart)).await), DynamicStartError::Ignored);
    assert_eq!((counts(&top).await, top.which_children().await), ((0, 0, 0, 0), Ok(vec![])));
    shut_down(&top, []).await;
}

#[otp_runtime::test]
async fn otp_supervisor_06_ignored_temporary() {
    leaks::checked(not_kept(Restart::Temporary)).await;
}

#[otp_runtime::test]
async fn otp_supervisor_07_ignored_permanent() {
    leaks::checked(not_kept(Restart::Permanent)).await;
}

/// The spec of a child, with what was left to defaults.
#[otp_runtime::test]
async fn otp_supervisor_14_get_childspec() {
    leaks::checked(async {
        let top = DynamicSupervisor::<AnyChild>::builder().start_link().await.unwrap();
        let child = top.start_child(idle("a").restart(Restart::Transient)).await.unwrap();
        let spec = top.get_childspec(child.pid().unwrap()).await.unwrap();
        assert_eq!((spec.id_str(), spec.restart_type(), spec.kind()), ("a", Restart::Transient, ChildKind::Worker));
        assert_eq!((spec.shutdown_kind(), spec.is_significant()), (Shutdown::After(5 * SECOND), false));
        assert_eq!(handled(top.get_childspec(Pid::current().unwrap()).await), NoSuchChild);
        top.stop().await.unwrap();
    })
    .await;
}

/// A child that is stuck for longer than its grace is killed, the other ends as told, and so does the supervisor.
#[otp_runtime::test(paused)]
async fn otp_supervisor_18_stuck_child() {
    leaks::checked(async {
        let notes = Notes::default();
        let top = child_of_test::<AnyChild>().await;
        let shutdown = Shutdown::After(SECOND);
        let willing = top.start_child(Worker::child().shutdown(shutdown).erase()).await.unwrap();
        let stuck = top.start_child(slow("stuck", &notes, 5 * SECOND).shutdown(shutdown).erase()).await.unwrap();
        let reasons = shut_down(&top, [willing.pid().unwrap(), stuck.pid().unwrap()]).await;
        assert_eq!(reasons, [ExitReason::Shutdown, ExitReason::Killed]);
    })
    .await;
}

/// Children that end as they like do not keep the supervisor from ending as told.
#[otp_runtime::test]
async fn otp_supervisor_22_other_reasons() {
    leaks::checked(async {
        for restart in [Restart::Permanent, Restart::Transient, Restart::Temporary] {
            let reasons = [ExitReason::Normal, ExitReason::Shutdown, ExitReason::shutdown_with("why not"), crash()];
            let top = child_of_test::<Headstrong>().await;
            let mut pids = Vec::new();
            for reason in &reasons {
                let child = top.start_child(Headstrong::child(reason.clone()).restart(restart)).await.unwrap();
                pids.push(child.pid().unwrap());
            }
            assert_eq!(shut_down(&top, [pids[0], pids[1], pids[2], pids[3]]).await, reasons);
        }
    })
    .await;
}

/// There are as many as were started, less those that were ended.
#[otp_runtime::test]
async fn otp_supervisor_24a_counts() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Worker>::builder().start_link().await.unwrap();
        assert_eq!((counts(&top).await, top.which_children().await), ((0, 0, 0, 0), Ok(vec![])));
        let mut pids = Vec::new();
        for started in 1..=5 {
            pids.push(top.start_child(Worker::child()).await.unwrap().pid().unwrap());
            assert_eq!(counts(&top).await, (started, started, 0, started));
        }
        let mut listed: Vec<_> = top.which_children().await.unwrap().iter().map(|child| child.pid().unwrap()).collect();
        listed.sort_unstable();
        assert_eq!(listed, pids);
        for pid in pids {
            top.terminate_child(pid).await.unwrap();
        }
        assert_eq!((counts(&top).await, top.which_children().await), ((0, 0, 0, 0), Ok(vec![])));
        top.stop().await.unwrap();
    })
    .await;
}

/// A child is ended by its pid, once; a stranger is left alone.
#[otp_runtime::test]
async fn otp_supervisor_24b_terminate_by_pid() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Worker>::builder().start_link().await.unwrap();
        let worker = top.start_child(Worker::child().restart(Restart::Temporary)).await.unwrap();
        let stranger = Worker::start_link().await.unwrap();
        assert_eq!(handled(top.terminate_child(stranger.pid().unwrap()).await), NoSuchChild);
        assert_eq!(stranger.asked().await, Ok(1));
        stranger.stop().await.unwrap();

        let dead = top.start_child(Worker::child().restart(Restart::Temporary)).await.unwrap();
        let pid = dead.pid().unwrap();
        ends(&top, &dead, crash()).await;
        assert_eq!(handled(top.terminate_child(pid).await), NoSuchChild);

        assert_eq!(top.terminate_child(worker.pid().unwrap()).await, Ok(()));
        assert_eq!((worker.pid(), counts(&top).await), (None, (0, 0, 0, 0)));
        top.stop().await.unwrap();
    })
    .await;
}

/// All children are told at once: it takes as long as the slowest, who is killed.
#[otp_runtime::test(paused)]
async fn otp_supervisor_36_shutdown_at_once() {
    leaks::checked(async {
        let notes = Notes::default();
        let top = child_of_test::<AnyChild>().await;
        let mut pids = Vec::new();
        for takes in [SECOND, SECOND, 10 * SECOND] {
            let child = slow("slow", &notes, takes).shutdown(Shutdown::After(2 * SECOND));
            pids.push(top.start_child(child.erase()).await.unwrap().pid().unwrap());
        }
        let begun = tokio::time::Instant::now();
        let reasons = shut_down(&top, [pids[0], pids[1], pids[2]]).await;
        assert_eq!(reasons, [ExitReason::Shutdown, ExitReason::Shutdown, ExitReason::Killed]);
        let took = begun.elapsed();
        assert!((2 * SECOND..3 * SECOND).contains(&took), "{took:?}");
    })
    .await;
}

/// What a start function tells besides the pid changes nothing about the child.
#[otp_runtime::test]
async fn otp_supervisor_37_extra_info() {
    leaks::checked(async {
        let top = DynamicSupervisor::<AnyChild>::builder().start_link().await.unwrap();
        let starts = Arc::new(AtomicUsize::new(0));
        let counted = starts.clone();
        let spec = ChildSpec::new("talkative", move || {
            let start = counted.fetch_add(1, SeqCst) + 1;
            async move { Ok(StartedChild::new(process::spawn_link(std::future::pending())).info(start)) }
        });
        let child = top.start_child(spec).await.unwrap();
        assert_eq!((child.info(), counts(&top).await), (Some(&1_usize), (1, 1, 0, 1)));
        let first = child.pid();
        let died = child.monitor();
        child.exit(ExitReason::Kill);
        died.await;
        assert_eq!((counts(&top).await, starts.load(SeqCst)), ((1, 1, 0, 1), 2));
        assert!(child.is_alive() && child.pid() != first);
        top.stop().await.unwrap();
    })
    .await;
}

/// One child that does not start again takes all others with it.
#[otp_runtime::test]
async fn otp_supervisor_38_escalation() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Worker>::builder().start().await.unwrap();
        let ended = top.monitor();
        let starts = Starts::default();
        let mut others = Vec::new();
        for _ in 0..3 {
            others.push(top.start_child(Worker::child()).await.unwrap().monitor());
        }
        let stubborn = top.start_child(starts.worker("stubborn")).await.unwrap();
        starts.refuse(true);
        stubborn.leave(crash());
        assert_eq!(ended.await.reason, ExitReason::Shutdown);
        for other in others {
            assert_eq!(other.await.reason, ExitReason::Shutdown);
        }
        assert_eq!(starts.attempts(), 4, "the first start, and three restarts within five seconds");
    })
    .await;
}

/// Starts a temporary child with a large argument, which is to be gone once the child has started.
async fn with_large_argument(top: &DynamicSupervisorClient) -> (Pid, Weak<Vec<u8>>) {
    let large = Arc::new(vec![0_u8; 1 << 20]);
    let watched = Arc::downgrade(&large);
    let spec = ChildSpec::new("a", move || {
        let bytes = large.len();
        async move { Ok(process::spawn_link(async move { assert_eq!(process::receive::<usize>().await, bytes) })) }
    });
    let child = top.start_child(spec.restart(Restart::Temporary)).await.unwrap();
    (child.pid().unwrap(), watched)
}

/// The arguments of a temporary child are not kept, before others have ended and after.
#[otp_runtime::test]
async fn otp_supervisor_39_arguments_not_kept() {
    leaks::checked(async {
        let top = DynamicSupervisor::<AnyChild>::builder().start_link().await.unwrap();
        let (first, large) = with_large_argument(&top).await;
        assert_eq!(large.strong_count(), 0);
        let died = first.monitor();
        first.exit(ExitReason::Kill);
        died.await;
        assert_eq!(counts(&top).await, (0, 0, 0, 0));
        for _ in 0..3 {
            let (pid, large) = with_large_argument(&top).await;
            assert_eq!((large.strong_count(), pid.is_alive()), (0, true));
        }

        // nor is what made the spec
        let large = Arc::new(vec![0_u8; 1 << 20]);
        let watched = Arc::downgrade(&large);
        let make = move |()| idle(if large.is_empty() { "small" } else { "large" }).restart(Restart::Temporary);
        top.start_child_with(move |()| make(())).await.unwrap();
        assert_eq!((watched.strong_count(), counts(&top).await), (0, (4, 4, 0, 4)));
        top.stop().await.unwrap();
    })
    .await;
}

/// There is no `auto_shutdown`: a significant child is refused, from the list of a supervisor and later.
#[otp_runtime::test]
async fn otp_supervisor_59_significant_refused() {
    leaks::checked(async {
        let top = DynamicSupervisor::<AnyChild>::builder().start_link().await.unwrap();
        for restart in [Restart::Temporary, Restart::Transient, Restart::Permanent] {
            let refused = top.start_child(idle("a").restart(restart).significant(true)).await;
            assert_eq!(handled(refused), DynamicStartError::InvalidSignificant);
        }
        assert_eq!(counts(&top).await, (0, 0, 0, 0));
        top.stop().await.unwrap();
    })
    .await;
}

/// A thousand children, and another thousand: what is listed is what is counted, until all are killed.
async fn many(kind: ChildKind) {
    let top = DynamicSupervisor::<AnyChild>::builder().start_link().await.unwrap();
    let spec = idle("a").restart(Restart::Temporary);
    let spec = if kind == ChildKind::Supervisor { spec.supervisor() } else { spec };
    let expected = |all: usize| if kind == ChildKind::Supervisor { (all, all, all, 0) } else { (all, all, 0, all) };
    for all in [1_000, 2_000] {
        for _ in 0..1_000 {
            top.start_child(spec.clone()).await.unwrap();
        }
        for _ in 0..2 {
            let children = top.which_children().await.unwrap();
            assert_eq!((children.len(), counts(&top).await), (all, expected(all)));
            assert!(children.iter().all(|child| child.kind == kind && child.pid().is_some_and(Pid::is_alive)));
        }
    }
    let pids: Vec<_> = top.which_children().await.unwrap().iter().filter_map(|child| child.pid()).collect();
    let monitors: Vec<_> = pids.iter().map(|pid| pid.monitor()).collect();
    pids.iter().for_each(|pid| pid.exit(ExitReason::Kill));
    for monitor in monitors {
        monitor.await;
    }
    assert_eq!((counts(&top).await, top.which_children().await), ((0, 0, 0, 0), Ok(vec![])));
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn otp_supervisor_69_many_workers() {
    leaks::checked(many(ChildKind::Worker)).await;
}

#[otp_runtime::test]
async fn otp_supervisor_70_many_supervisors() {
    leaks::checked(many(ChildKind::Supervisor)).await;
}

/// How long it takes to end so many children one by one.
async fn end_one_by_one(children: usize) -> Duration {
    let top = DynamicSupervisor::<Worker>::builder().start_link().await.unwrap();
    let mut pids = Vec::with_capacity(children);
    for _ in 0..children {
        let worker = top.start_child(Worker::child().restart(Restart::Temporary)).await.unwrap();
        pids.push(worker.pid().unwrap());
    }
    let begun = Instant::now();
    for pid in pids {
        top.terminate_child(pid).await.unwrap();
    }
    let took = begun.elapsed();
    top.stop().await.unwrap();
    took
}

/// Ten times as many children take about ten times as long to end. A busy machine can spoil a measurement, but not each.
#[otp_runtime::test]
async fn otp_supervisor_75_scale() {
    leaks::checked(async {
        let mut measured = Vec::new();
        while measured.len() < 5 {
            let (few, many) = (end_one_by_one(1_000).await, end_one_by_one(10_000).await);
            if many < 50 * few {
                return;
            }
            measured.push((few, many));
        }
        panic!("for 1,000 and for 10,000: {measured:?}");
    })
    .await;
}

/// A child that cannot start again: it can be ended, and so can its supervisor.
#[otp_runtime::test]
async fn otp_supervisor_80_restart_loop() {
    leaks::checked(async {
        process::trap_exit(true);
        let top = DynamicSupervisor::<Worker>::builder().max_restarts(u32::MAX).start_link().await.unwrap();
        for round in 1..=2 {
            let starts = Starts::default();
            let worker = top.start_child(starts.worker("stubborn")).await.unwrap();
            let pid = worker.pid().unwrap();
            starts.refuse(true);
            ends(&top, &worker, crash()).await;
            starts.reach(5).await;
            let children = top.which_children().await.unwrap();
            let states: Vec<_> = children.iter().map(|child| child.state).collect();
            assert_eq!((states, counts(&top).await), (vec![ChildState::Restarting], (1, 0, 0, 1)));
            if round == 1 {
                top.terminate_child(pid).await.unwrap();
                assert_eq!(top.which_children().await, Ok(vec![]));
            }
        }
        shut_down(&top, []).await;
    })
    .await;
}
