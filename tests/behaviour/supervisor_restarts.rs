//! Supervisors by the book: how many restarts are too many, and restarts that fail.

use crate::children::{
    Notes, Starts, Worker, below, careful, counts, crash, ends, idle, ids, killed, listed, pids, settled, worker,
};
use crate::leaks;
use crate::support::soon;
use otp_runtime::prelude::*;
use otp_runtime::{ChildState, RestartChildError, SupervisorClient, process};
use std::time::Duration;
use tokio::time::Instant;

/// Whether a supervisor that allows one restart in a second survives two crashes at these moments of the clock.
async fn survives(first: u64, second: u64) -> bool {
    let begun = Instant::now();
    let at = |ms| tokio::time::sleep_until(begun + Duration::from_millis(ms));
    let top = Supervisor::builder(Strategy::OneForOne).max_restarts(1).max_seconds(1);
    let top = top.child(worker("a")).start().await.unwrap();
    at(first).await;
    ends(&top, "a", crash()).await;
    assert_eq!(counts(&top).await, (1, 1, 0, 1));
    at(second).await;
    let down = top.monitor();
    ends(&top, "a", crash()).await;
    if top.is_alive() {
        top.stop().await.unwrap();
        return true;
    }
    assert_eq!(down.await.reason, ExitReason::Shutdown);
    false
}

#[otp_runtime::test(paused)]
async fn restarts_at_0_05_and_1_90_seconds_are_within_one_second() {
    leaks::checked(async { assert!(!survives(50, 1_900).await) }).await;
}

#[otp_runtime::test(paused)]
async fn restarts_at_0_90_and_2_05_seconds_are_not_within_one_second() {
    leaks::checked(async { assert!(survives(900, 2_050).await) }).await;
}

/// The window slides: of three restarts any two that are close together count.
#[otp_runtime::test(paused)]
async fn the_window_slides() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).max_restarts(2).max_seconds(10);
        let top = top.children([worker("a"), worker("b")]).start().await.unwrap();
        for id in ["a", "b", "a", "b"] {
            ends(&top, id, crash()).await;
            process::sleep(Duration::from_secs(6)).await;
        }
        assert_eq!(counts(&top).await, (2, 2, 0, 2));
        ends(&top, "a", crash()).await;
        let down = top.monitor();
        ends(&top, "b", crash()).await;
        assert_eq!(down.await.reason, ExitReason::Shutdown);
    })
    .await;
}

/// With no restart allowed the first that is due is the end, without an attempt.
#[otp_runtime::test]
async fn the_restart_that_is_too_many_is_not_tried() {
    leaks::checked(async {
        let starts = Starts::default();
        for reason in [crash(), ExitReason::Normal] {
            let top = Supervisor::builder(Strategy::OneForAll).max_restarts(0);
            let top = top.child(worker("a")).child(starts.worker("b").restart(Restart::Temporary));
            let top = top.child(starts.worker("c")).start().await.unwrap();
            let before = starts.attempts();
            ends(&top, "b", crash()).await;
            assert_eq!(counts(&top).await, (2, 2, 0, 2), "a temporary child asks for none");
            let (down, elder) = (top.monitor(), top.child::<Worker>("a").monitor());
            ends(&top, "c", reason).await;
            assert_eq!(down.await.reason, ExitReason::Shutdown);
            assert_eq!(elder.await.reason, ExitReason::Shutdown);
            assert_eq!(starts.attempts(), before);
        }
    })
    .await;
}

/// What is asked for does not count.
#[otp_runtime::test]
async fn terminate_and_restart_do_not_count() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).max_restarts(1).child(worker("a")).start().await.unwrap();
        for _ in 0..20 {
            top.terminate_child("a").await.unwrap();
            top.restart_child("a").await.unwrap();
        }
        ends(&top, "a", crash()).await;
        assert_eq!(counts(&top).await, (1, 1, 0, 1));
        top.stop().await.unwrap();
    })
    .await;
}

/// A permanent child's clean end counts, a transient one's does not.
#[otp_runtime::test]
async fn clean_ends_of_permanent_children_count() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).max_restarts(1);
        let top = top.child(worker("a")).child(worker("b").restart(Restart::Transient)).start().await.unwrap();
        for _ in 0..5 {
            ends(&top, "b", ExitReason::Normal).await;
            top.restart_child("b").await.unwrap();
        }
        ends(&top, "a", ExitReason::Normal).await;
        assert_eq!(counts(&top).await, (2, 2, 0, 2));
        let down = top.monitor();
        ends(&top, "a", ExitReason::Normal).await;
        assert_eq!(down.await.reason, ExitReason::Shutdown);
    })
    .await;
}

/// While a restart fails again and again, all requests are served.
#[otp_runtime::test]
async fn requests_are_served_between_attempts() {
    leaks::checked(async {
        for strategy in [Strategy::OneForOne, Strategy::OneForAll, Strategy::RestForOne] {
            let starts = Starts::default();
            let top = Supervisor::builder(strategy).max_restarts(u32::MAX);
            let top = top.child(worker("a")).child(starts.worker("b")).child(worker("c")).start().await.unwrap();
            starts.refuse(true);
            killed(&top, "b").await;
            let reached = starts.attempts();
            let c = if strategy == Strategy::OneForOne { 1 } else { 0 };
            for _ in 0..10 {
                assert_eq!(counts(&top).await, (3, 1 + c, 0, 3), "{strategy:?}");
                assert_eq!(listed(&top, "b").await.unwrap().state, ChildState::Restarting);
            }
            soon(top.start_child(idle("d"))).await.unwrap();
            soon(top.terminate_child("d")).await.unwrap();
            soon(top.delete_child("d")).await.unwrap();
            assert!(top.get_childspec("c").await.is_ok());
            if strategy != Strategy::OneForOne {
                assert_eq!(listed(&top, "c").await.unwrap().state, ChildState::Stopped, "its turn has not come");
            }
            soon(starts.reach(reached + 10)).await;
            starts.refuse(false);
            while counts(&top).await.1 != 3 {
                tokio::task::yield_now().await;
            }
            assert_eq!(ids(&top).await, ["a", "b", "c"]);
            top.stop().await.unwrap();
        }
    })
    .await;
}

/// Three children that note what happens to them, of which the middle one refuses to start.
async fn with_a_refusing_middle(strategy: Strategy, notes: &Notes) -> (SupervisorClient, Starts) {
    let starts = Starts::default();
    let top = Supervisor::builder(strategy).max_restarts(3).max_seconds(3600);
    let top =
        top.child(worker("first")).child(careful("a", notes)).child(starts.worker("b")).child(careful("c", notes));
    let top = top.start().await.unwrap();
    notes.take();
    starts.refuse(true);
    (top, starts)
}

/// One for all: each attempt takes down those that are up again, and starts over from the oldest.
#[otp_runtime::test]
async fn one_for_all_starts_over() {
    leaks::checked(async {
        let notes = Notes::default();
        let (top, starts) = with_a_refusing_middle(Strategy::OneForAll, &notes).await;
        let down = top.monitor();
        ends(&top, "first", crash()).await;
        assert_eq!(down.await.reason, ExitReason::Shutdown);
        let once = ["a starts", "a ends: shutdown"];
        let expected = [["c ends: shutdown", "a ends: shutdown"], once, once, once].concat();
        assert_eq!(notes.take(), expected);
        assert_eq!(starts.attempts(), 1 + 3);
    })
    .await;
}

/// Rest for one: each attempt starts over from the child that failed, and leaves those before it alone.
#[otp_runtime::test]
async fn rest_for_one_goes_on_from_the_one_that_failed() {
    leaks::checked(async {
        let notes = Notes::default();
        let (top, starts) = with_a_refusing_middle(Strategy::RestForOne, &notes).await;
        let down = top.monitor();
        ends(&top, "first", crash()).await;
        assert_eq!(down.await.reason, ExitReason::Shutdown);
        assert_eq!(notes.take(), ["c ends: shutdown", "a ends: shutdown", "a starts", "a ends: shutdown"]);
        assert_eq!(starts.attempts(), 1 + 3);
    })
    .await;
}

/// When the start succeeds at last, the rest of the group comes up after it.
#[otp_runtime::test]
async fn the_rest_of_a_group_follows() {
    leaks::checked(async {
        for (strategy, of_a) in [(Strategy::OneForAll, "a starts"), (Strategy::RestForOne, "c starts")] {
            let (notes, starts) = (Notes::default(), Starts::default());
            let top = Supervisor::builder(strategy).max_restarts(u32::MAX);
            let top = top.child(careful("a", &notes)).child(starts.worker("b")).child(careful("c", &notes));
            let top = top.start().await.unwrap();
            let elder = pids(&top, ["a"]);
            notes.take();
            starts.refuse(true);
            killed(&top, "b").await;
            soon(starts.reach(10)).await;
            starts.refuse(false);
            while counts(&top).await.1 != 3 {
                tokio::task::yield_now().await;
            }
            let lines = notes.take();
            assert_eq!(
                (lines.first().unwrap().as_str(), lines.last().unwrap().as_str()),
                ("c ends: shutdown", "c starts")
            );
            assert!(lines.iter().any(|line| line == of_a));
            assert_eq!(pids(&top, ["a"]) == elder, strategy == Strategy::RestForOne);
            top.stop().await.unwrap();
        }
    })
    .await;
}

/// A group restart starts those as well that had been stopped before.
#[otp_runtime::test]
async fn a_group_restart_starts_stopped_children_too() {
    leaks::checked(async {
        for (strategy, first) in [(Strategy::OneForAll, true), (Strategy::RestForOne, false)] {
            let transient = |id| worker(id).restart(Restart::Transient);
            let top =
                Supervisor::builder(strategy).children([transient("a"), worker("b"), transient("c"), worker("d")]);
            let top = top.start().await.unwrap();
            for id in ["a", "c"] {
                ends(&top, id, ExitReason::Normal).await;
            }
            top.terminate_child("d").await.unwrap();
            assert_eq!(counts(&top).await, (4, 1, 0, 4));
            ends(&top, "b", crash()).await;
            let running = pids(&top, ["a", "b", "c", "d"]).map(|pid| pid.is_some());
            assert_eq!(running, [first, true, true, true]);
            top.stop().await.unwrap();
        }
    })
    .await;
}

/// A temporary child that was added while a group restart fails is dropped at the next attempt.
#[otp_runtime::test]
async fn an_attempt_drops_temporary_children() {
    leaks::checked(async {
        for strategy in [Strategy::OneForAll, Strategy::RestForOne] {
            let starts = Starts::default();
            let top =
                Supervisor::builder(strategy).max_restarts(u32::MAX).child(starts.worker("a")).start().await.unwrap();
            starts.refuse(true);
            killed(&top, "a").await;
            let added = top.start_child(worker("b").restart(Restart::Temporary)).await.unwrap();
            let died = added.pid().map(Pid::monitor);
            if let Some(died) = died {
                // `NoProc`: the next attempt was sooner
                assert!(matches!(soon(died).await.reason, ExitReason::Shutdown | ExitReason::NoProc));
            }
            starts.refuse(false);
            while counts(&top).await != (1, 1, 0, 1) {
                tokio::task::yield_now().await;
            }
            assert_eq!(ids(&top).await, ["a"]);
            top.stop().await.unwrap();
        }
    })
    .await;
}

/// Several restarts that fail at the same time are tried in turn, and each can be called off.
#[otp_runtime::test]
async fn restarts_fail_side_by_side() {
    leaks::checked(async {
        let (first, second) = (Starts::default(), Starts::default());
        let top = Supervisor::builder(Strategy::OneForOne).max_restarts(u32::MAX);
        let top = top.children([first.worker("a"), second.worker("b")]).start().await.unwrap();
        for starts in [&first, &second] {
            starts.refuse(true);
        }
        killed(&top, "a").await;
        killed(&top, "b").await;
        soon(first.reach(20)).await;
        soon(second.reach(20)).await;
        top.terminate_child("a").await.unwrap();
        let attempts = first.attempts();
        soon(second.reach(second.attempts() + 10)).await;
        assert_eq!(first.attempts(), attempts);
        first.refuse(false);
        let again = top.restart_child("a").await.unwrap();
        assert!(again.is_alive());
        let refused = top.restart_child("b").await.err();
        assert_eq!(refused, Some(CallError::Handler(RestartChildError::Restarting)));
        top.stop().await.unwrap();
    })
    .await;
}

/// A supervisor that gives up ends with `Shutdown`: a permanent one is started again, a transient one is not.
#[otp_runtime::test]
async fn a_supervisor_that_gives_up() {
    leaks::checked(async {
        for restart in [Restart::Permanent, Restart::Transient, Restart::Temporary] {
            let inner = Supervisor::builder(Strategy::OneForOne).max_restarts(0).child(worker("a"));
            let top =
                Supervisor::builder(Strategy::OneForOne).max_restarts(1).child(below("inner", inner).restart(restart));
            let top = top.start().await.unwrap();
            let inner = top.child::<Supervisor>("inner");
            inner.start_child(worker("added")).await.unwrap();
            let down = inner.monitor();
            ends(&inner, "a", crash()).await;
            assert_eq!(down.await.reason, ExitReason::Shutdown);
            settled(&top).await;
            let left = listed(&top, "inner").await.map(|child| child.pid().is_some());
            match restart {
                Restart::Permanent => {
                    assert_eq!(left, Some(true));
                    assert_eq!(ids(&inner).await, ["a"], "what was added is gone");
                    let down = top.monitor();
                    ends(&inner, "a", crash()).await;
                    assert_eq!(down.await.reason, ExitReason::Shutdown, "it counted");
                    continue;
                }
                Restart::Transient => assert_eq!(left, Some(false)),
                Restart::Temporary => assert_eq!(left, None),
            }
            top.stop().await.unwrap();
        }
    })
    .await;
}

/// A supervisor whose own start fails at a restart is tried again like any child.
#[otp_runtime::test]
async fn a_supervisor_that_does_not_come_up_again() {
    leaks::checked(async {
        let (starts, notes) = (Starts::default(), Notes::default());
        let inner = Supervisor::builder(Strategy::OneForOne).child(careful("a", &notes)).child(starts.worker("b"));
        let top = Supervisor::builder(Strategy::OneForOne).max_restarts(2).child(below("inner", inner));
        let top = top.start().await.unwrap();
        notes.take();
        starts.refuse(true);
        let down = top.monitor();
        killed(&top, "inner").await;
        assert_eq!(down.await.reason, ExitReason::Shutdown);
        let mut lines = notes.take();
        // the one of the supervisor that was killed ends in its own time
        lines.retain(|line| line != "a ends: killed");
        let once = ["a starts", "a ends: shutdown"];
        assert_eq!(lines, [once, once].concat());
        assert_eq!(starts.attempts(), 1 + 2);
    })
    .await;
}

/// All significant: one that is being restarted still counts as running.
#[otp_runtime::test]
async fn a_restarting_significant_child_counts_as_running() {
    leaks::checked(async {
        let starts = Starts::default();
        let significant = |spec: ChildSpec<Worker>| spec.restart(Restart::Transient).significant(true);
        let top = Supervisor::builder(Strategy::OneForOne).max_restarts(u32::MAX);
        let top = top.auto_shutdown(AutoShutdown::AllSignificant).child(significant(worker("a")));
        let top = top.child(significant(starts.worker("b"))).start().await.unwrap();
        starts.refuse(true);
        ends(&top, "b", crash()).await;
        ends(&top, "a", ExitReason::Normal).await;
        assert_eq!(counts(&top).await, (2, 0, 0, 2));
        starts.refuse(false);
        let down = top.monitor();
        assert_eq!(top.child::<Worker>("b").asked().wait().await, Ok(1));
        ends(&top, "b", ExitReason::Normal).await;
        assert_eq!(down.await.reason, ExitReason::Shutdown);
    })
    .await;
}

/// A significant supervisor that shuts down by itself can take the one above it along.
#[otp_runtime::test]
async fn shutting_down_goes_up_the_tree() {
    leaks::checked(async {
        let significant = |spec: ChildSpec<Worker>| spec.restart(Restart::Transient).significant(true);
        let inner = Supervisor::builder(Strategy::OneForOne).auto_shutdown(AutoShutdown::AnySignificant);
        let inner = below("inner", inner.child(significant(worker("a"))));
        let top = Supervisor::builder(Strategy::OneForOne).auto_shutdown(AutoShutdown::AnySignificant);
        let top =
            top.child(idle("other")).child(inner.restart(Restart::Transient).significant(true)).start().await.unwrap();
        let (down, other) = (top.monitor(), top.child::<AnyChild>("other").monitor());
        ends(&top.child::<Supervisor>("inner"), "a", ExitReason::Normal).await;
        assert_eq!(down.await.reason, ExitReason::Shutdown);
        assert_eq!(other.await.reason, ExitReason::Shutdown);
    })
    .await;
}
