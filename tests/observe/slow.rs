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
    #[cast]
    fn brief(&mut self) {}
}

#[otp_runtime::test]
async fn whoever_holds_a_thread_is_named_while_it_does() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let (there, happened) = (told.clone(), Happened::default());
    let happens = happened.clone();
    let note = move |event: &Event<'_>| {
        if let Event::SlowHandler { pid, handler, so_far, .. } = event {
            there.lock().unwrap().push((*pid, *handler, *so_far));
            happens.set();
        }
    };
    telemetry::attach("slow", note).unwrap();
    telemetry::slow_handlers(Some(Duration::from_millis(20)));
    let worker = Worker::start().await.unwrap();
    // many short ones are not a long one
    for _ in 0..20_000 {
        worker.brief();
    }
    let waited = happened.clone();
    worker
        .compute(Arc::new(move || {
            let begun = std::time::Instant::now();
            while !waited.is_set() && begun.elapsed() < Duration::from_secs(20) {
                std::thread::sleep(Duration::from_millis(1));
            }
        }))
        .no_timeout()
        .await
        .unwrap();
    let told = told.lock().unwrap().clone();
    let of_worker: Vec<_> = told.iter().filter(|(pid, ..)| Some(*pid) == worker.pid()).collect();
    assert_eq!(of_worker.len(), 1, "{told:?}");
    assert!(of_worker[0].1 == Some("compute") && of_worker[0].2 >= Duration::from_millis(20), "{told:?}");
}

/// A handler that awaits holds no thread.
#[otp_runtime::test]
async fn a_handler_that_waits_is_not_slow() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let there = told.clone();
    let note = move |event: &Event<'_>| {
        if let Event::SlowHandler { pid, .. } = event {
            there.lock().unwrap().push(*pid);
        }
    };
    telemetry::attach("slow", note).unwrap();
    telemetry::slow_handlers(Some(Duration::from_millis(200)));
    let (worker, until) = (Worker::start().await.unwrap(), Happened::default());
    let waits = worker.wait(until.clone()).send();
    tokio::time::sleep(Duration::from_millis(600)).await;
    until.set();
    soon(waits).await.unwrap();
    let told = told.lock().unwrap().clone();
    assert!(!told.contains(&worker.pid().unwrap()), "{told:?}");
}
