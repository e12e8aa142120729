//! Callers that run idle servers themselves, and what must not depend on it.

use crate::support::{Event, current_thread, in_place, multi_thread, soon};
use otp_runtime::prelude::*;
use std::thread::{self, ThreadId};
use std::time::Duration;

/// Says on which thread it runs.
struct Where {
    casts: Vec<u32>,
}

#[gen_server]
impl Where {
    #[init]
    fn init() -> Self {
        Where { casts: Vec::new() }
    }

    #[call]
    fn here(&self) -> ThreadId {
        thread::current().id()
    }

    #[call]
    async fn ready(&mut self) -> ThreadId {
        thread::current().id()
    }

    #[call]
    async fn hang(&mut self, begun: Event, go: Event) {
        begun.set();
        go.wait().await;
    }

    #[cast]
    fn note(&mut self, n: u32) {
        self.casts.push(n);
    }

    #[call]
    fn notes(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.casts)
    }
}

/// The same, never in place.
struct Elsewhere;

#[gen_server(inline = false)]
impl Elsewhere {
    #[init]
    fn init() -> Self {
        Elsewhere
    }

    #[call]
    fn here(&self) -> ThreadId {
        thread::current().id()
    }

    #[call]
    async fn ready(&mut self) -> ThreadId {
        thread::current().id()
    }
}

async fn a_callers_thread() {
    let me = thread::current().id();
    let server = Where::start().await.unwrap();
    for _ in 0..3 {
        assert_eq!(server.here().await.unwrap() == me, in_place());
        assert_eq!(server.ready().await.unwrap() == me, in_place());
    }
    // a request is for the server's own task
    assert_ne!(server.here().send().await.unwrap(), me);
    // a busy server does not come to its caller
    let (begun, go) = (Event::default(), Event::default());
    let busy = server.hang(begun.clone(), go.clone()).send();
    begun.wait().await;
    let mut call = server.here();
    assert!(crate::support::poll_once(&mut call, std::task::Waker::noop()).is_pending());
    go.set();
    assert_ne!(soon(call).await.unwrap(), me);
    busy.await.unwrap();

    let server = Elsewhere::start().await.unwrap();
    assert_ne!(server.here().await.unwrap(), me);
    assert_ne!(server.ready().await.unwrap(), me);
}

// the tests' own threads are no workers: what runs on one runs in its caller

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_idle_server_runs_on_its_callers_thread() {
    a_callers_thread().await;
}

#[test]
fn also_under_a_runtime_of_ones_own() {
    multi_thread(1).block_on(a_callers_thread());
}

/// Calls the next one, which calls the one after it.
struct Diver;

#[gen_server]
impl Diver {
    #[init]
    fn init() -> Self {
        Diver
    }

    #[call]
    async fn dive(&mut self, mut below: Vec<DiverClient>, last_words: Event) -> usize {
        match below.pop() {
            Some(next) => 1 + next.dive(below, last_words).await.unwrap(),
            None => {
                last_words.set();
                0
            }
        }
    }

    #[call]
    async fn dive_and_wait(&mut self, mut below: Vec<DiverClient>, go: Event) -> usize {
        let deeper = match below.pop() {
            Some(next) => 1 + next.dive_and_wait(below, go.clone()).await.unwrap(),
            None => 0,
        };
        go.wait().await;
        deeper
    }

    #[call]
    fn get(&self) -> u32 {
        1
    }

    /// What comes of a call back to the server that called this one.
    #[call]
    async fn call_back(&mut self, caller: DiverClient) -> Option<CallError> {
        caller.get().timeout(Duration::from_millis(50)).await.err()
    }

    #[call]
    async fn go_round(&mut self, other: DiverClient, ctx: &mut Context<Self>) -> Option<CallError> {
        let me = ctx.client();
        other.call_back(me).await.unwrap()
    }
}

async fn divers(count: usize) -> Vec<DiverClient> {
    let mut divers = Vec::new();
    for _ in 0..count {
        divers.push(Diver::start().await.unwrap());
    }
    divers
}

#[otp_runtime::test]
async fn servers_call_servers_to_any_depth() {
    let mut divers = divers(100).await;
    let first = divers.pop().unwrap();
    for _ in 0..3 {
        let deepest = Event::default();
        assert_eq!(soon(first.dive(divers.clone(), deepest.clone())).await, Ok(99));
        assert!(deepest.is_set());
        let go = Event::default();
        let call = first.dive_and_wait(divers.clone(), go.clone()).send();
        let direct = first.dive_and_wait(divers.clone(), go.clone());
        tokio::spawn(async move { go.set() });
        assert_eq!(soon(direct).await, Ok(99));
        assert_eq!(soon(call).await, Ok(99));
    }
}

#[test]
fn servers_that_call_each_other_time_out_and_serve_on() {
    for runtime in [current_thread(), multi_thread(2)] {
        runtime.block_on(async {
            let (one, other) = (Diver::start().await.unwrap(), Diver::start().await.unwrap());
            let bystander = Diver::start().await.unwrap();
            let round = tokio::spawn({
                let (one, other) = (one.clone(), other.clone());
                async move { one.go_round(other).await }
            });
            // the thread is free meanwhile
            while !round.is_finished() {
                assert_eq!(soon(bystander.get()).await, Ok(1));
                tokio::task::yield_now().await;
            }
            let failure = round.await.unwrap().unwrap();
            assert!(matches!(failure, Some(CallError::Timeout(_))), "{failure:?}");
            assert_eq!((soon(one.get()).await, soon(other.get()).await), (Ok(1), Ok(1)));
        });
    }
}

#[test]
fn a_cast_comes_before_a_later_call_whoever_makes_them() {
    multi_thread(2).block_on(async {
        let server = Where::start().await.unwrap();
        for n in 0..500 {
            // made by a thread that knows no runtime, and over when the call is made
            let caster = server.clone();
            thread::scope(|scope| {
                scope.spawn(|| caster.note(n));
            });
            server.note(n + 1);
            assert_eq!(server.notes().await, Ok(vec![n, n + 1]));
        }
    });
}

/// A caller that never has to wait lets others run all the same.
#[test]
fn calls_in_a_loop_leave_the_thread_to_others() {
    current_thread().block_on(async {
        let server = Where::start().await.unwrap();
        let caller = tokio::spawn(async move {
            let turn = Event::default();
            let other = tokio::spawn({
                let turn = turn.clone();
                async move { turn.set() }
            });
            for _ in 0..10_000 {
                server.here().await.unwrap();
                if turn.is_set() {
                    other.await.unwrap();
                    return true;
                }
            }
            false
        });
        assert!(soon(caller).await.unwrap(), "nobody else had a turn in 10000 calls");
    });
}
