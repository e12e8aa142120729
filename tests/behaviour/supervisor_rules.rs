//! Supervisors by the book: what a start function may give.

use crate::children::{Notes, Starts, Worker, careful, counts, crash, ends, idle, ids, listed, no_luck, worker};
use crate::leaks;
use crate::support::{Event, soon};
use otp_runtime::prelude::*;
use otp_runtime::{
    ChildStartError, ChildState, FailedToStart, RestartChildError, StartChildError, StartedChild, SupervisorClient,
    process,
};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a start function does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Does {
    Run,
    Ignore,
    Fail,
    Panic,
    PanicLater,
    Exit,
    FindTaken,
}

const FAILURES: [Does; 4] = [Does::Fail, Does::Panic, Does::PanicLater, Does::Exit];

/// A child whose start function does what it finds written.
#[derive(Clone)]
struct Script(Arc<Mutex<Does>>);

impl Script {
    fn new(does: Does) -> Self {
        Script(Arc::new(Mutex::new(does)))
    }

    fn says(&self, does: Does) {
        *self.0.lock().unwrap() = does;
    }

    fn spec(&self) -> ChildSpec {
        let script = self.clone();
        ChildSpec::new("x", move || {
            let does = *script.0.lock().unwrap();
            assert!(does != Does::Panic, "no luck");
            async move {
                match does {
                    Does::Run | Does::Panic => {
                        Ok(StartedChild::new(Worker::start_link().await?.pid().unwrap()).info("more"))
                    }
                    Does::Ignore => Err(ChildStartError::Ignored),
                    Does::Fail => Err(ChildStartError::Failed(no_luck())),
                    Does::PanicLater => {
                        tokio::task::yield_now().await;
                        panic!("no luck")
                    }
                    Does::Exit => otp_runtime::exit(no_luck()),
                    Does::FindTaken => Ok(Worker::start_link().name("taken").await?.pid().unwrap().into()),
                }
            }
        })
    }
}

/// Whether it is what such a start function fails with.
#[track_caller]
fn is_failure(error: &ChildStartError, does: Does) {
    let ChildStartError::Failed(reason) = error else { panic!("{error:?}") };
    match does {
        Does::Panic | Does::PanicLater => {
            assert!(
                matches!(reason, ExitReason::Panic { message, location: Some(_) } if &**message == "no luck"),
                "{reason:?}"
            );
        }
        _ => assert_eq!(*reason, no_luck()),
    }
}

async fn supervisor() -> SupervisorClient {
    Supervisor::builder(Strategy::OneForOne).max_restarts(u32::MAX).start_link().await.unwrap()
}

/// What is listed for the child, if it is.
async fn state(top: &SupervisorClient) -> Option<ChildState> {
    listed(top, "x").await.map(|child| child.state)
}

/// The handler's own error.
#[track_caller]
fn handled<T: std::fmt::Debug, E: std::fmt::Debug>(outcome: Result<T, CallError<E>>) -> E {
    match outcome {
        Err(CallError::Handler(error)) => error,
        other => panic!("not refused: {other:?}"),
    }
}

/// In the initial list a child that does not start takes the supervisor down, and those before it, youngest first.
#[otp_runtime::test]
async fn a_failed_start_in_the_list_rolls_back() {
    leaks::checked(async {
        let stranger = Worker::start().name("taken").await.unwrap();
        let taken = ChildStartError::AlreadyStarted(stranger.pid().unwrap());
        for does in FAILURES.into_iter().chain([Does::FindTaken]) {
            for restart in [Restart::Permanent, Restart::Transient, Restart::Temporary] {
                let notes = Notes::default();
                let top =
                    Supervisor::builder(Strategy::OneForOne).children([careful("a", &notes), careful("b", &notes)]);
                let top = top.child(Script::new(does).spec().restart(restart)).child(careful("later", &notes));
                let Err(StartError::Exit(reason)) = top.start().name("top").await else { panic!("it started") };
                assert_eq!(process::whereis("top"), None);
                assert!(matches!(reason, ExitReason::ShutdownWith(_)), "{reason:?}");
                let failed = reason.downcast_ref::<FailedToStart>().unwrap();
                assert_eq!(&*failed.id, "x");
                match does {
                    Does::FindTaken => assert_eq!(failed.error, taken),
                    _ => is_failure(&failed.error, does),
                }
                assert_eq!(notes.take(), ["a starts", "b starts", "b ends: shutdown", "a ends: shutdown"]);
            }
        }
        stranger.stop().await.unwrap();
    })
    .await;
}

/// In the initial list a child that ignores its start is kept without a pid, unless it is temporary.
#[otp_runtime::test]
async fn a_child_of_the_list_may_ignore_its_start() {
    leaks::checked(async {
        for restart in [Restart::Permanent, Restart::Transient, Restart::Temporary] {
            let script = Script::new(Does::Ignore);
            let top = Supervisor::builder(Strategy::OneForOne).child(idle("a")).child(script.spec().restart(restart));
            let top = top.child(idle("z")).start_link().await.unwrap();
            if restart == Restart::Temporary {
                assert_eq!(ids(&top).await, ["a", "z"]);
                assert_eq!(handled(top.restart_child("x").await), RestartChildError::NotFound);
            } else {
                assert_eq!(ids(&top).await, ["a", "x", "z"]);
                assert_eq!(state(&top).await, Some(ChildState::Stopped));
                script.says(Does::Run);
                assert!(top.restart_child("x").await.unwrap().is_alive());
            }
            top.stop().await.unwrap();
        }
    })
    .await;
}

/// `start_child` gives what the start function gave, and keeps what did start or will not for now.
#[otp_runtime::test]
async fn start_child_by_what_the_start_function_gives() {
    leaks::checked(async {
        let stranger = Worker::start().name("taken").await.unwrap();
        let top = supervisor().await;
        for restart in [Restart::Permanent, Restart::Transient, Restart::Temporary] {
            let start = |does| top.start_child(Script::new(does).spec().restart(restart));
            for does in FAILURES {
                let StartChildError::Failed { error, spec } = handled(start(does).await) else { panic!("{does:?}") };
                is_failure(&error, does);
                assert_eq!((spec.id_str(), spec.restart_type()), ("x", restart));
                assert_eq!(state(&top).await, None);
            }
            let taken = StartChildError::AlreadyStarted(stranger.pid().unwrap());
            assert_eq!(handled(start(Does::FindTaken).await), taken);
            assert_eq!(state(&top).await, None);

            let ignored = start(Does::Ignore).await.unwrap();
            assert_eq!(ignored.pid(), None);
            let kept = if restart == Restart::Temporary { None } else { Some(ChildState::Stopped) };
            assert_eq!(state(&top).await, kept);
            if kept.is_some() {
                assert_eq!(handled(start(Does::Run).await), StartChildError::AlreadyPresent);
                top.delete_child("x").await.unwrap();
            }

            let child = start(Does::Run).await.unwrap();
            assert_eq!(child.info::<&str>(), Some(&"more"));
            assert_eq!(state(&top).await, Some(ChildState::Running(child.pid().unwrap())));
            top.terminate_child("x").await.unwrap();
            let _ = top.delete_child("x").await;
        }
        assert_eq!(counts(&top).await, (0, 0, 0, 0));
        stranger.stop().await.unwrap();
        top.stop().await.unwrap();
    })
    .await;
}

/// A child that was added is the youngest.
#[otp_runtime::test]
async fn start_child_appends() {
    leaks::checked(async {
        let notes = Notes::default();
        let top = Supervisor::builder(Strategy::RestForOne).children([careful("b", &notes), careful("c", &notes)]);
        let top = top.start_link().await.unwrap();
        top.start_child(careful("a", &notes)).await.unwrap();
        top.terminate_child("b").await.unwrap();
        top.restart_child("b").await.unwrap();
        notes.take();
        assert_eq!(ids(&top).await, ["b", "c", "a"], "a child that is started again is where it was");
        top.stop().await.unwrap();
        assert_eq!(notes.take(), ["a ends: shutdown", "c ends: shutdown", "b ends: shutdown"]);
    })
    .await;
}

/// `restart_child` gives what the start function gave, and keeps the spec whatever that is.
#[otp_runtime::test]
async fn restart_child_by_what_the_start_function_gives() {
    leaks::checked(async {
        let stranger = Worker::start().name("taken").await.unwrap();
        let taken = ChildStartError::AlreadyStarted(stranger.pid().unwrap());
        let top = supervisor().await;
        let script = Script::new(Does::Run);
        top.start_child(script.spec()).await.unwrap();
        top.terminate_child("x").await.unwrap();
        for does in FAILURES {
            script.says(does);
            let RestartChildError::Failed(error) = handled(top.restart_child("x").await) else { panic!("{does:?}") };
            is_failure(&error, does);
            assert_eq!(state(&top).await, Some(ChildState::Stopped));
        }
        script.says(Does::FindTaken);
        assert_eq!(handled(top.restart_child("x").await), RestartChildError::Failed(taken));
        script.says(Does::Ignore);
        assert_eq!(top.restart_child("x").await.unwrap().pid(), None);
        assert_eq!(state(&top).await, Some(ChildState::Stopped));
        script.says(Does::Run);
        let child = top.restart_child("x").await.unwrap();
        assert_eq!(child.info::<&str>(), Some(&"more"));
        assert_eq!(state(&top).await, Some(ChildState::Running(child.pid().unwrap())));
        stranger.stop().await.unwrap();
        top.stop().await.unwrap();
    })
    .await;
}

/// A restart by the supervisor itself goes on with whatever the start function gives.
#[otp_runtime::test]
async fn a_restart_by_what_the_start_function_gives() {
    leaks::checked(async {
        let stranger = Worker::start().name("taken").await.unwrap();
        let top = supervisor().await;
        let script = Script::new(Does::Run);
        top.start_child(script.spec()).await.unwrap();
        let child = top.child::<AnyChild>("x");
        for does in FAILURES.into_iter().chain([Does::FindTaken]) {
            script.says(does);
            let before = child.pid();
            ends(&top, "x", crash()).await;
            assert_eq!(state(&top).await, Some(ChildState::Restarting), "{does:?}");
            script.says(Does::Run);
            while state(&top).await == Some(ChildState::Restarting) {
                tokio::task::yield_now().await;
            }
            assert!(child.is_alive() && child.pid() != before);
        }
        script.says(Does::Ignore);
        ends(&top, "x", crash()).await;
        assert_eq!(state(&top).await, Some(ChildState::Stopped));
        stranger.stop().await.unwrap();
        top.stop().await.unwrap();
    })
    .await;
}

/// A child that dies while a later one starts is seen to when all have started.
#[otp_runtime::test]
async fn a_death_during_the_start_waits() {
    leaks::checked(async {
        let (notes, starts, begins, goes_on) =
            (Notes::default(), Starts::default(), Event::default(), Event::default());
        let (begun, go_on) = (begins.clone(), goes_on.clone());
        let late = ChildSpec::new("late", move || {
            let (begun, go_on) = (begun.clone(), go_on.clone());
            async move {
                begun.set();
                go_on.wait().await;
                Ok(process::spawn_link(std::future::pending()))
            }
        });
        let top = Supervisor::builder(Strategy::OneForOne).child(starts.worker("early").name("early"));
        let top = top.child(late).child(careful("last", &notes)).start().name("top").into_future();
        let top = tokio::spawn(top);
        begins.wait().await;
        let early = Supervisor::named("top").child::<Worker>("early");
        let died = early.monitor();
        early.leave(crash());
        died.await;
        assert_eq!((starts.attempts(), notes.take()), (1, vec![]));
        goes_on.set();
        let top = top.await.unwrap().unwrap();
        assert_eq!(early.asked().wait().await, Ok(1));
        assert_eq!((starts.attempts(), notes.take()), (2, vec!["last starts".to_owned()]));
        top.stop().await.unwrap();
    })
    .await;
}

/// A slow start does not make the request for it fail.
#[otp_runtime::test(paused)]
async fn requests_wait_without_limit() {
    leaks::checked(async {
        let top = supervisor().await;
        let slow = ChildSpec::new("x", || async {
            process::sleep(Duration::from_secs(3600)).await;
            Ok(process::spawn_link(std::future::pending()))
        });
        assert!(top.start_child(slow).await.unwrap().is_alive());
        top.stop().await.unwrap();
    })
    .await;
}

/// A server that asks in its `#[init]`, as whose child it starts.
struct Curious(Result<u64, CallError>);

#[gen_server]
impl Curious {
    #[init]
    async fn init() -> Self {
        let top = Supervisor::named("top");
        let counted = tokio::time::timeout(Duration::from_secs(1), top.count_children()).await;
        assert!(counted.is_err(), "its supervisor is busy with its start");
        Curious(top.child::<Worker>("elder").asked().await)
    }

    #[call]
    fn answer(&self) -> Option<u64> {
        self.0.as_ref().ok().copied()
    }
}

/// A child that starts reaches its elder siblings through the name of its supervisor, but not the supervisor itself.
#[otp_runtime::test(paused)]
async fn a_childs_init_reaches_its_elders() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForAll).child(worker("elder")).child(Curious::child());
        let top = soon(top.start_link().name("top")).await.unwrap();
        let curious = top.child::<Curious>("Curious");
        assert_eq!(curious.answer().await, Ok(Some(1)));
        let died = curious.monitor();
        ends(&top, "elder", crash()).await;
        died.await;
        assert_eq!(curious.answer().await, Ok(Some(1)), "the elder is there before it at a restart, too");
        top.stop().await.unwrap();
    })
    .await;
}
