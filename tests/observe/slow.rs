//! Code that holds a thread for long.

use crate::support::{Event as Happened, soon};
use otp_runtime::prelude::*;
use otp_runtime::telemetry::{self, Event};
use std::sync::{Arc, Mutex};
use std::time::Duration;

struct Worker;

#[gen_server]
impl Worker {
    #[init]
    fn init() -> Self {
        Worker
    }
    #[call]
    fn compute(&mut self, until: Arc<dyn Fn() + Send + Sync>) {
        until();
    }
    #[call]
    async fn wait(&mut self, until: Happened) {
        until.wait().await;
    }
}

/// Who is said to hold a thread for longer than the threshold, and in which handler.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<Slow>>>, Happened);

type Slow = (Pid, Option<&'static str>, Duration);

const THRESHOLD: Duration = Duration::from_millis(300);

impl Told {
    fn watching() -> Self {
        let told = Told::default();
        let there = told.clone();
        let note = move |event: &Event<'_>| {
            if let Event::SlowHandler { pid, handler, so_far, .. } = event {
                there.0.lock().unwrap().push((*pid, *handler, *so_far));
                if *handler == Some("compute") {
                    there.1.set();
                }
            }
        };
        telemetry::attach("slow", note).unwrap();
        telemetry::slow_handlers(Some(THRESHOLD));
        told
    }

    fn of(&self, worker: &WorkerClient) -> Vec<(Option<&'static str>, Duration)> {
        let told = self.0.lock().unwrap();
        let own = told.iter().filter(|(pid, ..)| Some(*pid) == worker.pid());
        own.map(|(_, handler, so_far)| (*handler, *so_far)).collect()
    }
}

#[otp_runtime::test]
async fn whoever_holds_a_thread_is_named_while_it_does() {
    let told = Told::watching();
    let worker = Worker::start().await.unwrap();
    let named = told.1.clone();
    let until_named = move || {
        let begun = std::time::Instant::now();
        while !named.is_set() && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(1));
        }
    };
    worker.compute(Arc::new(until_named)).no_timeout().await.unwrap();
    let told = told.of(&worker);
    assert!(matches!(told[..], [(Some("compute"), so_far)] if so_far >= THRESHOLD), "{told:?}");
}

#[otp_runtime::test]
async fn many_short_stays_are_not_a_long_one() {
    let told = Told::watching();
    let worker = Worker::start().await.unwrap();
    let nap = || std::thread::sleep(Duration::from_millis(2));
    for _ in 0..300 {
        worker.compute(Arc::new(nap)).send().await.unwrap();
    }
    assert_eq!(told.of(&worker), []);
}

/// A handler that awaits holds no thread.
#[otp_runtime::test]
async fn a_handler_that_waits_is_not_slow() {
    let told = Told::watching();
    let (worker, until) = (Worker::start().await.unwrap(), Happened::default());
    let waits = worker.wait(until.clone()).send();
    tokio::time::sleep(3 * THRESHOLD).await;
    until.set();
    soon(waits).await.unwrap();
    assert_eq!(told.of(&worker), []);
}
