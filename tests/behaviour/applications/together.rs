//! Many at once, and runtimes that end.

use crate::apps::{Script, running};
use crate::children::Notes;
use crate::support::{current_thread, multi_thread, soon};
use otp_runtime::application::{self, AppError};
use otp_runtime::prelude::*;
use otp_runtime::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

/// Starts, stops and kills from all sides: whatever each is told, the callbacks come in pairs and nothing is left.
#[test]
fn starts_and_stops_from_all_sides() {
    multi_thread(2).block_on(async {
        let notes = Notes::default();
        let script = Script::new(&notes);
        application::load(script.spec::<0>()).unwrap();
        application::load(script.spec::<1>().depends_on_name("app0")).unwrap();
        let tasks: Vec<_> = (0..8)
            .map(|n| {
                tokio::spawn(async move {
                    for round in 0..20 {
                        match (n + round) % 4 {
                            0 => drop(application::start("app0").await),
                            1 => drop(application::ensure_all_started("app1").await),
                            2 => drop(application::stop(["app0", "app1"][round % 2]).await),
                            _ => drop(application::top("app0").map(|top| top.exit(ExitReason::Kill))),
                        }
                    }
                })
            })
            .collect();
        for task in tasks {
            soon(task).await.unwrap();
        }
        soon(application::stop_all()).await;
        assert_eq!(running(), [""; 0]);
        let seen = notes.take();
        for app in ["app0", "app1"] {
            let count = |what: &str| seen.iter().filter(|line| **line == format!("{app} {what}")).count();
            assert_eq!(count("start"), count("prep_stop"));
            assert_eq!(count("start"), count("stop after prep_stop"));
        }
        assert_eq!(process::list(), []);
    });
}

type Waiting = std::pin::Pin<Box<dyn Future<Output = AppError> + Send>>;

/// A start or stop that somebody waits for on another thread is over when the runtime is; the state is dropped.
#[test]
fn a_runtime_that_ends() {
    struct Counted(Arc<AtomicUsize>);
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.fetch_add(1, SeqCst);
        }
    }
    for hangs in ["prep_stop", "started"] {
        for runtime in [multi_thread(1), current_thread()] {
            let (notes, dropped) = (Notes::default(), Arc::new(AtomicUsize::new(0)));
            let held = Arc::new(Counted(dropped.clone()));
            let script = Script::new(&notes).at(hangs, move || {
                let _held = held.clone();
                async { std::future::pending().await }
            });
            let spec = script.spec::<0>();
            drop(script);
            runtime.block_on(async {
                let asked = tokio::spawn(async move {
                    let started = application::start(spec).await;
                    if started.is_ok() {
                        let _ = application::stop("app0").await;
                    }
                });
                soon(notes.has(if hangs == "started" { "app0 starts" } else { "app0 prep_stop" })).await;
                assert!(!asked.is_finished());
            });
            let handle = runtime.handle().clone();
            let (ready, is_ready) = std::sync::mpsc::channel();
            let waiting = std::thread::spawn(move || {
                handle.block_on(async {
                    let mut waiting = match hangs {
                        "started" => Box::pin(async { application::start("app0").await.unwrap_err() }) as Waiting,
                        _ => Box::pin(async {
                            application::stop_all().await;
                            AppError::ShuttingDown("app0".into())
                        }),
                    };
                    let polled = std::future::poll_fn(|cx| std::task::Poll::Ready(waiting.as_mut().poll(cx))).await;
                    assert!(polled.is_pending());
                    ready.send(()).unwrap();
                    assert_eq!(waiting.await, AppError::ShuttingDown("app0".into()));
                })
            });
            is_ready.recv().unwrap();
            runtime.shutdown_timeout(Duration::from_secs(10));
            waiting.join().unwrap();
            assert_eq!(dropped.load(SeqCst), 1);
        }
    }
}

/// Each runtime has its own.
#[test]
fn runtimes_do_not_meet() {
    let [one, two] = [current_thread(), multi_thread(1)];
    let spec = Script::new(&Notes::default()).spec::<0>();
    one.block_on(async { application::start(&spec).await.unwrap() });
    two.block_on(async {
        assert_eq!(application::start("app0").await, Err(AppError::NotFound("app0".into())));
        application::start(&spec).await.unwrap();
        application::stop("app0").await.unwrap();
    });
    one.block_on(async {
        assert_eq!(running(), ["app0"]);
        application::stop("app0").await.unwrap();
    });
}
