//! Suite `otp.supervisor`: who is restarted when a child has ended by itself, and how often.

use super::children::{
    Careful, Notes, Starts, Worker, below, careful, counts, crash, ends, idle, ids, killed, listed, pids, settled,
    worker,
};
use super::leaks;
use otp_runtime::prelude::*;
use otp_runtime::{ChildState, SupervisorClient, process};
use std::time::Duration;

/// A supervisor of three workers with two restarts.
async fn trio(strategy: Strategy) -> SupervisorClient {
    let children = ["a", "b", "c"].map(worker);
    Supervisor::builder(strategy).max_restarts(2).max_seconds(3600).children(children).start().await.unwrap()
}

const TRIO: [&str; 3] = ["a", "b", "c"];

/// Which of the three run as another process than before.
async fn replaced_by(top: &SupervisorClient, id: &str) -> [bool; 3] {
    let before = pids(top, TRIO);
    ends(top, id, crash()).await;
    let after = pids(top, TRIO);
    assert_eq!(counts(top).await, (3, 3, 0, 3));
    std::array::from_fn(|at| before[at] != after[at])
}

/// With two restarts allowed the third crash, of whichever child, is the supervisor's end, and its children's.
async fn third_crash_ends(strategy: Strategy) {
    let top = trio(strategy).await;
    ends(&top, "a", crash()).await;
    ends(&top, "b", crash()).await;
    assert_eq!(counts(&top).await, (3, 3, 0, 3));
    let (down, others) = (top.monitor(), ["a", "b"].map(|id| top.child::<Worker>(id).monitor()));
    ends(&top, "c", crash()).await;
    assert_eq!(down.await.reason, ExitReason::Shutdown);
    for other in others {
        assert_eq!(other.await.reason, ExitReason::Shutdown);
    }
}

/// Restarts that are long past do not count.
#[otp_runtime::test(paused)]
async fn otp_supervisor_29_old_restarts_leave_the_window() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).max_restarts(1).max_seconds(1);
        let top = top.child(worker("a")).start_link().await.unwrap();
        for _ in 0..4 {
            let [before] = pids(&top, ["a"]);
            ends(&top, "a", crash()).await;
            assert_ne!(pids(&top, ["a"]), [before]);
            assert_eq!(counts(&top).await, (1, 1, 0, 1));
            process::sleep(Duration::from_millis(2100)).await;
        }
        top.stop().await.unwrap();
    })
    .await;
}

/// One for one: the others are left alone.
#[otp_runtime::test]
async fn otp_supervisor_30a_one_for_one() {
    leaks::checked(async {
        let top = trio(Strategy::OneForOne).await;
        assert_eq!(replaced_by(&top, "b").await, [false, true, false]);
        top.stop().await.unwrap();
    })
    .await;
}

/// One for one: restarts of all children count together.
#[otp_runtime::test]
async fn otp_supervisor_30b_intensity() {
    leaks::checked(third_crash_ends(Strategy::OneForOne)).await;
}

/// One for all: the others are shut down, and all start anew.
#[otp_runtime::test]
async fn otp_supervisor_32a_one_for_all() {
    leaks::checked(async {
        let top = trio(Strategy::OneForAll).await;
        let others = ["a", "c"].map(|id| top.child::<Worker>(id).monitor());
        assert_eq!(replaced_by(&top, "b").await, [true, true, true]);
        for other in others {
            assert_eq!(other.await.reason, ExitReason::Shutdown);
        }
        top.stop().await.unwrap();
    })
    .await;
}

/// One for all: a restart of all counts once.
#[otp_runtime::test]
async fn otp_supervisor_32b_intensity() {
    leaks::checked(third_crash_ends(Strategy::OneForAll)).await;
}

/// A sibling that cannot start again is tried until it is too much; then all are gone.
async fn escalates(strategy: Strategy) {
    let (first, last) = (Starts::default(), Starts::default());
    let top = Supervisor::builder(strategy).max_restarts(4).max_seconds(3600);
    let top = top.children([first.worker("a"), last.worker("b")]).start().await.unwrap();
    last.refuse(true);
    let down = top.monitor();
    ends(&top, "a", crash()).await;
    assert_eq!(down.await.reason, ExitReason::Shutdown);
    let of_first = if strategy == Strategy::OneForAll { 4 } else { 1 };
    assert_eq!((first.attempts(), last.attempts()), (1 + of_first, 1 + 4), "one restart, three more attempts");
}

/// One for all: each attempt counts, and starts over from the first.
#[otp_runtime::test]
async fn otp_supervisor_33_one_for_all_escalation() {
    leaks::checked(escalates(Strategy::OneForAll)).await;
}

/// Rest for one: the child and those after it start anew.
#[otp_runtime::test]
async fn otp_supervisor_40a_rest_for_one() {
    leaks::checked(async {
        let top = trio(Strategy::RestForOne).await;
        assert_eq!(replaced_by(&top, "b").await, [false, true, true]);
        assert_eq!(replaced_by(&top, "c").await, [false, false, true]);
        top.stop().await.unwrap();
    })
    .await;
}

/// Rest for one: a restart of several counts once.
#[otp_runtime::test]
async fn otp_supervisor_40b_intensity() {
    leaks::checked(third_crash_ends(Strategy::RestForOne)).await;
}

/// Rest for one: each attempt counts, and starts over from the one that failed.
#[otp_runtime::test]
async fn otp_supervisor_41_rest_for_one_escalation() {
    leaks::checked(escalates(Strategy::RestForOne)).await;
}

/// What becomes of a child of each type with these reasons, `a` among others.
async fn after(restart: Restart, reasons: &[ExitReason], check: impl AsyncFn(&SupervisorClient, Option<Pid>)) {
    let top = Supervisor::builder(Strategy::OneForOne).max_restarts(u32::MAX).child(idle("other")).start_link();
    let top = top.await.unwrap();
    for reason in reasons {
        let child = top.start_child(worker("a").restart(restart)).await.unwrap();
        let (other, first) = (pids(&top, ["other"]), child.pid());
        ends(&top, "a", reason.clone()).await;
        check(&top, first).await;
        assert_eq!(pids(&top, ["other"]), other);
        if listed(&top, "a").await.is_some() {
            top.terminate_child("a").await.unwrap();
            top.delete_child("a").await.unwrap();
        }
    }
    top.stop().await.unwrap();
}

fn shutdowns() -> [ExitReason; 2] {
    [ExitReason::Shutdown, ExitReason::shutdown_with("moved out")]
}

async fn restarted(top: &SupervisorClient, before: Option<Pid>) {
    let now = top.child::<Worker>("a").pid();
    assert!(now.is_some() && now != before);
    assert_eq!(top.child::<Worker>("a").asked().await, Ok(1));
    assert_eq!(counts(top).await, (2, 2, 0, 2));
}

async fn kept(top: &SupervisorClient, _: Option<Pid>) {
    assert_eq!(listed(top, "a").await.unwrap().state, ChildState::Stopped);
    assert_eq!(counts(top).await, (2, 1, 0, 2));
    assert!(top.restart_child("a").await.unwrap().is_alive());
}

async fn forgotten(top: &SupervisorClient, _: Option<Pid>) {
    assert_eq!(ids(top).await, ["other"]);
    assert_eq!(counts(top).await, (1, 1, 0, 1));
}

#[otp_runtime::test]
async fn otp_supervisor_43_permanent_normal() {
    leaks::checked(after(Restart::Permanent, &[ExitReason::Normal], restarted)).await;
}

#[otp_runtime::test]
async fn otp_supervisor_44_transient_normal() {
    leaks::checked(after(Restart::Transient, &[ExitReason::Normal], kept)).await;
}

#[otp_runtime::test]
async fn otp_supervisor_45_temporary_normal() {
    leaks::checked(after(Restart::Temporary, &[ExitReason::Normal], forgotten)).await;
}

#[otp_runtime::test]
async fn otp_supervisor_46_permanent_shutdown() {
    leaks::checked(after(Restart::Permanent, &shutdowns(), restarted)).await;
}

#[otp_runtime::test]
async fn otp_supervisor_47_transient_shutdown() {
    leaks::checked(after(Restart::Transient, &shutdowns(), kept)).await;
}

/// The same spec is started for each reason.
#[otp_runtime::test]
async fn otp_supervisor_48_temporary_shutdown() {
    leaks::checked(after(Restart::Temporary, &shutdowns(), forgotten)).await;
}

fn errors() -> [ExitReason; 4] {
    [crash(), ExitReason::NoProc, ExitReason::Timeout, ExitReason::Kill]
}

#[otp_runtime::test]
async fn otp_supervisor_50_permanent_abnormal() {
    leaks::checked(after(Restart::Permanent, &errors(), restarted)).await;
}

#[otp_runtime::test]
async fn otp_supervisor_51_transient_abnormal() {
    leaks::checked(after(Restart::Transient, &errors(), restarted)).await;
}

#[otp_runtime::test]
async fn otp_supervisor_52_temporary_abnormal() {
    leaks::checked(after(Restart::Temporary, &errors(), forgotten)).await;
}

/// A temporary child that goes down with its group is forgotten, and the group starts without it.
#[otp_runtime::test]
async fn otp_supervisor_76_temporary_bystander() {
    leaks::checked(async {
        for strategy in [Strategy::OneForAll, Strategy::RestForOne] {
            let top = Supervisor::builder(strategy).child(worker("a"));
            let top = top.child(worker("b").restart(Restart::Temporary)).child(worker("c")).start_link().await.unwrap();
            let (before, bystander) = (pids(&top, TRIO), top.child::<Worker>("b").monitor());
            ends(&top, "a", crash()).await;
            assert_eq!(bystander.await.reason, ExitReason::Shutdown);
            let [a, b, c] = pids(&top, TRIO);
            assert!(a.is_some() && a != before[0] && b.is_none() && c.is_some() && c != before[2]);
            assert_eq!(ids(&top).await, ["a", "c"]);
            top.stop().await.unwrap();
        }
    })
    .await;
}

/// In a tree of three levels with names whoever goes comes back under its name, until the top goes.
#[otp_runtime::test]
async fn otp_supervisor_77_named_tree() {
    const NAMES: [&str; 3] = ["top", "middle", "worker"];
    leaks::checked(async {
        let middle = Supervisor::builder(Strategy::OneForOne).child(Worker::child().name("worker").id("worker"));
        let middle = below("middle", middle).name("middle");
        let top = Supervisor::builder(Strategy::OneForOne).max_restarts(9).child(middle);
        let top = top.start().name("top").await.unwrap();
        let (middle, worker) = (Supervisor::named("middle"), Worker::named("worker"));
        let pids = || NAMES.map(process::whereis);
        let mut before = pids();
        assert!(before.iter().all(Option::is_some));

        killed(&top, "middle").await;
        assert_eq!(worker.asked().wait().await, Ok(1));
        let now = pids();
        assert!(now[1].is_some() && now[1] != before[1] && now[2] != before[2]);
        before = now;

        killed(&middle, "worker").await;
        ends(&middle, "worker", crash()).await;
        assert_eq!(worker.asked().await, Ok(1));
        assert_ne!(pids()[2], before[2]);
        before = pids();

        middle.terminate_child("worker").await.unwrap();
        assert_eq!(pids(), [before[0], before[1], None]);
        middle.restart_child("worker").await.unwrap();
        assert_eq!(worker.asked().await, Ok(1));

        let ends = [middle.monitor(), worker.monitor()];
        top.exit(ExitReason::Kill);
        for end in ends {
            assert!(matches!(end.await.reason, ExitReason::Killed | ExitReason::Shutdown));
        }
        assert_eq!(pids(), [None; 3]);
    })
    .await;
}

/// Rest for one: those after the one that crashed go down youngest first, and come up oldest first.
#[otp_runtime::test]
async fn otp_supervisor_85b_order_of_a_group_restart() {
    leaks::checked(async {
        let notes = Notes::default();
        let top = Supervisor::builder(Strategy::RestForOne);
        let top = top.children(["1", "2", "3", "4", "5"].map(|id| careful(id, &notes))).start_link().await.unwrap();
        let before = pids(&top, ["1", "2"]);
        notes.take();
        let third = top.child::<Careful>("3");
        let died = third.monitor();
        third.leave(crash());
        died.await;
        settled(&top).await;
        let expected = ["3 ends: crash", "5 ends: shutdown", "4 ends: shutdown", "3 starts", "4 starts", "5 starts"];
        assert_eq!(notes.take(), expected);
        assert_eq!(pids(&top, ["1", "2"]), before);
        top.stop().await.unwrap();
    })
    .await;
}
