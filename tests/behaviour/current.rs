//! As whom code runs.

use otp_runtime::prelude::*;
use otp_runtime::process;
use std::sync::{Arc, Mutex};

type Seen = Arc<Mutex<Vec<(&'static str, Option<Pid>)>>>;

/// Notes which process it runs as.
struct Who {
    seen: Seen,
}

struct Nudge;
struct Onwards;

#[gen_server]
impl Who {
    #[init]
    async fn init(seen: Seen, waits: bool) -> Self {
        let this = Who { seen };
        this.note("init");
        if waits {
            tokio::task::yield_now().await;
            this.note("init, later");
        }
        this
    }

    #[call]
    fn sync(&mut self) {
        self.note("call");
    }

    #[call]
    async fn waits(&mut self) {
        self.note("async call");
        tokio::task::yield_now().await;
        self.note("async call, later");
    }

    #[call]
    async fn spawns(&mut self) -> Option<Pid> {
        let nobody = tokio::spawn(async { Pid::current() }).await.unwrap();
        self.note("after a spawn");
        nobody
    }

    #[call]
    async fn calls(&mut self, other: WhoClient) {
        other.sync().await.unwrap();
        self.note("after a call");
        other.waits().await.unwrap();
        self.note("after a call that waits");
    }

    #[call]
    fn goes_on(&mut self, ctx: &mut Context<Self>) {
        ctx.continue_with(Onwards);
    }

    #[cast]
    fn cast(&mut self) {
        self.note("cast");
    }

    #[info]
    fn info(&mut self, _: Nudge) {
        self.note("info");
    }

    #[handle_continue]
    fn go_on(&mut self, _: Onwards) {
        self.note("continue");
    }

    #[terminate]
    fn terminate(&mut self) {
        self.note("terminate");
    }

    fn note(&self, place: &'static str) {
        self.seen.lock().unwrap().push((place, Pid::current()));
    }
}

#[otp_runtime::test]
async fn handlers_run_as_their_process() {
    let me = Pid::current();
    let quiet = Who::start(Seen::default(), false).await.unwrap();
    for (queued, waits) in [(false, false), (true, true)] {
        let seen = Seen::default();
        let server = Who::start(seen.clone(), waits).await.unwrap();
        let pid = server.pid();
        let nobody = if queued {
            server.sync().send().await.unwrap();
            server.waits().send().await.unwrap();
            server.calls(quiet.clone()).send().await.unwrap();
            server.goes_on().send().await.unwrap();
            server.spawns().send().await.unwrap()
        } else {
            server.sync().await.unwrap();
            server.waits().await.unwrap();
            server.calls(quiet.clone()).await.unwrap();
            server.goes_on().await.unwrap();
            server.spawns().await.unwrap()
        };
        assert_eq!(nobody, None, "a task of tokio's is no process");
        server.cast();
        server.send(Nudge);
        server.stop().await.unwrap();
        assert_eq!(Pid::current(), me);
        let seen = seen.lock().unwrap();
        assert_eq!(seen.len(), if waits { 12 } else { 11 }, "{seen:?}");
        assert!(seen.iter().all(|(_, who)| *who == pid), "{pid:?}: {seen:?}");
    }
}

/// A process whose code runs tasks of its own is somebody in its own code only.
#[otp_runtime::test]
async fn outside_a_process_one_is_nobody() {
    let server = Who::start(Seen::default(), false).await.unwrap();
    let task = tokio::spawn(async move {
        let before = Pid::current();
        server.sync().await.unwrap();
        server.waits().await.unwrap();
        (before, Pid::current())
    });
    assert_eq!(task.await.unwrap(), (None, None));
    let (pid, end) = process::spawn_monitor(async {
        let me = Pid::current();
        assert_eq!(tokio::task::spawn_blocking(Pid::current).await.unwrap(), None);
        assert_eq!((Pid::current(), me.is_some()), (me, true));
    });
    let down = end.await;
    assert_eq!((down.pid, down.reason), (Some(pid), ExitReason::Normal));
}
