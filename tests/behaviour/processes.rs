//! Signals, links, monitors, names and timers: what processes do to each other, whatever they run.

#[path = "processes/links.rs"]
mod links;
#[path = "processes/mailboxes.rs"]
mod mailboxes;
#[path = "processes/monitors.rs"]
mod monitors;
#[path = "processes/names.rs"]
mod names;
#[path = "processes/signals.rs"]
mod signals;
#[path = "processes/timers.rs"]
mod timers;

use otp_runtime::prelude::*;
use otp_runtime::{Monitor, TimerRef, process};
use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ExitReason::Kill;
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
