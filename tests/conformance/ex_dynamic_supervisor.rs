//! Suite `ex.dynamic_supervisor`: starting supervisors and their children.

use super::children::{Worker, crash, idle, no_luck};
use super::directory::Directory;
use super::dynamic::{WorkerClient, counts, ends, handled, scripted};
use super::leaks;
use otp_runtime::prelude::*;
use otp_runtime::{
    ChildKind, ChildRef, ChildStartError, DynamicStartError, DynamicSupervisorClient, InvalidSupervisor,
    StartChildError, StartedChild, process,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

type Any = DynamicSupervisor;

/// A server that keeps what it was started with.
struct Kept(String);

#[gen_server]
impl Kept {
    #[init]
    fn init(first: &'static str, own: u32) -> Self {
        Kept(format!("{first} {own}"))
    }
    #[call]
    fn get(&self) -> String {
        self.0.clone()
    }
    #[cast]
    fn leave(&mut self, reason: ExitReason) {
        otp_runtime::exit(reason)
    }
}

/// A dynamic supervisor with a name is a child like any other, and is reached by the name.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_01_supervised() {
    leaks::checked(async {
        let workers = Any::builder().into_child_spec().name("workers");
        let top = Supervisor::builder(Strategy::OneForOne).child(workers).start_link().await.unwrap();
        let workers = Any::named("workers");
        assert_eq!(workers.which_children().await, Ok(vec![]));
        assert_eq!(top.child::<Any>("workers").pid(), workers.pid());
        top.stop().await.unwrap();
    })
    .await;
}

/// Several stand side by side: their ids are their names.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_02a_default_ids() {
    leaks::checked(async {
        let directory = Directory::default();
        let named = |name| Any::builder().into_child_spec().name(name);
        let top = Supervisor::builder(Strategy::OneForOne)
            .children([named("one"), named("two")])
            .child(Any::builder().into_child_spec().via(&directory, "three"))
            .child(Any::builder());
        let top = top.start_link().await.unwrap();
        let children = top.which_children().await.unwrap();
        let ids: Vec<_> = children.iter().rev().map(|child| &*child.id).collect();
        assert_eq!(ids, ["one", "two", "via \"three\"", "DynamicSupervisor"]);
        let third = Any::via(&directory, "three");
        assert_eq!((third.pid(), third.which_children().await), (children[1].pid(), Ok(vec![])));
        top.stop().await.unwrap();
    })
    .await;
}

/// Two without a name have the same id.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_02b_same_id() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(Any::builder()).start_link().await.unwrap();
        let first = top.child::<Any>("DynamicSupervisor").pid().unwrap();
        let second = top.start_child(DynamicSupervisor::<Worker>::builder()).await;
        assert_eq!(handled(second), StartChildError::AlreadyStarted(first));
        top.stop().await.unwrap();
    })
    .await;
}

/// Its child spec: permanent, a supervisor, all the time it takes; each can be overridden.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_03_child_spec() {
    leaks::checked(async {
        let spec = Any::builder().max_children(7).into_child_spec();
        assert_eq!((spec.id_str(), spec.kind()), ("DynamicSupervisor", ChildKind::Supervisor));
        assert_eq!((spec.restart_type(), spec.shutdown_kind()), (Restart::Permanent, Shutdown::Infinity));
        let started = spec.start().await.unwrap().pid();
        assert_eq!(Any::at(started).count_children().await.map(|counts| counts.specs), Ok(0));
        started.stop().await.unwrap();

        let starts = Arc::new(AtomicUsize::new(0));
        let counted = starts.clone();
        let other = spec.id("jobs").restart(Restart::Temporary).shutdown(Shutdown::BrutalKill).start_with(move || {
            counted.fetch_add(1, SeqCst);
            async { Ok(Any::builder().start_link().await?.pid().expect("a server has a pid")) }
        });
        assert_eq!((other.id_str(), other.kind()), ("jobs", ChildKind::Supervisor));
        assert_eq!((other.restart_type(), other.shutdown_kind()), (Restart::Temporary, Shutdown::BrutalKill));
        other.start().await.unwrap().pid().stop().await.unwrap();
        assert_eq!(starts.load(SeqCst), 1);
    })
    .await;
}

/// Three restarts within five seconds are fine, and so is any number of children; there are no extra arguments.
#[otp_runtime::test(paused)]
async fn ex_dynamic_supervisor_04_defaults() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Worker>::builder().start().await.unwrap();
        let ended = top.monitor();
        let worker = top.start_child_with(|(): &()| Worker::child()).await.unwrap();
        for _ in 0..500 {
            top.start_child(Worker::child()).await.unwrap();
        }
        for _ in 0..2 {
            for _ in 0..3 {
                ends(&top, &worker, crash()).await;
                assert_eq!(counts(&top).await, (501, 501, 0, 501));
            }
            process::sleep(Duration::from_secs(6)).await;
        }
        for _ in 0..4 {
            ends(&top, &worker, crash()).await;
        }
        assert_eq!(ended.await.reason, ExitReason::Shutdown);
    })
    .await;
}

/// A period of nothing makes no sense. All else that could be wrong does not compile.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_05a_bad_flags() {
    leaks::checked(async {
        let started = Any::builder().max_seconds(0).start_link().await;
        assert_eq!(started.map(|_| ()), Err(StartError::Init(InvalidSupervisor::NoPeriod)));
    })
    .await;
}

/// It may decide not to run.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_05b_ignored() {
    leaks::checked(async {
        let started = Any::builder().start_if(|| false).start_link().name("nobody").await;
        assert_eq!(started.map(|_| ()), Err(StartError::Ignored));
        assert_eq!(process::whereis("nobody"), None);
        Any::builder().start_if(|| true).start_link().await.unwrap().stop().await.unwrap();
    })
    .await;
}

/// Started linked and under a name, it has both, and loses them when it is stopped.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_06a_name() {
    leaks::checked(async {
        let top = Any::builder().start_link().name("workers").await.unwrap();
        assert!(process::links().contains(&top.pid().unwrap()));
        assert_eq!(process::whereis("workers"), top.pid());
        assert_eq!(Any::named("workers").stop().await, Ok(()));
        assert_eq!(process::whereis("workers"), None);
        assert!(!process::links().contains(&top.pid().unwrap()));
    })
    .await;
}

/// A spec written out.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_12_spec_written_out() {
    leaks::checked(async {
        let top = Any::builder().start_link().await.unwrap();
        let spec = ChildSpec::new("worker", || async { Ok(Worker::start_link().await?.pid().expect("a pid")) })
            .restart(Restart::Transient)
            .shutdown(Shutdown::After(Duration::from_secs(1)));
        let child = top.start_child(spec).await.unwrap();
        assert_eq!(Worker::at(child.pid().unwrap()).asked().await, Ok(1));
        top.stop().await.unwrap();
    })
    .await;
}

/// The spec that a server type has for itself: the client is typed.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_13_spec_of_type() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Kept>::builder().start_link().await.unwrap();
        let child = top.start_child(Kept::child("own", 1)).await.unwrap();
        assert_eq!(child.get().await, Ok("own 1".to_owned()));
        assert!(top.which_children().await.unwrap().iter().any(|found| found.pid() == child.pid()));
        top.stop().await.unwrap();
    })
    .await;
}

/// Extra arguments come before the child's own.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_14_extra_arguments() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Kept>::builder().extra_arguments("extra").start_link().await.unwrap();
        for own in 1..4 {
            let child = top.start_child_with(move |extra| Kept::child(extra, own)).await.unwrap();
            assert_eq!(child.get().await, Ok(format!("extra {own}")));
        }
        let refused = top.start_child_with(|_| -> ChildSpec<Kept> { otp_runtime::exit(no_luck()) }).await;
        assert_eq!(handled(refused), DynamicStartError::Failed(no_luck()));
        assert_eq!(counts(&top).await, (3, 3, 0, 3));
        top.stop().await.unwrap();
    })
    .await;
}

/// A significant child is refused in the caller, whoever the supervisor is.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_15_significant() {
    leaks::checked(async {
        let spec = || idle("a").restart(Restart::Temporary).significant(true);
        let nobody = Any::named("nobody");
        assert_eq!(handled(nobody.start_child(spec()).await), DynamicStartError::InvalidSignificant);
        assert!(matches!(nobody.start_child(idle("a")).await, Err(CallError::NoProc(_))));

        let top = Any::builder().start_link().await.unwrap();
        let made = top.start_child_with(move |()| spec()).await;
        assert_eq!(handled(made), DynamicStartError::InvalidSignificant);
        assert_eq!(counts(&top).await, (0, 0, 0, 0));
        top.stop().await.unwrap();
    })
    .await;
}

/// What a start function gives comes back; only a child that runs is added.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_16a_returns() {
    async fn given(
        top: &DynamicSupervisorClient,
        outcome: Result<Option<&'static str>, ChildStartError>,
    ) -> Result<ChildRef, DynamicStartError> {
        let spec = ChildSpec::new("child", move || {
            let outcome = outcome.clone();
            async move {
                let info = outcome?;
                let started = StartedChild::new(process::spawn_link(std::future::pending()));
                Ok(info.map_or(started.clone(), |info| started.info(info)))
            }
        });
        match top.start_child(spec).await {
            Ok(child) => Ok(child),
            Err(CallError::Handler(error)) => Err(error),
            Err(other) => panic!("{other}"),
        }
    }
    leaks::checked(async {
        let top = Any::builder().start_link().await.unwrap();
        let plain = given(&top, Ok(None)).await.unwrap();
        assert!(plain.is_alive());
        assert_eq!(plain.info::<&str>(), None);
        let talkative = given(&top, Ok(Some("more"))).await.unwrap();
        assert!(talkative.is_alive());
        assert_eq!(talkative.info::<&str>(), Some(&"more"));
        assert_eq!(counts(&top).await, (2, 2, 0, 2));

        let pid = plain.pid().unwrap();
        let failed = ChildStartError::Failed(no_luck());
        assert_eq!(given(&top, Err(ChildStartError::Ignored)).await.unwrap_err(), DynamicStartError::Ignored);
        assert_eq!(given(&top, Err(failed)).await.unwrap_err(), DynamicStartError::Failed(no_luck()));
        let taken = given(&top, Err(ChildStartError::AlreadyStarted(pid))).await;
        assert_eq!(taken.unwrap_err(), DynamicStartError::AlreadyStarted(pid));
        let panics = top.start_child(ChildSpec::new("child", || async { panic!("no") as Result<Pid, _> })).await;
        let DynamicStartError::Failed(ExitReason::Panic { message, .. }) = handled(panics) else { panic!("no panic") };
        assert_eq!(&*message, "no");
        assert_eq!(counts(&top).await, (2, 2, 0, 2));
        top.stop().await.unwrap();
    })
    .await;
}

/// Where no child may be none is started.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_18_max_children() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Worker>::builder().max_children(0).start_link().await.unwrap();
        let (spec, attempts) = scripted(|_| Ok(()));
        assert_eq!(handled(top.start_child(spec.clone()).await), DynamicStartError::MaxChildren);
        let made = top.start_child_with(move |()| spec.clone()).await;
        assert_eq!(handled(made), DynamicStartError::MaxChildren);
        assert_eq!((attempts.load(SeqCst), counts(&top).await), (0, (0, 0, 0, 0)));
        top.stop().await.unwrap();
    })
    .await;
}

/// Children of one restart type, ended one after another for each of the reasons.
async fn ended(
    restart: Restart,
    reasons: &[ExitReason],
) -> (DynamicSupervisorClient<Worker>, Vec<(Pid, WorkerClient)>) {
    let top = DynamicSupervisor::<Worker>::builder().start_link().await.unwrap();
    let mut workers = Vec::new();
    for reason in reasons {
        let worker = top.start_child(Worker::child().restart(restart)).await.unwrap();
        workers.push((worker.pid().unwrap(), worker.clone()));
        ends(&top, &worker, reason.clone()).await;
    }
    (top, workers)
}

/// A temporary child is gone for good.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_19_temporary() {
    leaks::checked(async {
        let (top, workers) = ended(Restart::Temporary, &[ExitReason::Shutdown, crash()]).await;
        assert_eq!(counts(&top).await, (0, 0, 0, 0));
        for (_, worker) in workers {
            assert!(matches!(worker.asked().await, Err(CallError::NoProc(_))));
        }
        top.stop().await.unwrap();
    })
    .await;
}

/// A transient child is started again unless its reason was clean.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_20_transient() {
    leaks::checked(async {
        let clean = [ExitReason::Normal, ExitReason::Shutdown, ExitReason::shutdown_with("done")];
        let (top, _) = ended(Restart::Transient, &clean).await;
        assert_eq!(counts(&top).await, (0, 0, 0, 0));
        top.stop().await.unwrap();

        let (top, workers) = ended(Restart::Transient, &[crash()]).await;
        assert_eq!(counts(&top).await, (1, 1, 0, 1));
        assert_ne!(workers[0].1.pid(), Some(workers[0].0));
        assert_eq!(workers[0].1.asked().await, Ok(1));
        top.stop().await.unwrap();
    })
    .await;
}

/// A permanent child is started again whatever its reason.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_21_permanent() {
    leaks::checked(async {
        let reasons = [ExitReason::Shutdown, ExitReason::shutdown_with("done"), crash()];
        let (top, workers) = ended(Restart::Permanent, &reasons).await;
        assert_eq!(counts(&top).await, (3, 3, 0, 3));
        for (first, worker) in workers {
            assert_ne!(worker.pid(), Some(first));
            assert_eq!(worker.asked().await, Ok(1), "the client follows its child");
            assert_eq!(handled(top.terminate_child(first).await), otp_runtime::NoSuchChild);
        }
        top.stop().await.unwrap();
    })
    .await;
}
