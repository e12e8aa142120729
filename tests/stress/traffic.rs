//! 32 tasks against 20 servers, for a while; then everything stops.

use crate::random::Random;
use crate::server::{Busy, BusyClient, Manner, Run, Stamp};
use otp_runtime::prelude::*;
use otp_runtime::process;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const TASKS: u32 = 32;
const PLACES: usize = 20;
/// Longer than anything here may take.
const HANG: Duration = Duration::from_secs(20);

const LATE: &str = "something came after `unlink` and `demonitor`";

struct Place {
    name: String,
    server: Mutex<BusyClient>,
}

struct Field {
    run: Arc<Run>,
    places: Vec<Place>,
    over: AtomicBool,
    /// What each task does, and how often it has done anything.
    doing: Vec<Doing>,
}

#[derive(Default)]
struct Doing {
    turns: AtomicU64,
    what: Mutex<&'static str>,
}

pub(crate) fn run(seed: u64, time: Duration) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    let run = Arc::new(Run::default());
    let begin = Instant::now();
    let ended = runtime.block_on(async {
        // a task: `block_on` itself is not a worker
        tokio::spawn(traffic(run.clone(), seed, time)).await
    });
    if let Err(error) = ended {
        run.wrong(format!("{error}"));
    }
    drop(runtime);
    println!(
        "seed {seed}: {} calls, {} replies, {} casts, {} deaths in {:.1?}",
        run.calls.load(Relaxed),
        run.replies.load(Relaxed),
        run.casts.load(Relaxed),
        run.deaths.load(Relaxed),
        begin.elapsed()
    );
    let left = run.states.load(Relaxed);
    if left != 0 {
        run.wrong(format!("{left} server states were never dropped"));
    }
    let findings = run.findings();
    assert!(findings.is_empty(), "OTP_STRESS_SEED={seed}:\n{}", findings.join("\n"));
}

async fn traffic(run: Arc<Run>, seed: u64, time: Duration) {
    let mut places = Vec::new();
    for place in 0..PLACES {
        let name = format!("busy {place}");
        let server = Busy::start(run.clone(), Manner::default()).name(name.as_str()).await.unwrap();
        places.push(Place { name, server: Mutex::new(server) });
    }
    let doing = (0..TASKS).map(|_| Doing::default()).collect();
    let field = Arc::new(Field { run: run.clone(), places, over: AtomicBool::new(false), doing });
    let mut tasks = Vec::new();
    for task in 0..TASKS {
        let traveller = Traveller {
            field: field.clone(),
            task,
            random: Random::new(seed.wrapping_add(u64::from(task))),
            sent: HashMap::new(),
        };
        if task % 2 == 0 {
            tasks.push(tokio::spawn(traveller.live()));
        } else {
            // as a process: then its pid is the sender
            let (pid, monitor) = process::spawn_monitor(traveller.live());
            tasks.push(tokio::spawn(async move {
                let down = monitor.await;
                assert_eq!(down.reason, ExitReason::Normal, "the process {pid} of a traveller");
            }));
        }
    }
    let told = watch(&field, time, &tasks).await;
    if !told {
        return;
    }
    for task in tasks {
        if let Err(error) = task.await {
            run.wrong(format!("a task: {error}"));
        }
    }
    end(&field).await;
}

/// Waits until all tasks have ended; false when one hangs.
async fn watch(field: &Field, time: Duration, tasks: &[tokio::task::JoinHandle<()>]) -> bool {
    let begin = Instant::now();
    let mut last: Vec<_> = field.doing.iter().map(|doing| (doing.turns.load(Relaxed), Instant::now())).collect();
    while !tasks.iter().all(|task| task.is_finished()) {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if begin.elapsed() > time {
            field.over.store(true, Relaxed);
        }
        for (task, (doing, last)) in field.doing.iter().zip(&mut last).enumerate() {
            let turns = doing.turns.load(Relaxed);
            if turns != last.0 {
                *last = (turns, Instant::now());
            } else if !tasks[task].is_finished() && last.1.elapsed() > HANG {
                field.run.wrong(format!("task {task} hangs in `{}`", doing.what.lock().unwrap()));
                return false;
            }
        }
    }
    true
}

/// Stops all servers and looks for what is left.
async fn end(field: &Field) {
    let run = &field.run;
    let servers: Vec<_> = field.places.iter().map(|place| place.server.lock().unwrap().clone()).collect();
    for (place, server) in servers.into_iter().enumerate() {
        let monitor = server.monitor();
        if place % 2 == 0 {
            let _ = server.stop().await;
        } else {
            server.exit(ExitReason::Kill);
        }
        if tokio::time::timeout(HANG, monitor).await.is_err() {
            run.wrong(format!("server {place} did not end"));
        }
    }
    // servers of names that were replaced, and helpers, may still be on their way
    let left = until(|| {
        let left = process::list();
        for pid in &left {
            pid.exit(ExitReason::Kill);
        }
        left.is_empty()
    });
    if !left.await {
        let left: Vec<_> = process::list().into_iter().map(process::info).collect();
        run.wrong(format!("processes are left: {left:?}"));
    }
    if !until(|| process::pending_timers() == 0).await {
        run.wrong(format!("{} timers are left", process::pending_timers()));
    }
    if !until(|| process::registered().is_empty()).await {
        run.wrong(format!("names are left: {:?}", process::registered()));
    }
    for place in &field.places {
        let server = place.server.lock().unwrap().clone();
        if !matches!(server.put(Stamp::NONE).await, Err(CallError::NoProc(_))) {
            run.wrong("a stopped server answers".to_owned());
        }
    }
    // while the clients still live: a state is dropped with its process, not with the last handle
    if !until(|| run.states.load(Relaxed) == 0).await {
        run.wrong(format!("{} states are left after all processes have ended", run.states.load(Relaxed)));
    }
}

async fn until(mut done: impl FnMut() -> bool) -> bool {
    for _ in 0..500 {
        if done() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

struct Traveller {
    field: Arc<Field>,
    task: u32,
    random: Random,
    /// How many messages each process was sent.
    sent: HashMap<Pid, u64>,
}

impl Traveller {
    async fn live(mut self) {
        while !self.field.over.load(Relaxed) {
            let at = self.random.below(PLACES);
            let server = self.field.places[at].server.lock().unwrap().clone();
            // a stay with one server, so that order has something to show
            for _ in 0..self.random.below(60) {
                if !self.ordinary(&server).await {
                    self.replace(at, &server).await;
                    break;
                }
            }
            if self.random.one_in(8) {
                self.rare(at, &server).await;
            }
            if self.sent.len() > 500 {
                self.sent.retain(|pid, _| pid.is_alive());
            }
        }
    }

    fn doing(&self, what: &'static str) {
        let doing = &self.field.doing[self.task as usize];
        *doing.what.lock().unwrap() = what;
        doing.turns.fetch_add(1, Relaxed);
    }

    fn stamp(&mut self, server: &BusyClient) -> Stamp {
        let number = self.sent.entry(server.pid().expect("one incarnation")).or_default();
        *number += 1;
        Stamp { sender: self.task + 1, number: *number }
    }

    /// Something that leaves the server alive; false when it is not.
    async fn ordinary(&mut self, server: &BusyClient) -> bool {
        let stamp = self.stamp(server);
        let number = stamp.number;
        let run = self.field.run.clone();
        let what = self.random.below(100);
        if what < 25 {
            self.doing("cast");
            run.casts.fetch_add(1, Relaxed);
            match what {
                0..2 => server.note_late(stamp),
                2..5 => server.send(stamp),
                _ => server.note(stamp),
            }
            return true;
        }
        run.calls.fetch_add(1, Relaxed);
        let (outcome, expected) = match what {
            25..60 => {
                self.doing("put");
                (server.put(stamp).await, number)
            }
            60..75 => {
                self.doing("ready");
                (server.ready(stamp).no_timeout().await, number)
            }
            75..82 => {
                self.doing("nap");
                let turns = self.random.below(4);
                (server.nap(stamp, turns).no_timeout().await, number)
            }
            82..84 => {
                self.doing("sleep");
                (server.sleep(stamp).await, number)
            }
            84..87 => {
                self.doing("work");
                let time = Duration::from_micros(self.random.next() % 30);
                (server.work(stamp, time).await, number)
            }
            87 => {
                self.doing("block");
                (server.block(stamp).no_timeout().await, number)
            }
            88 => {
                self.doing("ask");
                let other = self.random.below(PLACES);
                let other = self.field.places[other].server.lock().unwrap().clone();
                (server.ask(stamp, other).no_timeout().await, number)
            }
            89..91 => {
                self.doing("later");
                (server.later(stamp).no_timeout().await, 2)
            }
            91 => {
                self.doing("later_still");
                (server.later_still(stamp).no_timeout().await, 2)
            }
            92 => {
                self.doing("by_another");
                (server.by_another(stamp).no_timeout().await, 1)
            }
            93 => {
                self.doing("forget");
                let outcome = server.forget(stamp).no_timeout().await;
                if let Err(CallError::NoReply(_)) = outcome {
                    return true;
                }
                (outcome, u64::MAX)
            }
            94 => {
                self.doing("and_continue");
                (server.and_continue(stamp).await, number)
            }
            95 => {
                self.doing("in time or not");
                let outcome = server.nap(stamp, 3).timeout(Duration::from_micros(self.random.next() % 300)).await;
                if let Err(CallError::Timeout(_)) = outcome {
                    return true;
                }
                (outcome, number)
            }
            96 => {
                self.doing("sent and dropped");
                drop(server.ready(stamp).send());
                return true;
            }
            97 => {
                self.doing("given up");
                let call = server.sleep(stamp).send();
                let _ = tokio::time::timeout(Duration::from_micros(self.random.next() % 300), call).await;
                return true;
            }
            _ => {
                self.doing("sent");
                let first = server.put(stamp).no_timeout().send();
                let again = self.stamp(server);
                run.calls.fetch_add(1, Relaxed);
                let second = server.ready(again).send();
                let second = second.await;
                match first.await {
                    Ok(_) => (second, again.number),
                    Err(error) => (Err(error), 0),
                }
            }
        };
        match outcome {
            Ok(reply) => {
                run.replies.fetch_add(1, Relaxed);
                if reply != expected {
                    run.wrong(format!("{reply} instead of {expected}"));
                }
                true
            }
            Err(CallError::Exit(reason, _)) => {
                if reason == ExitReason::RuntimeGone {
                    run.wrong("the runtime is not gone".to_owned());
                }
                self.doing("put after the end");
                let next = server.put(Stamp::NONE).await;
                if !matches!(next, Err(CallError::NoProc(_))) {
                    run.wrong(format!("{next:?} after the caller was told of the end"));
                }
                false
            }
            Err(CallError::NoProc(_)) => false,
            Err(error) => {
                run.wrong(format!("{error}"));
                false
            }
        }
    }

    /// Something that may end the server, or hold it for a while.
    async fn rare(&mut self, at: usize, server: &BusyClient) {
        let run = self.field.run.clone();
        let other = self.random.below(PLACES);
        let other = self.field.places[other].server.lock().unwrap().clone();
        let other_pid = other.pid().expect("one incarnation");
        let quick = Duration::from_micros(self.random.next() % 200);
        match self.random.below(24) {
            0 => {
                self.doing("kill");
                let monitor = server.monitor();
                server.exit(ExitReason::Kill);
                monitor.await;
                let next = server.put(Stamp::NONE).await;
                if !matches!(next, Err(CallError::NoProc(_))) {
                    run.wrong(format!("{next:?} after `Down`"));
                }
            }
            1 => server.exit(ExitReason::Kill),
            2 => server.exit(ExitReason::error("an exit signal")),
            3 => server.exit(ExitReason::Normal),
            4 => {
                self.doing("stop");
                let _ = server.stop().await;
            }
            5 => {
                self.doing("impatient stop");
                let _ = server.stop().reason(ExitReason::Shutdown).timeout(quick).await;
            }
            6 => {
                self.doing("halt");
                match server.halt().no_timeout().await {
                    Ok(7) | Err(CallError::NoProc(_) | CallError::Exit(..)) => {}
                    outcome => run.wrong(format!("halt: {outcome:?}")),
                }
            }
            7 => {
                self.doing("crash");
                match server.crash().no_timeout().await {
                    Err(CallError::NoProc(_) | CallError::Exit(..)) => {}
                    outcome => run.wrong(format!("crash: {outcome:?}")),
                }
            }
            8 => {
                self.doing("crash_late");
                match server.crash_late().no_timeout().await {
                    Err(CallError::NoProc(_) | CallError::Exit(..)) => {}
                    outcome => run.wrong(format!("crash_late: {outcome:?}")),
                }
            }
            9 => {
                self.doing("leave");
                match server.leave().no_timeout().await {
                    Err(CallError::NoProc(_) | CallError::Exit(..)) => {}
                    outcome => run.wrong(format!("leave: {outcome:?}")),
                }
            }
            10 => server.cast_crash(),
            11..14 => {
                self.doing("suspend");
                if server.sys().timeout(HANG).suspend().await.is_ok() {
                    tokio::time::sleep(quick).await;
                    let _ = server.sys().timeout(HANG).resume().await;
                }
            }
            14 => {
                self.doing("state");
                let _ = server.sys().timeout(HANG).with_state(|_| ()).await;
                let _ = server.sys().timeout(HANG).status().await;
            }
            15 => server.connect(other_pid),
            16..19 => {
                server.connect(other_pid);
                server.disconnect(other_pid);
            }
            19 => {
                self.doing("a linked process");
                self.linked_process(server).await;
            }
            20..22 => {
                self.doing("by name");
                let name = self.field.places[at].name.as_str();
                match Busy::named(name).put(Stamp::NONE).await {
                    Ok(_) | Err(CallError::NoProc(_) | CallError::Exit(..)) => {}
                    outcome => run.wrong(format!("by name: {outcome:?}")),
                }
            }
            22 => {
                self.doing("dropped monitor");
                drop(server.monitor());
            }
            _ => {
                self.doing("dropped start");
                let manner = Manner { slow_init: true, ..Manner::default() };
                let start = std::future::IntoFuture::into_future(Busy::start(run.clone(), manner));
                if let Ok(Ok(orphan)) = tokio::time::timeout(quick, start).await {
                    orphan.exit(ExitReason::Kill);
                }
            }
        }
    }

    /// A process links itself to the server and ends in one way or another.
    async fn linked_process(&mut self, server: &BusyClient) {
        let pid = server.pid().expect("one incarnation");
        let (crashes, unlinks, traps) = (self.random.one_in(4), self.random.one_in(2), self.random.one_in(2));
        let (_, monitor) = process::spawn_monitor(async move {
            process::trap_exit(traps);
            process::link(pid);
            let watching = process::monitor(pid);
            tokio::task::yield_now().await;
            process::demonitor(watching);
            if unlinks {
                process::unlink(pid);
                process::flush_exits(pid);
                tokio::task::yield_now().await;
                assert!(process::describe_mailbox().is_empty(), "{LATE}");
            }
            if crashes {
                otp_runtime::exit(ExitReason::error("a linked process"));
            }
        });
        let down = monitor.await;
        // any other panic is the server's, which came through the link
        if let ExitReason::Panic { message, .. } = down.reason
            && message.starts_with(LATE)
        {
            self.field.run.wrong(message.to_string());
        }
    }

    /// The server at this place is dead: another takes its name and place.
    async fn replace(&mut self, at: usize, dead: &BusyClient) {
        self.doing("replace");
        let run = self.field.run.clone();
        let place = &self.field.places[at];
        if place.server.lock().unwrap().pid() != dead.pid() {
            return;
        }
        let manner = Manner {
            traps: self.random.one_in(3),
            slow_init: self.random.one_in(3),
            fails_init: self.random.one_in(20),
            slow_end: self.random.one_in(3),
            crashes_at_end: self.random.one_in(10),
        };
        let start = Busy::start(run.clone(), manner).name(place.name.as_str());
        let started = match self.random.one_in(4) {
            true => start.timeout(HANG).await,
            false => start.await,
        };
        match started {
            Ok(new) => {
                run.deaths.fetch_add(1, Relaxed);
                *place.server.lock().unwrap() = new;
            }
            Err(StartError::AlreadyStarted(pid)) => {
                // whoever started it puts it in its place
                if dead.pid() == Some(pid) {
                    run.wrong("a dead server has kept its name".to_owned());
                }
                tokio::task::yield_now().await;
            }
            Err(StartError::Init(_)) if manner.fails_init => {}
            Err(error) => run.wrong(format!("start: {error}")),
        }
    }
}
