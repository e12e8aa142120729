//! Suite `otp.gen_server`: casts, messages, continues and hibernation.

use super::logs::Logs;
use otp_runtime::prelude::*;
use otp_runtime::{assert_receive, process};
use std::time::Duration;
use tracing::Level;

const MS: Duration = Duration::from_millis(1);

/// A server that does by message what it does by cast, and tells of it.
struct Server {
    watcher: Pid,
}

/// What a cast or message asks for.
#[derive(Clone)]
enum Ask {
    Answer(&'static str),
    IdleTimeout(Duration),
    Stop(ExitReason),
}

/// What the server tells its watcher.
#[derive(Debug, PartialEq)]
enum Told {
    Text(&'static str),
    Idle,
    Terminated(ExitReason),
}

impl Server {
    fn ask(&mut self, ask: Ask, ctx: &mut Context<Self>) {
        match ask {
            Ask::Answer(text) => self.watcher.send(Told::Text(text)),
            Ask::IdleTimeout(after) => ctx.idle_timeout(after),
            Ask::Stop(reason) => ctx.stop(reason),
        }
    }
}

#[gen_server]
impl Server {
    #[init]
    fn init(watcher: Pid) -> Self {
        Server { watcher }
    }
    #[call]
    fn ping(&self) -> &'static str {
        "pong"
    }
    #[cast]
    fn by_cast(&mut self, ask: Ask, ctx: &mut Context<Self>) {
        self.ask(ask, ctx);
    }
    #[info]
    fn by_message(&mut self, ask: Ask, ctx: &mut Context<Self>) {
        self.ask(ask, ctx);
    }
    #[info]
    fn on_idle(&mut self, _: IdleTimeout) {
        self.watcher.send(Told::Idle);
    }
    #[terminate]
    fn terminate(&mut self, reason: &ExitReason) {
        self.watcher.send(Told::Terminated(reason.clone()));
    }
}

/// Asks for an answer, an idle timeout and a stop, in that order, and looks at what comes of each.
async fn asks_in_turn(server: &ServerClient, send: impl Fn(Ask)) {
    let down = server.monitor();
    send(Ask::Answer("hello"));
    assert_eq!(process::receive::<Told>().await, Told::Text("hello"));

    let begun = tokio::time::Instant::now();
    send(Ask::IdleTimeout(100 * MS));
    assert_eq!(process::receive::<Told>().await, Told::Idle);
    assert!(begun.elapsed() >= 100 * MS);

    send(Ask::Stop(ExitReason::shutdown_with("done")));
    assert_eq!(process::receive::<Told>().await, Told::Terminated(ExitReason::shutdown_with("done")));
    assert_eq!(down.await.reason, ExitReason::shutdown_with("done"));
    assert_eq!(process::queue_len(), 0);
}

/// A cast is only sent; its handler can send messages, ask for an idle timeout, and stop the server by way of terminate.
#[otp_runtime::test(paused)]
async fn otp_gen_server_18_cast() {
    let server = Server::start(Pid::current().unwrap()).await.unwrap();
    server.by_cast(Ask::Answer("not yet handled"));
    assert_eq!(process::queue_len(), 0);
    assert_eq!(process::receive::<Told>().await, Told::Text("not yet handled"));
    asks_in_turn(&server, |ask| server.by_cast(ask)).await;
}

/// The handler of a message can do what that of a cast can, whether it was sent to the client or to the pid.
#[otp_runtime::test(paused)]
async fn otp_gen_server_20_info() {
    let server = Server::start(Pid::current().unwrap()).await.unwrap();
    asks_in_turn(&server, |ask| server.send(ask)).await;
    let server = Server::start(Pid::current().unwrap()).await.unwrap();
    let pid = server.pid().unwrap();
    asks_in_turn(&server, |ask| pid.send(ask)).await;
}

/// Casts to a list of names reach those that are there, like any cast.
#[otp_runtime::test]
async fn otp_gen_server_21_cast_to_names() {
    let me = Pid::current().unwrap();
    Server::start(me).name("left").await.unwrap();
    Server::start(me).name("right").await.unwrap();
    for name in ["left", "nobody", "right"] {
        Server::named(name).by_cast(Ask::Answer(name));
    }
    let mut answers = [process::receive::<Told>().await, process::receive::<Told>().await];
    answers.sort_by_key(|told| *told == Told::Text("right"));
    assert_eq!(answers, [Told::Text("left"), Told::Text("right")]);
}

/// A server that goes on in steps, and notes all it does.
struct Stepper {
    seen: Vec<String>,
}

struct Step(u32);
struct End(ExitReason);
struct Mail(&'static str);

#[gen_server]
impl Stepper {
    #[init]
    fn init(steps: u32, ctx: &mut Context<Self>) -> Init<Self> {
        ctx.client().note("cast from init");
        ctx.client().send(Mail("message from init"));
        Init::ok(Stepper { seen: Vec::new() }).and_continue(Step(steps))
    }
    #[call]
    fn seen(&mut self) -> Vec<String> {
        std::mem::take(&mut self.seen)
    }
    #[call]
    fn go_on(&mut self, steps: u32, ctx: &mut Context<Self>) -> &'static str {
        ctx.client().note("cast from call");
        ctx.continue_with(Step(steps));
        "going on"
    }
    #[cast]
    fn note(&mut self, text: &'static str) {
        self.seen.push(text.to_owned());
    }
    #[cast]
    fn step_and_note(&mut self, steps: u32, ctx: &mut Context<Self>) {
        ctx.client().note("cast from cast");
        ctx.continue_with(Step(steps));
    }
    #[info]
    fn on_mail(&mut self, mail: Mail, ctx: &mut Context<Self>) {
        self.seen.push(mail.0.to_owned());
        if mail.0 == "go on" {
            ctx.client().note("cast from info");
            ctx.continue_with(Step(1));
        }
    }
    #[cast]
    fn end_by_continue(&mut self, reason: ExitReason, ctx: &mut Context<Self>) {
        ctx.continue_with(End(reason));
    }
    #[handle_continue]
    fn step(&mut self, step: Step, ctx: &mut Context<Self>) {
        self.seen.push(format!("step {}", step.0));
        if step.0 > 0 {
            ctx.continue_with(Step(step.0 - 1));
        }
    }
    #[handle_continue]
    fn end(&mut self, end: End, ctx: &mut Context<Self>) {
        ctx.stop(end.0);
    }
}

/// A continue may go on with another; the chain ends before the server looks at its mailbox, whoever began it.
#[otp_runtime::test]
async fn otp_gen_server_22c_continue_chain() {
    let stepper = Stepper::start(2).await.unwrap();
    let from_init = ["step 2", "step 1", "step 0", "cast from init", "message from init"];
    assert_eq!(stepper.seen().await.unwrap(), from_init);

    assert_eq!(stepper.go_on(1).await, Ok("going on"));
    assert_eq!(stepper.seen().await.unwrap(), ["step 1", "step 0", "cast from call"]);
    assert_eq!(stepper.go_on(1).send().await, Ok("going on"));
    assert_eq!(stepper.seen().await.unwrap(), ["step 1", "step 0", "cast from call"]);

    stepper.step_and_note(1);
    stepper.note("queued behind");
    // once this is served, the handler has sent its cast
    stepper.sys().status().await.unwrap();
    let from_cast = ["step 1", "step 0", "queued behind", "cast from cast"];
    assert_eq!(stepper.seen().await.unwrap(), from_cast);

    stepper.send(Mail("go on"));
    stepper.sys().status().await.unwrap();
    assert_eq!(stepper.seen().await.unwrap(), ["go on", "step 1", "step 0", "cast from info"]);
}

/// A continue may stop the server, which then goes down normally.
#[otp_runtime::test]
async fn otp_gen_server_22d_continue_stops() {
    let stepper = Stepper::start(0).await.unwrap();
    let down = stepper.monitor();
    stepper.end_by_continue(ExitReason::Normal);
    assert_eq!(down.await.reason, ExitReason::Normal);
}

/// A server that tells when it makes itself small.
struct Sleeper {
    buffer: Vec<u8>,
    watcher: Pid,
    waiting: Option<ReplyTo<usize>>,
}

#[derive(Debug, PartialEq)]
struct Small {
    capacity: usize,
}

struct Rest;

#[gen_server]
impl Sleeper {
    #[init]
    fn init(watcher: Pid, at_once: bool) -> Init<Self> {
        let sleeper = Init::ok(Sleeper { buffer: Vec::with_capacity(1000), watcher, waiting: None });
        if at_once { sleeper.hibernate() } else { sleeper }
    }
    #[call]
    fn used(&self) -> usize {
        self.buffer.len()
    }
    #[call]
    fn fill(&mut self, more: usize) -> usize {
        self.buffer.reserve_exact(1000);
        self.buffer.extend(std::iter::repeat_n(7, more));
        self.buffer.len()
    }
    #[call]
    fn rest_by_call(&mut self, ctx: &mut Context<Self>) -> usize {
        ctx.hibernate();
        self.buffer.len()
    }
    #[call]
    fn rest_and_answer_later(&mut self, reply: ReplyTo<usize>, ctx: &mut Context<Self>) {
        self.waiting = Some(reply);
        ctx.hibernate();
    }
    #[cast]
    fn answer(&mut self) {
        if let Some(reply) = self.waiting.take() {
            reply.send(self.buffer.len());
        }
    }
    #[cast]
    fn rest_by_cast(&mut self, ctx: &mut Context<Self>) {
        ctx.hibernate();
    }
    #[info]
    fn rest_by_message(&mut self, _: Rest, ctx: &mut Context<Self>) {
        ctx.hibernate();
    }
    #[hibernate]
    fn shrink(&mut self) {
        self.buffer.shrink_to_fit();
        self.watcher.send(Small { capacity: self.buffer.capacity() });
    }
}

/// A server can ask for hibernation anywhere: its hook runs once, and it then works as before.
#[otp_runtime::test]
async fn otp_gen_server_36a_hibernate() {
    let sleeper = Sleeper::start(Pid::current().unwrap(), true).await.unwrap();
    assert_receive!(Small { capacity: 0 });
    assert_eq!(sleeper.fill(3).await, Ok(3));

    assert_eq!(sleeper.rest_by_call().await, Ok(3));
    assert_receive!(Small { capacity: 3 });
    assert_eq!(sleeper.fill(1).await, Ok(4));

    assert_eq!(sleeper.rest_by_call().send().await, Ok(4));
    assert_receive!(Small { capacity: 4 });
    assert_eq!(sleeper.fill(1).await, Ok(5));

    let held_back = sleeper.rest_and_answer_later().send();
    assert_receive!(Small { capacity: 5 });
    sleeper.answer();
    assert_eq!(held_back.await, Ok(5));

    sleeper.rest_by_cast();
    assert_receive!(Small { capacity: 5 });
    assert_eq!(sleeper.fill(1).await, Ok(6));

    sleeper.send(Rest);
    assert_receive!(Small { capacity: 6 });
    assert_eq!(sleeper.fill(1).await, Ok(7));
    assert_eq!(sleeper.used().await, Ok(7));
    assert_eq!(process::queue_len(), 0, "it rested without being asked to");
}

/// A server that does so by itself after a while.
#[derive(Clone)]
struct Dozer {
    watcher: Pid,
}

#[derive(Debug, PartialEq)]
struct Dozing;

#[gen_server(hibernate_after = 100ms)]
impl Dozer {
    #[init]
    fn init(watcher: Pid) -> Self {
        Dozer { watcher }
    }
    #[call]
    fn ping(&self) -> &'static str {
        "pong"
    }
    #[cast]
    fn nothing(&mut self) {}
    #[info]
    fn on_rest(&mut self, _: Rest) {}
    #[hibernate]
    fn doze(&mut self) {
        self.watcher.send(Dozing);
    }
}

/// With `hibernate_after` a server rests after that much silence, once, and again after each message; looks at its state
/// do not break the silence.
#[otp_runtime::test(paused)]
async fn otp_gen_server_37_hibernate_after() {
    let after = 100 * MS;
    let dozer = Dozer::start(Pid::current().unwrap()).await.unwrap();
    for turn in 0..4 {
        match turn {
            0 => {}
            1 => assert_eq!(dozer.ping().await, Ok("pong")),
            2 => dozer.nothing(),
            _ => dozer.send(Rest),
        }
        let begun = tokio::time::Instant::now();
        process::sleep(60 * MS).await;
        assert_eq!(process::queue_len(), 0, "it rested too early");
        dozer.sys().get_state().await.unwrap();
        process::receive::<Dozing>().await;
        let silence = begun.elapsed();
        assert!(silence >= after && silence < after + 50 * MS, "turn {turn}: rested after {silence:?}");
        dozer.sys().get_state().await.unwrap();
        process::sleep(Duration::from_secs(10)).await;
        assert_eq!(process::queue_len(), 0, "it rested twice");
    }
}

/// A message that no handler takes is logged, with the server's type and its own, and dropped; the server lives on.
#[otp_runtime::test]
async fn otp_gen_server_50_unknown_message() {
    #[derive(Debug)]
    struct Riddle;
    let logs = Logs::at(Level::WARN);
    let dozer = Dozer::start(Pid::current().unwrap()).await.unwrap();
    dozer.pid().unwrap().send(Riddle);
    assert_eq!(dozer.ping().await, Ok("pong"));
    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].contains("Dozer") && lines[0].contains("Riddle"), "{}", lines[0]);
    assert!(dozer.is_alive());
}
