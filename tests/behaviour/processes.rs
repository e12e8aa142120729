//! Signals, links, monitors, names and timers: what processes do to each other, whatever they run.

use otp_runtime::prelude::*;
use otp_runtime::process::NameError;
use otp_runtime::{Monitor, Target, TimerRef, assert_receive, process};
use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

use ExitReason::{Kill, Killed, NoProc, Normal, Shutdown};
use Kind::{Plain, Server};
use Outcome::{Died, Heard, Nothing};

/// Asks a process for the exit messages it has taken so far. Unanswered when it is dead.
struct Ask(ReplyTo<Vec<Exit>>);
/// Makes a process do something.
struct Do(Box<dyn FnOnce() + Send>);
/// A message without further meaning.
#[derive(Clone, Debug, PartialEq)]
struct Note(u32);

/// A server that does what it is told and remembers what it heard.
#[derive(Default)]
struct Listener {
    exits: Vec<Exit>,
    downs: Vec<Down>,
    diary: Diary,
}

/// What a listener did, as others can read it, also after its end.
type Diary = Arc<Mutex<Vec<String>>>;

#[gen_server]
impl Listener {
    #[init]
    fn init(traps: bool, diary: Diary, ctx: &mut Context<Self>) -> Self {
        ctx.trap_exit(traps);
        Listener { diary, ..Listener::default() }
    }

    #[info]
    fn on_exit(&mut self, exit: Exit) {
        self.write(format!("exit {}", exit.reason));
        self.exits.push(exit);
    }

    #[info]
    fn on_down(&mut self, down: Down) {
        self.downs.push(down);
    }

    #[info]
    fn ask(&mut self, ask: Ask) {
        ask.0.send(self.exits.clone());
    }

    #[info]
    fn act(&mut self, act: Do) {
        (act.0)();
    }

    #[info]
    fn note(&mut self, note: Note) {
        self.write(format!("note {}", note.0));
    }

    #[call]
    fn downs(&self) -> usize {
        self.downs.len()
    }

    #[call]
    async fn hang(&mut self) {
        struct CutOff(Diary);
        impl Drop for CutOff {
            fn drop(&mut self) {
                self.0.lock().unwrap().push("cut off".to_owned());
            }
        }
        let _cut_off = CutOff(self.diary.clone());
        self.write("hanging".to_owned());
        pending::<()>().await;
    }

    /// Kills a process it monitors, and demonitors it when it is dead: how many messages that leaves.
    #[call]
    async fn kill_and_forget(&mut self, pid: Pid, ctx: &mut Context<Self>) -> usize {
        let monitor = ctx.monitor(pid);
        pid.exit(Kill);
        pid.monitor().await;
        ctx.demonitor(monitor);
        ctx.queue_len()
    }

    #[call]
    fn tick_every(&mut self, period: Duration, ctx: &mut Context<Self>) -> TimerRef {
        ctx.send_interval(period, Note(1))
    }

    #[call]
    async fn nap(&mut self, time: Duration) {
        process::sleep(time).await;
    }

    #[terminate]
    fn terminate(&mut self, _: &ExitReason) {
        self.write("terminated".to_owned());
    }

    fn write(&self, line: String) {
        self.diary.lock().unwrap().push(line);
    }
}

/// The two kinds of process that signals are sent to.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Plain,
    Server,
}

const KINDS: [Kind; 2] = [Plain, Server];
const TRAPS: bool = true;

impl Kind {
    /// Starts a process that hears, and is ready when this returns.
    async fn start(self, traps: bool) -> Pid {
        let pid = match self {
            Server => Listener::start(traps, Diary::default()).await.unwrap().pid().unwrap(),
            Plain => process::spawn(listen(traps)),
        };
        assert_eq!(ask(pid).await, Some(vec![]));
        pid
    }
}

/// What a plain listener runs.
async fn listen(traps: bool) {
    process::trap_exit(traps);
    let mut exits = Vec::new();
    loop {
        let mut message = process::receive_where(|_| true).await;
        if let Some(exit) = message.take::<Exit>() {
            exits.push(exit);
        } else if let Some(Ask(to)) = message.take() {
            to.send(exits.clone());
        } else if let Some(Do(act)) = message.take() {
            act();
        }
    }
}

/// The exit messages a listener has heard; `None` when it is dead.
async fn ask(pid: Pid) -> Option<Vec<Exit>> {
    let (to, answer) = ReplyTo::channel();
    pid.send(Ask(to));
    answer.await
}

/// Makes a listener do something, and waits until it has.
async fn order(pid: Pid, act: impl FnOnce() + Send + 'static) {
    let (done, is_done) = ReplyTo::<()>::channel();
    pid.send(Do(Box::new(|| {
        act();
        done.send(());
    })));
    is_done.await.expect("it was alive");
}

/// What an exit signal did to a listener.
#[derive(Debug, PartialEq)]
enum Outcome {
    Nothing,
    Heard(ExitReason),
    Died(ExitReason),
}

/// What has become of a listener, watched by `monitor`, after a signal from `sender`.
async fn outcome(pid: Pid, sender: Pid, monitor: Monitor) -> Outcome {
    match ask(pid).await.as_deref() {
        Some([]) => Nothing,
        Some([exit]) => {
            assert_eq!(exit.from, sender);
            Heard(exit.reason.clone())
        }
        Some(more) => panic!("one signal became {more:?}"),
        None => Died(monitor.await.reason),
    }
}

fn error() -> ExitReason {
    ExitReason::error("out of order")
}

/// A process that ends as told.
fn dead() -> impl Future<Output = Pid> {
    let (pid, monitor) = process::spawn_monitor(async {});
    async move {
        monitor.await;
        pid
    }
}

// ---- exit signals ----

async fn exit_from_others(kind: Kind, traps: bool, reason: ExitReason) -> Outcome {
    let pid = kind.start(traps).await;
    let monitor = pid.monitor();
    pid.exit(reason);
    outcome(pid, Pid::current().unwrap(), monitor).await
}

async fn exit_from_itself(kind: Kind, traps: bool, reason: ExitReason) -> Outcome {
    let pid = kind.start(traps).await;
    let monitor = pid.monitor();
    order(pid, move || pid.exit(reason)).await;
    outcome(pid, pid, monitor).await
}

#[otp_runtime::test]
async fn exit_signals_act_by_reason_and_trap_flag() {
    for kind in KINDS {
        // kill ends anyone, and is told as killed
        assert_eq!(exit_from_others(kind, TRAPS, Kill).await, Died(Killed), "{kind:?}");
        assert_eq!(exit_from_others(kind, !TRAPS, Kill).await, Died(Killed), "{kind:?}");
        // normal from others is a message or nothing
        assert_eq!(exit_from_others(kind, TRAPS, Normal).await, Heard(Normal), "{kind:?}");
        assert_eq!(exit_from_others(kind, !TRAPS, Normal).await, Nothing, "{kind:?}");
        // normal from oneself is a message or the end
        assert_eq!(exit_from_itself(kind, TRAPS, Normal).await, Heard(Normal), "{kind:?}");
        assert_eq!(exit_from_itself(kind, !TRAPS, Normal).await, Died(Normal), "{kind:?}");
        // everything else is a message or the end
        for reason in [Shutdown, ExitReason::shutdown_with("moving"), Killed, NoProc, error()] {
            assert_eq!(exit_from_others(kind, TRAPS, reason.clone()).await, Heard(reason.clone()), "{kind:?}");
            assert_eq!(exit_from_others(kind, !TRAPS, reason.clone()).await, Died(reason.clone()), "{kind:?}");
            assert_eq!(exit_from_itself(kind, TRAPS, reason.clone()).await, Heard(reason.clone()), "{kind:?}");
            assert_eq!(exit_from_itself(kind, !TRAPS, reason.clone()).await, Died(reason.clone()), "{kind:?}");
        }
        assert_eq!(exit_from_itself(kind, TRAPS, Kill).await, Died(Killed), "{kind:?}");
    }
}

#[otp_runtime::test]
async fn exit_signals_to_the_dead_do_nothing() {
    let pid = dead().await;
    for reason in [Normal, Shutdown, Kill] {
        pid.exit(reason);
    }
    assert!(!pid.is_alive());
    assert_eq!(process::queue_len(), 0);
}

/// How a linked peer ends.
enum End {
    Returns,
    Panics,
    Exits(ExitReason),
    IsKilled,
}

/// What the end of a linked process does to a listener.
async fn link_signal(kind: Kind, traps: bool, end: End) -> Outcome {
    let pid = kind.start(traps).await;
    let monitor = pid.monitor();
    let killed = matches!(end, End::IsKilled);
    let (linked, is_linked) = ReplyTo::<()>::channel();
    let (peer, gone) = process::spawn_monitor(async move {
        process::link(pid);
        linked.send(());
        match end {
            End::Returns => {}
            End::Panics => panic!("as told"),
            End::Exits(reason) => otp_runtime::exit(reason),
            End::IsKilled => pending().await,
        }
    });
    is_linked.await.unwrap();
    if killed {
        peer.exit(Kill);
    }
    gone.await;
    let outcome = outcome(pid, peer, monitor).await;
    if let Some(info) = process::info(pid) {
        assert_eq!(info.links, [], "the link went with the peer");
    }
    outcome
}

#[otp_runtime::test]
async fn link_signals_act_by_reason_and_trap_flag() {
    for kind in KINDS {
        assert_eq!(link_signal(kind, TRAPS, End::Returns).await, Heard(Normal), "{kind:?}");
        assert_eq!(link_signal(kind, !TRAPS, End::Returns).await, Nothing, "{kind:?}");
        // the end of a killed process can be trapped
        assert_eq!(link_signal(kind, TRAPS, End::IsKilled).await, Heard(Killed), "{kind:?}");
        assert_eq!(link_signal(kind, !TRAPS, End::IsKilled).await, Died(Killed), "{kind:?}");
        // a process may exit with the value kill, which is a reason like any other
        assert_eq!(link_signal(kind, TRAPS, End::Exits(Kill)).await, Heard(Kill), "{kind:?}");
        assert_eq!(link_signal(kind, !TRAPS, End::Exits(Kill)).await, Died(Kill), "{kind:?}");
        for reason in [Shutdown, ExitReason::shutdown_with("moving"), error()] {
            assert_eq!(link_signal(kind, TRAPS, End::Exits(reason.clone())).await, Heard(reason.clone()), "{kind:?}");
            assert_eq!(link_signal(kind, !TRAPS, End::Exits(reason.clone())).await, Died(reason), "{kind:?}");
        }
        let panicked =
            |reason: &ExitReason| matches!(reason, ExitReason::Panic { message, .. } if &**message == "as told");
        let outcome = link_signal(kind, TRAPS, End::Panics).await;
        assert!(matches!(&outcome, Heard(reason) if panicked(reason)), "{kind:?}: {outcome:?}");
        let outcome = link_signal(kind, !TRAPS, End::Panics).await;
        assert!(matches!(&outcome, Died(reason) if panicked(reason)), "{kind:?}: {outcome:?}");
    }
}

#[otp_runtime::test]
async fn link_signals_pass_along_a_chain() {
    let end = Server.start(TRAPS).await;
    let middle = Plain.start(!TRAPS).await;
    let first = Server.start(!TRAPS).await;
    order(middle, move || process::link(end)).await;
    order(first, move || process::link(middle)).await;
    let gone = middle.monitor();
    first.exit(error());
    assert_eq!(gone.await.reason, error());
    assert_eq!(ask(end).await.unwrap(), [Exit { from: middle, reason: error() }]);
}

#[otp_runtime::test]
async fn an_untrapped_signal_overtakes_unread_messages() {
    let diary = Diary::default();
    let server = Listener::start(!TRAPS, diary.clone()).await.unwrap();
    let monitor = server.monitor();
    server.send(Note(1));
    server.send(Note(2));
    server.exit(Shutdown);
    assert_eq!(monitor.await.reason, Shutdown);
    assert_eq!(*diary.lock().unwrap(), [""; 0], "nothing was read, and terminate did not run");
}

#[otp_runtime::test]
async fn a_trapped_signal_waits_its_turn() {
    let diary = Diary::default();
    let server = Listener::start(TRAPS, diary.clone()).await.unwrap();
    server.send(Note(1));
    server.exit(Shutdown);
    server.send(Note(2));
    assert_eq!(server.downs().await, Ok(0));
    assert_eq!(*diary.lock().unwrap(), ["note 1", "exit shutdown", "note 2"]);
}

#[otp_runtime::test]
async fn a_signal_cuts_a_waiting_handler_off_and_fails_all_callers() {
    for (signal, reason) in [(error(), error()), (Kill, Killed)] {
        let diary = Diary::default();
        let server = Listener::start(!TRAPS, diary.clone()).await.unwrap();
        let (running, queued) = (server.hang().send(), server.downs().send());
        while diary.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        server.exit(signal);
        for failure in [running.await.unwrap_err(), queued.await.unwrap_err()] {
            assert!(matches!(&failure, CallError::Exit(why, _) if *why == reason), "{failure:?}");
        }
        assert!(matches!(server.downs().await, Err(CallError::NoProc(_))));
        assert_eq!(*diary.lock().unwrap(), ["hanging", "cut off"], "terminate did not run");
    }
}

#[otp_runtime::test]
async fn a_signal_ends_a_suspended_server() {
    for (signal, reason) in [(error(), error()), (Kill, Killed)] {
        let server = Listener::start(!TRAPS, Diary::default()).await.unwrap();
        server.sys().suspend().await.unwrap();
        let monitor = server.monitor();
        server.exit(signal);
        assert_eq!(monitor.await.reason, reason);
    }
}

#[otp_runtime::test]
async fn the_trap_flag_counts_when_the_signal_arrives() {
    let me = Pid::current().unwrap();
    assert!(!process::trap_exit(true), "it was off");
    assert!(process::trap_exit(true), "it was on");
    me.exit(Shutdown);
    assert!(process::trap_exit(false));
    assert_receive!(Exit { reason: Shutdown, .. });

    let pid = Plain.start(TRAPS).await;
    pid.exit(error());
    order(pid, || {
        process::trap_exit(false);
    })
    .await;
    assert_eq!(ask(pid).await.unwrap(), [Exit { from: me, reason: error() }]);
    let monitor = pid.monitor();
    pid.exit(error());
    assert_eq!(monitor.await.reason, error());
}

#[otp_runtime::test]
async fn signals_of_one_sender_arrive_in_order() {
    process::trap_exit(true);
    let me = Pid::current().unwrap();
    let pid = process::spawn_link(async move {
        me.send(Note(1));
        me.exit(Shutdown);
        me.send(Note(2));
    });
    let mut seen = Vec::new();
    for _ in 0..4 {
        let mut message = process::receive_where(|_| true).await;
        seen.push(match message.take::<Exit>() {
            Some(exit) => {
                assert_eq!(exit.from, pid);
                exit.reason.to_string()
            }
            None => format!("{:?}", message.take::<Note>().unwrap()),
        });
    }
    assert_eq!(seen, ["Note(1)", "shutdown", "Note(2)", "normal"]);
}

// ---- links ----

#[otp_runtime::test]
async fn a_link_goes_both_ways() {
    let me = Pid::current().unwrap();
    let (one, two) = (Plain.start(TRAPS).await, Server.start(TRAPS).await);
    process::link(one);
    process::link(two);
    assert_eq!(process::links(), [one, two]);
    assert_eq!(process::info(one).unwrap().links, [me]);
    assert_eq!(process::info(two).unwrap().links, [me]);
    process::unlink(one);
    assert_eq!(process::links(), [two]);
    assert_eq!(process::info(one).unwrap().links, []);
}

#[otp_runtime::test]
async fn two_processes_have_one_link_at_most() {
    process::trap_exit(true);
    let me = Pid::current().unwrap();
    let pid = Plain.start(!TRAPS).await;
    process::link(pid);
    process::link(pid);
    order(pid, move || process::link(me)).await;
    assert_eq!(process::links(), [pid]);
    let monitor = pid.monitor();
    pid.exit(error());
    monitor.await;
    assert_receive!(Exit { .. });
    assert_eq!(process::queue_len(), 0);

    let pid = Plain.start(!TRAPS).await;
    process::link(pid);
    process::link(pid);
    process::unlink(pid);
    assert_eq!(process::links(), []);
    pid.exit(error());
    pid.monitor().await;
    assert_eq!(process::queue_len(), 0);
}

#[otp_runtime::test]
async fn a_link_to_oneself_is_none() {
    let pid = Plain.start(TRAPS).await;
    order(pid, move || process::link(pid)).await;
    assert_eq!(ask(pid).await, Some(vec![]));
    assert_eq!(process::info(pid).unwrap().links, []);
}

#[otp_runtime::test]
async fn linking_to_the_dead_is_a_signal() {
    let nobody = dead().await;
    for kind in KINDS {
        let pid = kind.start(TRAPS).await;
        let monitor = pid.monitor();
        order(pid, move || process::link(nobody)).await;
        assert_eq!(outcome(pid, nobody, monitor).await, Heard(NoProc), "{kind:?}");
        assert_eq!(process::info(pid).unwrap().links, []);

        let pid = kind.start(!TRAPS).await;
        let monitor = pid.monitor();
        order(pid, move || process::link(nobody)).await;
        assert_eq!(monitor.await.reason, NoProc, "{kind:?}");
    }
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_linked_child_dies_unnoticed() {
    process::trap_exit(true);
    for _ in 0..200 {
        let pid = process::spawn_link(async { otp_runtime::exit(Shutdown) });
        assert_receive!(Exit { from, reason: Shutdown } if *from == pid);
    }
}

#[otp_runtime::test]
async fn unlink_leaves_an_exit_that_has_arrived() {
    process::trap_exit(true);
    let (gone, stays) = (Plain.start(!TRAPS).await, Plain.start(!TRAPS).await);
    for pid in [gone, stays] {
        process::link(pid);
        pid.exit(error());
        pid.monitor().await;
        process::unlink(pid);
    }
    assert_eq!(process::queue_len(), 2);
    process::flush_exits(gone);
    assert_eq!(process::receive::<Exit>().await.from, stays);
    assert_eq!(process::queue_len(), 0);
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_link_arrives_after_unlink() {
    process::trap_exit(true);
    for round in 0..500 {
        let pid = process::spawn_link(async { otp_runtime::exit(Shutdown) });
        if round % 2 == 0 {
            tokio::task::yield_now().await;
        }
        process::unlink(pid);
        process::flush_exits(pid);
        pid.monitor().await;
        assert_eq!(process::queue_len(), 0, "round {round}");
    }
}

#[otp_runtime::test]
async fn the_other_side_may_unlink_too() {
    let me = Pid::current().unwrap();
    let pid = Plain.start(!TRAPS).await;
    process::link(pid);
    order(pid, move || process::unlink(me)).await;
    assert_eq!(process::links(), []);
    pid.exit(error());
    // this process does not trap: the link would end it
    pid.monitor().await;
}

// ---- monitors ----

#[otp_runtime::test]
async fn each_monitor_is_told_once() {
    let pid = Server.start(!TRAPS).await;
    let (one, two) = (process::monitor(pid), process::monitor(pid));
    let future = pid.monitor();
    assert!(one != two && one != future.reference());
    pid.exit(error());
    assert_eq!(future.reference(), future.await.monitor);
    for reference in [one, two] {
        let down = assert_receive!(Down { monitor, .. } if *monitor == reference);
        assert_eq!((down.pid, down.target, down.reason), (Some(pid), Target::Pid(pid), error()));
    }
    assert_eq!(process::queue_len(), 0);
}

#[otp_runtime::test]
async fn downs_carry_the_true_reason() {
    let me = Pid::current().unwrap();
    let ended = |monitor: Monitor| async { monitor.await.reason };
    assert_eq!(ended(process::spawn_monitor(async {}).1).await, Normal);
    assert_eq!(ended(process::spawn_monitor(async { otp_runtime::exit(error()) }).1).await, error());
    assert_eq!(ended(process::spawn_monitor(async { otp_runtime::exit(Kill) }).1).await, Kill);
    let panicked = ended(process::spawn_monitor(async { panic!("{}", "as told") }).1).await;
    assert!(matches!(&panicked, ExitReason::Panic { message, .. } if &**message == "as told"), "{panicked:?}");
    let (pid, monitor) = process::spawn_monitor(pending());
    pid.exit(Kill);
    assert_eq!(ended(monitor).await, Killed);
    let (pid, monitor) = process::spawn_monitor(async move {
        me.send(Note(0));
        pending().await
    });
    process::receive::<Note>().await;
    pid.exit(ExitReason::shutdown_with("moving"));
    assert_eq!(ended(monitor).await, ExitReason::shutdown_with("moving"));
}

#[otp_runtime::test]
async fn monitoring_nobody_is_told_at_once() {
    let nobody = dead().await;
    let by_pid = process::monitor(nobody);
    let by_name = process::monitor("nobody");
    assert_eq!(process::queue_len(), 2);
    let down = process::receive::<Down>().await;
    assert_eq!((down.monitor, down.pid, down.reason), (by_pid, Some(nobody), NoProc));
    let down = process::receive::<Down>().await;
    assert_eq!((down.monitor, down.pid, down.reason), (by_name, None, NoProc));
    assert_eq!(down.target, Target::Name(Arc::from("nobody")));
    assert_eq!(nobody.monitor().try_down().unwrap().reason, NoProc);
    assert_eq!(Listener::named("nobody").monitor().try_down().unwrap().reason, NoProc);
}

#[otp_runtime::test]
async fn a_monitor_by_name_is_told_by_name() {
    let server = Listener::start(!TRAPS, Diary::default()).name("listener").await.unwrap();
    let reference = process::monitor("listener");
    let future = Listener::named("listener").monitor();
    server.stop().await.unwrap();
    let down = process::receive::<Down>().await;
    assert_eq!((down.monitor, down.pid), (reference, server.pid()));
    assert_eq!(down.target, Target::Name(Arc::from("listener")));
    assert_eq!(future.await.target, Target::Name(Arc::from("listener")));
}

#[otp_runtime::test]
async fn demonitor_takes_back_a_down_that_has_arrived() {
    let pid = Plain.start(!TRAPS).await;
    let (before, after, kept) = (process::monitor(pid), process::monitor(pid), process::monitor(pid));
    process::demonitor(before);
    pid.exit(error());
    pid.monitor().await;
    assert_eq!(process::queue_len(), 2);
    process::demonitor(after);
    process::demonitor(after);
    assert_eq!(process::receive::<Down>().await.monitor, kept);
    assert_eq!(process::queue_len(), 0);

    let server = Listener::start(!TRAPS, Diary::default()).await.unwrap();
    let pid = Plain.start(!TRAPS).await;
    assert_eq!(server.kill_and_forget(pid).await, Ok(0));
    assert_eq!(server.downs().await, Ok(0));
}

#[otp_runtime::test]
async fn a_monitor_goes_one_way_and_ends_with_its_owner() {
    let pid = Server.start(!TRAPS).await;
    let (watcher, gone) = process::spawn_monitor(async move {
        process::monitor(pid);
        let _future = pid.monitor();
        process::receive::<Note>().await;
        otp_runtime::exit(error())
    });
    while process::info(pid).unwrap().monitored_by < 2 {
        tokio::task::yield_now().await;
    }
    watcher.send(Note(0));
    gone.await;
    assert_eq!(ask(pid).await, Some(vec![]));
    assert_eq!(process::info(pid).unwrap().monitored_by, 0);

    let monitor = pid.monitor();
    assert_eq!(process::info(pid).unwrap().monitored_by, 1);
    drop(monitor);
    assert_eq!(process::info(pid).unwrap().monitored_by, 0);
}

#[otp_runtime::test]
async fn code_outside_any_process_may_monitor() {
    let pid = Plain.start(!TRAPS).await;
    let outside = tokio::spawn(async move {
        assert_eq!(Pid::current(), None);
        pid.monitor().await.reason
    });
    while process::info(pid).unwrap().monitored_by == 0 {
        tokio::task::yield_now().await;
    }
    pid.exit(error());
    assert_eq!(outside.await.unwrap(), error());
}

// ---- names ----

#[otp_runtime::test]
async fn a_name_has_one_process_and_a_process_one_name() {
    let me = Pid::current().unwrap();
    let other = Server.start(!TRAPS).await;
    assert_eq!(process::register("first", me), Ok(()));
    assert_eq!(process::whereis("first"), Some(me));

    let taken = process::register("first", other);
    assert!(matches!(&taken, Err(NameError::Taken(name, holder)) if &**name == "first" && *holder == me), "{taken:?}");
    let second = process::register("second", me);
    assert!(matches!(second, Err(NameError::Refused(_, pid)) if pid == me), "{second:?}");
    assert!(process::register("first", me).is_err());
    let nobody = dead().await;
    let late = process::register("third", nobody);
    assert!(matches!(late, Err(NameError::Refused(_, pid)) if pid == nobody), "{late:?}");
    assert_eq!(process::registered(), [Arc::from("first")]);

    assert!(process::unregister("first"));
    assert!(!process::unregister("first"));
    assert_eq!(process::whereis("first"), None);
    assert_eq!(process::register("first", other), Ok(()));
    assert_eq!(process::register("second", me), Ok(()));
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_that_want_a_name_one_gets_it() {
    let me = Pid::current().unwrap();
    for _ in 0..50 {
        let pids: Vec<_> = (0..4)
            .map(|_| {
                process::spawn(async move {
                    me.send(process::register("leader", Pid::current().unwrap()));
                    pending().await
                })
            })
            .collect();
        let mut winners = 0;
        for _ in &pids {
            winners += usize::from(process::receive::<Result<(), NameError>>().await.is_ok());
        }
        assert_eq!(winners, 1);
        for pid in pids {
            pid.exit(Kill);
            pid.monitor().await;
        }
    }
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_told_of_a_death_finds_the_name_free() {
    process::trap_exit(true);
    for _ in 0..100 {
        let server = Listener::start_link(!TRAPS, Diary::default()).name("place").await.unwrap();
        let pid = server.pid().unwrap();
        server.exit(error());
        assert_receive!(Exit { from, .. } if *from == pid);
        assert_eq!(process::whereis("place"), None);

        let (pid, monitor) = process::spawn_monitor(async { pending().await });
        process::register("place", pid).unwrap();
        pid.exit(error());
        monitor.await;
        assert_eq!(process::whereis("place"), None);
    }
}

// ---- timers ----

const TEN_MS: Duration = Duration::from_millis(10);

#[otp_runtime::test(paused)]
async fn a_timer_on_a_pid_ends_with_it() {
    for kind in KINDS {
        let pid = kind.start(!TRAPS).await;
        let timer = process::send_after(pid, TEN_MS, Note(1));
        assert_eq!(process::pending_timers(), 1);
        pid.exit(Kill);
        pid.monitor().await;
        assert_eq!(process::pending_timers(), 0, "{kind:?}");
        assert_eq!((timer.read(), timer.cancel()), (None, None));
    }
    let timer = process::send_after(dead().await, TEN_MS, Note(1));
    assert_eq!((timer.read(), process::pending_timers()), (None, 0));
}

#[otp_runtime::test(paused)]
async fn a_timer_on_a_name_finds_whoever_has_it_then() {
    let me = Pid::current().unwrap();
    let first = Plain.start(!TRAPS).await;
    process::register("place", first).unwrap();
    let timer = process::send_after("place", TEN_MS, Note(1));
    first.exit(Kill);
    first.monitor().await;
    assert!(timer.read().is_some());
    process::register("place", me).unwrap();
    assert_eq!(process::receive::<Note>().await, Note(1));
    assert_eq!(timer.read(), None);
    process::unregister("place");

    // nobody has it now, and somebody does in time
    process::send_after("place", TEN_MS, Note(2));
    process::register("place", me).unwrap();
    assert_eq!(process::receive::<Note>().await, Note(2));
    process::unregister("place");

    // nobody has it in time
    process::send_after("place", TEN_MS, Note(3));
    process::send_after(me, TEN_MS * 2, Note(4));
    assert_eq!(process::receive::<Note>().await, Note(4));
    assert_eq!((process::queue_len(), process::pending_timers()), (0, 0));
}

#[otp_runtime::test(paused)]
async fn an_interval_goes_on_until_it_is_cancelled() {
    let diary = Diary::default();
    let ticks = || diary.lock().unwrap().len();
    let server = Listener::start(!TRAPS, diary.clone()).await.unwrap();
    let timer = server.tick_every(TEN_MS).await.unwrap();
    assert_eq!(ticks(), 0, "the first comes after a period");
    for tick in 1..=3 {
        process::sleep(TEN_MS).await;
        while ticks() < tick {
            tokio::task::yield_now().await;
        }
        assert_eq!(ticks(), tick);
    }
    assert!(timer.cancel().is_some_and(|left| left <= TEN_MS));
    process::sleep(TEN_MS * 5).await;
    assert_eq!((server.downs().await, ticks()), (Ok(0), 3));
    assert_eq!(timer.cancel(), None);
}

#[otp_runtime::test(paused)]
async fn an_interval_skips_nothing_and_ends_with_its_process() {
    let diary = Diary::default();
    let server = Listener::start(!TRAPS, diary.clone()).await.unwrap();
    let timer = server.tick_every(TEN_MS).await.unwrap();
    let before = Instant::now();
    server.nap(Duration::from_millis(35)).await.unwrap();
    assert!(before.elapsed() < Duration::from_millis(40));
    // behind the ticks that arrived meanwhile
    server.downs().await.unwrap();
    assert_eq!(*diary.lock().unwrap(), ["note 1"; 3]);

    server.exit(Shutdown);
    server.monitor().await;
    assert_eq!((timer.read(), process::pending_timers()), (None, 0));
}

// ---- mailboxes ----

#[otp_runtime::test]
async fn a_condition_may_use_the_mailbox_it_is_about() {
    let me = Pid::current().unwrap();
    me.send(Note(1));
    me.send(Note(2));
    let answers = |message: &AnyMessage| {
        assert_eq!(process::queue_len(), 2);
        let found = message.downcast_ref() == Some(&Note(2));
        if found {
            me.send(Note(3));
        }
        found
    };
    let mut message = process::receive_where(answers).await;
    assert_eq!(message.take(), Some(Note(2)));
    // it may send what it waits for
    let mut message = process::receive_where(|message| {
        if process::queue_len() == 2 {
            me.send(Note(4));
        }
        message.downcast_ref() == Some(&Note(4))
    })
    .await;
    assert_eq!(message.take(), Some(Note(4)));
    assert_eq!(process::receive::<Note>().await, Note(1), "what was not wanted keeps its place");
    assert_eq!(process::receive::<Note>().await, Note(3));
}
