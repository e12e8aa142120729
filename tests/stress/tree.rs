//! A wide tree: 100,000 children under one supervisor start, survive 10,000 crashes and stop in reverse order, and the
//! restart of one costs there about what it costs among ten.
//!
//! `cargo test --release -p otp-tests --test tree -- --nocapture` prints times and memory.

#[path = "../support/leaks.rs"]
mod leaks;

use otp_runtime::SupervisorClient;
use otp_runtime::prelude::*;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const MANY: usize = 100_000;
const CRASHES: usize = 10_000;
const FEW: usize = 10;
/// Restarts of each kind that are timed.
const SAMPLES: usize = 301;
/// Longer than anything here may take.
const HANG: Duration = Duration::from_secs(120);

/// The numbers of those that have ended, in order.
type Ended = Arc<Mutex<Vec<usize>>>;

struct Leaf {
    number: usize,
    ended: Ended,
}

#[gen_server]
impl Leaf {
    #[init]
    fn init(number: usize, ended: Ended) -> Self {
        Leaf { number, ended }
    }

    #[call]
    fn number(&self) -> usize {
        self.number
    }

    #[cast]
    fn crash(&mut self) {
        panic!("a leaf that crashes")
    }
}

impl Drop for Leaf {
    fn drop(&mut self) {
        self.ended.lock().unwrap().push(self.number);
    }
}

fn id(number: usize) -> String {
    format!("leaf {number}")
}

async fn tree(children: usize, ended: &Ended) -> SupervisorClient {
    Supervisor::builder(Strategy::OneForOne)
        .max_restarts(u32::MAX)
        .max_seconds(1)
        .children((0..children).map(|number| Leaf::child(number, ended.clone()).id(id(number))))
        .start()
        .await
        .unwrap()
}

/// Crashes a child and waits until its successor answers; whoever is told of the crash asks again.
async fn serves_again(leaf: &LeafClient) -> usize {
    tokio::time::timeout(HANG, async {
        loop {
            match leaf.number().no_timeout().wait().await {
                Ok(number) => return number,
                Err(CallError::Exit(ExitReason::Panic { .. }, _) | CallError::NoProc(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
    })
    .await
    .expect("it is restarted")
}

/// Kilobytes of this program in memory.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn quiet() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if info.payload_as_str().is_none_or(|text| text != "a leaf that crashes") {
            before(info);
        }
    }));
}

/// What the restart of one child costs: by request, and after a crash.
#[derive(Default)]
struct Costs {
    requested: Vec<Duration>,
    crashed: Vec<Duration>,
}

impl Costs {
    async fn sample(&mut self, top: &SupervisorClient, number: usize) {
        let leaf = top.child::<Leaf>(&id(number));
        let id = id(number);
        let start = Instant::now();
        top.terminate_child(&*id).await.unwrap();
        top.restart_child(&*id).await.unwrap();
        assert_eq!(leaf.number().await, Ok(number));
        self.requested.push(start.elapsed());
        let start = Instant::now();
        leaf.crash();
        assert_eq!(serves_again(&leaf).await, number);
        self.crashed.push(start.elapsed());
    }
}

#[otp_runtime::test]
async fn a_tree_of_100_000_children_starts_survives_10_000_crashes_and_stops_in_reverse_order() {
    quiet();
    leaks::checked(async {
        let ended = Ended::default();
        let before = resident();
        let start = Instant::now();
        let top = tree(MANY, &ended).await;
        let (took, more) = (start.elapsed(), resident().saturating_sub(before));
        println!("{MANY} children start in {took:?}, {:?} each", took / MANY as u32);
        println!("{more} KB more in memory, {} bytes a child", more * 1_024 / MANY);

        let leaves: Vec<_> = (0..CRASHES).map(|number| top.child::<Leaf>(&id(number * (MANY / CRASHES)))).collect();
        let start = Instant::now();
        leaves.iter().for_each(LeafClient::crash);
        for (number, leaf) in leaves.iter().enumerate() {
            assert_eq!(serves_again(leaf).await, number * (MANY / CRASHES));
        }
        let took = start.elapsed();
        println!("{CRASHES} crashes at once are over in {took:?}, {:?} each", took / CRASHES as u32);
        assert_eq!(ended.lock().unwrap().len(), CRASHES);

        let start = Instant::now();
        let counts = top.count_children().await.unwrap();
        println!("count_children takes {:?}", start.elapsed());
        assert_eq!((counts.specs, counts.active), (MANY, MANY));
        let start = Instant::now();
        assert_eq!(top.which_children().await.unwrap().len(), MANY);
        println!("which_children takes {:?}", start.elapsed());

        ended.lock().unwrap().clear();
        let start = Instant::now();
        top.stop().await.unwrap();
        let took = start.elapsed();
        println!("they stop in {took:?}, {:?} each", took / MANY as u32);
        assert!(ended.lock().unwrap().iter().copied().eq((0..MANY).rev()), "in reverse order");
    })
    .await;
}

#[otp_runtime::test]
async fn the_restart_of_one_child_costs_the_same_among_100_000_as_among_10() {
    quiet();
    let ended = Ended::default();
    let (small, large) = (tree(FEW, &ended).await, tree(MANY, &ended).await);
    let (mut few, mut many) = (Costs::default(), Costs::default());
    for sample in 0..SAMPLES {
        few.sample(&small, sample % FEW).await;
        many.sample(&large, sample * 331 % MANY).await;
    }
    for (what, few, many) in [
        ("terminate_child and restart_child", few.requested, many.requested),
        ("from a crash to the next reply", few.crashed, many.crashed),
    ] {
        let (few, many) = (median(few), median(many));
        let factor = many.as_secs_f64() / few.as_secs_f64();
        println!("{what}: {few:?} among {FEW}, {many:?} among {MANY}: {factor:.2} times");
        assert!(factor < 3.0, "{what} depends on the number of children");
    }
    small.stop().await.unwrap();
    large.stop().await.unwrap();
}
