//! Requests that were sent and are awaited later, alone and in collections.

use crate::support::{Diary, death, poll_once, soon};
use otp_runtime::prelude::*;
use otp_runtime::{Requests, TimedOut};
use std::task::Waker;
use std::time::Duration;

struct Clerk {
    diary: Diary,
    waiting: Vec<(u32, ReplyTo<u32>)>,
}

#[gen_server]
impl Clerk {
    #[init]
    fn init(diary: Diary) -> Self {
        Clerk { diary, waiting: Vec::new() }
    }

    #[call]
    fn later(&mut self, n: u32, reply: ReplyTo<u32>) {
        self.diary.write(format!("later {n}"));
        self.waiting.push((n, reply));
    }

    #[call]
    fn check(&mut self, n: u32) -> Result<u32, String> {
        if n == 0 { Err("nothing".to_owned()) } else { Ok(n) }
    }

    #[call]
    fn get(&self) -> u32 {
        0
    }

    #[cast]
    fn answer(&mut self, n: u32) {
        if let Some(at) = self.waiting.iter().position(|(waiting, _)| *waiting == n) {
            self.waiting.remove(at).1.send(n);
        }
    }
}

const SHORT: Duration = Duration::from_millis(5);

async fn start() -> (ClerkClient, Diary) {
    let diary = Diary::default();
    (Clerk::start(diary.clone()).await.unwrap(), diary)
}

#[otp_runtime::test]
async fn waiting_for_a_while_keeps_the_request() {
    let (server, _) = start().await;
    let mut request = server.later(1).send();
    assert_eq!(request.wait(SHORT).await, None);
    assert_eq!(request.wait(Duration::ZERO).await, None);
    server.answer(1);
    assert_eq!(soon(request.wait(Duration::MAX)).await, Some(Ok(1)));

    // its own time goes on meanwhile
    let mut request = server.later(2).timeout(4 * SHORT).send();
    assert_eq!(request.wait(SHORT).await, None);
    let outcome = soon(request).await;
    assert!(matches!(outcome, Err(CallError::Timeout(_))), "{outcome:?}");
}

#[otp_runtime::test]
async fn a_reply_waits_for_whoever_asks_for_it() {
    let (server, _) = start().await;
    let request = server.check(3).send();
    let refused = server.check(0).send();
    assert_eq!(server.get().await, Ok(0));
    server.stop().await.unwrap();
    assert_eq!(request.await, Ok(3), "the server has answered, and ended");
    assert_eq!(refused.await, Err(CallError::Handler("nothing".to_owned())));
}

#[otp_runtime::test]
async fn a_request_to_the_dead_fails_when_it_is_awaited() {
    let (server, _) = start().await;
    let (pending, by_name) = (server.later(1).send(), Clerk::named("nobody").get().send());
    server.exit(ExitReason::Kill);
    soon(server.monitor()).await;
    let late = server.get().send();
    assert_eq!(death(soon(pending).await), ExitReason::Killed);
    for mut request in [late, by_name] {
        assert!(matches!(request.wait(SHORT).await, Some(Err(CallError::NoProc(_)))));
    }
}

#[otp_runtime::test]
async fn a_collection_serves_what_completes_first() {
    let (server, _) = start().await;
    let (doomed, _) = start().await;
    let mut all = Requests::new();
    assert_eq!(soon(all.next()).await, None, "an empty one has nothing to wait for");
    for n in 1..=3 {
        all.add(n, server.later(n).send());
    }
    all.add(4, doomed.later(4).send());
    assert_eq!((all.len(), all.is_empty()), (4, false));
    assert_eq!(all.next_within(SHORT).await, Err(TimedOut));
    assert_eq!(all.len(), 4);
    server.answer(2);
    assert_eq!(soon(all.next()).await, Some((2, Ok(2))));
    doomed.exit(ExitReason::Kill);
    let (label, outcome) = soon(all.next()).await.unwrap();
    assert_eq!((label, death(outcome)), (4, ExitReason::Killed));
    server.answer(3);
    server.get().await.unwrap();
    server.answer(1);
    server.get().await.unwrap();
    // both are there: in the order they came
    assert_eq!(all.next_within(SHORT).await, Ok(Some((3, Ok(3)))));
    assert_eq!(all.next_within(SHORT).await, Ok(Some((1, Ok(1)))));
    assert_eq!(all.next_within(SHORT).await, Ok(None));
}

#[otp_runtime::test]
async fn giving_up_on_the_next_loses_nothing() {
    let (server, _) = start().await;
    let mut all = Requests::new();
    all.add("same", server.later(1).send());
    all.add("same", server.later(2).send());
    for _ in 0..3 {
        let mut next = Box::pin(all.next());
        assert!(poll_once(&mut next, Waker::noop()).is_pending());
    }
    server.answer(1);
    server.answer(2);
    server.get().await.unwrap();
    // told while nobody was looking
    assert_eq!(soon(all.next()).await, Some(("same", Ok(1))));
    let waiting = tokio::spawn(async move { all.next().await });
    assert_eq!(soon(waiting).await.unwrap(), Some(("same", Ok(2))));
}

#[otp_runtime::test]
async fn added_while_others_wait() {
    let (server, _) = start().await;
    let mut all = Requests::new();
    all.add(1, server.later(1).send());
    assert_eq!(all.next_within(SHORT).await, Err(TimedOut));
    all.add(2, server.get().send());
    assert_eq!(soon(all.next()).await, Some((2, Ok(0))));
    all.add(3, server.later(3).send());
    server.answer(3);
    assert_eq!(soon(all.next()).await, Some((3, Ok(3))));
    assert_eq!(all.len(), 1);
}

#[otp_runtime::test]
async fn a_dropped_collection_drops_the_replies_alone() {
    let (server, diary) = start().await;
    let mut all = Requests::new();
    for n in 1..=3 {
        all.add(n, server.later(n).send());
    }
    drop(all);
    for n in 1..=3 {
        server.answer(n);
    }
    assert_eq!(server.get().await, Ok(0));
    assert_eq!(diary.lines(), ["later 1", "later 2", "later 3"]);
}
