//! Suite `otp.application`: starting, and what belongs to a start.

use super::apps::{Script, running};
use super::children::Notes;
use super::leaks;
use otp_runtime::application::{self, ShutdownReason};
use otp_runtime::prelude::*;
use otp_runtime::{AppError, AppSpec, ChildSpec, StartedChild, process};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use tokio::sync::Notify;

/// `ensure_started` is content with one that runs, `start` is not.
#[otp_runtime::test]
async fn otp_application_06a_ensure_started() {
    leaks::checked(async {
        for restart in [Restart::Temporary, Restart::Permanent] {
            let spec = Script::new(&Notes::default()).spec::<0>();
            for _ in 0..2 {
                assert_eq!(application::ensure_started(&spec).restart_type(restart).await, Ok(()));
            }
            let again = application::start("app0").restart_type(restart).await;
            assert_eq!(again, Err(AppError::AlreadyStarted("app0".into())));
            assert_eq!(application::started()[0].restart_type, Some(restart));
            assert_eq!(application::stop("app0").await, Ok(()));
            assert_eq!(application::unload("app0"), Ok(()));
        }
    })
    .await;
}

/// One that nobody has told of is not found; a registered one is.
#[otp_runtime::test]
async fn otp_application_06b_unknown() {
    let unknown = application::ensure_started("shop").await.unwrap_err();
    assert_eq!(unknown, AppError::NotFound("shop".into()));
    assert_eq!(unknown.to_string(), "there is no application \"shop\": neither loaded nor registered");
    application::register(AppSpec::new("shop"));
    assert_eq!(application::ensure_started("shop").await, Ok(()));
}

/// Included applications, and those they include, are loaded and unloaded with the application.
#[otp_runtime::test]
async fn otp_application_07_included_are_loaded() {
    let inner = AppSpec::new("drawer").env("coins", 5_u32);
    let shop = AppSpec::new("shop").includes(AppSpec::new("till").includes(inner)).includes("ledger");
    let missing = application::load(shop.clone()).unwrap_err();
    assert_eq!(missing, AppError::NotFound("ledger".into()));
    assert_eq!(application::loaded(), [], "all or nothing");
    application::register(AppSpec::new("ledger"));
    application::load(shop.clone()).unwrap();
    let loaded = || application::loaded().iter().map(|app| app.name.to_string()).collect::<Vec<_>>();
    assert_eq!(loaded(), ["drawer", "ledger", "shop", "till"]);
    assert_eq!(application::fetch_env("drawer", "coins"), Ok(5_u32));
    assert_eq!(application::load(shop), Err(AppError::AlreadyLoaded("shop".into())));
    let alone = application::start("till").await.unwrap_err();
    assert_eq!(alone, AppError::Included { app: "till".into(), by: "shop".into() });
    application::unload("shop").unwrap();
    assert_eq!(loaded(), [""; 0]);
}

/// A transient application whose start callback exits `Normal` does not start, and that is all.
#[otp_runtime::test]
async fn otp_application_10a_normal_exit_of_a_start() {
    leaks::checked(async {
        application::start(AppSpec::new("other")).restart_type(Restart::Permanent).await.unwrap();
        let spec = Script::new(&Notes::default()).at("start", || async { otp_runtime::exit(ExitReason::Normal) });
        let failed = application::start(spec.spec::<0>()).restart_type(Restart::Transient).await.unwrap_err();
        let call = Arc::from("App<0>::start(Normal)");
        assert_eq!(failed, AppError::BadReturn { app: "app0".into(), reason: ExitReason::Normal, call });
        assert!(failed.to_string().ends_with("bad return: App<0>::start(Normal) ended with normal"), "{failed}");
        assert_eq!(running(), ["other"]);
        application::stop("other").await.unwrap();
    })
    .await;
}

/// One that exits otherwise, or panics, is a bad return, and everything is shut down.
#[otp_runtime::test]
async fn otp_application_10b_abnormal_exit_of_a_start() {
    leaks::checked(async {
        application::start(AppSpec::new("other")).await.unwrap();
        let spec = Script::new(&Notes::default()).at("start", || async { panic!("no shop") });
        let failed = application::start(spec.spec::<0>()).restart_type(Restart::Transient).await.unwrap_err();
        let AppError::BadReturn { app, reason, .. } = &failed else { panic!("{failed:?}") };
        assert!(matches!(reason, ExitReason::Panic { message, .. } if &**message == "no shop"), "{reason:?}");
        let ended = ShutdownReason::Ended { app: app.clone(), reason: reason.clone(), restart: Restart::Transient };
        assert_eq!(application::wait_for_shutdown().await, ended);
        assert_eq!(running(), [""; 0]);
        let after = application::start("other").await;
        assert_eq!(after, Err(AppError::ShuttingDown("other".into())));
    })
    .await;
}

/// An application whose start waits until it is told how to end.
fn waiting_start(notes: &Notes, outcome: Result<(), ExitReason>) -> (Script, Arc<Notify>) {
    let gate = Arc::new(Notify::new());
    let opened = gate.clone();
    let script = Script::new(notes).at("start", move || {
        let (gate, outcome) = (gate.clone(), outcome.clone());
        async move {
            gate.notified().await;
            outcome
        }
    });
    (script, opened)
}

/// Starts it in so many processes at once, and gives what each of them gets.
async fn start_together(spec: &AppSpec, gate: &Notify, notes: &Notes, times: usize) -> Vec<Result<(), AppError>> {
    let me = Pid::current().unwrap();
    for _ in 0..times {
        let spec = spec.clone();
        process::spawn(async move {
            me.send("asking");
            let outcome = application::start(spec).await;
            me.send(outcome);
        });
    }
    for _ in 0..times {
        process::receive::<&str>().await;
    }
    notes.has("app0 start").await;
    // each has polled its start once by now, or does so before the one that is let through is done
    tokio::task::yield_now().await;
    gate.notify_one();
    let mut outcomes = Vec::new();
    for _ in 0..times {
        outcomes.push(process::receive().await);
    }
    outcomes
}

/// Two that start it at the same time share one run.
#[otp_runtime::test]
async fn otp_application_11a_concurrent_starts_share_one_run() {
    leaks::checked(async {
        let notes = Notes::default();
        let (script, gate) = waiting_start(&notes, Ok(()));
        let outcomes = start_together(&script.spec::<0>(), &gate, &notes, 2).await;
        assert_eq!(outcomes, [Ok(()), Ok(())]);
        assert_eq!(notes.take(), ["app0 start", "app0 starts"], "once");
        application::stop("app0").await.unwrap();
    })
    .await;
}

/// They share its failure too.
#[otp_runtime::test]
async fn otp_application_11b_concurrent_starts_share_one_failure() {
    leaks::checked(async {
        let notes = Notes::default();
        let (script, gate) = waiting_start(&notes, Err(ExitReason::error("no disk")));
        let outcomes = start_together(&script.spec::<0>(), &gate, &notes, 2).await;
        let Err(AppError::Start { reason, call, .. }) = &outcomes[0] else { panic!("{outcomes:?}") };
        assert_eq!((reason, &**call), (&ExitReason::error("no disk"), "App<0>::start(Normal)"));
        assert_eq!(outcomes[0], outcomes[1]);
        assert_eq!(notes.take(), ["app0 start"], "once");
    })
    .await;
}

/// Four at once get `Ok`; one more start finds it running.
#[otp_runtime::test]
async fn otp_application_17_four_starts_at_once() {
    leaks::checked(async {
        let notes = Notes::default();
        let (script, gate) = waiting_start(&notes, Ok(()));
        let outcomes = start_together(&script.spec::<0>(), &gate, &notes, 4).await;
        assert_eq!(outcomes, [const { Ok(()) }; 4]);
        assert_eq!(application::start("app0").await, Err(AppError::AlreadyStarted("app0".into())));
        application::stop("app0").await.unwrap();
    })
    .await;
}

/// What was started and has ended by itself is no longer running; what was never started, or stopped, is not started.
#[otp_runtime::test]
async fn otp_application_15b_dependency_has_died() {
    leaks::checked(async {
        let notes = Notes::default();
        let shop = AppSpec::new("shop").depends_on_name("app0");
        assert_eq!(application::start(&shop).await, Err(AppError::NotStarted("app0".into())));
        application::start(Script::new(&notes).spec::<0>()).await.unwrap();
        application::top("app0").unwrap().exit(ExitReason::Kill);
        notes.has("app0 stop after prep_stop").await;
        while !running().is_empty() {
            tokio::task::yield_now().await;
        }
        while application::start("shop").await != Err(AppError::NotRunning("app0".into())) {
            tokio::task::yield_now().await;
        }
        application::stop("app0").await.unwrap();
        assert_eq!(application::start("shop").await, Err(AppError::NotStarted("app0".into())));
    })
    .await;
}

/// The overseer is killed: `prep_stop`, the tree and `stop` follow all the same.
#[otp_runtime::test]
async fn otp_application_18_overseer_is_killed() {
    leaks::checked(async {
        let notes = Notes::default();
        application::start(Script::new(&notes).spec::<0>()).await.unwrap();
        application::started()[0].overseer.unwrap().exit(ExitReason::Kill);
        notes.has("app0 stop after prep_stop").await;
        let seen = ["app0 start", "app0 starts", "app0 prep_stop", "app0 ends: shutdown", "app0 stop after prep_stop"];
        assert_eq!(notes.take(), seen);
    })
    .await;
}

/// The phases run after the start callback, in order, before the start is done; included applications get those they list.
#[otp_runtime::test]
async fn otp_application_19_start_phases() {
    leaks::checked(async {
        let notes = Notes::default();
        let part = Script::new(&notes).spec::<1>().phase("other").phase("go");
        let with_part = || async {
            let part = ChildSpec::new("part", || async {
                let top = application::start_included("app1")
                    .await
                    .map_err(|error| otp_runtime::ChildStartError::Failed(ExitReason::error(error)))?;
                Ok(StartedChild::new(top))
            });
            let tree = Supervisor::builder(Strategy::OneForOne).child(part.supervisor()).start_link().await;
            tree.map(|_| ()).map_err(ExitReason::error)
        };
        let spec = Script::new(&notes).at("started", with_part).spec::<0>();
        let spec = spec.includes(part).phase("init").phase("go");
        application::start(spec).await.unwrap();
        let seen = ["app0 start", "app0 starts", "app1 start", "app1 starts", "app0 phase init", "app0 phase go"];
        assert_eq!(notes.take(), [&seen[..], &["app1 phase go"]].concat());
        assert_eq!(running(), ["app0"]);
        application::stop("app0").await.unwrap();
        let seen = notes.take();
        assert!(seen.contains(&"app0 stop after init, go, prep_stop".to_owned()), "{seen:?}");
    })
    .await;
}

/// Without permission a start starts nothing; granting it does, withdrawing it stops, and more of either changes nothing.
#[otp_runtime::test]
async fn otp_application_22_permission() {
    leaks::checked(async {
        for permitted in [false, true] {
            assert_eq!(application::permit("app0", permitted).await, Err(AppError::NotLoaded("app0".into())));
        }
        application::load(Script::new(&Notes::default()).spec::<0>()).unwrap();
        application::permit("app0", false).await.unwrap();
        assert_eq!(application::start("app0").await, Ok(()));
        assert_eq!(running(), [""; 0]);
        for (permitted, runs) in [(true, 1), (true, 1), (false, 0), (false, 0), (true, 1)] {
            assert_eq!(application::permit("app0", permitted).await, Ok(()));
            assert_eq!(running().len(), runs);
        }
        application::stop("app0").await.unwrap();
        assert_eq!(application::permit("app0", true).await, Ok(()));
        assert_eq!(running(), [""; 0], "permitted, and stopped");
    })
    .await;
}

/// A process of an application knows it, and reads the specification without naming it.
#[otp_runtime::test]
async fn otp_application_24_fields_from_inside() {
    static SEEN: AtomicBool = AtomicBool::new(false);
    leaks::checked(async {
        assert_eq!(application::current(), None);
        let look = || async {
            let inner = process::start(|ack| async { ack.done(application::current()) });
            assert_eq!(inner.await.unwrap().value.as_deref(), Some("app0"), "inherited");
            let own = application::spec(&application::current().unwrap()).unwrap();
            assert_eq!((own.name(), own.version_str(), own.phases()), ("app0", "2.0.0", vec!["go"]));
            assert_eq!((own.dependencies(), own.included(), own.description_str()), (vec!["base"], vec![], "Looks"));
            SEEN.store(true, SeqCst);
            Ok(())
        };
        application::start(AppSpec::new("base")).await.unwrap();
        let spec = Script::new(&Notes::default()).at("started", look).spec::<0>();
        let spec = spec.version("2.0.0").description("Looks").phase("go").depends_on_name("base");
        application::start(spec).await.unwrap();
        assert!(SEEN.load(SeqCst));
        assert_eq!(application::application_of(application::top("app0").unwrap()).as_deref(), Some("app0"));
        assert_eq!(application::application_of(Pid::current().unwrap()), None);
        application::stop_all().await;
    })
    .await;
}
