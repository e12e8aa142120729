//! Bounded mailboxes: `mailbox = N`.

use crate::support::{Diary, Event, death, multi_thread, poll_once, soon};
use otp_runtime::prelude::*;
use otp_runtime::{MailboxFull, process};
use std::task::Waker;
use std::time::Duration;
use tokio::time::Instant;

struct Narrow {
    diary: Diary,
}

#[derive(Clone)]
struct Tick(u32);

#[gen_server(mailbox = 2)]
impl Narrow {
    #[init]
    fn init(diary: Diary, ctx: &mut Context<Self>) -> Self {
        ctx.trap_exit(true);
        Narrow { diary }
    }

    #[call]
    fn call(&mut self, n: u32) -> u32 {
        self.diary.write(format!("call {n}"));
        n
    }

    #[call]
    async fn hold(&mut self, begun: Event, go: Event) {
        begun.set();
        go.wait().await;
    }

    #[call]
    fn block(&mut self, begun: Event, go: Event) {
        begun.set();
        go.block();
    }

    #[call]
    async fn sleep(&mut self, time: Duration) {
        tokio::time::sleep(time).await;
        self.diary.write("slept");
    }

    #[call]
    fn watch(&mut self, pid: Pid, ctx: &mut Context<Self>) {
        ctx.monitor(pid);
    }

    #[cast]
    fn note(&mut self, n: u32) {
        self.diary.write(format!("note {n}"));
    }

    #[info]
    fn tick(&mut self, tick: Tick) {
        self.diary.write(format!("tick {}", tick.0));
    }

    #[info]
    fn on_exit(&mut self, _: Exit) {
        self.diary.write("exit");
    }

    #[info]
    fn on_down(&mut self, _: Down) {
        self.diary.write("down");
    }

    #[terminate]
    fn terminate(&mut self) {
        self.diary.write("terminate");
    }
}

/// A server that is busy until `go`, whose mailbox is full with notes 1 and 2.
struct Full {
    server: NarrowClient,
    diary: Diary,
    go: Event,
}

impl Full {
    async fn new() -> Full {
        let (diary, go, begun) = (Diary::default(), Event::default(), Event::default());
        let server = Narrow::start(diary.clone()).await.unwrap();
        drop(server.hold(begun.clone(), go.clone()).send());
        begun.wait().await;
        server.note(1).unwrap();
        server.note(2).unwrap();
        Full { server, diary, go }
    }

    fn refused(&self, n: u32) -> MailboxFull<Narrow> {
        self.server.note(n).expect_err("it is full")
    }

    /// Lets it go on until all is handled.
    async fn finish(self) -> Vec<String> {
        self.go.set();
        while soon(self.server.sys().status()).await.unwrap().queue_len > 0 {}
        self.diary.lines()
    }
}

#[otp_runtime::test]
async fn a_cast_too_many_comes_back_at_once() {
    let full = Full::new().await;
    let refused = full.refused(3);
    assert_eq!(refused.to_string(), format!("`note` to Narrow {}: its mailbox is full", full.server.pid().unwrap()));
    assert!(matches!(refused.into_message(), NarrowCast::Note { n: 3 }));
    let server = full.server.clone();
    assert_eq!(full.finish().await, ["note 1", "note 2"]);
    assert!(server.note(4).is_ok(), "there is room again");
    assert_eq!(server.call(5).await, Ok(5));
}

/// A message that was taken from the mailbox together with others has not been handled yet.
#[otp_runtime::test]
async fn what_has_not_been_handled_takes_room() {
    let (diary, first, second) = (Diary::default(), Event::default(), Event::default());
    let (begun, begun_too) = (Event::default(), Event::default());
    let server = Narrow::start(diary.clone()).await.unwrap();
    let one = server.hold(begun.clone(), first.clone()).send();
    begun.wait().await;
    let other = server.hold(begun_too.clone(), second.clone()).send();
    server.note(1).unwrap();
    assert!(server.note(2).is_err());
    first.set();
    begun_too.wait().await;
    // one is being handled, one waits
    server.note(3).unwrap();
    assert!(server.note(4).is_err());
    second.set();
    assert_eq!((soon(one).await, soon(other).await), (Ok(()), Ok(())));
    assert_eq!(soon(server.call(5)).await, Ok(5));
    assert_eq!(diary.lines(), ["note 1", "note 3", "call 5"]);
}

#[otp_runtime::test]
async fn whoever_waits_for_room_is_served_in_turn() {
    let full = Full::new().await;
    let (server, noop) = (full.server.clone(), Waker::noop());
    let (third, fifth) = (full.refused(3), full.refused(5));
    let mut third = Box::pin(third.when_room());
    assert!(poll_once(&mut third, noop).is_pending());
    let mut fourth = server.call(4);
    assert!(poll_once(&mut fourth, noop).is_pending());
    let mut fifth = Box::pin(fifth.when_room());
    assert!(poll_once(&mut fifth, noop).is_pending());
    let mut sixth = server.call(6).send();
    assert!(poll_once(&mut sixth, noop).is_pending());
    assert_eq!(process::info(server.pid().unwrap()).unwrap().message_queue_len, 2);
    full.go.set();
    let ((), fourth, (), sixth) = soon(async { tokio::join!(third, fourth, fifth, sixth) }).await;
    assert_eq!((fourth, sixth), (Ok(4), Ok(6)));
    assert_eq!(full.finish().await, ["note 1", "note 2", "note 3", "call 4", "note 5", "call 6"]);
}

#[otp_runtime::test]
async fn given_up_before_there_was_room_nothing_is_sent() {
    let full = Full::new().await;
    let (server, noop) = (full.server.clone(), Waker::noop());
    let mut cast = Box::pin(full.refused(3).when_room());
    assert!(poll_once(&mut cast, noop).is_pending());
    let mut call = server.call(4);
    assert!(poll_once(&mut call, noop).is_pending());
    let mut request = server.call(5).send();
    assert!(poll_once(&mut request, noop).is_pending());
    let patient = tokio::spawn(full.refused(6).when_room());
    tokio::task::yield_now().await;
    drop((cast, call, request));
    full.go.set();
    soon(patient).await.unwrap();
    assert_eq!(full.finish().await, ["note 1", "note 2", "note 6"]);
    // no place is lost
    let full = Full { server, diary: Diary::default(), go: Event::default() };
    full.server.sys().suspend().await.unwrap();
    assert!(full.server.note(8).is_ok() && full.server.note(9).is_ok() && full.server.note(10).is_err());
}

/// It is the server that makes room: who waits for it need not look.
#[otp_runtime::test]
async fn what_waits_for_room_is_sent_without_its_sender() {
    let full = Full::new().await;
    let server = full.server.clone();
    let request = server.call(3).send();
    let mut call = server.call(4);
    assert!(poll_once(&mut call, Waker::noop()).is_pending());
    let mut cast = Box::pin(full.refused(5).when_room());
    assert!(poll_once(&mut cast, Waker::noop()).is_pending());
    assert_eq!(full.finish().await, ["note 1", "note 2", "call 3", "call 4", "note 5"]);
    assert_eq!((soon(request).await, soon(call).await), (Ok(3), Ok(4)));
    soon(cast).await;
}

#[otp_runtime::test(paused)]
async fn waiting_for_room_is_part_of_a_calls_time() {
    let (sixty, hundred) = (Duration::from_millis(60), Duration::from_millis(100));
    for requested in [false, true] {
        let diary = Diary::default();
        let server = Narrow::start(diary.clone()).await.unwrap();
        let busy = server.sleep(sixty).send();
        tokio::task::yield_now().await;
        server.note(1).unwrap();
        server.note(2).unwrap();
        let begin = Instant::now();
        // room after 60 ms, an answer after 120
        let call = server.sleep(sixty).timeout(hundred);
        let outcome = if requested { call.send().await } else { call.await };
        assert!(matches!(outcome, Err(CallError::Timeout(_))), "{outcome:?}");
        let took = begin.elapsed();
        assert!((hundred..hundred + Duration::from_millis(5)).contains(&took), "{took:?}");
        assert_eq!(busy.await, Ok(()));
        assert_eq!(server.call(3).await, Ok(3));
        assert_eq!(diary.lines(), ["slept", "note 1", "note 2", "slept", "call 3"]);
    }
}

#[otp_runtime::test]
async fn no_room_in_time_is_a_timeout_and_nothing_is_sent() {
    let full = Full::new().await;
    for n in [3, 4] {
        let call = full.server.call(n).timeout(Duration::from_millis(10));
        let outcome = if n == 3 { call.await } else { call.send().await };
        assert!(matches!(outcome, Err(CallError::Timeout(_))), "{outcome:?}");
    }
    assert_eq!(full.finish().await, ["note 1", "note 2"]);
}

#[otp_runtime::test]
async fn the_servers_end_wakes_those_who_wait_for_room() {
    for end in [ExitReason::Killed, ExitReason::Normal] {
        let full = Full::new().await;
        let (server, noop) = (full.server.clone(), Waker::noop());
        let mut stop = server.stop().into_future();
        if end == ExitReason::Normal {
            // two notes, and then the end
            assert!(poll_once(&mut stop, noop).is_pending());
        }
        let mut placed = [3, 4].map(|n| server.call(n).no_timeout());
        let mut call = server.call(5).no_timeout();
        let mut request = server.call(6).no_timeout().send();
        let (refused, unpolled) = (full.refused(7), full.refused(8));
        let mut cast = Box::pin(refused.when_room());
        for call in &mut placed {
            assert!(poll_once(call, noop).is_pending());
        }
        assert!(poll_once(&mut call, noop).is_pending());
        assert!(poll_once(&mut request, noop).is_pending());
        assert!(poll_once(&mut cast, noop).is_pending());
        match end {
            ExitReason::Normal => full.go.set(),
            _ => server.exit(ExitReason::Kill),
        }
        for call in placed {
            assert_eq!(death(soon(call).await), end);
        }
        assert_eq!(death(soon(call).await), end);
        assert_eq!(death(soon(request).await), end);
        soon(cast).await;
        soon(unpolled.when_room()).await;
        assert!(matches!(server.call(7).await, Err(CallError::NoProc(_))));
        assert!(matches!(server.call(8).send().await, Err(CallError::NoProc(_))));
        assert!(server.note(9).is_ok(), "as any cast to nobody");
    }
}

/// Also when the thread that is inside does not come back.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_does_its_being_declared_dead() {
    let (begun, go) = (Event::default(), Event::default());
    let server = Narrow::start(Diary::default()).await.unwrap();
    let busy = tokio::spawn({
        let (server, begun, go) = (server.clone(), begun.clone(), go.clone());
        async move { server.block(begun, go).await }
    });
    begun.wait().await;
    server.note(1).unwrap();
    server.note(2).unwrap();
    let mut call = server.call(3).no_timeout();
    assert!(poll_once(&mut call, Waker::noop()).is_pending());
    let cast = tokio::spawn(server.note(4).expect_err("it is full").when_room());
    server.exit(ExitReason::Kill);
    assert_eq!(death(soon(call).await), ExitReason::Killed);
    soon(cast).await.unwrap();
    go.set();
    assert_eq!(death(soon(busy).await.unwrap()), ExitReason::Killed);
}

#[otp_runtime::test]
async fn what_the_system_sends_needs_no_room_and_keeps_its_place() {
    let full = Full::new().await;
    let (server, pid) = (full.server.clone(), full.server.pid().unwrap());
    server.send(Tick(1));
    pid.send(Tick(2));
    pid.exit(ExitReason::Shutdown);
    process::send_after(pid, Duration::ZERO, Tick(3));
    while process::info(pid).unwrap().message_queue_len < 6 {
        tokio::task::yield_now().await;
    }
    let mut stop = server.stop().into_future();
    assert!(poll_once(&mut stop, Waker::noop()).is_pending());
    assert!(server.note(3).is_err(), "there is still none for others");
    full.go.set();
    assert_eq!(soon(stop).await, Ok(()));
    assert_eq!(full.diary.lines(), ["note 1", "note 2", "tick 1", "tick 2", "exit", "tick 3", "terminate"]);
}

#[otp_runtime::test]
async fn a_down_needs_no_room() {
    let full = Full::new().await;
    let Full { server, diary, go } = &full;
    go.set();
    let (peer, end) = process::spawn_monitor(std::future::pending());
    soon(server.watch(peer)).await.unwrap();
    let (begun, go) = (Event::default(), Event::default());
    let busy = server.hold(begun.clone(), go.clone()).send();
    begun.wait().await;
    server.note(3).unwrap();
    server.note(4).unwrap();
    peer.exit(ExitReason::Kill);
    soon(end).await;
    go.set();
    soon(busy).await.unwrap();
    assert_eq!(soon(server.call(5)).await, Ok(5));
    assert_eq!(diary.lines(), ["note 1", "note 2", "note 3", "note 4", "down", "call 5"]);
}

#[test]
fn a_crowd_gets_through() {
    multi_thread(2).block_on(async {
        let diary = Diary::default();
        let server = Narrow::start(diary.clone()).await.unwrap();
        let crowd: Vec<_> = (0..20)
            .map(|n| {
                let server = server.clone();
                tokio::spawn(async move {
                    for _ in 0..50 {
                        assert_eq!(server.call(n).await, Ok(n));
                        if let Err(full) = server.note(n) {
                            full.when_room().await;
                        }
                    }
                })
            })
            .collect();
        for one in crowd {
            soon(one).await.unwrap();
        }
        assert_eq!(soon(server.call(0)).await, Ok(0));
        assert_eq!(diary.lines().len(), 20 * 50 * 2 + 1);
    });
}

/// As typed clients of a protocol do, which do not know of the bound.
#[otp_runtime::test]
async fn a_cast_over_the_bound_makes_no_room() {
    let full = Full::new().await;
    full.server.cast("note", NarrowCast::Note { n: 3 });
    full.server.cast("note", NarrowCast::Note { n: 4 });
    let server = full.server.clone();
    assert_eq!(full.finish().await, ["note 1", "note 2", "note 3", "note 4"]);
    let (go, begun) = (Event::default(), Event::default());
    drop(server.hold(begun.clone(), go.clone()).send());
    begun.wait().await;
    assert!(server.note(5).is_ok() && server.note(6).is_ok());
    assert!(server.note(7).is_err(), "there is room for two");
    go.set();
}
