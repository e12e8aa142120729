//! A call to an idle server, and a cast to one, beside the same written by hand.
//!
//! `cargo run --release -p otp-benches --bin idle`. All contenders take turns in one run; each figure is the median over
//! the rounds, and only the ratios are worth quoting. A ticker runs throughout, as in every real program: a timer that is
//! the only one of its runtime costs several times what it costs beside others.

use otp_runtime::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, mpsc, oneshot};

const ROUNDS: usize = 15;
const CALLS: u64 = 200_000;
/// Idle servers that each get one cast in turn.
const SERVERS: usize = 1_000;
const TURNS: usize = 100;

static HANDLED: AtomicU64 = AtomicU64::new(0);

/// The server under test.
struct Counter {
    value: u64,
}

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter { value: 0 }
    }

    /// Adds, and gives the sum.
    #[call]
    fn add(&mut self, by: u64) -> u64 {
        self.value += by;
        self.value
    }

    /// Adds.
    #[cast]
    fn count(&mut self, by: u64) {
        self.value += by;
        HANDLED.fetch_add(1, Relaxed);
    }
}

/// What the macro saves its user from.
enum Message {
    Add(u64, oneshot::Sender<u64>),
    Count(u64),
}

fn hand_written() -> mpsc::UnboundedSender<Message> {
    let (sender, mut mailbox) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut value = 0;
        while let Some(message) = mailbox.recv().await {
            match message {
                Message::Add(by, reply) => {
                    value += by;
                    let _ = reply.send(value);
                }
                Message::Count(by) => {
                    value += by;
                    HANDLED.fetch_add(1, Relaxed);
                }
            }
        }
    });
    sender
}

async fn ask(actor: &mpsc::UnboundedSender<Message>, by: u64) -> u64 {
    let (reply, answer) = oneshot::channel();
    actor.send(Message::Add(by, reply)).expect("the actor lives");
    answer.await.expect("the actor answers")
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    tokio::spawn(async {
        let mut ticker = tokio::time::interval(Duration::from_millis(1));
        loop {
            ticker.tick().await;
        }
    });
    // a task of the runtime, as a service's code is
    tokio::spawn(run()).await.expect("the benchmark ends");
}

/// Nanoseconds an operation.
macro_rules! time {
    ($times:expr, $operation:expr) => {{
        let start = Instant::now();
        for _ in 0..$times {
            std::hint::black_box($operation);
        }
        start.elapsed().as_nanos() as f64 / $times as f64
    }};
}

async fn run() {
    let server = Counter::start().await.expect("it starts");
    let actor = hand_written();
    let locked = Arc::new(Mutex::new(0_u64));
    let mut calls =
        Table::new("call to an idle server", ["this crate", "mpsc + oneshot", "mpsc + oneshot + timeout", "Mutex"]);
    for _ in 0..ROUNDS {
        let ours = time!(CALLS, server.add(1).await.expect("it answers"));
        let bare = time!(CALLS / 4, ask(&actor, 1).await);
        let limit = Duration::from_secs(5);
        let limited = time!(CALLS / 4, tokio::time::timeout(limit, ask(&actor, 1)).await.expect("in time"));
        let mutex = time!(CALLS, *locked.lock().await += 1);
        calls.add([ours, bare, limited, mutex]);
    }
    calls.print();

    let mut places = Table::new("call by what names the server", ["from start", "child", "local name", "registry key"]);
    let registry = Registry::<String>::builder().start().await.expect("it starts");
    let top = Supervisor::builder(Strategy::OneForOne).child(Counter::child().name("child")).start();
    let top = top.await.expect("it starts");
    let child = top.child::<Counter>("Counter");
    let named = Counter::named("child");
    let _keyed = Counter::start().via(&registry, "keyed".to_owned()).await.expect("it starts");
    let keyed = Counter::via(&registry, "keyed".to_owned());
    for _ in 0..ROUNDS {
        let direct = time!(CALLS, server.add(1).await.expect("it answers"));
        let child = time!(CALLS, child.add(1).await.expect("it answers"));
        let named = time!(CALLS, named.add(1).await.expect("it answers"));
        let keyed = time!(CALLS, keyed.add(1).await.expect("it answers"));
        places.add([direct, child, named, keyed]);
    }
    places.print();

    let mut casts = Table::new("cast to an idle server", ["this crate", "mpsc"]);
    let mut servers = Vec::new();
    for _ in 0..SERVERS {
        servers.push(Counter::start().await.expect("it starts"));
    }
    let actors: Vec<_> = (0..SERVERS).map(|_| hand_written()).collect();
    // each has its task
    flood(SERVERS, |n| servers[n].count(1)).await;
    flood(SERVERS, |n| drop(actors[n].send(Message::Count(1)))).await;
    for _ in 0..ROUNDS {
        let ours = turns(|n| servers[n].count(1)).await;
        let bare = turns(|n| drop(actors[n].send(Message::Count(1)))).await;
        casts.add([ours, bare]);
    }
    casts.print();
}

/// Sends to all, and waits until all have handled it.
async fn flood(count: usize, mut send: impl FnMut(usize)) {
    let until = HANDLED.load(Relaxed) + count as u64;
    (0..count).for_each(&mut send);
    while HANDLED.load(Relaxed) < until {
        tokio::task::yield_now().await;
    }
}

async fn turns(mut send: impl FnMut(usize)) -> f64 {
    let start = Instant::now();
    for _ in 0..TURNS {
        flood(SERVERS, &mut send).await;
    }
    start.elapsed().as_nanos() as f64 / (SERVERS * TURNS) as f64
}

/// The rounds of some contenders.
struct Table<const N: usize> {
    title: &'static str,
    names: [&'static str; N],
    rounds: Vec<[f64; N]>,
}

impl<const N: usize> Table<N> {
    fn new(title: &'static str, names: [&'static str; N]) -> Self {
        Table { title, names, rounds: Vec::new() }
    }

    fn add(&mut self, round: [f64; N]) {
        self.rounds.push(round);
    }

    /// The medians, and each beside the first.
    fn print(&self) {
        println!("{}", self.title);
        let median = |column: usize| {
            let mut all: Vec<f64> = self.rounds.iter().map(|round| round[column]).collect();
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        let ours = median(0);
        for (column, name) in self.names.iter().enumerate() {
            let theirs = median(column);
            println!("  {name:26} {theirs:7.0} ns   this crate is {:.2} of it", ours / theirs);
        }
    }
}
