//! The hook, and the spans of messages.

use crate::logs::Logs;
use otp_runtime::prelude::*;
use otp_runtime::process;
use otp_runtime::telemetry::{self, Event};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing::Level;

struct Till {
    cents: u64,
}

struct Coin;

#[gen_server]
impl Till {
    #[init]
    fn init(cents: u64) -> Self {
        Till { cents }
    }
    #[call]
    fn cents(&self) -> u64 {
        tracing::info!("counting");
        self.cents
    }
    #[call]
    async fn slowly(&mut self) -> u64 {
        tokio::task::yield_now().await;
        tracing::info!("counted slowly");
        self.cents
    }
    #[call]
    fn labelled(&self, label: &str) -> usize {
        label.len()
    }
    #[call]
    fn message(&self, ctx: &mut Context<Self>) -> Option<(&'static str, Option<Pid>)> {
        let info = process::info(ctx.pid())?;
        info.message.map(|message| (message.handler, message.from))
    }
    #[call]
    async fn never(&mut self) {
        std::future::pending::<()>().await;
    }
    #[cast]
    fn put(&mut self, cents: u64) {
        tracing::info!("putting");
        self.cents += cents;
    }
    #[cast]
    fn spill(&mut self) {
        panic!("spilt");
    }
    #[info]
    fn coin(&mut self, _: Coin) {}
}

/// All events, as text without pids and durations.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn attached() -> Self {
        let seen = Seen::default();
        let there = seen.clone();
        let note = move |event: &Event<'_>| {
            let line = match event {
                Event::ProcessStarted { server, .. } => format!("{server} started"),
                Event::ProcessExited { server, reason, .. } => format!("{server} exited: {reason}"),
                Event::ChildRestarted { server, child, .. } => format!("{server} restarted at {child}"),
                Event::SupervisorGaveUp { supervisor, .. } => format!("{supervisor} gave up"),
                Event::CallStarted { server, method, .. } => format!("{server}.{method} started"),
                Event::CallStopped { server, method, outcome, .. } => format!("{server}.{method} {outcome}"),
                Event::Cast { server, method, .. } => format!("{server}.{method} cast"),
                Event::Handled { server, handler, kind, .. } => format!("{server} handled {kind} {handler}"),
                other => format!("{other:?}"),
            };
            there.0.lock().unwrap().push(line);
        };
        telemetry::attach("seen", note).unwrap();
        seen
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

#[otp_runtime::test]
async fn a_life_is_told_from_start_to_exit() {
    let seen = Seen::attached();
    let till = Till::start(5).await.unwrap();
    assert_eq!(till.cents().await, Ok(5));
    till.put(1);
    till.send(Coin);
    assert_eq!(till.slowly().await, Ok(6));
    assert_eq!(till.labelled("abc").await, Ok(3));
    assert_eq!(till.cents().send().await, Ok(6));
    till.stop().await.unwrap();
    let coin = std::any::type_name::<Coin>();
    let told = seen.take();
    let has = |line: &str| told.iter().filter(|told| *told == line).count();
    for line in [
        "Till started",
        "Till.slowly started",
        "Till.slowly replied",
        "Till handled call slowly",
        "Till.labelled replied",
        "Till.put cast",
        "Till handled cast put",
        &format!("Till handled info {coin}"),
        "Till exited: normal",
    ] {
        assert_eq!(has(line), 1, "{line} in {told:#?}");
    }
    for line in ["Till.cents started", "Till.cents replied", "Till handled call cents"] {
        assert_eq!(has(line), 2, "{line} in {told:#?}");
    }
    assert_eq!(told.first().map(String::as_str), Some("Till started"));
    assert_eq!(told.last().map(String::as_str), Some("Till exited: normal"));
}

#[otp_runtime::test]
async fn each_end_of_a_call_is_told() {
    let seen = Seen::attached();
    let till = Till::start(5).await.unwrap();
    let outcome = till.never().timeout(Duration::from_millis(10)).await;
    assert!(matches!(outcome, Err(CallError::Timeout(_))));
    drop(till.cents().send());
    let waits = till.cents().send();
    till.exit(ExitReason::Kill);
    assert!(matches!(waits.await, Err(CallError::Exit(..))));
    let told = seen.take();
    for line in ["Till.never timeout", "Till.cents cancelled", "Till.cents exit", "Till exited: killed"] {
        assert!(told.iter().any(|told| told == line), "no {line} in {told:#?}");
    }
}

#[otp_runtime::test]
async fn restarts_and_the_end_of_patience_are_told() {
    let seen = Seen::attached();
    let top = Supervisor::builder(Strategy::OneForOne).max_restarts(1).child(Till::child(5)).start().await.unwrap();
    let till = top.child::<Till>("Till");
    let end = till.monitor();
    till.spill();
    end.await;
    till.cents().wait().await.unwrap();
    let end = top.monitor();
    till.spill();
    end.await;
    let told = seen.take();
    let restarts = told.iter().filter(|line| *line == "Till restarted at supervisor/Till").count();
    assert_eq!(restarts, 1, "{told:#?}");
    assert!(told.iter().any(|line| line == "supervisor gave up"), "{told:#?}");
    assert!(told.iter().any(|line| line.starts_with("Till exited: ") && line.contains("spilt")), "{told:#?}");
}

#[otp_runtime::test]
async fn a_handler_is_attached_once_and_detached_when_it_panics() {
    assert!(!telemetry::detach("a"));
    telemetry::attach("a", |_| {}).unwrap();
    let twice = telemetry::attach("a", |_| {}).unwrap_err();
    assert_eq!(twice.to_string(), "a telemetry handler is attached as `a` already");
    assert!(telemetry::detach("a"));

    let seen = Seen::attached();
    telemetry::attach("bad", |_| panic!("a bad handler")).unwrap();
    let till = Till::start(5).await.unwrap();
    assert!(!telemetry::detach("bad"), "it has gone by itself");
    assert_eq!(till.cents().await, Ok(5));
    assert!(seen.take().contains(&"Till.cents replied".to_owned()));
}

#[otp_runtime::test]
async fn what_a_handler_does_itself_is_not_told() {
    let till = Till::start(5).await.unwrap();
    let seen = Seen::attached();
    let to = till.clone();
    telemetry::attach("casts", move |_| to.put(1)).unwrap();
    till.cents().await.unwrap();
    telemetry::detach("casts");
    telemetry::detach("seen");
    assert!(till.cents().await.unwrap() > 5);
    assert!(!seen.take().contains(&"Till.put cast".to_owned()));
}

#[otp_runtime::test]
async fn the_current_message_is_known_while_messages_are_watched() {
    let till = Till::start(5).await.unwrap();
    assert_eq!(till.message().await, Ok(None));
    telemetry::attach("watch", |_| {}).unwrap();
    let expected = Some(("message", Pid::current()));
    assert_eq!(till.message().await, Ok(expected), "in place or not");
    assert_eq!(till.message().send().await, Ok(expected), "by the mailbox");
    telemetry::detach("watch");
    assert_eq!(till.message().await, Ok(None));
    assert_eq!(process::info(till.pid().unwrap()).unwrap().message, None);
}

#[otp_runtime::test]
async fn each_message_has_a_span_when_they_are_asked_for() {
    let logs = Logs::at(Level::INFO);
    let till = Till::start(5).await.unwrap();
    till.cents().await.unwrap();
    telemetry::message_spans(true);
    till.cents().await.unwrap();
    till.put(1);
    till.slowly().await.unwrap();
    telemetry::message_spans(false);
    till.cents().await.unwrap();
    let lines: Vec<_> = logs.lines().into_iter().filter(|line| line.contains("process{")).collect();
    let me = Pid::current().unwrap();
    let span = |handler, kind| format!("message{{handler=\"{handler}\" kind=\"{kind}\" from={me}}}");
    assert_eq!(lines.len(), 5, "{lines:#?}");
    assert!(!lines[0].contains("message{"), "{}", lines[0]);
    assert!(lines[1].contains(&span("cents", "call")), "{}", lines[1]);
    assert!(lines[2].contains(&span("put", "cast")), "{}", lines[2]);
    assert!(lines[3].contains(&span("slowly", "call")), "{}", lines[3]);
    assert!(!lines[4].contains("message{"), "{}", lines[4]);
}

/// A watched server has had its share of the thread when it is killed: the callers it has not come to are told.
#[otp_runtime::test(paused)]
async fn every_caller_of_a_watched_server_is_told_of_a_kill() {
    struct Queued;
    #[gen_server(inline = false)]
    impl Queued {
        #[init]
        fn init() -> Self {
            Queued
        }
        #[call]
        fn done(&self) {}
    }

    telemetry::attach("watching", |_| {}).unwrap();
    // where its share ends depends on where it ended before
    for (messages, goes) in (190..194).flat_map(|messages| (1..6).map(move |goes| (messages, goes))) {
        let server = Queued::start().await.unwrap();
        let call = |to: QueuedClient| tokio::spawn(async move { to.done().await });
        let calls: Vec<_> = (0..messages).map(|_| call(server.clone())).collect();
        // it has had some goes and waits for the next
        for _ in 0..goes {
            tokio::task::yield_now().await;
        }
        server.exit(ExitReason::Kill);
        for call in calls {
            let told = call.await.unwrap();
            assert!(matches!(told, Ok(()) | Err(CallError::Exit(..))), "{told:?}");
        }
    }
    telemetry::detach("watching");
}
