//! What is logged, and in whose name.

use crate::logs::Logs;
use crate::support::soon;
use otp_runtime::prelude::*;
use otp_runtime::process;
use tracing::{Instrument, Level, info_span};

/// Says what it does.
struct Talker;

struct Word;
struct Unheard;
struct Onwards;

#[gen_server]
impl Talker {
    #[init]
    async fn init(waits: bool) -> Self {
        tracing::info!("init");
        if waits {
            tokio::task::yield_now().await;
            tracing::info!("init later");
        }
        Talker
    }

    #[call]
    fn talk(&mut self) {
        tracing::info!("call");
    }

    #[call]
    async fn talk_on(&mut self) {
        tracing::info!("async call");
        tokio::task::yield_now().await;
        tracing::info!("async call later");
    }

    #[call]
    async fn talk_to(&mut self, other: TalkerClient) {
        other.talk().await.unwrap();
        tracing::info!("after the other");
    }

    #[call]
    fn go_on(&mut self, ctx: &mut Context<Self>) {
        ctx.continue_with(Onwards);
    }

    #[cast]
    fn note(&mut self) {
        tracing::info!("cast");
    }

    #[info]
    fn word(&mut self, _: Word) {
        tracing::info!("info");
    }

    #[handle_continue]
    fn talk_more(&mut self, _: Onwards) {
        tracing::info!("continue");
    }

    #[call]
    fn end(&mut self, end: End, ctx: &mut Context<Self>) {
        match end {
            End::Panic => panic!("a panic"),
            End::Exit(reason) => otp_runtime::exit(reason),
            End::Stop(reason) => ctx.stop(reason),
        }
    }

    #[cast]
    fn fail(&mut self) -> Result<(), &'static str> {
        Err("an error")
    }

    #[terminate]
    fn terminate(&mut self) {
        tracing::info!("terminate");
    }
}

#[derive(Clone)]
enum End {
    Panic,
    Exit(ExitReason),
    Stop(ExitReason),
}

/// The lines that are `server`'s, and no other's: what they say.
fn words_of(lines: &[String], server: &TalkerClient) -> Vec<String> {
    let own = format!("process{{pid={}", server.pid().unwrap());
    let own: Vec<_> = lines.iter().filter(|line| line.contains(&own)).collect();
    for line in &own {
        assert!(line.matches("process{").count() == 1 && !line.contains("request{"), "also somebody else's: {line}");
    }
    own.iter().map(|line| line.rsplit(": ").next().unwrap().to_owned()).collect()
}

#[otp_runtime::test]
async fn handlers_speak_for_their_process_and_for_nobody_else() {
    for (queued, waits) in [(false, false), (true, true)] {
        let logs = Logs::at(Level::INFO);
        let (server, other) = async {
            let other = Talker::start(false).await.unwrap();
            let server = Talker::start(waits).await.unwrap();
            if queued {
                server.talk().send().await.unwrap();
                server.talk_on().send().await.unwrap();
                server.talk_to(other.clone()).send().await.unwrap();
                server.go_on().send().await.unwrap();
            } else {
                server.talk().await.unwrap();
                server.talk_on().await.unwrap();
                server.talk_to(other.clone()).await.unwrap();
                server.go_on().await.unwrap();
            }
            server.note();
            server.send(Word);
            server.stop().await.unwrap();
            tracing::info!("the caller again");
            (server, other)
        }
        .instrument(info_span!("request", id = 7))
        .await;

        let lines = logs.lines();
        let said = [
            "init",
            "init later",
            "call",
            "async call",
            "async call later",
            "after the other",
            "continue",
            "cast",
            "info",
            "terminate",
        ];
        let said: Vec<_> = said.into_iter().filter(|word| waits || *word != "init later").collect();
        assert_eq!(words_of(&lines, &server), said);
        assert_eq!(words_of(&lines, &other), ["init", "call"]);
        let last = lines.last().unwrap();
        assert!(last.contains("request{id=7}") && last.ends_with("the caller again"), "{last}");
    }
}

/// The errors that are logged until a server has ended as `end` makes it.
async fn errors(end: impl AsyncFnOnce(&TalkerClient)) -> Vec<String> {
    let logs = Logs::at(Level::ERROR);
    let server = Talker::start(false).await.unwrap();
    let monitor = server.monitor();
    end(&server).await;
    soon(monitor).await;
    logs.lines()
}

fn error() -> ExitReason {
    ExitReason::error("a reason")
}

#[otp_runtime::test]
async fn an_unclean_end_is_one_error() {
    for (end, words) in [(End::Panic, "a panic"), (End::Exit(error()), "a reason"), (End::Stop(error()), "a reason")] {
        for queued in [false, true] {
            let lines = errors(async |server| {
                let call = server.end(end.clone());
                if queued { _ = call.send().await } else { _ = call.await }
            })
            .await;
            assert_eq!(lines.len(), 1, "{lines:#?}");
            assert!(lines[0].contains("Talker") && lines[0].contains(words) && lines[0].contains("`end`"), "{lines:?}");
        }
    }
    let lines = errors(async |server| server.fail()).await;
    assert!(lines.len() == 1 && lines[0].contains("an error") && lines[0].contains("`fail`"), "{lines:#?}");
    let lines = errors(async |server| _ = server.stop().reason(error()).await).await;
    assert!(lines.len() == 1 && lines[0].contains("a reason"), "{lines:#?}");
}

#[otp_runtime::test]
async fn clean_ends_and_signals_are_none() {
    for reason in [ExitReason::Normal, ExitReason::Shutdown, ExitReason::shutdown_with("a word")] {
        for end in [End::Exit(reason.clone()), End::Stop(reason.clone())] {
            assert_eq!(errors(async |server| _ = server.end(end).await).await, [""; 0], "{reason:?}");
        }
    }
    assert_eq!(errors(async |server| server.stop().await.unwrap()).await, [""; 0]);
    for signal in [ExitReason::Kill, ExitReason::Shutdown, error()] {
        assert_eq!(errors(async |server| server.exit(signal.clone())).await, [""; 0], "{signal:?}");
    }
    // the signal of a link as well: the one who crashed has been reported
    let lines = errors(async |server| {
        let pid = server.pid().unwrap();
        process::spawn(async move {
            process::link(pid);
            panic!("the other's")
        });
    })
    .await;
    assert!(lines.len() == 1 && lines[0].contains("the other's") && !lines[0].contains("Talker"), "{lines:#?}");
}

#[otp_runtime::test]
async fn a_message_that_nobody_takes_is_one_error() {
    let logs = Logs::at(Level::ERROR);
    let server = Talker::start(false).await.unwrap();
    server.pid().unwrap().send(Unheard);
    server.talk().await.unwrap();
    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].contains("Unheard") && lines[0].contains("Talker"), "{}", lines[0]);
    assert!(server.is_alive());
}
