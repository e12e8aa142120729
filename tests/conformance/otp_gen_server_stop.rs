//! Suite `otp.gen_server`: stopping, crashing, and what is logged of it.

use super::directory::Directory;
use super::logs::Logs;
use super::reasons::{panic_message, panic_place};
use otp_runtime::prelude::*;
use otp_runtime::{assert_receive, process};
use tracing::Level;

/// A server that ends in many ways.
struct Server {
    n: u64,
    kept: Option<ReplyTo<u64>>,
}

#[gen_server]
impl Server {
    #[init]
    fn init(n: u64) -> Self {
        Server { n, kept: None }
    }
    #[call]
    fn get(&self) -> u64 {
        self.n
    }
    #[call]
    fn boom(&mut self) -> u64 {
        panic!("boom")
    }
    #[call]
    fn leave(&mut self, reason: ExitReason) -> u64 {
        otp_runtime::exit(reason)
    }
    /// Stops and forgets its caller.
    #[call]
    fn stop_without_reply(&mut self, reason: ExitReason, _reply: ReplyTo<u64>, ctx: &mut Context<Self>) {
        ctx.stop(reason);
    }
    /// Stops with its caller's address in hand.
    #[call]
    fn stop_with_reply_kept(&mut self, reason: ExitReason, reply: ReplyTo<u64>, ctx: &mut Context<Self>) {
        self.kept = Some(reply);
        ctx.stop(reason);
    }
    /// As `stop_without_reply`, not at its first breath.
    #[call]
    async fn stop_in_a_while(&mut self, reason: ExitReason, _reply: ReplyTo<u64>, ctx: &mut Context<Self>) {
        tokio::task::yield_now().await;
        ctx.stop(reason);
    }
    #[call]
    fn boom_with_address(&mut self, _reply: ReplyTo<u64>) {
        panic!("boom")
    }
    #[call]
    async fn wait_with_address(&mut self, started: Pid, _reply: ReplyTo<u64>) {
        started.send("waiting");
        std::future::pending::<()>().await
    }
    #[info]
    fn on_text(&mut self, text: &'static str) {
        panic!("cannot read {text}")
    }
    #[format_status]
    fn status(&self) -> String {
        format!("n={}", self.n)
    }
}

/// What `terminate` of `Last` does.
enum Finally {
    Panic,
    Exit(ExitReason),
}

/// A server whose end goes wrong.
struct Last(Finally);

#[gen_server]
impl Last {
    #[init]
    fn init(finally: Finally) -> Self {
        Last(finally)
    }
    #[call]
    fn halt(&mut self, ctx: &mut Context<Self>) -> &'static str {
        ctx.stop(ExitReason::Normal);
        "halted"
    }
    #[terminate]
    fn terminate(&mut self, _: &ExitReason) {
        match &self.0 {
            Finally::Panic => panic!("cannot clean up"),
            Finally::Exit(reason) => otp_runtime::exit(reason.clone()),
        }
    }
    #[format_status]
    fn status(&self) -> String {
        "the last of it".to_owned()
    }
}

fn died_of<T: std::fmt::Debug>(outcome: Result<T, CallError>) -> ExitReason {
    match outcome {
        Err(CallError::Exit(reason, _)) => reason,
        other => panic!("the call did not fail with its server: {other:?}"),
    }
}

/// A stop returns when the process is dead; there is nobody to stop a second time.
#[otp_runtime::test]
async fn otp_gen_server_02_stop_by_pid() {
    let server = Server::start(1).await.unwrap();
    let by_pid = Server::at(server.pid().unwrap());
    assert_eq!(by_pid.stop().await, Ok(()));
    assert!(!by_pid.is_alive());
    let again = by_pid.stop().await;
    assert!(matches!(again, Err(CallError::NoProc(_))), "{again:?}");
}

/// A stop by name returns when the process is dead and the name is free.
#[otp_runtime::test]
async fn otp_gen_server_05_stop_by_name() {
    let server = Server::start(1).name("acme").await.unwrap();
    assert_eq!(Server::named("acme").stop().await, Ok(()));
    assert!(!server.is_alive());
    assert_eq!(process::whereis("acme"), None);
    let again = Server::named("acme").stop().await;
    assert!(matches!(again, Err(CallError::NoProc(_))), "{again:?}");
}

/// A stop by registry key returns when the process is dead and the key is free.
#[otp_runtime::test]
async fn otp_gen_server_08_stop_by_key() {
    let directory = Directory::default();
    let server = Server::start(1).via(&directory, "acme").await.unwrap();
    let by_key = Server::via(&directory, "acme");
    assert_eq!(by_key.stop().await, Ok(()));
    assert!(!server.is_alive());
    assert_eq!(by_key.pid(), None);
    let again = by_key.stop().await;
    assert!(matches!(again, Err(CallError::NoProc(_))), "{again:?}");
}

/// The caller of a handler that stops without a reply gets the reason, and nothing is logged of a clean one.
async fn stops_quietly(reason: ExitReason) {
    let logs = Logs::at(Level::WARN);
    let server = Server::start(1).await.unwrap();
    assert_eq!(died_of(server.stop_without_reply(reason.clone()).await), reason);
    assert!(!server.is_alive());

    let server = Server::start(1).await.unwrap();
    let down = server.monitor();
    assert_eq!(died_of(server.stop_with_reply_kept(reason.clone()).send().await), reason);
    assert_eq!(down.await.reason, reason);

    let server = Server::start(1).await.unwrap();
    assert_eq!(died_of(server.stop_in_a_while(reason.clone()).await), reason);

    let server = Server::start(1).await.unwrap();
    let down = server.monitor();
    assert_eq!(died_of(server.leave(reason.clone()).await), reason);
    assert_eq!(down.await.reason, reason);
    assert_eq!(logs.lines(), [""; 0]);
}

/// Stopping with a described shutdown fails the unanswered call with it, without a log.
#[otp_runtime::test]
async fn otp_gen_server_12b_stop_with_described_shutdown() {
    stops_quietly(ExitReason::shutdown_with("moving out")).await;
}

/// Stopping with a shutdown fails the unanswered call with it, without a log.
#[otp_runtime::test]
async fn otp_gen_server_12d_stop_with_shutdown() {
    stops_quietly(ExitReason::Shutdown).await;
}

/// A handler that exits with an error fails its call with it and leaves one report that names all there is to know.
#[otp_runtime::test]
async fn otp_gen_server_12e_abnormal_exit() {
    let me = Pid::current().unwrap();
    let logs = Logs::at(Level::WARN);
    let server = Server::start(7).await.unwrap();
    let pid = server.pid().unwrap();
    let down = server.monitor();
    assert_eq!(died_of(server.leave(ExitReason::error("no disk")).await), ExitReason::error("no disk"));
    assert_eq!(down.await.reason, ExitReason::error("no disk"));

    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    let facts = ["ERROR", "Server", &pid.to_string(), "no disk", "`leave`", &me.to_string(), "n=7"];
    for fact in facts {
        assert!(lines[0].contains(fact), "no {fact} in {}", lines[0]);
    }
}

/// The report of a handler's panic says where in the source it was.
#[otp_runtime::test]
async fn otp_gen_server_12e_panic_is_traced() {
    let logs = Logs::at(Level::WARN);
    let server = Server::start(7).await.unwrap();
    let reason = died_of(server.boom().await);
    assert_eq!(panic_message(&reason), Some("boom"));
    let at = panic_place(&reason);
    let place = format!("{}:{}:{}", at.file, at.line, at.column);
    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(at.file.ends_with("otp_gen_server_stop.rs") && lines[0].contains(&place), "{lines:#?}");
}

/// A handler that dies with its caller's address in hand fails the call with that death, not for want of a reply.
#[otp_runtime::test]
async fn otp_gen_server_12e_dies_with_the_address() {
    for queued in [false, true] {
        let server = Server::start(7).await.unwrap();
        let outcome = match queued {
            false => server.boom_with_address().await,
            true => server.boom_with_address().send().await,
        };
        let reason = died_of(outcome);
        assert_eq!(panic_message(&reason), Some("boom"), "{reason:?}");

        let server = Server::start(7).await.unwrap();
        let (by_pid, me) = (Server::at(server.pid().unwrap()), Pid::current().unwrap());
        let waiting = tokio::spawn(async move {
            match queued {
                false => by_pid.wait_with_address(me).await,
                true => by_pid.wait_with_address(me).send().await,
            }
        });
        assert_eq!(process::receive::<&str>().await, "waiting");
        server.exit(ExitReason::Kill);
        assert_eq!(died_of(waiting.await.unwrap()), ExitReason::Killed);
    }
}

/// A handler that panics kills its server, and its call fails with the panic.
#[otp_runtime::test]
async fn otp_gen_server_13d_panic_in_a_call() {
    let server = Server::start(1).await.unwrap();
    let down = server.monitor();
    let reason = died_of(server.boom().await);
    assert_eq!(panic_message(&reason), Some("boom"), "{reason:?}");
    assert_eq!(down.await.reason, reason);
    assert!(!server.is_alive());
}

/// A terminate that exits gives the server its reason, told to links, with one report that shows the state.
#[otp_runtime::test]
async fn otp_gen_server_41_terminate_exits() {
    process::trap_exit(true);
    let logs = Logs::at(Level::WARN);
    let server = Last::start_link(Finally::Exit(ExitReason::error("no goodbye"))).await.unwrap();
    assert_eq!(server.halt().await, Ok("halted"));
    let exit = assert_receive!(Exit { .. });
    assert_eq!(exit, Exit { from: server.pid().unwrap(), reason: ExitReason::error("no goodbye") });

    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].contains("no goodbye") && lines[0].contains("the last of it"), "{}", lines[0]);
}

/// A server without a terminate hook stops normally when asked to.
#[otp_runtime::test]
async fn otp_gen_server_54_no_terminate() {
    let server = Server::start(1).await.unwrap();
    let down = server.monitor();
    assert_eq!(server.stop().await, Ok(()));
    assert_eq!(down.await.reason, ExitReason::Normal);
}

/// A server without a terminate hook stops with exactly the reason asked for.
#[otp_runtime::test]
async fn otp_gen_server_55_no_terminate_other_reason() {
    let reasons = [ExitReason::Shutdown, ExitReason::shutdown_with("so"), ExitReason::error("because")];
    for reason in reasons {
        let server = Server::start(1).await.unwrap();
        let down = server.monitor();
        assert_eq!(server.stop().reason(reason.clone()).await, Ok(()));
        assert_eq!(down.await.reason, reason);
    }
}

/// A panic inside terminate makes the stop fail with it.
#[otp_runtime::test]
async fn otp_gen_server_56_panic_in_terminate() {
    let server = Last::start(Finally::Panic).await.unwrap();
    let down = server.monitor();
    let reason = died_of(server.stop().await);
    assert_eq!(panic_message(&reason), Some("cannot clean up"), "{reason:?}");
    assert_eq!(down.await.reason, reason);
}

/// A panic inside an info handler kills the server; the message counts as handled, not as unknown.
#[otp_runtime::test]
async fn otp_gen_server_57_panic_in_info() {
    let logs = Logs::at(Level::WARN);
    let server = Server::start(1).await.unwrap();
    let down = server.monitor();
    server.send("this");
    let reason = down.await.reason;
    assert_eq!(panic_message(&reason), Some("cannot read this"), "{reason:?}");
    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].contains("terminated"), "{}", lines[0]);
    let after = server.get().await;
    assert!(matches!(after, Err(CallError::NoProc(_))), "{after:?}");
}
