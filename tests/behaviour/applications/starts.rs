//! Starts that fail leave nothing; and odd ones.

use crate::apps::{Script, running, stray};
use crate::children::Notes;
use crate::leaks;
use crate::support::soon;
use otp_runtime::application::{self, ShutdownReason, StartType, Top, ensure_all_started};
use otp_runtime::prelude::*;
use otp_runtime::{AppError, AppRef, AppSpec, assert_receive, process};
use std::convert::Infallible;

fn no_disk() -> ExitReason {
    ExitReason::error("no disk")
}

/// How a callback fails.
async fn fails(how: &'static str) -> Result<(), ExitReason> {
    match how {
        "error" => Err(no_disk()),
        "panic" => panic!("no disk"),
        "exit" => otp_runtime::exit(no_disk()),
        _ => {
            // the process that runs the callback
            Pid::current().unwrap().exit(ExitReason::Kill);
            std::future::pending().await
        }
    }
}

/// The tree is stopped in order, what is not part of it is killed, and neither `prep_stop` nor `stop` is called.
#[otp_runtime::test]
async fn nothing_is_left_of_a_failed_start() {
    leaks::checked(async {
        for moment in ["started", "phase go"] {
            for how in ["error", "panic", "exit", "kill"] {
                let notes = Notes::default();
                let me = Pid::current().unwrap();
                let script = Script::new(&notes)
                    .at("started", move || async move {
                        me.send(stray());
                        Ok(())
                    })
                    .at(moment, move || fails(how));
                let failed = soon(application::start(script.spec::<0>().phase("go"))).await.unwrap_err();
                match how {
                    "error" => assert!(matches!(&failed, AppError::Start { reason, .. } if *reason == no_disk())),
                    "exit" => assert!(matches!(&failed, AppError::BadReturn { reason, .. } if *reason == no_disk())),
                    "panic" => assert!(failed.to_string().contains("no disk"), "{failed}"),
                    _ => assert!(failed.to_string().ends_with("ended with killed"), "{failed}"),
                }
                let call = if moment == "started" { "App<0>::start(Normal)" } else { "App<0>::start_phase(\"go\")" };
                assert!(failed.to_string().contains(call), "{failed}");
                assert!(!process::receive::<Pid>().await.is_alive(), "outside the tree, and killed");
                let seen = notes.take();
                let end = if how == "kill" { "app0 ends: killed" } else { "app0 ends: shutdown" };
                // a supervisor whose parent is killed tells its children `Shutdown` as ever
                assert!(seen.last().is_some_and(|last| last == end || last == "app0 ends: shutdown"), "{seen:?}");
                assert!(!seen.iter().any(|line| line.contains("stop")), "{seen:?}");
                application::unload("app0").unwrap();
            }
        }
    })
    .await;
}

/// What was started by the call that fails is stopped, the last first; what ran before runs on.
#[otp_runtime::test]
async fn what_was_started_for_a_failure_is_stopped_again() {
    leaks::checked(async {
        let notes = Notes::default();
        let script = Script::new(&notes);
        application::start(script.spec::<4>()).await.unwrap();
        let fails = script.clone().at("start", || fails("error")).spec::<3>();
        let spec = script.spec::<0>().depends_on(script.spec::<4>()).depends_on(script.spec::<1>());
        let spec = spec.depends_on(script.spec::<2>()).depends_on(fails);
        notes.take();
        let failed = ensure_all_started(spec).await.unwrap_err();
        assert_eq!(failed.app(), "app3");
        assert_eq!(running(), ["app4"]);
        let stops: Vec<_> = notes.take().into_iter().filter(|line| line.contains("prep_stop")).collect();
        assert_eq!(
            stops,
            ["app2 prep_stop", "app2 stop after prep_stop", "app1 prep_stop", "app1 stop after prep_stop"]
        );
        application::stop("app4").await.unwrap();
    })
    .await;
}

/// A permanent application that does not start takes all down, a temporary one does not.
#[otp_runtime::test]
async fn a_failed_start_may_be_fatal() {
    leaks::checked(async {
        let script = Script::new(&Notes::default());
        application::start(script.spec::<1>()).await.unwrap();
        let spec = script.clone().at("start", || fails("error")).spec::<0>();
        let failed = application::start(&spec).await.unwrap_err();
        assert!(matches!(failed, AppError::Start { .. }));
        assert_eq!(running(), ["app1"]);
        application::start(&spec).restart_type(Restart::Permanent).await.unwrap_err();
        let ended = ShutdownReason::Ended { app: "app0".into(), reason: no_disk(), restart: Restart::Permanent };
        assert_eq!(soon(application::wait_for_shutdown()).await, ended);
        assert_eq!(ended.to_string(), "the permanent application \"app0\" ended: no disk");
        assert_eq!(running(), [""; 0]);
    })
    .await;
}

/// One that is on its way when everything is shut down is given up, and nothing of it is left.
#[otp_runtime::test]
async fn a_shutdown_gives_up_a_start() {
    leaks::checked(async {
        for moment in ["start", "started", "phase go"] {
            let notes = Notes::default();
            let script = Script::new(&notes).at(moment, || async { std::future::pending().await });
            let (me, spec) = (Pid::current().unwrap(), script.spec::<0>().phase("go"));
            process::spawn(async move { me.send(application::start(spec).await) });
            notes.has(if moment == "phase go" { "app0 phase go" } else { "app0 start" }).await;
            let again = application::stop("app0").await;
            assert_eq!(again, Err(AppError::NotStarted("app0".into())), "it does not run yet");
            assert_eq!(application::unload("app0"), Err(AppError::Running("app0".into())));
            soon(application::stop_all()).await;
            let outcome: Result<(), AppError> = process::receive().await;
            assert_eq!(outcome, Err(AppError::ShuttingDown("app0".into())));
            assert!(!notes.take().iter().any(|line| line.contains("stop")));
            application::unload("app0").unwrap();
        }
    })
    .await;
}

/// Two applications that need each other: the types may name each other, and the start tells.
#[otp_runtime::test]
async fn circles_are_found() {
    struct Hen;
    struct Egg;
    macro_rules! application {
        ($app:ty, $name:literal, $needs:ty) => {
            impl Application for $app {
                type Config = ();
                type Error = Infallible;
                const NAME: &'static str = $name;

                fn spec() -> AppSpec {
                    AppSpec::of::<Self>().depends_on_app::<$needs>()
                }

                async fn start(_: (), _: StartType) -> Result<Top<Self>, Infallible> {
                    unreachable!("it needs the other one")
                }
            }
        };
    }
    application!(Hen, "hen", Egg);
    application!(Egg, "egg", Hen);
    let failed = ensure_all_started(AppRef::of::<Hen>()).await.unwrap_err();
    assert_eq!(failed, AppError::Circular("hen".into()));
    assert_eq!(application::start("hen").await, Err(AppError::NotStarted("egg".into())));
}

/// A start callback that gives a name that belongs to nobody gives no top process.
#[otp_runtime::test]
async fn a_start_without_a_top_process() {
    struct Headless;
    impl Application for Headless {
        type Config = ();
        type Error = Infallible;
        const NAME: &'static str = "headless";

        async fn start(_: (), _: StartType) -> Result<Top<Self>, Infallible> {
            Ok(Top::new(&otp_runtime::Ref::<Supervisor>::named("nobody"), Headless))
        }
    }
    leaks::checked(async {
        let failed = application::start(AppRef::of::<Headless>()).await.unwrap_err();
        assert!(failed.to_string().contains("gave no top process"), "{failed}");
    })
    .await;
}

/// A top process that is not linked, and one that ignores all signals but has no say, are stopped like any other.
#[otp_runtime::test]
async fn a_top_that_is_not_linked_is_stopped() {
    struct Loose;
    impl Application for Loose {
        type Config = ();
        type Error = Infallible;
        const NAME: &'static str = "loose";

        async fn start(_: (), _: StartType) -> Result<Top<Self>, Infallible> {
            Ok(Top::new(&stray(), Loose))
        }
    }
    leaks::checked(async {
        application::start(AppRef::of::<Loose>()).await.unwrap();
        let down = application::top("loose").unwrap().monitor();
        soon(application::stop("loose")).await.unwrap();
        assert_eq!(down.await.reason, ExitReason::Shutdown);
    })
    .await;
}

/// Messages and exits that reach the process of the callbacks disturb nobody.
#[otp_runtime::test]
async fn stray_messages_are_dropped() {
    leaks::checked(async {
        let me = Pid::current().unwrap();
        let script = Script::new(&Notes::default()).at("started", move || async move {
            me.send(Pid::current().unwrap());
            process::spawn_link(async { panic!("a helper's") });
            Ok(())
        });
        application::start(script.spec::<0>()).await.unwrap();
        let host: Pid = process::receive().await;
        for _ in 0..100 {
            host.send("who reads this?");
        }
        while process::info(host).unwrap().message_queue_len > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(running(), ["app0"]);
        application::stop("app0").await.unwrap();
    })
    .await;
}

/// Without permission it is started and does not run; it runs when it is permitted to, and stops when it is not any more.
#[otp_runtime::test]
async fn permission() {
    leaks::checked(async {
        assert_eq!(application::permit("app0", false).await, Err(AppError::NotLoaded("app0".into())));
        application::load(Script::new(&Notes::default()).spec::<0>()).unwrap();
        for _ in 0..2 {
            application::permit("app0", false).await.unwrap();
        }
        assert_eq!(application::start("app0").restart_type(Restart::Transient).await, Ok(()));
        assert_eq!(running(), [""; 0]);
        for _ in 0..2 {
            application::permit("app0", true).await.unwrap();
            assert_eq!(application::started()[0].restart_type, Some(Restart::Transient));
        }
        for _ in 0..2 {
            application::permit("app0", false).await.unwrap();
            assert_eq!(running(), [""; 0]);
        }
        application::permit("app0", true).await.unwrap();
        assert_eq!(running(), ["app0"], "it was started, and is again");
        application::permit("app0", false).await.unwrap();
        assert_eq!(application::stop("app0").await, Ok(()));
        application::permit("app0", true).await.unwrap();
        assert_eq!(running(), [""; 0]);
        assert_receive_nothing();
    })
    .await;
}

fn assert_receive_nothing() {
    assert_eq!(process::queue_len(), 0);
}

/// Only an application that includes it, and its processes, can start an included application.
#[otp_runtime::test]
async fn strangers_start_no_included_application() {
    let part = Script::new(&Notes::default()).spec::<1>();
    application::load(AppSpec::new("whole").includes(part)).unwrap();
    assert_eq!(application::start_included("app1").await, Err(AppError::NotFound("app1".into())));
    process::spawn_link({
        let me = Pid::current().unwrap();
        async move { me.send(application::start_included("app1").await.is_err()) }
    });
    assert_receive!(true);
}
