//! Processes that were told to die while a thread is inside one of their handlers.
//!
//! A thread of its own: the runtime's may be the ones that are stuck. It ends when there is nothing to watch.

use crate::process::current;
use crate::process::head::AnyProcess;
use crate::process::status::DEAD;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

struct Watched {
    until: Instant,
    process: Arc<dyn AnyProcess>,
}

static WATCHED: Mutex<(Vec<Watched>, bool)> = Mutex::new((Vec::new(), false));

pub(crate) fn watch(process: Arc<dyn AnyProcess>, grace: Duration) {
    let start = {
        let mut watched = WATCHED.lock();
        watched.0.push(Watched { until: Instant::now() + grace, process });
        !std::mem::replace(&mut watched.1, true)
    };
    if start && std::thread::Builder::new().name("otp-watchdog".into()).spawn(run).is_err() {
        WATCHED.lock().1 = false;
    }
}

fn run() {
    loop {
        let wait = {
            let mut watched = WATCHED.lock();
            watched.0.retain(|watched| !watched.process.head().status.has(DEAD));
            match watched.0.iter().map(|watched| watched.until).min() {
                Some(until) => until.saturating_duration_since(Instant::now()),
                None => {
                    watched.1 = false;
                    return;
                }
            }
        };
        if !wait.is_zero() {
            // short naps, so that this thread ends soon after what it watches
            std::thread::sleep(wait.min(Duration::from_millis(50)));
            continue;
        }
        let now = Instant::now();
        let due: Vec<_> = {
            let mut watched = WATCHED.lock();
            let (due, rest) = std::mem::take(&mut watched.0).into_iter().partition(|watched| watched.until <= now);
            watched.0 = rest;
            due
        };
        for Watched { process, .. } in due {
            give_up(process);
        }
    }
}

fn give_up(process: Arc<dyn AnyProcess>) {
    let head = process.head();
    if head.status.has(DEAD) {
        return;
    }
    let inside = head.thread.load(Relaxed);
    let thread = current::thread_name(inside).unwrap_or_else(|| "no thread: its task was not polled".to_owned());
    tracing::error!(
        pid = %head.pid,
        server = process.kind(),
        thread,
        "a killed process is still inside a handler: it is declared dead, the thread stays occupied"
    );
    process.declare_dead();
}
