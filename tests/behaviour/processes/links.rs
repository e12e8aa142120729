//! Links: between whom, how many, and when they are gone.

use super::Kind::{Plain, Server};
use super::Outcome::Heard;
use super::{KINDS, TRAPS, ask, dead, error, order, outcome};
use ExitReason::{NoProc, Shutdown};
use otp_runtime::prelude::*;
use otp_runtime::{assert_receive, process};

#[otp_runtime::test]
async fn a_link_goes_both_ways() {
    let me = Pid::current().unwrap();
    let (one, two) = (Plain.start(TRAPS).await, Server.start(TRAPS).await);
    process::link(one);
    process::link(two);
    assert_eq!(process::links(), [one, two]);
    assert_eq!(process::info(one).unwrap().links, [me]);
    assert_eq!(process::info(two).unwrap().links, [me]);
    process::unlink(one);
    assert_eq!(process::links(), [two]);
    assert_eq!(process::info(one).unwrap().links, []);
}

#[otp_runtime::test]
async fn two_processes_have_one_link_at_most() {
    process::trap_exit(true);
    let me = Pid::current().unwrap();
    let pid = Plain.start(!TRAPS).await;
    process::link(pid);
    process::link(pid);
    order(pid, move || process::link(me)).await;
    assert_eq!(process::links(), [pid]);
    let monitor = pid.monitor();
    pid.exit(error());
    monitor.await;
    assert_receive!(Exit { .. });
    assert_eq!(process::queue_len(), 0);

    let pid = Plain.start(!TRAPS).await;
    process::link(pid);
    process::link(pid);
    process::unlink(pid);
    assert_eq!(process::links(), []);
    pid.exit(error());
    pid.monitor().await;
    assert_eq!(process::queue_len(), 0);
}

#[otp_runtime::test]
async fn a_link_to_oneself_is_none() {
    let pid = Plain.start(TRAPS).await;
    order(pid, move || process::link(pid)).await;
    assert_eq!(ask(pid).await, Some(vec![]));
    assert_eq!(process::info(pid).unwrap().links, []);
}

#[otp_runtime::test]
async fn linking_to_the_dead_is_a_signal() {
    let nobody = dead().await;
    for kind in KINDS {
        let pid = kind.start(TRAPS).await;
        let monitor = pid.monitor();
        order(pid, move || process::link(nobody)).await;
        assert_eq!(outcome(pid, nobody, monitor).await, Heard(NoProc), "{kind:?}");
        assert_eq!(process::info(pid).unwrap().links, []);

        let pid = kind.start(!TRAPS).await;
        let monitor = pid.monitor();
        order(pid, move || process::link(nobody)).await;
        assert_eq!(monitor.await.reason, NoProc, "{kind:?}");
    }
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_linked_child_dies_unnoticed() {
    process::trap_exit(true);
    for _ in 0..200 {
        let pid = process::spawn_link(async { otp_runtime::exit(Shutdown) });
        assert_receive!(Exit { from, reason: Shutdown } if *from == pid);
    }
}

#[otp_runtime::test]
async fn unlink_leaves_an_exit_that_has_arrived() {
    process::trap_exit(true);
    let (gone, stays) = (Plain.start(!TRAPS).await, Plain.start(!TRAPS).await);
    for pid in [gone, stays] {
        process::link(pid);
        pid.exit(error());
        pid.monitor().await;
        process::unlink(pid);
    }
    assert_eq!(process::queue_len(), 2);
    process::flush_exits(gone);
    assert_eq!(process::receive::<Exit>().await.from, stays);
    assert_eq!(process::queue_len(), 0);
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_link_arrives_after_unlink() {
    process::trap_exit(true);
    for round in 0..500 {
        let pid = process::spawn_link(async { otp_runtime::exit(Shutdown) });
        if round % 2 == 0 {
            tokio::task::yield_now().await;
        }
        process::unlink(pid);
        process::flush_exits(pid);
        pid.monitor().await;
        assert_eq!(process::queue_len(), 0, "round {round}");
    }
}

#[otp_runtime::test]
async fn the_other_side_may_unlink_too() {
    let me = Pid::current().unwrap();
    let pid = Plain.start(!TRAPS).await;
    process::link(pid);
    order(pid, move || process::unlink(me)).await;
    assert_eq!(process::links(), []);
    pid.exit(error());
    // this process does not trap: the link would end it
    pid.monitor().await;
}
