//! Suite `otp.supervisor`: how supervisors start, and what they can be made of.

use super::children::{Worker, careful, counts, ids, listed, no_luck, worker};
use super::leaks;
use super::reasons::panic_message;
use otp_runtime::prelude::*;
use otp_runtime::{
    ChildKind, ChildRef, ChildStartError, ChildState, InvalidSupervisor, Monitor, NoSuchChild, StartChildError,
    SupervisorBuilder, SupervisorClient, assert_receive, process,
};
use std::time::Duration;

/// A supervisor whose `init` does what it is told, and sends a monitor of itself first.
struct Told;

type Decision = fn() -> Option<SupervisorBuilder>;

impl Supervision for Told {
    type Args = (Pid, Decision);
    type Client = SupervisorClient;
    const NAME: &'static str = "Told";

    fn init((me, decision): Self::Args) -> Option<SupervisorBuilder> {
        me.send(Pid::current().unwrap().monitor());
        decision()
    }
}

/// Starts it linked, as a process that traps exits: the outcome, and why it ended. Nothing else comes.
async fn starts_in_vain(decision: Decision) -> (StartError<InvalidSupervisor>, ExitReason) {
    process::trap_exit(true);
    let started = Supervisor::start_link_of::<Told>((Pid::current().unwrap(), decision)).await;
    let ended = process::receive::<Monitor>().await.await.reason;
    assert_eq!(process::queue_len(), 0, "the exit message was consumed");
    (started.unwrap_err(), ended)
}

/// A supervisor starts without children, and goes down as its parent tells it to.
#[otp_runtime::test]
async fn otp_supervisor_01_start_and_shutdown() {
    leaks::checked(async {
        process::trap_exit(true);
        let top = Supervisor::builder(Strategy::OneForOne).start_link().await.unwrap();
        let (pid, down) = (top.pid().unwrap(), top.monitor());
        top.exit(ExitReason::Shutdown);
        assert_eq!(down.await.reason, ExitReason::Shutdown);
        let exit = assert_receive!(Exit { .. });
        assert_eq!(exit, Exit { from: pid, reason: ExitReason::Shutdown });
    })
    .await;
}

/// An `init` that decides against it makes the start say so, and the process ends normally.
#[otp_runtime::test]
async fn otp_supervisor_02_init_ignores() {
    leaks::checked(async {
        let (error, ended) = starts_in_vain(|| None).await;
        assert_eq!((error, ended), (StartError::Ignored, ExitReason::Normal));
    })
    .await;
}

/// A temporary child that ignores its start is not kept.
#[otp_runtime::test]
async fn otp_supervisor_05_ignoring_temporary_child() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(worker("a")).start_link().await.unwrap();
        let spec = ChildSpec::new("b", || async { Err::<Pid, _>(ChildStartError::Ignored) });
        let child = top.start_child(spec.restart(Restart::Temporary)).await.unwrap();
        assert_eq!(child.pid(), None);
        assert_eq!(ids(&top).await, ["a"]);
        assert_eq!(counts(&top).await, (1, 1, 0, 1));
        top.stop().await.unwrap();
    })
    .await;
}

/// An `init` that gives what cannot be supervised makes the start fail with what is wrong with it.
#[otp_runtime::test]
async fn otp_supervisor_08_init_gives_the_impossible() {
    leaks::checked(async {
        let (error, ended) = starts_in_vain(|| Some(Supervisor::builder(Strategy::OneForOne).max_seconds(0))).await;
        assert_eq!(error, StartError::Init(InvalidSupervisor::NoPeriod));
        assert_eq!(ended, ExitReason::Normal, "an error of `init` is returned, nobody dies of it");
        let (error, _) = starts_in_vain(|| {
            Some(Supervisor::builder(Strategy::OneForOne).child(worker("a")).child(careful("a", &Default::default())))
        })
        .await;
        assert_eq!(error, StartError::Init(InvalidSupervisor::DuplicateId("a".into())));
    })
    .await;
}

/// An `init` that panics makes the start fail with what the process ended with.
#[otp_runtime::test]
async fn otp_supervisor_09_init_panics() {
    leaks::checked(async {
        let (error, ended) = starts_in_vain(|| panic!("no luck")).await;
        assert_eq!(panic_message(&ended), Some("no luck"));
        assert_eq!(error, StartError::Exit(ended));
        let (error, ended) = starts_in_vain(|| otp_runtime::exit(no_luck())).await;
        assert_eq!((error, ended), (StartError::Exit(no_luck()), no_luck()));
    })
    .await;
}

/// A child whose start fails is not kept; the error has the reason and the spec.
#[otp_runtime::test]
async fn otp_supervisor_10_start_child_fails() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).start_link().await.unwrap();
        let spec = ChildSpec::new("a", || async { Err::<Pid, _>(ChildStartError::Failed(no_luck())) });
        let Err(CallError::Handler(StartChildError::Failed { error, spec: back })) =
            top.start_child(spec.clone()).await
        else {
            panic!("it started")
        };
        assert_eq!(error, ChildStartError::Failed(no_luck()));
        assert_eq!(*back, spec);
        assert_eq!(counts(&top).await, (0, 0, 0, 0));
        top.stop().await.unwrap();
    })
    .await;
}

/// A child whose name a stranger has is not kept; the error is the stranger.
#[otp_runtime::test]
async fn otp_supervisor_10_start_child_whose_name_is_taken() {
    leaks::checked(async {
        let stranger = Worker::start().name("a").await.unwrap();
        let top = Supervisor::builder(Strategy::OneForOne).start_link().await.unwrap();
        let refused = top.start_child(Worker::child().name("a")).await.err();
        let taken = StartChildError::AlreadyStarted(stranger.pid().unwrap());
        assert_eq!(refused, Some(CallError::Handler(taken)));
        assert_eq!(counts(&top).await, (0, 0, 0, 0));
        stranger.stop().await.unwrap();
        top.stop().await.unwrap();
    })
    .await;
}

/// What a spec does not say is set, and the completed spec can be asked for.
#[otp_runtime::test]
async fn otp_supervisor_13_defaults_of_a_spec() {
    leaks::checked(async {
        let start = || async { Ok(Worker::start_link().await?.pid().unwrap()) };
        let top = Supervisor::builder(Strategy::OneForOne).start_link().await.unwrap();
        let _: ChildRef = top.start_child(ChildSpec::new("worker", start)).await.unwrap();
        top.start_child(ChildSpec::new("supervisor", start).supervisor()).await.unwrap();
        let brutal = ChildSpec::new("brutal", start).supervisor().shutdown(Shutdown::BrutalKill);
        top.start_child(brutal.restart(Restart::Transient)).await.unwrap();

        let worker = top.get_childspec("worker").await.unwrap();
        let five_seconds = Shutdown::After(Duration::from_secs(5));
        assert_eq!((worker.id_str(), worker.restart_type()), ("worker", Restart::Permanent));
        assert_eq!((worker.shutdown_kind(), worker.kind()), (five_seconds, ChildKind::Worker));
        assert!(!worker.is_significant());
        let supervisor = top.get_childspec("supervisor").await.unwrap();
        assert_eq!((supervisor.shutdown_kind(), supervisor.kind()), (Shutdown::Infinity, ChildKind::Supervisor));
        let brutal = top.get_childspec("brutal").await.unwrap();
        assert_eq!((brutal.shutdown_kind(), brutal.restart_type()), (Shutdown::BrutalKill, Restart::Transient));
        assert_eq!(top.get_childspec("other").await, Err(CallError::Handler(NoSuchChild)));
        assert_eq!(counts(&top).await, (3, 3, 2, 1));
        top.stop().await.unwrap();
    })
    .await;
}

const RESTARTS: [Restart; 3] = [Restart::Permanent, Restart::Transient, Restart::Temporary];

/// Each restart type goes with each shutdown and each kind.
#[otp_runtime::test]
async fn otp_supervisor_26b_combinations() {
    leaks::checked(async {
        let (none, second) = (Shutdown::After(Duration::ZERO), Shutdown::After(Duration::from_secs(1)));
        let top = Supervisor::builder(Strategy::OneForOne).start_link().await.unwrap();
        for restart in RESTARTS {
            for shutdown in [none, second, Shutdown::Infinity, Shutdown::BrutalKill] {
                for kind in [ChildKind::Worker, ChildKind::Supervisor] {
                    let spec = worker("a").restart(restart).shutdown(shutdown);
                    let spec = if kind == ChildKind::Supervisor { spec.supervisor() } else { spec };
                    assert_eq!(Supervisor::builder(Strategy::OneForOne).child(spec.clone()).check(), Ok(()));
                    top.start_child(spec).await.unwrap();
                    let found = top.get_childspec("a").await.unwrap();
                    assert_eq!((found.restart_type(), found.shutdown_kind(), found.kind()), (restart, shutdown, kind));
                    top.terminate_child("a").await.unwrap();
                    let kept = restart != Restart::Temporary;
                    assert_eq!(top.delete_child("a").await.is_ok(), kept);
                }
            }
        }
        top.stop().await.unwrap();
    })
    .await;
}

/// What is wrong with a significant child, if anything.
fn expected(significant: bool, restart: Restart, when: AutoShutdown) -> Result<(), InvalidSupervisor> {
    match (significant, restart, when) {
        (false, ..) => Ok(()),
        (true, Restart::Permanent, _) => Err(InvalidSupervisor::SignificantPermanent("a".into())),
        (true, _, AutoShutdown::Never) => Err(InvalidSupervisor::SignificantUnderNever("a".into())),
        (true, ..) => Ok(()),
    }
}

/// A significant child is not permanent, and its supervisor looks at it; all else goes together.
#[otp_runtime::test]
async fn otp_supervisor_27b_significance() {
    leaks::checked(async {
        for when in [AutoShutdown::Never, AutoShutdown::AnySignificant, AutoShutdown::AllSignificant] {
            let top = Supervisor::builder(Strategy::OneForOne).auto_shutdown(when).start_link().await.unwrap();
            for significant in [false, true] {
                for restart in RESTARTS {
                    let expected = expected(significant, restart, when);
                    let spec = worker("a").restart(restart).significant(significant);
                    let list = Supervisor::builder(Strategy::OneForOne).auto_shutdown(when).child(spec.clone());
                    assert_eq!(list.check(), expected);
                    let started = top.start_child(spec).await;
                    let invalid = expected.err().map(|why| CallError::Handler(StartChildError::Invalid(why)));
                    assert_eq!(started.as_ref().err(), invalid.as_ref());
                    if started.is_ok() {
                        top.terminate_child("a").await.unwrap();
                        let _ = top.delete_child("a").await;
                    }
                    assert_eq!(counts(&top).await, (0, 0, 0, 0));
                }
            }
            let by_default = worker("a").significant(true);
            let permanent = InvalidSupervisor::SignificantPermanent("a".into());
            let refused = top.start_child(by_default).await.err();
            assert_eq!(refused, Some(CallError::Handler(StartChildError::Invalid(permanent))));
            top.stop().await.unwrap();
        }
    })
    .await;
}

/// Two children of one list do not share an id, whatever else tells them apart.
#[otp_runtime::test]
async fn otp_supervisor_27c_duplicate_ids() {
    leaks::checked(async {
        let twice = Supervisor::builder(Strategy::OneForOne)
            .child(worker("a").restart(Restart::Transient))
            .child(worker("b"))
            .child(Supervisor::builder(Strategy::OneForAll).into_child_spec().id("a"));
        let duplicate = InvalidSupervisor::DuplicateId("a".into());
        assert_eq!(twice.check(), Err(duplicate.clone()));
        assert_eq!(twice.start_link().await.err(), Some(StartError::Init(duplicate)));
    })
    .await;
}

/// A supervisor that never shuts down by itself does not start with a significant child.
#[otp_runtime::test]
async fn otp_supervisor_27d_significant_under_never() {
    leaks::checked(async {
        let child = worker("a").restart(Restart::Transient).significant(true);
        let started = Supervisor::builder(Strategy::OneForOne).child(worker("b")).child(child).start_link().await;
        let expected = InvalidSupervisor::SignificantUnderNever("a".into());
        assert_eq!(started.err(), Some(StartError::Init(expected)));
    })
    .await;
}

/// Children start in the order of the list, not in that of their ids.
#[otp_runtime::test]
async fn otp_supervisor_85a_order_of_starts() {
    leaks::checked(async {
        let notes = super::children::Notes::default();
        let order = ["c", "a", "e", "b", "d"];
        let top = Supervisor::builder(Strategy::RestForOne).children(order.map(|id| careful(id, &notes)));
        let top = top.start_link().await.unwrap();
        assert_eq!(notes.take(), order.map(|id| format!("{id} starts")));
        assert_eq!(ids(&top).await, order);
        let youngest_first = top.which_children().await.unwrap();
        assert_eq!(&*youngest_first[0].id, "d");
        let listed = listed(&top, "e").await.unwrap();
        assert_eq!(listed.state, ChildState::Running(top.child::<AnyChild>("e").pid().unwrap()));
        top.stop().await.unwrap();
    })
    .await;
}
