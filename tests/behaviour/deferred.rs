//! Replies that come later, with a stop or a panic in between: in place and queued.

use crate::support::{Diary, Event, death, in_place, soon};
use otp_runtime::prelude::*;
use otp_runtime::process;

/// What a handler does with its caller's address, and besides.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    Reply,
    Drop,
    Keep,
    /// Gives it to a task that replies.
    Delegate,
    Stop,
    Panic,
    Exit,
    GoOn,
}

use Act::{Delegate, Drop, Exit, GoOn, Keep, Panic, Reply, Stop};

struct Deferrer {
    diary: Diary,
    kept: Vec<ReplyTo<u32>>,
}

struct Onwards;

#[gen_server]
impl Deferrer {
    #[init]
    fn init(diary: Diary) -> Self {
        Deferrer { diary, kept: Vec::new() }
    }

    #[call]
    fn sync(&mut self, acts: &'static [Act], reply: ReplyTo<u32>, ctx: &mut Context<Self>) {
        self.act(acts, reply, ctx);
    }

    #[call]
    async fn ready(&mut self, acts: &'static [Act], reply: ReplyTo<u32>, ctx: &mut Context<Self>) {
        self.act(acts, reply, ctx);
    }

    #[call]
    async fn waits(&mut self, acts: &'static [Act], reply: ReplyTo<u32>, ctx: &mut Context<Self>) {
        tokio::task::yield_now().await;
        self.act(acts, reply, ctx);
    }

    /// Replies, and goes on for long.
    #[call]
    async fn reply_early(&mut self, go: Event, before: bool, reply: ReplyTo<u32>) {
        if before {
            tokio::task::yield_now().await;
        }
        reply.send(5);
        go.wait().await;
        self.diary.write("done");
    }

    /// A reply of the usual kind, and what the server does besides.
    #[call]
    fn plain(&mut self, acts: &'static [Act], ctx: &mut Context<Self>) -> u32 {
        let (unused, _) = ReplyTo::channel();
        self.act(acts, unused, ctx);
        1
    }

    #[call]
    async fn plain_waits(&mut self, acts: &'static [Act], ctx: &mut Context<Self>) -> u32 {
        tokio::task::yield_now().await;
        let (unused, _) = ReplyTo::channel();
        self.act(acts, unused, ctx);
        1
    }

    #[call]
    fn get(&self) -> u32 {
        0
    }

    #[cast]
    fn answer(&mut self) {
        self.kept.drain(..).for_each(|reply| reply.send(2));
    }

    #[handle_continue]
    fn go_on(&mut self, _: Onwards) {
        self.diary.write("went on");
        self.kept.drain(..).for_each(|reply| reply.send(3));
    }

    #[terminate]
    fn terminate(&mut self, reason: &ExitReason) {
        let reason = if let ExitReason::Panic { .. } = reason { "panic".to_owned() } else { reason.to_string() };
        self.diary.write(reason);
    }

    fn act(&mut self, acts: &[Act], reply: ReplyTo<u32>, ctx: &mut Context<Self>) {
        let mut reply = Some(reply);
        for act in acts {
            match act {
                Reply => reply.take().unwrap().send(1),
                Drop => drop(reply.take()),
                Keep => self.kept.extend(reply.take()),
                Delegate => {
                    let reply = reply.take().unwrap();
                    tokio::spawn(async move { reply.send(4) });
                }
                Stop => ctx.stop(ExitReason::Shutdown),
                Panic => panic!("as told"),
                Exit => otp_runtime::exit(ExitReason::error("as told")),
                GoOn => ctx.continue_with(Onwards),
            }
        }
    }
}

/// What came of a call, in a word.
fn in_short(outcome: Result<u32, CallError>) -> String {
    match outcome {
        Ok(reply) => format!("reply {reply}"),
        Err(CallError::NoReply(_)) => "no reply".to_owned(),
        Err(CallError::Exit(ExitReason::Panic { message, .. }, _)) => format!("panic {message}"),
        other => format!("exit {}", death(other)),
    }
}

/// What comes of it, told by each way to call; whether the server lives on.
async fn outcome(acts: &'static [Act]) -> (String, bool) {
    let mut all = Vec::new();
    for way in 0..6 {
        let diary = Diary::default();
        let server = Deferrer::start(diary.clone()).await.unwrap();
        let call = match way % 3 {
            0 => server.sync(acts),
            1 => server.ready(acts),
            _ => server.waits(acts),
        };
        let outcome = if way < 3 { soon(call).await } else { soon(call.send()).await };
        let lives = soon(server.get()).await.is_ok();
        all.push((in_short(outcome), lives));
    }
    assert!(all.iter().all(|one| *one == all[0]), "{acts:?} differ: {all:?}");
    all.swap_remove(0)
}

#[otp_runtime::test]
async fn an_address_used_before_the_handler_ends() {
    assert_eq!(outcome(&[Reply]).await, ("reply 1".into(), true));
    assert_eq!(outcome(&[Reply, Stop]).await, ("reply 1".into(), false));
    assert_eq!(outcome(&[Stop, Reply]).await, ("reply 1".into(), false));
    assert_eq!(outcome(&[Reply, Panic]).await, ("reply 1".into(), false));
    assert_eq!(outcome(&[Reply, Exit]).await, ("reply 1".into(), false));
    assert_eq!(outcome(&[Reply, GoOn]).await, ("reply 1".into(), true));
}

#[otp_runtime::test]
async fn an_address_dropped() {
    assert_eq!(outcome(&[Drop]).await, ("no reply".into(), true));
    assert_eq!(outcome(&[Drop, GoOn]).await, ("no reply".into(), true));
    assert_eq!(outcome(&[Drop, Panic]).await, ("no reply".into(), false));
    // from here on it is the death that counts
    assert_eq!(outcome(&[Stop, Drop]).await, ("exit shutdown".into(), false));
    assert_eq!(outcome(&[Panic]).await, ("panic as told".into(), false));
    assert_eq!(outcome(&[Exit]).await, ("exit as told".into(), false));
    assert_eq!(outcome(&[Stop, Panic]).await, ("panic as told".into(), false));
}

#[otp_runtime::test]
async fn an_address_kept_by_a_server_that_ends() {
    assert_eq!(outcome(&[Keep, Stop]).await, ("exit shutdown".into(), false));
    assert_eq!(outcome(&[Keep, Panic]).await, ("panic as told".into(), false));
    assert_eq!(outcome(&[Keep, Exit]).await, ("exit as told".into(), false));
    assert_eq!(outcome(&[Keep, Stop, Panic]).await, ("panic as told".into(), false));
}

#[otp_runtime::test]
async fn an_address_answered_later() {
    assert_eq!(outcome(&[Keep, GoOn]).await, ("reply 3".into(), true));
    assert_eq!(outcome(&[Delegate]).await, ("reply 4".into(), true));
    for queued in [false, true] {
        let server = Deferrer::start(Diary::default()).await.unwrap();
        let caller = server.clone();
        let call = tokio::spawn(async move {
            let call = caller.sync(&[Keep]);
            if queued { call.send().await } else { call.await }
        });
        // until it waits for nothing but its answer
        while server.sys().with_state(|state| state.kept.len()).await != Ok(1) {}
        assert_eq!(server.get().await, Ok(0), "the server serves on meanwhile");
        server.answer();
        assert_eq!(soon(call).await.unwrap(), Ok(2));
    }
}

#[otp_runtime::test]
async fn a_reply_does_not_wait_for_the_end_of_its_handler() {
    for (queued, before) in [(false, false), (false, true), (true, false), (true, true)] {
        let diary = Diary::default();
        let server = Deferrer::start(diary.clone()).await.unwrap();
        let go = Event::default();
        let call = server.reply_early(go.clone(), before);
        let outcome = if queued { soon(call.send()).await } else { soon(call).await };
        assert_eq!((outcome, diary.lines().len()), (Ok(5), 0));
        go.set();
        assert_eq!(soon(server.get()).await, Ok(0));
        assert_eq!(diary.lines(), ["done"]);
    }
}

/// `{stop, Reason, Reply, State}`: `terminate`, then the reply, then the end.
#[otp_runtime::test]
async fn a_reply_of_a_handler_that_stops() {
    for way in 0..4 {
        let diary = Diary::default();
        let server = Deferrer::start(diary.clone()).await.unwrap();
        let monitor = server.monitor();
        let call = if way % 2 == 0 { server.plain(&[Stop]) } else { server.plain_waits(&[Stop]) };
        let outcome = if way < 2 { soon(call).await } else { soon(call.send()).await };
        assert_eq!((outcome, diary.lines()), (Ok(1), vec!["shutdown".to_owned()]));
        assert_eq!(soon(monitor).await.reason, ExitReason::Shutdown);
    }
}

#[otp_runtime::test]
async fn a_panic_outweighs_a_stop() {
    for way in 0..4 {
        let diary = Diary::default();
        let server = Deferrer::start(diary.clone()).await.unwrap();
        let call = if way % 2 == 0 { server.plain(&[Stop, Panic]) } else { server.plain_waits(&[Stop, Panic]) };
        let outcome = if way < 2 { soon(call).await } else { soon(call.send()).await };
        assert_eq!(in_short(outcome), "panic as told");
        assert_eq!(diary.lines(), ["panic"]);
    }
}

/// A reply goes out before the continue that came with it.
#[otp_runtime::test]
async fn a_reply_and_a_continue() {
    for queued in [false, true] {
        let diary = Diary::default();
        let server = Deferrer::start(diary.clone()).await.unwrap();
        let call = server.plain(&[GoOn]);
        let outcome = if queued { soon(call.send()).await } else { soon(call).await };
        assert_eq!(outcome, Ok(1));
        if in_place() && !queued {
            assert_eq!(diary.lines(), [""; 0], "it is the server's own to go on");
        }
        assert_eq!(server.get().await, Ok(0));
        assert_eq!(diary.lines(), ["went on"], "before any other message");
    }
}

/// Of many callers that wait for a server that dies none is forgotten.
#[otp_runtime::test]
async fn all_kept_addresses_hear_of_the_end() {
    let server = Deferrer::start(Diary::default()).await.unwrap();
    let calls: Vec<_> = (0..50).map(|_| server.sync(&[Keep]).send()).collect();
    assert_eq!(server.get().await, Ok(0));
    let pid = server.pid().unwrap();
    process::link(pid);
    process::trap_exit(true);
    server.exit(ExitReason::Kill);
    for call in calls {
        assert_eq!(death(soon(call).await), ExitReason::Killed);
    }
}

/// Asks for its caller's address where there is no caller.
#[derive(Default)]
struct Odd {
    sum: u32,
}

#[gen_server]
impl Odd {
    #[init]
    fn init() -> Self {
        Odd::default()
    }
    #[call]
    fn sum(&self) -> u32 {
        self.sum
    }
    #[cast]
    fn add(&mut self, ctx: &mut Context<Self>) {
        self.sum += 1;
        drop(ctx.reply_to(OddReply::Sum));
    }
}

#[otp_runtime::test]
async fn a_cast_that_asks_for_its_callers_address_holds_up_nobody() {
    let odd = Odd::start().await.unwrap();
    let pid = odd.pid().unwrap();
    for sum in 1..5 {
        odd.add();
        while process::info(pid).unwrap().messages_handled < sum {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(odd.sum().await, Ok(4));
    odd.add();
    odd.add();
    assert_eq!(odd.sum().await, Ok(6));
}
