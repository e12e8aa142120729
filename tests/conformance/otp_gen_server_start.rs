//! Suite `otp.gen_server`: starting, and what is left when that fails.

use super::directory::Directory;
use super::reasons::{panic_message, panic_place};
use otp_runtime::prelude::*;
use otp_runtime::{assert_receive, process, refute_receive};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

const MS: Duration = Duration::from_millis(1);

/// A server whose `init` ends as it is told.
struct Server;

#[derive(Clone)]
enum Begin {
    Serve,
    ServeCounted(Arc<AtomicU32>),
    ServeAfter(Duration),
    Tell(Pid, Duration),
    Ignore,
    Refuse(&'static str),
    Stop(ExitReason),
    Panic,
}

/// What `Begin::Tell` tells.
#[derive(Debug, PartialEq)]
enum Told {
    Begun(Pid),
    Ended,
}

#[gen_server]
impl Server {
    #[init]
    async fn init(begin: Begin, ctx: &mut Context<Self>) -> Result<Init<Self>, &'static str> {
        match begin {
            Begin::Serve => {}
            Begin::ServeCounted(runs) => {
                runs.fetch_add(1, SeqCst);
            }
            Begin::ServeAfter(delay) => tokio::time::sleep(delay).await,
            Begin::Tell(to, delay) => {
                to.send(Told::Begun(ctx.pid()));
                tokio::time::sleep(delay).await;
                to.send(Told::Ended);
            }
            Begin::Ignore => return Ok(Init::ignore()),
            Begin::Refuse(why) => return Err(why),
            Begin::Stop(reason) => return Ok(Init::stop(reason)),
            Begin::Panic => panic!("cannot begin"),
        }
        Ok(Init::ok(Server))
    }
    #[call]
    fn ping(&self) -> &'static str {
        "pong"
    }
    #[call]
    fn halt(&mut self, reason: ExitReason, ctx: &mut Context<Self>) -> &'static str {
        ctx.stop(reason);
        "halted"
    }
}

/// A server started by itself answers, replies to the call that stops it, and is no process afterwards.
#[otp_runtime::test]
async fn otp_gen_server_01a_plain_start() {
    let server = Server::start(Begin::Serve).await.unwrap();
    let pid = server.pid().unwrap();
    assert_eq!(server.ping().await, Ok("pong"));
    assert_eq!(process::links(), []);

    assert_eq!(server.halt(ExitReason::Shutdown).await, Ok("halted"));
    server.monitor().await;
    let late = Server::at(pid).ping().timeout(MS).await;
    assert!(matches!(late, Err(CallError::NoProc(_))), "{late:?}");
}

/// An init that is done within the start's limit is in time.
#[otp_runtime::test(paused)]
async fn otp_gen_server_01b_start_timeout_longer_than_init() {
    let server = Server::start(Begin::ServeAfter(100 * MS)).timeout(200 * MS).await.unwrap();
    assert_eq!(server.ping().await, Ok("pong"));
}

/// An init that takes longer than the start's limit is killed, and the start reports the limit.
#[otp_runtime::test(paused)]
async fn otp_gen_server_01b_start_timeout_kills_a_slow_init() {
    process::trap_exit(true);
    let me = Pid::current().unwrap();
    for linked in [false, true] {
        let start = if linked { Server::start_link } else { Server::start };
        let failed = start(Begin::Tell(me, 300 * MS)).name("slow").timeout(100 * MS).await;
        assert_eq!(failed.err(), Some(StartError::Timeout(100 * MS)));
        let Told::Begun(pid) = process::receive().await else { panic!("it ended before it began") };
        assert!(!pid.is_alive());
        assert_eq!(process::whereis("slow"), None);
        refute_receive!(Told::Ended, within = Duration::from_secs(1));
        assert_eq!(process::queue_len(), 0);
    }
}

/// A linked starter that does not trap exits outlives the init that was killed for its slowness, and is told.
#[otp_runtime::test(paused)]
async fn otp_gen_server_01b_start_timeout_spares_the_starter() {
    let me = Pid::current().unwrap();
    let (_, monitor) = process::spawn_monitor(async move {
        let failed = Server::start_link(Begin::ServeAfter(300 * MS)).timeout(100 * MS).await;
        me.send(failed.err());
        assert_eq!(process::links(), []);
    });
    assert_eq!(monitor.await.reason, ExitReason::Normal);
    assert_eq!(process::receive::<Option<StartError<&str>>>().await, Some(StartError::Timeout(100 * MS)));
}

/// An init that chooses not to run makes the start say so.
#[otp_runtime::test]
async fn otp_gen_server_01c_ignore() {
    assert_eq!(Server::start(Begin::Ignore).await.err(), Some(StartError::Ignored));
    assert_eq!(Server::start_link(Begin::Ignore).await.err(), Some(StartError::Ignored));
    assert_eq!(Server::start_monitor(Begin::Ignore).await.err(), Some(StartError::Ignored));
}

/// An init that stops makes the start fail with its reason.
#[otp_runtime::test]
async fn otp_gen_server_01d_init_stops() {
    let reason = ExitReason::error("no disk");
    let failed = Server::start(Begin::Stop(reason.clone())).await;
    assert_eq!(failed.err(), Some(StartError::Exit(reason)));
}

/// A linked starter that traps exits is told the reason the server stops with.
#[otp_runtime::test]
async fn otp_gen_server_01e_start_link() {
    process::trap_exit(true);
    let server = Server::start_link(Begin::Serve).await.unwrap();
    assert_eq!(server.halt(ExitReason::shutdown_with("done")).await, Ok("halted"));
    let exit = assert_receive!(Exit { .. });
    assert_eq!(exit, Exit { from: server.pid().unwrap(), reason: ExitReason::shutdown_with("done") });
}

/// A starter that dies while its server is in init takes a linked one with it, and leaves any other alone.
#[otp_runtime::test(paused)]
async fn otp_gen_server_01e_starter_dies_meanwhile() {
    let me = Pid::current().unwrap();
    for linked in [true, false] {
        let starter = process::spawn(async move {
            let start = if linked { Server::start_link } else { Server::start };
            let _ = start(Begin::Tell(me, 100 * MS)).await;
        });
        let Told::Begun(pid) = process::receive().await else { panic!("it ended before it began") };
        let down = pid.monitor();
        starter.exit(ExitReason::error("gone"));
        if linked {
            assert_eq!(down.await.reason, ExitReason::error("gone"));
            refute_receive!(Told::Ended, within = Duration::from_secs(1));
        } else {
            assert_receive!(Told::Ended);
            assert_eq!(Server::at(pid).ping().await, Ok("pong"));
        }
    }
}

/// An init that traps exits is finished although its starter has died; then the server terminates with that reason.
#[otp_runtime::test(paused)]
async fn otp_gen_server_01e_trapping_init_is_finished() {
    struct Heir(Pid);
    #[derive(Debug, PartialEq)]
    struct Terminated(ExitReason);
    #[gen_server]
    impl Heir {
        #[init]
        async fn init(watcher: Pid, ctx: &mut Context<Self>) -> Self {
            ctx.trap_exit(true);
            watcher.send(Told::Begun(ctx.pid()));
            process::sleep(100 * MS).await;
            watcher.send(Told::Ended);
            Heir(watcher)
        }
        #[call]
        fn ping(&self) {}
        #[terminate]
        fn terminate(&mut self, reason: &ExitReason) {
            self.0.send(Terminated(reason.clone()));
        }
    }

    let me = Pid::current().unwrap();
    let starter = process::spawn(async move {
        let _ = Heir::start_link(me).await;
    });
    let Told::Begun(pid) = process::receive().await else { panic!("it ended before it began") };
    let down = pid.monitor();
    starter.exit(ExitReason::error("gone"));
    assert_eq!(down.await.reason, ExitReason::error("gone"));
    assert_eq!(process::receive::<Told>().await, Told::Ended);
    assert_eq!(process::receive::<Terminated>().await, Terminated(ExitReason::error("gone")));
}

/// A monitored start gives a monitor of that very process; no exit message comes of it.
#[otp_runtime::test]
async fn otp_gen_server_01f_start_monitor() {
    process::trap_exit(true);
    let (server, monitor) = Server::start_monitor(Begin::Serve).await.unwrap();
    let reference = monitor.reference();
    assert_eq!(server.halt(ExitReason::error("enough")).await, Ok("halted"));
    let down = monitor.await;
    assert_eq!(down.monitor, reference);
    assert_eq!(down.pid, server.pid());
    assert_eq!(down.reason, ExitReason::error("enough"));
    assert_eq!(process::queue_len(), 0);
}

/// A local name is good for calls, and while it is taken every start under it is refused without an init.
#[otp_runtime::test]
async fn otp_gen_server_01g_local_name() {
    process::trap_exit(true);
    let runs = Arc::new(AtomicU32::new(0));
    let begin = || Begin::ServeCounted(runs.clone());
    for turn in 1..=3 {
        let first = match turn {
            1 => Server::start(begin()).name("acme").await.unwrap(),
            2 => Server::start_link(begin()).name("acme").await.unwrap(),
            _ => Server::start_monitor(begin()).name("acme").await.unwrap().0,
        };
        let taken = StartError::AlreadyStarted(first.pid().unwrap());
        assert_eq!(Server::named("acme").ping().await, Ok("pong"));

        assert_eq!(Server::start(begin()).name("acme").await.err(), Some(taken.clone()));
        assert_eq!(Server::start_link(begin()).name("acme").await.err(), Some(taken.clone()));
        assert_eq!(Server::start_monitor(begin()).name("acme").await.err(), Some(taken));
        assert_eq!(runs.load(SeqCst), turn);
        first.stop().await.unwrap();
    }
}

/// Of two starts of one name at the same time one runs its init, the other is refused.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn otp_gen_server_01g_race_for_a_name() {
    for _ in 0..100 {
        let runs = Arc::new(AtomicU32::new(0));
        let racers: Vec<_> = (0..2)
            .map(|_| {
                let start = Server::start(Begin::ServeCounted(runs.clone())).name("contested");
                tokio::spawn(async move { start.await.map(|server| server.pid().unwrap()) })
            })
            .collect();
        let mut outcomes = Vec::new();
        for racer in racers {
            outcomes.push(racer.await.unwrap());
        }
        let winner = process::whereis("contested").unwrap();
        outcomes.sort_by_key(Result::is_err);
        assert_eq!(outcomes, [Ok(winner), Err(StartError::AlreadyStarted(winner))]);
        assert_eq!(runs.load(SeqCst), 1);
        Server::at(winner).stop().await.unwrap();
    }
}

/// Under a key of a user's own registry a server starts, answers and is found; its key is refused to others.
#[otp_runtime::test]
async fn otp_gen_server_01i_via() {
    process::trap_exit(true);
    let directory = Directory::default();
    for linked in [false, true] {
        let start = if linked { Server::start_link } else { Server::start };
        let server = start(Begin::Serve).via(&directory, "acme").await.unwrap();
        let pid = server.pid().unwrap();
        let by_key = Server::via(&directory, "acme");
        assert_eq!(by_key.pid(), Some(pid));
        assert_eq!(by_key.ping().await, Ok("pong"));

        let runs = Arc::new(AtomicU32::new(0));
        for start in [Server::start, Server::start_link] {
            let second = start(Begin::ServeCounted(runs.clone())).via(&directory, "acme").await;
            assert_eq!(second.err(), Some(StartError::AlreadyStarted(pid)));
        }
        assert_eq!(runs.load(SeqCst), 0);

        assert_eq!(by_key.halt(ExitReason::Shutdown).await, Ok("halted"));
        server.monitor().await;
        assert_eq!(by_key.pid(), None);
        if linked {
            let exit = assert_receive!(Exit { .. });
            assert_eq!(exit, Exit { from: pid, reason: ExitReason::Shutdown });
        }
        assert_eq!(process::queue_len(), 0);
    }
}

/// Starts that succeed, fail, are refused or run out of time leave nothing in the starter's mailbox.
#[otp_runtime::test(paused)]
async fn otp_gen_server_01j_no_stray_messages() {
    process::trap_exit(true);
    let begins = [
        Begin::Serve,
        Begin::ServeAfter(10 * MS),
        Begin::ServeAfter(Duration::from_secs(10)),
        Begin::Ignore,
        Begin::Refuse("no"),
        Begin::Stop(ExitReason::Normal),
        Begin::Stop(ExitReason::error("no disk")),
        Begin::Panic,
    ];
    let holder = Server::start(Begin::Serve).name("taken").await.unwrap();
    let mut started = 0;
    for begin in &begins {
        for (limit, name) in [(None, "free"), (Some(100 * MS), "free"), (None, "taken")] {
            let (begin, limit) = (|| begin.clone(), limit.unwrap_or(Duration::MAX));
            if let Ok(server) = Server::start(begin()).name(name).timeout(limit).await {
                started += 1;
                server.stop().await.unwrap();
            }
            if let Ok((server, monitor)) = Server::start_monitor(begin()).name(name).timeout(limit).await {
                started += 1;
                server.stop().await.unwrap();
                monitor.await;
            }
            if let Ok(server) = Server::start_link(begin()).name(name).timeout(limit).await {
                started += 1;
                server.stop().await.unwrap();
                let exit = assert_receive!(Exit { .. });
                assert_eq!(exit, Exit { from: server.pid().unwrap(), reason: ExitReason::Normal });
            }
        }
    }
    holder.stop().await.unwrap();
    // those that serve, with and without a limit, and the one that only a start without limit waits for
    assert_eq!(started, 3 * 5);
    process::sleep(Duration::from_secs(60)).await;
    assert_eq!(process::queue_len(), 0);
}

/// A server whose parent goes by a name runs its terminate when it is stopped, and when that parent exits.
#[otp_runtime::test]
async fn otp_gen_server_33_named_parent() {
    struct Child(Pid);
    #[derive(Debug, PartialEq)]
    struct Terminated(ExitReason);
    #[gen_server]
    impl Child {
        #[init]
        fn init(watcher: Pid, ctx: &mut Context<Self>) -> Self {
            ctx.trap_exit(true);
            Child(watcher)
        }
        #[call]
        fn parent(&self, ctx: &Context<Self>) -> Option<Pid> {
            ctx.parent()
        }
        #[terminate]
        fn terminate(&mut self, reason: &ExitReason) {
            self.0.send(Terminated(reason.clone()));
        }
    }

    let me = Pid::current().unwrap();
    process::register("parent", me).unwrap();
    let child = Child::start_link(me).await.unwrap();
    assert_eq!(child.parent().await, Ok(process::whereis("parent")));
    child.stop().await.unwrap();
    assert_receive!(Terminated(ExitReason::Normal));

    let parent = process::spawn(async move {
        process::register("other parent", Pid::current().unwrap()).unwrap();
        let child = Child::start_link(me).await.unwrap();
        me.send(child.pid().unwrap());
        process::receive::<()>().await;
    });
    let child = process::receive::<Pid>().await;
    let down = child.monitor();
    assert_eq!(process::whereis("other parent"), Some(parent));
    parent.send(());
    assert_eq!(down.await.reason, ExitReason::Normal);
    assert_receive!(Terminated(ExitReason::Normal));
}

/// A failed start has freed its name when it returns: the next start under it runs its own init.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn otp_gen_server_38a_failed_starts_free_the_name() {
    process::trap_exit(true);
    let outcomes = [
        (Begin::Ignore, StartError::Ignored),
        (Begin::Refuse("no"), StartError::Init("no")),
        (Begin::Stop(ExitReason::Shutdown), StartError::Exit(ExitReason::Shutdown)),
    ];
    for _ in 0..100 {
        for (begin, expected) in &outcomes {
            for start in [Server::start, Server::start_link] {
                let here = start(begin.clone()).name("fleeting").await;
                assert_eq!(here.err().as_ref(), Some(expected));
                assert_eq!(process::whereis("fleeting"), None);
                let elsewhere = start(begin.clone()).name("fleeting").timeout(Duration::from_secs(60)).await;
                assert_eq!(elsewhere.err().as_ref(), Some(expected));
                assert_eq!(process::whereis("fleeting"), None);
            }
        }
    }
    assert_eq!(process::queue_len(), 0);
}

/// A panic in init is the start's error, and nothing else arrives at a linked starter that traps exits.
#[otp_runtime::test]
async fn otp_gen_server_52b_panicking_init() {
    process::trap_exit(true);
    for start in [Server::start, Server::start_link] {
        let failed = start(Begin::Panic).await;
        let Err(StartError::Exit(reason)) = failed else { panic!("{failed:?}") };
        assert_eq!(panic_message(&reason), Some("cannot begin"));
        assert!(panic_place(&reason).file.ends_with("otp_gen_server_start.rs"), "{reason:?}");
    }
    assert_eq!(process::queue_len(), 0);
}

/// A linked starter that does not trap exits dies of its server's panicking init and never sees the error.
#[otp_runtime::test]
async fn otp_gen_server_52b_panicking_init_kills_its_starter() {
    let me = Pid::current().unwrap();
    let (_, monitor) = process::spawn_monitor(async move {
        let failed = Server::start_link(Begin::Panic).await.is_err();
        me.send(("still here", failed));
    });
    let reason = monitor.await.reason;
    assert_eq!(panic_message(&reason), Some("cannot begin"), "{reason:?}");
    assert_eq!(process::queue_len(), 0);
}
