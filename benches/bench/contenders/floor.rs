//! The floor: tasks without a mailbox, each woken for one number at a time. What tokio takes to wake a task that has
//! something to do, and nothing else. And the memory of a process, listed and unlisted; a panic, caught.

use crate::arrivals::arrived;
use crate::contender::CRASH;
use crate::workload::Size;
use crate::workloads::casts::{Begin, SERVERS, in_turn, laps};
use crate::workloads::{crash, each, lives};
use std::future::poll_fn;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicU64, Ordering::*};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Poll, Waker};
use std::time::Instant;

#[derive(Default)]
struct Woken {
    /// 0: nothing has come.
    came: AtomicU64,
    /// A task has the same one for its life.
    waker: OnceLock<Waker>,
    next: OnceLock<Arc<Woken>>,
}

impl Woken {
    fn send(&self, number: u64) {
        self.came.store(number, Release);
        if let Some(waker) = self.waker.get() {
            waker.wake_by_ref();
        }
    }

    /// Hands the number on, one less, until it is 1.
    async fn serve(self: Arc<Self>) {
        poll_fn(|cx| {
            self.waker.get_or_init(|| cx.waker().clone());
            match (self.came.swap(0, AcqRel), self.next.get()) {
                (0, _) => {}
                (number @ 2.., Some(next)) => next.send(number - 1),
                _ => arrived(),
            }
            Poll::Pending
        })
        .await
    }
}

fn start() -> Arc<Woken> {
    let woken = Arc::<Woken>::default();
    tokio::spawn(woken.clone().serve());
    woken
}

impl Begin for Arc<Woken> {
    async fn begin(&self, hops: u64) {
        self.send(hops + 1)
    }
}

pub(crate) async fn cast_idle(size: Size) -> f64 {
    in_turn(size, start()).await
}

pub(crate) async fn ring(size: Size) -> f64 {
    let all: Vec<_> = (0..SERVERS).map(|_| start()).collect();
    for (one, next) in all.iter().zip(all.iter().cycle().skip(1)) {
        let _ = one.next.set(next.clone());
    }
    laps(size, all[0].clone()).await
}

/// As large as an idle process.
type Bytes = [u64; 44];

/// All are allocated and listed, then each is unlisted and given back.
pub(crate) async fn start_and_stop(size: Size) -> f64 {
    let count = size.of(lives::SERVERS);
    let table = Mutex::new(Vec::<Option<Arc<Bytes>>>::new());
    let start = Instant::now();
    let all: Vec<Arc<Bytes>> = (0..count)
        .map(|number| {
            let process = Arc::new([number; 44]);
            table.lock().expect("nobody panics").push(Some(process.clone()));
            process
        })
        .collect();
    for process in all {
        drop(table.lock().expect("nobody panics")[process[0] as usize].take());
    }
    each(start, count)
}

pub(crate) async fn crash(size: Size) -> f64 {
    let crashes = size.of(crash::CRASHES);
    let start = Instant::now();
    for _ in 0..crashes {
        let crash = catch_unwind(|| panic!("{CRASH}"));
        assert!(crash.is_err());
        // as the task of a server gives back the thread
        tokio::task::yield_now().await;
    }
    each(start, crashes)
}
