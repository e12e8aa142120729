//! Suite `otp.application`: what applications need of each other, and how everything goes down.

use super::apps::{Script, running, stray};
use super::children::Notes;
use super::leaks;
use super::logs::Logs;
use otp_runtime::application::{self, ensure_all_started};
use otp_runtime::prelude::*;
use otp_runtime::{AppError, AppSpec};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tracing::Level;

fn names(names: &[&str]) -> Result<Vec<Arc<str>>, AppError> {
    Ok(names.iter().map(|name| Arc::from(*name)).collect())
}

/// Four of them: the first needs the others, directly or not.
fn chain(notes: &Notes) -> AppSpec {
    let bottom = Script::new(notes).spec::<3>();
    let left = Script::new(notes).spec::<1>().depends_on(&bottom);
    let right = Script::new(notes).spec::<2>().depends_on(&bottom).depends_on(&left);
    Script::new(notes).spec::<0>().depends_on(left).depends_on(right)
}

/// What is needed is started first, depth first; only what this call has started is told.
#[otp_runtime::test]
async fn otp_application_26a_ensure_all_started() {
    leaks::checked(async {
        let spec = chain(&Notes::default());
        assert_eq!(ensure_all_started(&spec).await, names(&["app3", "app1", "app2", "app0"]));
        assert_eq!(running(), ["app3", "app1", "app2", "app0"]);
        assert_eq!(ensure_all_started("app0").await, names(&[]));
        for app in ["app0", "app1", "app3"] {
            application::stop(app).await.unwrap();
        }
        assert_eq!(ensure_all_started("app0").await, names(&["app3", "app1", "app0"]));
        application::stop_all().await;
    })
    .await;
}

/// A plain start starts nothing else.
#[otp_runtime::test]
async fn otp_application_26b_missing_dependency() {
    let spec = chain(&Notes::default());
    assert_eq!(application::start(spec).await, Err(AppError::NotStarted("app1".into())));
    assert_eq!(running(), [""; 0]);
}

/// What is unknown is named, wherever it is needed.
#[otp_runtime::test]
async fn otp_application_26d_unknown() {
    leaks::checked(async {
        assert_eq!(ensure_all_started("nobody").await, Err(AppError::NotFound("nobody".into())));
        let notes = Notes::default();
        let spec = Script::new(&notes).spec::<1>();
        let spec = AppSpec::new("shop").depends_on(spec).depends_on(AppSpec::new("till").depends_on("nobody"));
        let failed = ensure_all_started(spec).await.unwrap_err();
        assert_eq!((failed.app(), &failed), ("nobody", &AppError::NotFound("nobody".into())));
        assert_eq!(running(), [""; 0], "what was started is stopped again");
        assert!(notes.take().contains(&"app1 stop after prep_stop".to_owned()));
    })
    .await;
}

/// A hook is told `Shutdown` before the first application is stopped.
#[otp_runtime::test]
async fn otp_application_33_shutdown_hook() {
    leaks::checked(async {
        let notes = Notes::default();
        application::start(Script::new(&notes).spec::<0>()).await.unwrap();
        notes.take();
        for hook in ["first", "second"] {
            let notes = notes.clone();
            application::on_shutdown(move |reason| async move { notes.write(format!("{hook}: {reason}")) });
        }
        application::stop_all().await;
        application::stop_all().await;
        let seen = ["first: shutdown", "second: shutdown", "app0 prep_stop", "app0 ends: shutdown"];
        assert_eq!(notes.take(), [&seen[..], &["app0 stop after prep_stop"]].concat(), "each once");
    })
    .await;
}

/// One that does not end is killed after the limit; the others stop in order.
#[otp_runtime::test(paused)]
async fn otp_application_34_shutdown_limit() {
    leaks::checked(async {
        for stuck in ["prep_stop", "stop"] {
            let notes = Notes::default();
            let script = Script::new(&notes);
            application::start(script.spec::<0>()).await.unwrap();
            let hangs = script.clone().at(stuck, || async { std::future::pending().await }).at("started", || async {
                stray();
                Ok(())
            });
            application::start(hangs.spec::<1>()).await.unwrap();
            application::start(script.spec::<2>()).await.unwrap();
            notes.take();
            let begun = Instant::now();
            application::stop_all().limit(Duration::from_secs(3)).await;
            assert_eq!(begun.elapsed().as_secs(), 3);
            let seen = notes.take();
            assert_eq!(seen[..3], ["app2 prep_stop", "app2 ends: shutdown", "app2 stop after prep_stop"]);
            let last = ["app0 prep_stop", "app0 ends: shutdown", "app0 stop after prep_stop"];
            assert_eq!(seen[seen.len() - 3..], last, "{seen:?}");
            for app in ["app0", "app1", "app2"] {
                application::unload(app).unwrap();
            }
        }
    })
    .await;
}

/// Whoever asks for the top process while the application stops is told that it does not run.
#[otp_runtime::test]
async fn otp_application_35_questions_while_it_stops() {
    leaks::checked(async {
        let notes = Notes::default();
        let answers = notes.clone();
        let asks = move || {
            let answers = answers.clone();
            async move {
                let answer = application::top("app0").unwrap_err();
                answers.write(answer.to_string());
                Ok(())
            }
        };
        let script = Script::new(&notes).at("prep_stop", asks.clone()).at("stop", asks);
        application::start(script.spec::<0>()).await.unwrap();
        assert!(application::top("app0").unwrap().is_alive());
        application::stop("app0").await.unwrap();
        let told = notes.take().into_iter().filter(|line| line.ends_with("does not run any more")).count();
        assert_eq!(told, 2);
        assert_eq!(application::top("app0"), Err(AppError::NotStarted("app0".into())));
    })
    .await;
}

/// An optional dependency is started if there is one, and may be missing; that it fails is told.
#[otp_runtime::test]
async fn otp_application_37a_optional_dependencies() {
    leaks::checked(async {
        let notes = Notes::default();
        let spec = Script::new(&notes).spec::<0>().optional("app1").optional("nobody");
        assert_eq!(ensure_all_started(&spec).await, names(&["app0"]), "none of them exists");
        application::stop("app0").await.unwrap();
        application::register(Script::new(&notes).spec::<1>());
        assert_eq!(application::start("app0").await, Ok(()), "it exists, and does not run");
        application::stop("app0").await.unwrap();
        assert_eq!(ensure_all_started("app0").await, names(&["app1", "app0"]));
        application::stop_all().await;
        let fails = Script::new(&notes).at("start", || async { Err(ExitReason::error("no disk")) });
        application::unload("app1").unwrap();
        application::register(fails.spec::<1>());
        let failed = ensure_all_started("app0").await.unwrap_err();
        assert!(matches!(&failed, AppError::Start { app, .. } if &**app == "app1"), "{failed:?}");
        assert_eq!(running(), [""; 0]);
    })
    .await;
}

/// The specification tells them apart.
#[otp_runtime::test]
async fn otp_application_37b_optional_dependencies_are_listed() {
    let spec = AppSpec::new("shop").depends_on_name("till").optional("metrics").optional_spec(AppSpec::new("traces"));
    application::load(spec).unwrap();
    let spec = application::spec("shop").unwrap();
    assert_eq!((spec.dependencies(), spec.optional_dependencies()), (vec!["till"], vec!["metrics", "traces"]));
}

/// The log tells which application ended, why, and what that means; and which has started.
#[otp_runtime::test]
async fn otp_application_41_log() {
    leaks::checked(async {
        let logs = Logs::at(Level::INFO);
        let notes = Notes::default();
        application::start(Script::new(&notes).spec::<0>()).await.unwrap();
        let top = application::top("app0").unwrap();
        application::stop("app0").await.unwrap();
        application::start("app0").await.unwrap();
        notes.take();
        application::top("app0").unwrap().exit(ExitReason::Kill);
        notes.has("app0 stop after prep_stop").await;
        while application::stop("app0").await.is_err() {}
        let fails = Script::new(&notes).at("start", || async { Err(ExitReason::error("no disk")) });
        application::start(fails.spec::<1>()).await.unwrap_err();
        let lines: Vec<_> = logs.lines().into_iter().filter(|line| line.contains("otp_runtime::application")).collect();
        let told = |line: &str, level: &str, parts: &[&str]| {
            assert!(line.trim_start().starts_with(level) && parts.iter().all(|part| line.contains(part)), "{line}");
        };
        told(&lines[0], "INFO", &["application started", "application=app0", &format!("top={top}")]);
        told(
            &lines[1],
            "INFO",
            &["application ended", "application=app0", "reason=\"stopped\"", "restart_type=Temporary"],
        );
        told(&lines[3], "ERROR", &["application ended", "application=app0", "reason=killed", "restart_type=Temporary"]);
        told(
            &lines[4],
            "ERROR",
            &["application did not start", "application=app1", "no disk", "restart_type=Temporary"],
        );
        assert_eq!(lines.len(), 5, "{lines:#?}");
    })
    .await;
}
