//! Suite `otp.supervisor`: children that are asked for, listed and counted.

use super::children::{Starts, Worker, counts, crash, ends, idle, ids, killed, listed, no_luck, pids, settled, worker};
use super::leaks;
use otp_runtime::prelude::*;
use otp_runtime::{
    CallSite, ChildRef, ChildStartError, ChildState, DeleteChildError, NoSuchChild, RestartChildError, StartChildError,
    StartedChild, SupervisorClient, process,
};
use std::sync::Arc;

const STRATEGIES: [Strategy; 3] = [Strategy::OneForOne, Strategy::OneForAll, Strategy::RestForOne];

/// A supervisor that never gives up.
async fn patient(strategy: Strategy) -> SupervisorClient {
    Supervisor::builder(strategy).max_restarts(u32::MAX).start_link().await.unwrap()
}

/// The handler's own error.
fn handled<T: std::fmt::Debug, E: std::fmt::Debug>(outcome: Result<T, CallError<E>>) -> E {
    match outcome {
        Err(CallError::Handler(error)) => error,
        other => panic!("not refused: {other:?}"),
    }
}

/// An id that is taken is refused: with the pid, while that child runs.
#[otp_runtime::test]
async fn otp_supervisor_23a_id_taken() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(worker("a")).start_link().await.unwrap();
        let running = top.child::<Worker>("a").pid().unwrap();
        assert_eq!(handled(top.start_child(worker("a")).await), StartChildError::AlreadyStarted(running));
        top.terminate_child("a").await.unwrap();
        assert_eq!(handled(top.start_child(worker("a")).await), StartChildError::AlreadyPresent);
        assert_eq!(counts(&top).await, (1, 0, 0, 1));
        top.stop().await.unwrap();
    })
    .await;
}

/// Only a child that is there and does not run is deleted, and is then unknown.
#[otp_runtime::test]
async fn otp_supervisor_23d_delete() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(worker("a")).start_link().await.unwrap();
        assert_eq!(handled(top.delete_child("a").await), DeleteChildError::Running);
        assert_eq!(handled(top.delete_child("b").await), DeleteChildError::NotFound);
        assert_eq!(handled(top.terminate_child("b").await), NoSuchChild);
        assert_eq!(handled(top.restart_child("a").await), RestartChildError::Running);
        assert_eq!(counts(&top).await, (1, 1, 0, 1));

        top.terminate_child("a").await.unwrap();
        assert_eq!(counts(&top).await, (1, 0, 0, 1));
        top.delete_child("a").await.unwrap();
        assert_eq!(handled(top.restart_child("a").await), RestartChildError::NotFound);
        assert_eq!(handled(top.get_childspec("a").await), NoSuchChild);
        assert_eq!(counts(&top).await, (0, 0, 0, 0));
        top.stop().await.unwrap();
    })
    .await;
}

/// Nobody answers under a name that nobody has: at once, however long one would wait.
#[otp_runtime::test]
async fn otp_supervisor_23e_no_supervisor() {
    #[track_caller]
    fn site<T: std::fmt::Debug, E: std::fmt::Debug>(outcome: Result<T, CallError<E>>) -> Box<CallSite> {
        match outcome {
            Err(CallError::NoProc(site)) => site,
            other => panic!("{other:?}"),
        }
    }
    leaks::checked(async {
        let nobody = Supervisor::named("nobody");
        let sites = [
            site(nobody.start_child(worker("a")).await),
            site(nobody.terminate_child("a").await),
            site(nobody.restart_child("a").await),
            site(nobody.delete_child("a").await),
            site(nobody.get_childspec("a").await),
            site(nobody.which_children().await),
            site(nobody.count_children().await),
            site(nobody.tree().await),
        ];
        let operations = sites.each_ref().map(|site| site.operation);
        let expected = [
            "start_child",
            "terminate_child",
            "restart_child",
            "delete_child",
            "get_childspec",
            "which_children",
            "count_children",
            "tree",
        ];
        assert_eq!(operations, expected);
        for site in sites {
            assert_eq!((site.timeout, &site.target), (None, &nobody.target()));
        }
    })
    .await;
}

/// A pid is no id: the child is left alone.
#[otp_runtime::test]
async fn otp_supervisor_23f_terminate_by_pid() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(worker("a")).start_link().await.unwrap();
        let child = top.child::<Worker>("a");
        let pid = child.pid().unwrap();
        assert_eq!(handled(top.terminate_child(pid.to_string()).await), NoSuchChild);
        assert_eq!((child.asked().await, child.pid()), (Ok(1), Some(pid)));
        top.stop().await.unwrap();
    })
    .await;
}

/// A child whose start function has more to tell.
fn talkative(starts: &Starts) -> ChildSpec {
    let starts = starts.clone();
    ChildSpec::new("a", move || {
        let started = starts.attempt().map(|()| starts.attempts());
        async move {
            let pid = process::spawn_link(std::future::pending());
            Ok(StartedChild::new(pid).info(format!("start {}", started?)))
        }
    })
}

/// What a start function gives besides the pid goes to whoever asked, and to nobody after a restart.
#[otp_runtime::test]
async fn otp_supervisor_25a_more_than_a_pid() {
    leaks::checked(async {
        let starts = Starts::default();
        let top = patient(Strategy::OneForOne).await;
        let child: ChildRef = top.start_child(talkative(&starts)).await.unwrap();
        assert_eq!(child.info::<String>().map(String::as_str), Some("start 1"));
        assert_eq!(child.info::<u64>(), None);
        assert_eq!(listed(&top, "a").await.unwrap().pid(), child.pid());

        top.terminate_child("a").await.unwrap();
        let again = top.restart_child("a").await.unwrap();
        assert_eq!(again.info::<String>().map(String::as_str), Some("start 2"));
        killed(&top, "a").await;
        assert_eq!(starts.attempts(), 3);
        assert_eq!(top.child::<AnyChild>("a").info::<String>(), None);
        assert_eq!(counts(&top).await, (1, 1, 0, 1));
        top.stop().await.unwrap();
    })
    .await;
}

/// A child that had more to tell is restarted like any other.
#[otp_runtime::test]
async fn otp_supervisor_25c_restart() {
    leaks::checked(async {
        let top = patient(Strategy::OneForOne).await;
        let child = top.start_child(talkative(&Starts::default())).await.unwrap();
        let first = child.pid();
        killed(&top, "a").await;
        assert!(child.pid().is_some() && child.pid() != first);
        assert_eq!(ids(&top).await, ["a"]);
        top.stop().await.unwrap();
    })
    .await;
}

/// A server that is not linked to its supervisor for long.
struct Estranged;

#[gen_server]
impl Estranged {
    #[init]
    fn init(ctx: &mut Context<Self>) -> Self {
        ctx.unlink(ctx.parent().expect("a supervisor"));
        Estranged
    }

    #[call]
    fn here(&self) {}
}

/// A child that has unlinked itself is stopped all the same.
#[otp_runtime::test]
async fn otp_supervisor_53_unlinked_child_is_stopped() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(Estranged::child()).start_link().await.unwrap();
        let died = top.child::<Estranged>("Estranged").monitor();
        top.terminate_child("Estranged").await.unwrap();
        assert_eq!(died.await.reason, ExitReason::Shutdown);
        assert_eq!(counts(&top).await, (1, 0, 0, 1));
        let again = top.restart_child("Estranged").await.unwrap().monitor();
        top.stop().await.unwrap();
        assert_eq!(again.await.reason, ExitReason::Shutdown);
    })
    .await;
}

/// A child that has unlinked itself dies unnoticed: it stays listed, is not active, and is not started again.
#[otp_runtime::test]
async fn otp_supervisor_53_unlinked_child_dies_unnoticed() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(Estranged::child()).start_link().await.unwrap();
        let pid = top.child::<Estranged>("Estranged").pid().unwrap();
        killed(&top, "Estranged").await;
        assert_eq!(listed(&top, "Estranged").await.unwrap().state, ChildState::Running(pid));
        assert_eq!(counts(&top).await, (1, 0, 0, 1));
        assert_eq!(handled(top.restart_child("Estranged").await), RestartChildError::Running);
        top.terminate_child("Estranged").await.unwrap();
        top.restart_child("Estranged").await.unwrap();
        assert_eq!(top.child::<Estranged>("Estranged").here().await, Ok(()));
        top.stop().await.unwrap();
    })
    .await;
}

/// Waits until so many children are active.
async fn active(top: &SupervisorClient, wanted: usize) {
    // each request is served between two attempts
    while counts(top).await.1 != wanted {
        tokio::task::yield_now().await;
    }
}

/// Children whose restarts fail are workers that are not active, until their starts succeed.
#[otp_runtime::test]
async fn otp_supervisor_71_counting_restarting_children() {
    leaks::checked(async {
        let starts = Starts::default();
        let top = patient(Strategy::OneForOne).await;
        for id in ["a", "b", "c"] {
            top.start_child(starts.worker(id)).await.unwrap();
        }
        starts.refuse(true);
        for (id, left) in [("a", 2), ("b", 1), ("c", 0)] {
            killed(&top, id).await;
            assert_eq!(counts(&top).await, (3, left, 0, 3));
            assert_eq!(listed(&top, id).await.unwrap().state, ChildState::Restarting);
        }
        starts.refuse(false);
        active(&top, 3).await;
        for (id, left) in [("a", 2), ("b", 1), ("c", 0)] {
            top.terminate_child(id).await.unwrap();
            top.delete_child(id).await.unwrap();
            assert_eq!(counts(&top).await, (left, left, 0, left));
        }
        top.stop().await.unwrap();
    })
    .await;
}

/// The arguments of a temporary child are not kept, under no strategy.
#[otp_runtime::test]
async fn otp_supervisor_73_arguments_of_temporary_children() {
    /// A child that holds `kept` in its arguments only, and says when it runs.
    fn holding(kept: &Arc<()>, restart: Restart) -> ChildSpec {
        let (kept, me) = (kept.clone(), Pid::current().unwrap());
        let run = move || {
            let _ = &kept;
            async move {
                me.send("it runs");
                std::future::pending().await
            }
        };
        ChildSpec::from_fn(format!("{restart:?}"), run).restart(restart)
    }
    leaks::checked(async {
        for strategy in STRATEGIES {
            let top = patient(strategy).await;
            for (restart, copies) in [(Restart::Permanent, 1), (Restart::Transient, 1), (Restart::Temporary, 0)] {
                let kept = Arc::new(());
                top.start_child(holding(&kept, restart)).await.unwrap();
                process::receive::<&str>().await;
                assert_eq!(Arc::strong_count(&kept), 1 + copies, "{restart:?}, {strategy:?}");
            }
            top.stop().await.unwrap();
            let kept = Arc::new(());
            let listed = Supervisor::builder(strategy).child(holding(&kept, Restart::Temporary));
            let listed = listed.start_link().await.unwrap();
            process::receive::<&str>().await;
            assert_eq!(Arc::strong_count(&kept), 1, "{strategy:?}");
            listed.stop().await.unwrap();
        }
    })
    .await;
}

/// A way for a child to end.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Kill,
    Normal,
    Crash,
    Api,
}

/// What is left of a child that has ended: by its type, and by how it ended.
#[otp_runtime::test]
async fn otp_supervisor_74_specs_of_children_that_ended() {
    leaks::checked(async {
        for strategy in STRATEGIES {
            for end in [End::Kill, End::Normal, End::Crash, End::Api] {
                let top = patient(strategy).await;
                for restart in [Restart::Permanent, Restart::Transient, Restart::Temporary] {
                    let spec = worker("a").restart(restart);
                    let first = top.start_child(spec.clone()).await.unwrap().pid();
                    match end {
                        End::Kill => killed(&top, "a").await,
                        End::Normal => ends(&top, "a", ExitReason::Normal).await,
                        End::Crash => ends(&top, "a", crash()).await,
                        End::Api => top.terminate_child("a").await.unwrap(),
                    }
                    let again = top.start_child(spec).await;
                    let now = top.child::<Worker>("a").pid();
                    match (restart, end) {
                        (Restart::Temporary, _) => assert!(again.is_ok() && now.is_some() && now != first),
                        (_, End::Api) | (Restart::Transient, End::Normal) => {
                            assert_eq!(handled(again), StartChildError::AlreadyPresent, "{restart:?} {end:?}");
                        }
                        _ => {
                            assert_ne!(now, first, "{restart:?} {end:?}");
                            assert_eq!(handled(again), StartChildError::AlreadyStarted(now.unwrap()));
                        }
                    }
                    top.terminate_child("a").await.unwrap();
                    let _ = top.delete_child("a").await;
                    assert_eq!(counts(&top).await, (0, 0, 0, 0));
                }
                top.stop().await.unwrap();
            }
        }
    })
    .await;
}

/// A restart that fails again and again ends when the child is terminated; then it can be restarted by hand.
#[otp_runtime::test]
async fn otp_supervisor_78b_terminate_child_ends_the_attempts() {
    leaks::checked(async {
        let starts = Starts::default();
        let top = patient(Strategy::OneForOne).await;
        top.start_child(idle("sibling")).await.unwrap();
        top.start_child(starts.worker("a")).await.unwrap();
        let [sibling] = pids(&top, ["sibling"]);
        starts.refuse(true);
        killed(&top, "a").await;
        starts.reach(20).await;
        assert_eq!(handled(top.restart_child("a").await), RestartChildError::Restarting);
        assert_eq!(handled(top.delete_child("a").await), DeleteChildError::Restarting);
        assert_eq!(handled(top.start_child(worker("a")).await), StartChildError::AlreadyPresent);

        top.terminate_child("a").await.unwrap();
        let attempts = starts.attempts();
        assert_eq!(listed(&top, "a").await.unwrap().state, ChildState::Stopped);
        let failed = RestartChildError::Failed(ChildStartError::Failed(no_luck()));
        assert_eq!(handled(top.restart_child("a").await), failed);
        settled(&top).await;
        assert_eq!(starts.attempts(), attempts + 1, "nobody tries again by himself");
        starts.refuse(false);
        assert!(top.restart_child("a").await.unwrap().is_alive());
        assert_eq!(pids(&top, ["sibling"]), [sibling]);
        top.stop().await.unwrap();
    })
    .await;
}

/// A supervisor whose restarts fail again and again obeys its parent in between.
#[otp_runtime::test]
async fn otp_supervisor_78c_parent_ends_the_attempts() {
    leaks::checked(async {
        process::trap_exit(true);
        let starts = Starts::default();
        let top = patient(Strategy::OneForOne).await;
        top.start_child(starts.worker("a")).await.unwrap();
        starts.refuse(true);
        killed(&top, "a").await;
        starts.reach(20).await;
        let down = top.monitor();
        top.exit(ExitReason::Shutdown);
        assert_eq!(down.await.reason, ExitReason::Shutdown);
    })
    .await;
}
