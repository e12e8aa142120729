//! A runtime is dropped under the callers of its servers, its own and another runtime's.

use crate::random::Random;
use crate::server::{Busy, BusyClient, Manner, Run, Stamp};
use otp_runtime::prelude::*;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

const HANG: Duration = Duration::from_secs(20);
const SERVERS: usize = 4;
const CALLERS: usize = 12;

pub(crate) fn run(seed: u64, time: Duration) {
    let mut random = Random::new(seed);
    let run = Arc::new(Run::default());
    let others = runtime(2);
    let begin = Instant::now();
    let mut rounds = 0_u32;
    while begin.elapsed() < time && run.findings().is_empty() {
        round(&run, &mut random, &others);
        rounds += 1;
    }
    drop(others);
    println!("seed {seed}: {rounds} runtimes dropped, {} calls in {:.1?}", run.calls.load(Relaxed), begin.elapsed());
    let findings = run.findings();
    assert!(findings.is_empty(), "OTP_STRESS_SEED={seed}, round {rounds}:\n{}", findings.join("\n"));
}

fn runtime(workers: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(workers).enable_all().build().unwrap()
}

fn round(run: &Arc<Run>, random: &mut Random, others: &Runtime) {
    let servers_runtime = runtime(2);
    let servers: Vec<_> = (0..SERVERS)
        .map(|_| {
            let manner = Manner { traps: random.one_in(2), slow_end: random.one_in(2), ..Manner::default() };
            let start = Busy::start(run.clone(), manner);
            servers_runtime.block_on(start).unwrap()
        })
        .collect();
    for caller in 0..CALLERS {
        let server = servers[caller % SERVERS].clone();
        servers_runtime.spawn(call_for_ever(run.clone(), server, random.next(), false));
    }
    for _ in 0..2 {
        servers_runtime.spawn(start_for_ever(run.clone(), random.next()));
    }
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let server = servers[caller % SERVERS].clone();
            others.spawn(call_for_ever(run.clone(), server, random.next(), true))
        })
        .collect();
    std::thread::sleep(Duration::from_micros(random.next() % 3000));
    if random.one_in(2) {
        servers_runtime.shutdown_background();
    } else {
        drop(servers_runtime);
    }
    others.block_on(all_told(run, callers));
    let begin = Instant::now();
    while run.states.load(Relaxed) != 0 {
        if begin.elapsed() > Duration::from_secs(5) {
            run.wrong(format!("{} states outlived their runtime", run.states.load(Relaxed)));
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    drop(servers);
}

/// A server that is started while its runtime goes, goes with it.
async fn start_for_ever(run: Arc<Run>, seed: u64) {
    let mut random = Random::new(seed);
    loop {
        let manner = Manner { slow_init: random.one_in(2), ..Manner::default() };
        let started = Busy::start(run.clone(), manner).await;
        if let Ok(server) = started {
            if random.one_in(2) {
                server.note(Stamp::NONE);
            }
            if random.one_in(2) {
                server.exit(ExitReason::Kill);
            }
        }
        tokio::task::yield_now().await;
    }
}

async fn all_told(run: &Run, callers: Vec<JoinHandle<&'static str>>) {
    for caller in callers {
        match tokio::time::timeout(HANG, caller).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => run.wrong(format!("a caller: {error}")),
            Err(_) => {
                run.wrong("a caller of a runtime that is gone hangs".to_owned());
                return;
            }
        }
    }
}

/// Calls until it fails; what it was doing then.
async fn call_for_ever(run: Arc<Run>, server: BusyClient, seed: u64, foreign: bool) -> &'static str {
    let mut random = Random::new(seed);
    loop {
        run.calls.fetch_add(1, Relaxed);
        if random.one_in(4) {
            server.note(Stamp::NONE);
        }
        let (what, outcome) = match random.below(8) {
            0 => ("work", server.work(Stamp::NONE, Duration::from_micros(random.next() % 300)).no_timeout().await),
            1 => ("nap", server.nap(Stamp::NONE, 2).no_timeout().await),
            2 => ("sleep", server.sleep(Stamp::NONE).no_timeout().await),
            3 => ("later", server.later(Stamp::NONE).no_timeout().await),
            4 => ("block", server.block(Stamp::NONE).no_timeout().await),
            5 if random.one_in(10) => {
                let _ = server.sys().suspend().await;
                tokio::task::yield_now().await;
                ("resume", server.sys().resume().await.map(|()| 0))
            }
            6 if foreign && random.one_in(20) => ("stop", server.stop().await.map(|()| 0)),
            _ => ("put", server.put(Stamp::NONE).no_timeout().await),
        };
        match outcome {
            Ok(_) => {}
            Err(CallError::NoProc(_)) => return what,
            Err(CallError::Exit(reason, _)) => {
                if !matches!(reason, ExitReason::RuntimeGone | ExitReason::Normal) {
                    run.wrong(format!("{what}: {reason:?}"));
                }
                return what;
            }
            Err(error) => {
                run.wrong(format!("{what}: {error}"));
                return what;
            }
        }
    }
}
