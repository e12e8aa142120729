//! What happens at odd moments.

use crate::apps::{Script, running};
use crate::children::Notes;
use crate::leaks;
use crate::support::{Event, soon};
use otp_runtime::application::{self, AppError, ensure_all_started};
use otp_runtime::prelude::*;
use otp_runtime::{AppSpec, process};

/// A process outside that the start callback links itself to is none of the application's, however the start ends.
#[otp_runtime::test]
async fn links_to_the_outside() {
    leaks::checked(async {
        for fails in [false, true] {
            let outside = process::spawn(std::future::pending());
            let script = Script::new(&Notes::default()).at("started", move || async move {
                process::link(outside);
                if fails { Err(ExitReason::error("no disk")) } else { Ok(()) }
            });
            assert_eq!(application::start(script.spec::<0>()).await.is_err(), fails);
            if !fails {
                application::stop("app0").await.unwrap();
            }
            application::unload("app0").unwrap();
            assert!(outside.is_alive());
            assert_eq!(process::info(outside).unwrap().links, []);
            outside.exit(ExitReason::Kill);
            outside.monitor().await;
        }
    })
    .await;
}

/// A start that is dropped goes on: it was asked for.
#[otp_runtime::test]
async fn a_start_that_nobody_waits_for() {
    leaks::checked(async {
        let (notes, gate) = (Notes::default(), Event::default());
        let opened = gate.clone();
        let script = Script::new(&notes).at("start", move || {
            let gate = gate.clone();
            async move {
                gate.wait().await;
                Ok(())
            }
        });
        let mut starting = application::start(script.spec::<0>()).into_future();
        std::future::poll_fn(|cx| std::task::Poll::Ready(starting.as_mut().poll(cx).is_pending())).await;
        drop(starting);
        opened.set();
        soon(application::ensure_started("app0")).await.unwrap();
        assert_eq!(running(), ["app0"]);
        application::stop("app0").await.unwrap();
        assert_eq!(notes.take().iter().filter(|line| *line == "app0 start").count(), 1);
    })
    .await;
}

/// A top process that ends during a phase: the start is done, and then the application ends.
#[otp_runtime::test]
async fn a_top_that_ends_during_a_phase() {
    leaks::checked(async {
        let notes = Notes::default();
        let me = Pid::current().unwrap();
        let script = Script::new(&notes).at("started", move || async move {
            let tree = process::links().into_iter().next_back();
            me.send(tree);
            Ok(())
        });
        let tree = std::sync::Arc::new(std::sync::Mutex::new(None::<Pid>));
        let seen = tree.clone();
        let script = script
            .at("started", move || {
                *seen.lock().unwrap() = process::links().into_iter().next_back();
                async { Ok(()) }
            })
            .at("phase go", move || {
                let tree = tree.lock().unwrap().expect("the tree");
                async move {
                    let down = tree.monitor();
                    tree.exit(ExitReason::Kill);
                    down.await;
                    Ok(())
                }
            });
        assert_eq!(soon(application::start(script.spec::<0>().phase("go"))).await, Ok(()));
        assert!(process::receive::<Option<Pid>>().await.is_some());
        soon(notes.has("app0 stop after go, prep_stop")).await;
        while application::unload("app0").is_err() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// One that has ended by itself can be started again, alone and for another.
#[otp_runtime::test]
async fn started_again_after_its_end() {
    leaks::checked(async {
        let notes = Notes::default();
        let script = Script::new(&notes);
        let spec = script.spec::<1>().depends_on(script.spec::<0>());
        for _ in 0..2 {
            let started = ensure_all_started(&spec).await.unwrap();
            assert!(started.contains(&"app0".into()), "{started:?}");
            application::top("app0").unwrap().exit(ExitReason::Kill);
            soon(notes.has("app0 stop after prep_stop")).await;
            while application::top("app0") != Err(AppError::NotRunning("app0".into())) {
                tokio::task::yield_now().await;
            }
            notes.take();
            assert_eq!(running(), ["app1"], "it does not notice");
            application::stop("app1").await.unwrap();
        }
        application::start("app0").await.unwrap();
        assert_eq!(running(), ["app0"]);
        application::stop("app0").await.unwrap();
    })
    .await;
}

/// Concurrent calls for one tree: each application starts once, and is told by the call that started it alone.
#[otp_runtime::test]
async fn everything_started_twice_at_once() {
    leaks::checked(async {
        let notes = Notes::default();
        let script = Script::new(&notes);
        let base = script.spec::<0>();
        let [left, right] = [script.spec::<1>().depends_on(&base), script.spec::<2>().depends_on(&base)];
        let (one, two) = tokio::join!(
            ensure_all_started(&left).into_future(),
            ensure_all_started(AppSpec::new("both").depends_on(&right).depends_on(&left)).into_future()
        );
        let mut all = [one.unwrap(), two.unwrap()].concat();
        all.sort();
        assert_eq!(all, ["app0".into(), "app1".into(), "app2".into(), "both".into()]);
        application::stop_all().await;
    })
    .await;
}

/// A process belongs to the application of whoever started it, wherever that was.
#[otp_runtime::test]
async fn membership() {
    leaks::checked(async {
        let me = Pid::current().unwrap();
        let script = Script::new(&Notes::default()).at("started", move || async move {
            let servers = DynamicSupervisor::<AnyChild>::builder().start_link().await.map_err(ExitReason::error)?;
            me.send(servers.pid().unwrap());
            Ok(())
        });
        application::start(script.spec::<0>()).await.unwrap();
        let servers: Pid = process::receive().await;
        let outside = process::spawn(std::future::pending());
        let client = <DynamicSupervisor<AnyChild> as GenServer>::at(servers);
        let child = client.start_child(ChildSpec::from_fn("child", std::future::pending)).await.unwrap();
        let of = |pid| application::application_of(pid);
        assert_eq!(of(child.pid().unwrap()).as_deref(), Some("app0"), "the supervisor's child");
        assert_eq!(of(outside), None);
        assert_eq!(application::current(), None);
        application::stop("app0").await.unwrap();
        assert!(!child.is_alive() && outside.is_alive());
        outside.exit(ExitReason::Kill);
        outside.monitor().await;
    })
    .await;
}
