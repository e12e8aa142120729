//! Values whose destructors panic, wherever the runtime has to drop them: nothing else is taken down.

use crate::support::{Event, death, multi_thread, poll_once, soon};
use otp_runtime::prelude::*;
use otp_runtime::process;
use std::future::pending;
use std::panic::panic_any;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::Waker;
use std::time::Duration;

/// Panics when it is dropped. Two of them must not be dropped in one go: the second would end the program.
struct Bomb(Arc<AtomicUsize>);

impl Drop for Bomb {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
        panic!("a destructor panics, as it is meant to");
    }
}

/// An interval clones its message.
impl Clone for Bomb {
    fn clone(&self) -> Self {
        Bomb(self.0.clone())
    }
}

/// How many went off.
#[derive(Clone, Default)]
struct Blasts(Arc<AtomicUsize>);

impl Blasts {
    fn bomb(&self) -> Bomb {
        Bomb(self.0.clone())
    }

    fn count(&self) -> usize {
        self.0.load(SeqCst)
    }

    async fn reach(&self, count: usize) {
        soon(async {
            while self.count() < count {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        })
        .await;
        assert_eq!(self.count(), count);
    }
}

struct Bunker {
    _state: Option<Bomb>,
}

#[gen_server]
impl Bunker {
    #[init]
    fn init(state: Option<Bomb>) -> Self {
        Bunker { _state: state }
    }

    #[call]
    fn get(&self) -> u32 {
        1
    }

    #[call]
    fn crash(&mut self) {
        panic!("as told")
    }

    #[call]
    fn take(&mut self, bomb: Bomb) {
        std::mem::forget(bomb);
    }

    #[cast]
    fn toss(&mut self, bomb: Bomb) {
        std::mem::forget(bomb);
    }

    #[info]
    fn on_bomb(&mut self, bomb: Bomb) {
        std::mem::forget(bomb);
    }

    #[handle_continue]
    fn go_on(&mut self, bomb: Bomb) {
        std::mem::forget(bomb);
    }

    #[call]
    async fn hang(&mut self, begun: Event, bomb: Option<Bomb>) {
        begun.set();
        pending::<()>().await;
        drop(bomb);
    }

    #[call]
    fn hold(&mut self, begun: Event, go: Event) {
        begun.set();
        go.block();
    }

    #[call(blocking)]
    fn hold_elsewhere(&mut self, begun: Event, go: Event) {
        begun.set();
        go.block();
    }

    #[call]
    fn payload(&mut self, bomb: Bomb) {
        panic_any(bomb)
    }

    #[call]
    async fn answer(&mut self, begun: Event, go: Event, bomb: Bomb) -> Bomb {
        begun.set();
        go.wait().await;
        bomb
    }

    #[call]
    fn give_up_plans(&mut self, first: Bomb, second: Bomb, ctx: &mut Context<Self>) {
        ctx.continue_with(first);
        ctx.continue_with(second);
        ctx.stop(ExitReason::Shutdown);
    }

    /// Leaves things where the runtime keeps them for a process.
    #[call]
    fn store(&mut self, bombs: Blasts, ctx: &mut Context<Self>) {
        process::put("one", bombs.bomb());
        process::put("two", bombs.bomb());
        ctx.send_after(Duration::from_secs(60), bombs.bomb());
        ctx.send_interval(Duration::from_secs(60), bombs.bomb());
    }
}

async fn start() -> BunkerClient {
    Bunker::start(None).await.unwrap()
}

#[otp_runtime::test]
async fn a_state() {
    let blasts = Blasts::default();
    let start = || Bunker::start(Some(blasts.bomb())).name("bunker");
    let server = start().await.unwrap();
    assert_eq!(soon(server.stop()).await, Ok(()));
    let server = start().await.unwrap();
    let monitor = server.monitor();
    server.exit(ExitReason::Kill);
    assert_eq!(soon(monitor).await.reason, ExitReason::Killed);
    let server = start().await.unwrap();
    assert!(matches!(death(soon(server.crash()).await), ExitReason::Panic { message, .. } if &*message == "as told"));
    assert_eq!(blasts.count(), 3);
    assert_eq!(process::whereis("bunker"), None);
}

#[otp_runtime::test]
async fn unread_messages() {
    let (blasts, begun) = (Blasts::default(), Event::default());
    let server = start().await;
    let running = server.hang(begun.clone(), Some(blasts.bomb())).send();
    begun.wait().await;
    let calls = [server.take(blasts.bomb()).send(), server.take(blasts.bomb()).send()];
    for _ in 0..2 {
        server.toss(blasts.bomb());
        server.send(blasts.bomb());
        server.pid().unwrap().send(blasts.bomb());
        // nobody handles this one
        server.pid().unwrap().send(Box::new(blasts.bomb()));
    }
    let sys = server.sys();
    let mut requests = Vec::new();
    for _ in 0..2 {
        let bomb = blasts.bomb();
        let mut request = Box::pin(sys.with_state(move |_| std::mem::forget(bomb)));
        assert!(poll_once(&mut request, Waker::noop()).is_pending());
        requests.push(request);
    }
    let monitor = server.monitor();
    server.exit(ExitReason::Kill);
    assert_eq!(soon(monitor).await.reason, ExitReason::Killed);
    assert_eq!(death(soon(running).await), ExitReason::Killed);
    for call in calls {
        assert_eq!(death(soon(call).await), ExitReason::Killed);
    }
    for request in requests {
        assert!(soon(request).await.is_err());
    }
    blasts.reach(13).await;
}

/// They are with a handler that does not return in time; and with one on the blocking pool.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn unread_messages_of_one_that_was_given_up() {
    for elsewhere in [false, true] {
        let (blasts, begun, go) = (Blasts::default(), Event::default(), Event::default());
        let server = Bunker::start(Some(blasts.bomb())).await.unwrap();
        server.sys().suspend().await.unwrap();
        let held = match elsewhere {
            true => server.hold_elsewhere(begun.clone(), go.clone()).no_timeout().send(),
            false => server.hold(begun.clone(), go.clone()).no_timeout().send(),
        };
        let call = server.take(blasts.bomb()).no_timeout().send();
        server.toss(blasts.bomb());
        server.send(blasts.bomb());
        server.sys().resume().await.unwrap();
        begun.wait().await;
        let monitor = server.monitor();
        server.exit(ExitReason::Kill);
        assert_eq!(soon(monitor).await.reason, ExitReason::Killed);
        assert_eq!(death(soon(call).await), ExitReason::Killed);
        assert_eq!(death(soon(held).await), ExitReason::Killed);
        go.set();
        blasts.reach(4).await;
    }
}

#[otp_runtime::test]
async fn what_it_was_to_go_on_with() {
    let blasts = Blasts::default();
    let server = start().await;
    assert_eq!(soon(server.give_up_plans(blasts.bomb(), blasts.bomb())).await, Ok(()));
    assert_eq!(soon(server.monitor()).await.reason, ExitReason::NoProc);
    assert_eq!(blasts.count(), 2);
}

#[otp_runtime::test]
async fn what_the_runtime_keeps_for_a_process() {
    let blasts = Blasts::default();
    let server = start().await;
    server.store(blasts.clone()).await.unwrap();
    assert_eq!(soon(server.stop()).await, Ok(()));
    blasts.reach(4).await;

    let (inside, began) = (blasts.clone(), Event::default());
    let begun = began.clone();
    let (pid, end) = process::spawn_monitor(async move {
        let _local = inside.bomb();
        process::put("one", inside.bomb());
        process::put("two", inside.bomb());
        began.set();
        pending().await
    });
    begun.wait().await;
    pid.send(blasts.bomb());
    pid.send(blasts.bomb());
    pid.exit(ExitReason::Shutdown);
    assert_eq!(soon(end).await.reason, ExitReason::Shutdown);
    blasts.reach(9).await;
}

#[otp_runtime::test]
async fn a_panics_payload() {
    let blasts = Blasts::default();
    for queued in [false, true] {
        let server = start().await;
        let call = server.payload(blasts.bomb());
        let outcome = if queued { soon(call.send()).await } else { soon(call).await };
        let reason = death(outcome);
        assert!(matches!(&reason, ExitReason::Panic { message, .. } if &**message == "a value that is not text"));
    }
    assert_eq!(blasts.count(), 2);
}

#[otp_runtime::test]
async fn a_reply_that_nobody_waits_for() {
    let blasts = Blasts::default();
    for queued in [false, true] {
        let server = start().await;
        let (begun, go) = (Event::default(), Event::default());
        if queued {
            let call = server.answer(begun.clone(), go.clone(), blasts.bomb()).send();
            begun.wait().await;
            drop(call);
        } else {
            let mut call = server.answer(begun.clone(), go.clone(), blasts.bomb());
            assert!(poll_once(&mut call, Waker::noop()).is_pending());
            begun.wait().await;
            drop(call);
        }
        go.set();
        assert_eq!(soon(server.get()).await, Ok(1), "the server serves on");
    }
    assert_eq!(blasts.count(), 2);
}

#[otp_runtime::test]
async fn messages_to_nobody() {
    let blasts = Blasts::default();
    let server = start().await;
    // one that no handler takes
    server.pid().unwrap().send(Box::new(blasts.bomb()));
    assert_eq!(soon(server.get()).await, Ok(1));
    assert_eq!(blasts.count(), 1);
    server.stop().await.unwrap();

    server.toss(blasts.bomb());
    Bunker::named("nobody").toss(blasts.bomb());
    server.send(blasts.bomb());
    server.pid().unwrap().send(blasts.bomb());
    assert!(matches!(server.take(blasts.bomb()).await, Err(CallError::NoProc(_))));
    assert!(matches!(Bunker::named("nobody").take(blasts.bomb()).await, Err(CallError::NoProc(_))));
    assert!(matches!(Bunker::named("nobody").take(blasts.bomb()).send().await, Err(CallError::NoProc(_))));
    assert_eq!(blasts.count(), 8);
}

#[otp_runtime::test]
async fn a_timers_message_to_nobody() {
    let blasts = Blasts::default();
    let (soon_after, later) = (Duration::from_millis(1), Duration::from_millis(5));
    process::send_after("nobody", soon_after, blasts.bomb());
    process::send_after(Pid::current().unwrap(), later, "the others still fire");
    assert_eq!(soon(process::receive::<&str>()).await, "the others still fire");
    assert_eq!(blasts.count(), 1);
}

#[test]
fn with_the_runtime() {
    let runtime = multi_thread(2);
    let (blasts, begun) = (Blasts::default(), Event::default());
    // the request outlives its runtime: it is awaited elsewhere
    #[allow(clippy::async_yields_async)]
    let call = runtime.block_on(async {
        let idle = Bunker::start(Some(blasts.bomb())).await.unwrap();
        let busy = Bunker::start(Some(blasts.bomb())).await.unwrap();
        let call = busy.hang(begun.clone(), Some(blasts.bomb())).no_timeout().send();
        begun.wait().await;
        busy.toss(blasts.bomb());
        busy.toss(blasts.bomb());
        idle.store(blasts.clone()).await.unwrap();
        call
    });
    drop(runtime);
    assert_eq!(death(crate::support::block_on(call)), ExitReason::RuntimeGone);
    assert_eq!(blasts.count(), 9);
}
