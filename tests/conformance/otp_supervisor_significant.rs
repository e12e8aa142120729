//! Suite `otp.supervisor`: significant children, and supervisors that shut down with them.

use super::children::{Worker, crash, ends, idle, killed, pids, settled, worker};
use super::leaks;
use otp_runtime::prelude::*;
use otp_runtime::{InvalidSupervisor, StartChildError, SupervisorClient};

const ANY: AutoShutdown = AutoShutdown::AnySignificant;
const ALL: AutoShutdown = AutoShutdown::AllSignificant;

/// A way for a child to end.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Api,
    Kill,
    Crash,
    Normal,
}

const ENDS: [End; 4] = [End::Api, End::Kill, End::Crash, End::Normal];

async fn end(top: &SupervisorClient, id: &str, how: End) {
    match how {
        End::Api => top.terminate_child(id.to_owned()).await.unwrap(),
        End::Kill => killed(top, id).await,
        End::Crash => ends(top, id, crash()).await,
        End::Normal => ends(top, id, ExitReason::Normal).await,
    }
}

/// Workers of one type, significant or not, and a child that is none of them.
async fn family<const N: usize>(
    strategy: Strategy,
    when: AutoShutdown,
    restart: Restart,
    children: [(&'static str, bool); N],
) -> SupervisorClient {
    let children = children.map(|(id, significant)| worker(id).restart(restart).significant(significant));
    let top = Supervisor::builder(strategy).max_restarts(u32::MAX).auto_shutdown(when);
    top.child(idle("other")).children(children).start().await.unwrap()
}

/// It has shut down by itself, and the child that is none of them with it.
async fn shuts_down(top: &SupervisorClient, before: [otp_runtime::Monitor; 2]) {
    for monitor in before {
        assert_eq!(monitor.await.reason, ExitReason::Shutdown);
    }
    assert_eq!(top.pid().filter(|pid| pid.is_alive()), None);
}

fn monitors(top: &SupervisorClient) -> [otp_runtime::Monitor; 2] {
    [top.monitor(), top.child::<AnyChild>("other").monitor()]
}

async fn stays(top: &SupervisorClient) {
    assert_eq!(top.which_children().await.map(|children| children.is_empty()), Ok(false));
    assert!(top.child::<AnyChild>("other").is_alive());
}

/// A child that is not significant ends as it likes.
#[otp_runtime::test]
async fn otp_supervisor_56_others_do_not_matter() {
    leaks::checked(async {
        for when in [AutoShutdown::Never, ANY, ALL] {
            for how in ENDS {
                let top = family(Strategy::OneForOne, when, Restart::Transient, [("a", false)]).await;
                let before = pids(&top, ["a"]);
                end(&top, "a", how).await;
                stays(&top).await;
                let after = pids(&top, ["a"]);
                match how {
                    End::Api | End::Normal => assert_eq!(after, [None]),
                    End::Kill | End::Crash => assert!(after[0].is_some() && after != before),
                }
                top.stop().await.unwrap();
            }
        }
    })
    .await;
}

/// Any: a temporary child's own end, whatever the reason, is the supervisor's; its termination is not.
#[otp_runtime::test]
async fn otp_supervisor_57a_temporary_any() {
    leaks::checked(async {
        for how in ENDS {
            let top = family(Strategy::OneForOne, ANY, Restart::Temporary, [("a", true), ("b", true)]).await;
            let (before, second) = (monitors(&top), top.child::<Worker>("b").monitor());
            end(&top, "a", how).await;
            if how == End::Api {
                stays(&top).await;
                top.stop().await.unwrap();
            } else {
                shuts_down(&top, before).await;
            }
            assert_eq!(second.await.reason, ExitReason::Shutdown);
        }
    })
    .await;
}

/// All: the end of the last temporary child counts, by itself. One that was terminated before does not run any more.
#[otp_runtime::test]
async fn otp_supervisor_57b_temporary_all() {
    leaks::checked(async {
        for first in ENDS {
            for last in ENDS {
                let top = family(Strategy::OneForOne, ALL, Restart::Temporary, [("a", true), ("b", true)]).await;
                let before = monitors(&top);
                end(&top, "a", first).await;
                stays(&top).await;
                end(&top, "b", last).await;
                if last == End::Api {
                    stays(&top).await;
                    top.stop().await.unwrap();
                } else {
                    shuts_down(&top, before).await;
                }
            }
        }
    })
    .await;
}

/// Any: a transient child's clean end is the supervisor's; after a crash it is restarted.
#[otp_runtime::test]
async fn otp_supervisor_58a_transient_any() {
    leaks::checked(async {
        for how in ENDS {
            let top = family(Strategy::OneForOne, ANY, Restart::Transient, [("a", true), ("b", false)]).await;
            let (before, first) = (monitors(&top), pids(&top, ["a"]));
            end(&top, "a", how).await;
            if how == End::Normal {
                shuts_down(&top, before).await;
                continue;
            }
            stays(&top).await;
            let now = pids(&top, ["a"]);
            if how == End::Api {
                assert_eq!(now, [None]);
            } else {
                assert!(now[0].is_some() && now != first);
            }
            top.stop().await.unwrap();
        }
        for reason in [ExitReason::Shutdown, ExitReason::shutdown_with("done")] {
            let top = family(Strategy::OneForOne, ANY, Restart::Transient, [("a", true)]).await;
            let before = monitors(&top);
            ends(&top, "a", reason).await;
            shuts_down(&top, before).await;
        }
    })
    .await;
}

/// All: only the clean end of the last transient child that runs counts.
#[otp_runtime::test]
async fn otp_supervisor_58b_transient_all() {
    leaks::checked(async {
        let children = [("a", true), ("b", true), ("c", false)];
        for first in [End::Normal, End::Api] {
            let top = family(Strategy::OneForOne, ALL, Restart::Transient, children).await;
            let before = monitors(&top);
            end(&top, "a", first).await;
            stays(&top).await;
            end(&top, "b", End::Kill).await;
            end(&top, "b", End::Crash).await;
            stays(&top).await;
            end(&top, "c", End::Normal).await;
            stays(&top).await;
            end(&top, "b", End::Normal).await;
            shuts_down(&top, before).await;
        }
        let top = family(Strategy::OneForOne, ALL, Restart::Transient, children).await;
        for id in ["a", "b"] {
            end(&top, id, End::Api).await;
        }
        stays(&top).await;
        top.stop().await.unwrap();
    })
    .await;
}

/// Significant children that go down only because of a sibling do not count.
#[otp_runtime::test]
async fn otp_supervisor_60_bystanders() {
    leaks::checked(async {
        for when in [ANY, ALL] {
            for strategy in [Strategy::OneForOne, Strategy::OneForAll, Strategy::RestForOne] {
                for restart in [Restart::Transient, Restart::Temporary] {
                    let significant = |id| worker(id).restart(restart).significant(true);
                    let top = Supervisor::builder(strategy).max_restarts(u32::MAX).auto_shutdown(when);
                    let top = top.children([worker("a"), significant("b"), significant("c")]).start().await.unwrap();
                    let before = pids(&top, ["b", "c"]);
                    ends(&top, "a", crash()).await;
                    settled(&top).await;
                    let after = pids(&top, ["a", "b", "c"]);
                    assert!(after[0].is_some());
                    match (strategy, restart) {
                        (Strategy::OneForOne, _) => assert_eq!(after[1..], before),
                        (_, Restart::Temporary) => assert_eq!(after[1..], [None, None]),
                        _ => assert!((1..3).all(|at| after[at].is_some() && after[at] != before[at - 1])),
                    }
                    top.stop().await.unwrap();
                }
            }
        }
    })
    .await;
}

/// A supervisor that never shuts down by itself takes no significant child.
#[otp_runtime::test]
async fn otp_supervisor_62a_refused_under_never() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).start_link().await.unwrap();
        for restart in [Restart::Transient, Restart::Temporary] {
            let refused = top.start_child(worker("a").restart(restart).significant(true)).await.err();
            let why = InvalidSupervisor::SignificantUnderNever("a".into());
            assert_eq!(refused, Some(CallError::Handler(StartChildError::Invalid(why))));
        }
        assert_eq!(top.which_children().await, Ok(vec![]));
        top.stop().await.unwrap();
    })
    .await;
}
