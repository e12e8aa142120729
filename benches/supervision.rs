//! Supervision beside two peers': how long from a crash to serving again, what a supervised start costs, and what it costs
//! to stop and start one child of many.
//!
//! `cargo run --release -p otp-benches --bin supervision`. All contenders take turns in one run on one multi-thread runtime
//! with two workers; each figure is the median over the rounds, and only the ratios are worth quoting. A ticker runs
//! throughout, as in every real program. Panics are not printed.
//!
//! What each does:
//!
//! - **crash to serving**: a message makes a supervised server panic, then the same handle is asked until it answers with
//!   fresh state. Ours: the child's client, found through its place; `wait()` waits for whoever is there next. hydra 0.1: a
//!   pid goes stale with a restart, so the server is registered under a name and called by it, as hydra's documentation
//!   does. kameo 0.22: `ActorRef` survives restarts, its mailbox stays. A call that fails because the server is just gone is
//!   made again after a yield.
//! - **start**: one supervisor and 10,000 children, until all have run their `init`; per child. hydra and ours are given the
//!   list; kameo has no list, its children are spawned under a running supervisor one after the other.
//! - **stop and start one of 10,000**: `terminate_child` and `restart_child` by id, by turns; per pair. kameo has no such
//!   requests. hydra's supervisor may end with `shutdown` meanwhile: that round has no figure.
//!
//! Restart limits are so high that nobody gives up, within a window of one second. Ours and hydra's keep a time stamp for
//! each restart within it.

use kameo::actor::{Actor, ActorRef, Spawn};
use kameo::message::{Context as KameoContext, Message};
use otp_runtime::SupervisorClient;
use otp_runtime::prelude::*;
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

const ROUNDS: usize = 11;
/// In each round.
const CRASHES: u32 = 200;
const CHILDREN: usize = 10_000;
/// Children that are stopped and started in each round.
const PAIRS: usize = 500;
const FRESH: u64 = 7;

/// Ours.
mod ours {
    use super::*;

    pub(super) struct Server {
        value: u64,
    }

    #[gen_server]
    impl Server {
        #[init]
        fn init() -> Self {
            Server { value: FRESH }
        }

        /// The state.
        #[call]
        fn value(&self) -> u64 {
            self.value
        }

        /// Panics.
        #[cast]
        fn crash(&mut self) {
            self.value = 0;
            panic!("as asked")
        }
    }

    pub(super) async fn supervisor(children: usize) -> SupervisorClient {
        Supervisor::builder(Strategy::OneForOne)
            .max_restarts(u32::MAX)
            .max_seconds(1)
            .children((0..children).map(|number| Server::child().id(number.to_string())))
            .start()
            .await
            .expect("it starts")
    }

    pub(super) async fn crash(server: &ServerClient) {
        server.crash();
        while server.value().wait().await != Ok(FRESH) {
            tokio::task::yield_now().await;
        }
    }

    pub(super) async fn pair(supervisor: &SupervisorClient, id: &str) {
        supervisor.terminate_child(id).await.expect("it stops");
        supervisor.restart_child(id).await.expect("it starts");
    }
}

/// hydra's.
mod theirs_by_name {
    use super::*;
    use hydra::{
        ChildSpec, ExitReason, From, GenServer, GenServerOptions, Pid, Process, Supervisor, SupervisorOptions,
    };

    #[derive(Serialize, Deserialize)]
    pub(super) enum Request {
        Value,
        ValueIs(u64),
        Crash,
    }

    #[derive(Clone)]
    pub(super) struct Server {
        value: u64,
    }

    impl GenServer for Server {
        type Message = Request;

        async fn init(&mut self) -> Result<(), ExitReason> {
            self.value = FRESH;
            Ok(())
        }

        async fn handle_call(&mut self, _: Request, _: From) -> Result<Option<Request>, ExitReason> {
            Ok(Some(Request::ValueIs(self.value)))
        }

        async fn handle_cast(&mut self, _: Request) -> Result<(), ExitReason> {
            self.value = 0;
            panic!("as asked")
        }
    }

    fn child(number: usize, name: Option<&'static str>) -> ChildSpec {
        ChildSpec::new(number.to_string()).start(move || {
            let options = GenServerOptions::new();
            let options = match name {
                Some(name) => options.name(name),
                None => options,
            };
            Server { value: 0 }.start_link(options)
        })
    }

    pub(super) async fn supervisor(children: usize, name: Option<&'static str>) -> Pid {
        Supervisor::with_children((0..children).map(|number| child(number, name)))
            .max_restarts(usize::MAX)
            .max_duration(Duration::from_secs(1))
            .start(SupervisorOptions::new())
            .await
            .expect("it starts")
    }

    pub(super) async fn crash(name: &'static str) {
        Server::cast(name, Request::Crash);
        while !matches!(Server::call(name, Request::Value, None).await, Ok(Request::ValueIs(FRESH))) {
            tokio::task::yield_now().await;
        }
    }

    /// `None`: the supervisor has ended.
    pub(super) async fn pair(supervisor: Pid, id: &str) -> Option<()> {
        Supervisor::terminate_child(supervisor, id).await.ok()?;
        Supervisor::restart_child(supervisor, id).await.ok()?;
        Some(())
    }

    pub(super) async fn pairs(supervisor: Pid, ids: &[String]) -> Option<Duration> {
        let start = Instant::now();
        for id in ids {
            pair(supervisor, id).await?;
        }
        Some(start.elapsed())
    }

    /// Ends a supervisor and waits until it has ended.
    pub(super) async fn stop(supervisor: Pid) {
        Process::exit(supervisor, ExitReason::Kill);
        while Process::alive(supervisor) {
            tokio::task::yield_now().await;
        }
    }

    /// Only a process can call.
    pub(super) async fn within<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
        let (done, result) = oneshot::channel();
        Process::spawn(async move {
            let _ = done.send(work.await);
        });
        result.await.expect("it ends")
    }
}

/// kameo's.
mod theirs_by_reference {
    use super::*;

    pub(super) struct Above;

    impl Actor for Above {
        type Args = ();
        type Error = Infallible;

        async fn on_start(_: (), _: ActorRef<Self>) -> Result<Self, Infallible> {
            Ok(Above)
        }
    }

    pub(super) struct Server {
        value: u64,
    }

    impl Actor for Server {
        type Args = ();
        type Error = Infallible;

        async fn on_start(_: (), _: ActorRef<Self>) -> Result<Self, Infallible> {
            Ok(Server { value: FRESH })
        }
    }

    struct Value;
    struct Crash;

    impl Message<Value> for Server {
        type Reply = u64;

        async fn handle(&mut self, _: Value, _: &mut KameoContext<Self, u64>) -> u64 {
            self.value
        }
    }

    impl Message<Crash> for Server {
        type Reply = ();

        async fn handle(&mut self, _: Crash, _: &mut KameoContext<Self, ()>) {
            self.value = 0;
            panic!("as asked")
        }
    }

    pub(super) async fn supervisor(children: usize) -> (ActorRef<Above>, Vec<ActorRef<Server>>) {
        let above = Above::spawn(());
        let mut servers = Vec::with_capacity(children);
        for _ in 0..children {
            let server = Server::supervise(&above, ()).restart_limit(u32::MAX, Duration::from_secs(1)).spawn().await;
            servers.push(server);
        }
        for server in &servers {
            server.wait_for_startup().await;
        }
        (above, servers)
    }

    pub(super) async fn crash(server: &ActorRef<Server>) {
        server.tell(Crash).await.expect("it is sent");
        while !matches!(server.ask(Value).await, Ok(FRESH)) {
            tokio::task::yield_now().await;
        }
    }

    pub(super) async fn stop((above, servers): (ActorRef<Above>, Vec<ActorRef<Server>>)) {
        above.stop_gracefully().await.expect("it is told");
        above.wait_for_shutdown().await;
        for server in servers {
            server.wait_for_shutdown().await;
        }
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    tokio::spawn(async {
        let mut ticker = tokio::time::interval(Duration::from_millis(1));
        loop {
            ticker.tick().await;
        }
    });
    std::panic::set_hook(Box::new(|info| {
        if info.payload_as_str() != Some("as asked") {
            eprintln!("{info}");
        }
    }));
    // a task of the runtime, as a service's code is
    let run = tokio::spawn(async {
        crashes().await;
        starts().await;
    });
    if let Err(error) = run.await {
        println!("the benchmark failed: {error}");
        std::process::exit(1);
    }
}

async fn crashes() {
    let mut table =
        Table::new("from a crash to serving again through the same handle", ["this crate", "hydra", "kameo"]);
    let supervisor = ours::supervisor(1).await;
    let server = supervisor.child::<ours::Server>("0");
    let above = theirs_by_name::within(theirs_by_name::supervisor(1, Some("server"))).await;
    let (kept, servers) = theirs_by_reference::supervisor(1).await;
    let mut round = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..CRASHES {
            ours::crash(&server).await;
        }
        let ours = start.elapsed();
        let hydra = theirs_by_name::within(async {
            let start = Instant::now();
            for _ in 0..CRASHES {
                theirs_by_name::crash("server").await;
            }
            start.elapsed()
        })
        .await;
        let start = Instant::now();
        for _ in 0..CRASHES {
            theirs_by_reference::crash(&servers[0]).await;
        }
        let kameo = start.elapsed();
        round.push([ours, hydra, kameo].map(|took| Some(took / CRASHES)));
    }
    table.rounds = round;
    table.print();
    supervisor.stop().await.expect("it stops");
    theirs_by_name::within(theirs_by_name::stop(above)).await;
    theirs_by_reference::stop((kept, servers)).await;
}

async fn starts() {
    let mut starts = Table::new("start of a supervised child, of 10,000", ["this crate", "hydra", "kameo"]);
    let mut pairs = Table::new("terminate_child and restart_child of one of 10,000", ["this crate", "hydra", "kameo"]);
    let ids: Vec<String> = (0..PAIRS).map(|number| (number * (CHILDREN / PAIRS)).to_string()).collect();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let supervisor = ours::supervisor(CHILDREN).await;
        let ours = start.elapsed();
        let start = Instant::now();
        for id in &ids {
            ours::pair(&supervisor, id).await;
        }
        let our_pair = start.elapsed();
        supervisor.stop().await.expect("it stops");

        let their_ids = ids.clone();
        let (hydra, hydra_pair) = theirs_by_name::within(async move {
            let start = Instant::now();
            let supervisor = theirs_by_name::supervisor(CHILDREN, None).await;
            let took = start.elapsed();
            let pair = theirs_by_name::pairs(supervisor, &their_ids).await;
            theirs_by_name::stop(supervisor).await;
            (took, pair)
        })
        .await;

        let start = Instant::now();
        let tree = theirs_by_reference::supervisor(CHILDREN).await;
        let kameo = start.elapsed();
        theirs_by_reference::stop(tree).await;

        starts.rounds.push([ours, hydra, kameo].map(|took| Some(took / CHILDREN as u32)));
        pairs.rounds.push([Some(our_pair), hydra_pair, None].map(|took| took.map(|took| took / PAIRS as u32)));
    }
    starts.print();
    pairs.print();
}

/// The rounds of some contenders; `None` for what one cannot do.
struct Table<const N: usize> {
    title: &'static str,
    names: [&'static str; N],
    rounds: Vec<[Option<Duration>; N]>,
}

impl<const N: usize> Table<N> {
    fn new(title: &'static str, names: [&'static str; N]) -> Self {
        Table { title, names, rounds: Vec::new() }
    }

    /// Microseconds: the median, the least and the most; of how many rounds.
    fn of(&self, column: usize) -> Option<([f64; 3], usize)> {
        let mut all: Vec<f64> =
            self.rounds.iter().filter_map(|round| round[column]).map(|took| took.as_secs_f64() * 1e6).collect();
        all.sort_by(f64::total_cmp);
        Some(([*all.get(all.len() / 2)?, *all.first()?, *all.last()?], all.len()))
    }

    /// The medians, and each beside the first.
    fn print(&self) {
        println!("{}", self.title);
        let Some(([ours, ..], _)) = self.of(0) else { return };
        for (column, name) in self.names.iter().enumerate() {
            match self.of(column) {
                Some(([median, least, most], rounds)) => println!(
                    "  {name:12} {median:9.2} us ({least:.2} to {most:.2} in {rounds} rounds)   {:.2} times this crate's",
                    median / ours
                ),
                None => println!("  {name:12}         - "),
            }
        }
    }
}
