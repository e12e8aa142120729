//! How applications end, and what ends with them.

use crate::apps::{Script, running, stray};
use crate::children::Notes;
use crate::leaks;
use crate::support::{Event, soon};
use otp_runtime::application::{self, ShutdownReason};
use otp_runtime::prelude::*;
use otp_runtime::{AppError, AppSpec, process};
use std::time::Duration;
use tokio::time::Instant;

/// `prep_stop`, the tree, `stop`, and then whoever is left; it is still loaded, and a second stop finds it stopped.
#[otp_runtime::test]
async fn the_order_of_a_stop() {
    leaks::checked(async {
        let notes = Notes::default();
        let me = Pid::current().unwrap();
        let (seen, left) = (notes.clone(), std::sync::Arc::new(std::sync::Mutex::new(None)));
        let outside = left.clone();
        let script = Script::new(&notes)
            .at("started", move || {
                let outside = outside.clone();
                async move {
                    let pid = stray();
                    *outside.lock().unwrap() = Some(pid);
                    me.send(pid);
                    Ok(())
                }
            })
            .at("stop", move || {
                let alive = left.lock().unwrap().is_some_and(Pid::is_alive);
                seen.write(format!("outside the tree: {alive}"));
                async { Ok(()) }
            });
        application::start(script.spec::<0>()).await.unwrap();
        application::start(AppSpec::new("other")).await.unwrap();
        notes.take();
        assert_eq!(application::stop("app0").await, Ok(()));
        let order = ["app0 prep_stop", "app0 ends: shutdown", "app0 stop after prep_stop", "outside the tree: true"];
        assert_eq!(notes.take(), order);
        assert!(!process::receive::<Pid>().await.is_alive(), "killed at last");
        assert!(application::spec("app0").is_some(), "still loaded");
        assert_eq!(application::stop("app0").await, Err(AppError::NotStarted("app0".into())));
        assert_eq!(application::stop("nobody").await, Err(AppError::NotStarted("nobody".into())));
        assert_eq!(running(), ["other"]);
        application::stop("other").await.unwrap();
    })
    .await;
}

/// Ends the top process of `app0` with a reason.
async fn end_top(reason: ExitReason) {
    let top = application::top("app0").unwrap();
    let down = top.monitor();
    top.stop().reason(reason).await.unwrap();
    down.await;
}

/// What the end of an application means for the others, by its type and the reason.
#[otp_runtime::test]
async fn ends_that_take_all_down() {
    let fatal = |restart: Restart, reason: &ExitReason| match restart {
        Restart::Permanent => true,
        Restart::Transient => *reason != ExitReason::Normal,
        Restart::Temporary => false,
    };
    for restart in [Restart::Permanent, Restart::Transient, Restart::Temporary] {
        for reason in [ExitReason::Normal, ExitReason::Shutdown, ExitReason::error("gone")] {
            let reason = reason.clone();
            let test = async move {
                let notes = Notes::default();
                let script = Script::new(&notes);
                application::start(script.spec::<1>()).await.unwrap();
                application::start(script.spec::<0>()).restart_type(restart).await.unwrap();
                end_top(reason.clone()).await;
                soon(notes.has("app0 stop after prep_stop")).await;
                if fatal(restart, &reason) {
                    let ended = ShutdownReason::Ended { app: "app0".into(), reason, restart };
                    assert_eq!(soon(application::wait_for_shutdown()).await, ended);
                    assert!(notes.take().contains(&"app1 stop after prep_stop".to_owned()));
                    assert_eq!(running(), [""; 0]);
                } else {
                    while application::stop("app0").await.is_err() {
                        tokio::task::yield_now().await;
                    }
                    assert_eq!(running(), ["app1"], "{restart:?} {reason:?}");
                    application::start("app0").await.unwrap();
                    application::stop_all().await;
                }
                assert_eq!(process::census().processes, 1, "the test's own");
            };
            // each has a runtime of its own: a system that was shut down stays down
            std::thread::spawn(move || {
                otp_runtime::__private::test(otp_runtime::__private::Runs { workers: Some(0), paused: false }, test)
            })
            .join()
            .unwrap();
        }
    }
}

/// An explicit stop of a permanent application is nobody else's business.
#[otp_runtime::test]
async fn a_stop_affects_nobody_else() {
    leaks::checked(async {
        let script = Script::new(&Notes::default());
        application::start(script.spec::<0>()).restart_type(Restart::Permanent).await.unwrap();
        application::start(AppSpec::new("dependent").depends_on_name("app0")).await.unwrap();
        application::stop("app0").await.unwrap();
        assert_eq!(running(), ["dependent"]);
        application::start("app0").await.unwrap();
        application::stop_all().await;
    })
    .await;
}

/// The callbacks' own process is killed: another takes over, and `prep_stop` and `stop` run.
#[otp_runtime::test]
async fn the_callbacks_process_is_killed() {
    leaks::checked(async {
        for moment in ["idle", "prep_stop", "stop"] {
            let notes = Notes::default();
            let me = Pid::current().unwrap();
            let script = Script::new(&notes).at("started", move || async move {
                me.send(Pid::current().unwrap());
                Ok(())
            });
            let script = script.at(moment, || async {
                Pid::current().unwrap().exit(ExitReason::Kill);
                std::future::pending().await
            });
            application::start(script.spec::<0>()).await.unwrap();
            let host: Pid = process::receive().await;
            notes.take();
            if moment == "idle" {
                host.exit(ExitReason::Kill);
                soon(notes.has("app0 stop after prep_stop")).await;
                while application::stop("app0").await.is_err() {
                    tokio::task::yield_now().await;
                }
            } else {
                soon(application::stop("app0")).await.unwrap();
            }
            let seen = notes.take();
            for line in ["app0 prep_stop", "app0 stop after prep_stop"] {
                assert_eq!(seen.iter().filter(|seen| *seen == line).count(), 1, "{moment}: {seen:?}");
            }
            application::unload("app0").unwrap();
        }
    })
    .await;
}

/// A callback that panics ends itself and nothing else.
#[otp_runtime::test]
async fn panics_of_callbacks() {
    leaks::checked(async {
        let notes = Notes::default();
        let script =
            Script::new(&notes).at("prep_stop", || async { panic!("prep") }).at("stop", || async { panic!("stop") });
        let script = script.at("change", || async { panic!("change") });
        application::start(script.spec::<0>()).await.unwrap();
        let changes = application::Settings::of("app0").set("key", 1_u8);
        let failed = application::reconfigure([changes]).await.unwrap_err();
        assert!(matches!(&failed, AppError::ConfigChange { app, .. } if &**app == "app0"), "{failed:?}");
        assert!(failed.to_string().contains("change"), "{failed}");
        assert_eq!(running(), ["app0"]);
        notes.take();
        application::stop("app0").await.unwrap();
        let order = ["app0 prep_stop", "app0 ends: shutdown", "app0 stop after prep_stop"];
        assert_eq!(notes.take(), order);
    })
    .await;
}

/// A process of the application that stops it goes down with it, and the stop is done.
#[otp_runtime::test]
async fn it_can_stop_itself() {
    leaks::checked(async {
        let notes = Notes::default();
        let me = Pid::current().unwrap();
        let script = Script::new(&notes).at("started", move || async move {
            let pid = process::spawn(async {
                process::receive::<()>().await;
                let _ = application::stop("app0").await;
                std::future::pending().await
            });
            me.send(pid);
            Ok(())
        });
        application::start(script.spec::<0>()).await.unwrap();
        let inner: Pid = process::receive().await;
        let down = inner.monitor();
        inner.send(());
        assert_eq!(soon(down).await.reason, ExitReason::Killed);
        soon(notes.has("app0 stop after prep_stop")).await;
        while application::unload("app0").is_err() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// A callback would wait for itself: it is told so. What it asks for everything is begun all the same.
#[otp_runtime::test]
async fn callbacks_do_not_wait_for_themselves() {
    leaks::checked(async {
        let notes = Notes::default();
        let seen = notes.clone();
        let asks = move || {
            let seen = seen.clone();
            async move {
                let waits = [application::stop("app0").await, application::start("app0").await];
                seen.write(format!("{waits:?}"));
                Ok(())
            }
        };
        let script = Script::new(&notes).at("prep_stop", asks.clone()).at("change", || async {
            application::stop_all().await;
            Ok(())
        });
        application::start(script.spec::<0>()).await.unwrap();
        notes.take();
        let waiting = application::wait_for_shutdown();
        let changes = application::Settings::of("app0").set("key", 1_u8);
        let (_, reason) = soon(async { tokio::join!(application::reconfigure([changes]), waiting) }).await;
        assert_eq!(reason, ShutdownReason::Asked);
        let line = "[Err(CallingSelf(\"app0\")), Err(CallingSelf(\"app0\"))]";
        assert!(notes.take().contains(&line.to_owned()));
        assert_eq!(running(), [""; 0]);
    })
    .await;
}

/// Everything stops in reverse order, and nothing starts meanwhile; a hook that hangs is killed after the limit.
#[otp_runtime::test(paused)]
async fn the_order_of_a_shutdown() {
    leaks::checked(async {
        let notes = Notes::default();
        let script = Script::new(&notes).at("stop", || async {
            assert!(matches!(application::start("late").await, Err(AppError::ShuttingDown(_))));
            Ok(())
        });
        application::register(AppSpec::new("late"));
        application::start(script.spec::<1>()).await.unwrap();
        application::start(script.spec::<0>()).await.unwrap();
        application::start(script.spec::<2>()).await.unwrap();
        notes.take();
        let ended = notes.clone();
        application::on_shutdown(|_| std::future::pending());
        application::on_shutdown(move |_| async move { ended.write("hook") });
        application::on_shutdown(|_| async { panic!("a hook's") });
        application::set_shutdown_limit(Duration::from_secs(2));
        let begun = Instant::now();
        application::stop_all().await;
        assert_eq!(begun.elapsed().as_secs(), 2);
        let seen: Vec<_> =
            notes.take().into_iter().filter(|line| !line.contains("ends") && !line.contains(" stop")).collect();
        assert_eq!(seen, ["hook", "app2 prep_stop", "app0 prep_stop", "app1 prep_stop"]);
        assert_eq!(application::start("late").await, Ok(()), "afterwards it starts");
        application::stop("late").await.unwrap();
    })
    .await;
}

/// A start that meets a stop waits for it.
#[otp_runtime::test]
async fn a_start_waits_for_a_stop() {
    leaks::checked(async {
        let (notes, gate) = (Notes::default(), Event::default());
        let opened = gate.clone();
        let script = Script::new(&notes).at("stop", move || {
            let gate = gate.clone();
            async move {
                gate.wait().await;
                Ok(())
            }
        });
        application::start(script.spec::<0>()).await.unwrap();
        let me = Pid::current().unwrap();
        process::spawn(async move { me.send(("stop", application::stop("app0").await)) });
        notes.has("app0 stop after prep_stop").await;
        process::spawn(async move { me.send(("start", application::start("app0").await)) });
        tokio::task::yield_now().await;
        assert_eq!(application::top("app0"), Err(AppError::NotRunning("app0".into())));
        opened.set();
        let mut done = [process::receive().await, process::receive().await];
        done.sort_by_key(|(what, _)| *what);
        assert_eq!(done, [("start", Ok::<(), AppError>(())), ("stop", Ok(()))]);
        assert_eq!(running(), ["app0"]);
        application::stop("app0").await.unwrap();
    })
    .await;
}

/// Its top process has ended before the start callback returned.
#[derive(Default)]
struct ShortLived;

impl Application for ShortLived {
    type Config = ();
    type Error = std::convert::Infallible;
    const NAME: &'static str = "short_lived";

    async fn start(_: (), _: StartType) -> Result<Top<Self>, Self::Error> {
        let top = process::spawn_link(async { otp_runtime::exit(ExitReason::shutdown_with("nothing to do")) });
        top.monitor().await;
        Ok(Top::new(&top, ShortLived))
    }
}

/// Why the top process has ended is known even if it did so at once.
#[otp_runtime::test]
async fn a_top_that_has_ended_before_the_start_has() {
    let started = application::start(ShortLived::spec()).restart_type(Restart::Permanent).await;
    assert_eq!(started, Ok(()));
    let reason = ExitReason::shutdown_with("nothing to do");
    let ended = ShutdownReason::Ended { app: "short_lived".into(), reason, restart: Restart::Permanent };
    assert_eq!(soon(application::wait_for_shutdown()).await, ended);
}
