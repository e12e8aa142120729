//! Handlers that block their thread, and callers that do.

use crate::support::{Diary, Event, Sign, current_thread, death, multi_thread, soon};
use otp_runtime::prelude::*;
use otp_runtime::{Message, process};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

/// What a handler that blocks is to do.
#[derive(Clone, Default)]
struct Job {
    begun: Event,
    go: Event,
    panics: bool,
    seen: Diary,
}

impl Job {
    fn panicking() -> Job {
        Job { panics: true, ..Job::default() }
    }

    fn work(&self) {
        let who = Pid::current().map(|pid| pid.to_string()).unwrap_or_default();
        self.seen.write(format!("{:?} as {who}", thread::current().id()));
        self.begun.set();
        self.go.block();
        assert!(!self.panics, "as told");
    }

    /// On which thread, and as whom, it ran.
    fn saw(&self) -> Vec<String> {
        self.seen.lines()
    }
}

struct Onwards(Job);

struct Cruncher {
    done: u32,
    _state: Sign,
}

#[gen_server]
impl Cruncher {
    #[init]
    fn init(state: Sign) -> Self {
        Cruncher { done: 0, _state: state }
    }

    #[call(blocking)]
    fn crunch(&mut self, job: Job) -> u32 {
        job.work();
        self.done += 1;
        self.done
    }

    #[call(blocking)]
    fn crunch_and_stop(&mut self, job: Job, ctx: &mut Context<Self>) -> u32 {
        job.work();
        ctx.stop(ExitReason::Shutdown);
        7
    }

    #[call(blocking)]
    fn crunch_for_later(&mut self, job: Job, reply: ReplyTo<u32>) {
        job.work();
        reply.send(8);
    }

    #[call]
    fn go_on_with(&mut self, job: Job, ctx: &mut Context<Self>) {
        ctx.continue_with(Onwards(job));
    }

    #[cast(blocking)]
    fn crunch_by_cast(&mut self, job: Job) {
        job.work();
        self.done += 1;
    }

    #[info(blocking)]
    fn crunch_by_info(&mut self, job: Job) {
        job.work();
        self.done += 1;
    }

    #[handle_continue(blocking)]
    fn crunch_on(&mut self, with: Onwards) {
        with.0.work();
        self.done += 1;
    }

    #[call]
    fn done(&self) -> u32 {
        self.done
    }

    #[call]
    fn here(&self) -> ThreadId {
        thread::current().id()
    }
}

async fn start() -> (CruncherClient, Event) {
    let state = Event::default();
    (Cruncher::start(Sign(state.clone())).await.unwrap(), state)
}

const KINDS: usize = 4;

/// Has a job done by one of the four kinds of handler.
async fn give(kind: usize, server: &CruncherClient, job: &Job) {
    match kind {
        0 => drop(server.crunch(job.clone()).send()),
        1 => server.crunch_by_cast(job.clone()),
        2 => server.send(job.clone()),
        _ => server.go_on_with(job.clone()).await.unwrap(),
    }
    job.begun.wait().await;
}

#[otp_runtime::test]
async fn they_run_on_a_thread_of_their_own() {
    let (server, _) = start().await;
    let (other, _) = start().await;
    for kind in 0..KINDS {
        let job = Job::default();
        give(kind, &server, &job).await;
        // this thread is the only one of the runtime
        assert_eq!(other.done().await, Ok(0));
        let behind = server.done().send();
        job.go.set();
        assert_eq!(soon(behind).await, Ok(kind as u32 + 1), "in order");
        let (here, pid) = (thread::current().id(), server.pid().unwrap());
        let saw = job.saw();
        assert!(saw[0].ends_with(&format!("as {pid}")) && !saw[0].starts_with(&format!("{here:?} ")), "{saw:?}");
    }
    // an idle server's too
    let job = Job::default();
    job.go.set();
    assert_eq!(soon(server.crunch(job.clone())).await, Ok(5));
    assert!(!job.saw()[0].starts_with(&format!("{:?} ", thread::current().id())));
}

#[otp_runtime::test]
async fn they_may_stop_and_reply_like_others() {
    let (server, state) = start().await;
    let job = Job::default();
    job.go.set();
    assert_eq!(soon(server.crunch_for_later(job.clone())).await, Ok(8));
    let monitor = server.monitor();
    assert_eq!(soon(server.crunch_and_stop(job)).await, Ok(7));
    assert_eq!(soon(monitor).await.reason, ExitReason::Shutdown);
    assert!(state.is_set());
}

#[otp_runtime::test]
async fn a_panic_in_one_ends_its_server() {
    for kind in 0..KINDS {
        let (server, state) = start().await;
        let job = Job::panicking();
        let monitor = server.monitor();
        give(kind, &server, &job).await;
        let behind = server.done().send();
        job.go.set();
        let reason = soon(monitor).await.reason;
        assert!(
            matches!(&reason, ExitReason::Panic { message, location: Some(at) }
                if &**message == "as told" && at.file.ends_with("blocking.rs")),
            "{reason:?}"
        );
        assert_eq!(death(soon(behind).await), reason);
        assert!(state.is_set());
    }
    let (server, _) = start().await;
    let job = Job::panicking();
    job.go.set();
    assert!(matches!(death(soon(server.crunch(job)).await), ExitReason::Panic { .. }));
}

#[otp_runtime::test]
async fn a_kill_does_not_wait_for_one() {
    for kind in 0..KINDS {
        let (server, state) = start().await;
        process::register("cruncher", server.pid().unwrap()).unwrap();
        let job = Job::default();
        let monitor = server.monitor();
        give(kind, &server, &job).await;
        let inside = server.crunch(Job::default()).send();
        let behind = server.done().send();
        let begin = Instant::now();
        server.exit(ExitReason::Kill);
        assert_eq!(death(soon(inside).await), ExitReason::Killed);
        assert_eq!(death(soon(behind).await), ExitReason::Killed);
        assert_eq!(soon(monitor).await.reason, ExitReason::Killed);
        assert!(begin.elapsed() < Duration::from_millis(800), "at once, not after the grace");
        assert_eq!(process::whereis("cruncher"), None);
        assert!(!state.is_set(), "the handler has it");
        job.go.set();
        state.wait().await;
    }
}

#[otp_runtime::test]
async fn the_caller_of_one_that_is_killed_is_told_at_once() {
    let (server, state) = start().await;
    let job = Job::default();
    let call = tokio::spawn({
        let (server, job) = (server.clone(), job.clone());
        async move { server.crunch(job).no_timeout().await }
    });
    job.begun.wait().await;
    server.exit(ExitReason::Shutdown);
    assert_eq!(death(soon(call).await.unwrap()), ExitReason::Shutdown);
    assert!(!state.is_set());
    job.go.set();
    state.wait().await;
}

#[test]
fn the_blocking_form_of_a_call_is_for_threads() {
    for runtime in [current_thread(), multi_thread(2)] {
        runtime.block_on(async {
            let (server, _) = start().await;
            let client = server.clone();
            let pooled = tokio::task::spawn_blocking(move || {
                assert_eq!(client.done().blocking(), Ok(0));
                assert_ne!(client.here().blocking().unwrap(), thread::current().id(), "never in place");
            });
            soon(pooled).await.unwrap();

            let (client, over) = (server.clone(), Event::default());
            let done = over.clone();
            let plain = thread::spawn(move || {
                assert_eq!(client.done().blocking(), Ok(0));
                assert_ne!(client.here().blocking().unwrap(), thread::current().id());
                client.exit(ExitReason::Shutdown);
                while client.done().blocking().is_ok() {}
                assert!(matches!(client.done().blocking(), Err(CallError::NoProc(_))));
                done.set();
            });
            over.wait().await;
            plain.join().unwrap();
        });
    }
}

#[test]
fn a_blocking_call_gives_up_in_time() {
    let runtime = multi_thread(1);
    let (server, job) = (runtime.block_on(start()).0, Job::default());
    let busy = server.crunch(job.clone()).send();
    job.begun.block();
    let begin = Instant::now();
    let late = server.done().timeout(Duration::from_millis(30)).blocking();
    assert!(matches!(late, Err(CallError::Timeout(_))), "{late:?}");
    let took = begin.elapsed();
    assert!((Duration::from_millis(30)..Duration::from_secs(3)).contains(&took), "{took:?}");
    job.go.set();
    assert_eq!(crate::support::block_on(busy), Ok(1));
    // it was handled all the same, and this one comes after it
    assert_eq!(server.done().blocking(), Ok(1));
}

/// One place, and a thread that knows no runtime to take the time from.
struct Narrow;

#[gen_server(mailbox = 1)]
impl Narrow {
    #[init]
    fn init() -> Self {
        Narrow
    }

    #[call(blocking)]
    fn hold(&mut self, job: Job) {
        job.work();
    }

    #[call]
    fn get(&self) -> u32 {
        1
    }
}

#[test]
fn a_blocking_call_waits_for_room() {
    let runtime = multi_thread(1);
    let (server, job) = (runtime.block_on(Narrow::start().into_future()).unwrap(), Job::default());
    let busy = server.hold(job.clone()).send();
    job.begun.block();
    let waiting = server.get().send();
    let late = server.get().timeout(Duration::from_millis(30)).blocking();
    assert!(matches!(late, Err(CallError::Timeout(_))), "{late:?}");
    thread::scope(|scope| {
        let patient = scope.spawn(|| server.get().blocking());
        let release = job.go.clone();
        scope.spawn(move || release.set());
        assert_eq!(patient.join().unwrap(), Ok(1));
    });
    assert_eq!(crate::support::block_on(busy), Ok(()));
    assert_eq!(crate::support::block_on(waiting), Ok(1));
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_blocking_call_is_refused_in_async_code() {
    let (server, _) = start().await;
    let client = server.clone();
    let refused = tokio::spawn(async move { client.done().blocking() }).await.expect_err("a panic");
    assert!(refused.is_panic());
    // neither is it sent: nothing is handled twice, and the server serves on
    assert_eq!(server.done().await, Ok(0));
    let in_place = server.clone();
    let allowed = tokio::spawn(async move { tokio::task::block_in_place(|| in_place.done().blocking()) });
    assert_eq!(soon(allowed).await.unwrap(), Ok(0));
}

/// Whoever is asked whether its message blocks is killed by the question: between the mailbox and the pool.
struct Doomed;

impl GenServer for Doomed {
    type Args = ();
    type InitError = std::convert::Infallible;
    type Call = Pid;
    type Reply = ();
    type Cast = std::convert::Infallible;
    type Info = std::convert::Infallible;
    type Continue = std::convert::Infallible;
    type Client = Ref<Doomed>;
    const NAME: &'static str = "Doomed";

    async fn init(_: (), _: &mut Context<Self>) -> Result<Init<Self>, Self::InitError> {
        Ok(Init::ok(Doomed))
    }

    fn blocks(message: &Message<'_, Self>) -> bool {
        if let Message::Call(pid) = message
            && Pid::current() == Some(**pid)
        {
            pid.exit(ExitReason::Kill);
        }
        true
    }

    async fn handle_call(&mut self, _: Pid, _: &mut Context<Self>) -> Answer<()> {
        Answer::Reply(())
    }
}

#[otp_runtime::test(paused)]
async fn a_caller_is_told_of_a_kill_on_its_messages_way_to_the_pool() {
    let doomed = Start::<Doomed>::new(()).await.unwrap();
    let told = doomed.call("work", doomed.pid().unwrap(), Ok::<_, std::convert::Infallible>).await;
    // the handler may have been quicker
    assert!(matches!(&told, Ok(()) | Err(CallError::Exit(ExitReason::Killed, _))), "{told:?}");
}
