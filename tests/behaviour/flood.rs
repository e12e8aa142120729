//! Floods of casts.

use crate::support::{HANG, multi_thread, soon};
use otp_runtime::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::*};
use std::time::Instant;

const CASTS: u64 = 1_000;

struct Tally(Arc<AtomicU64>);

#[gen_server]
impl Tally {
    #[init]
    fn init(seen: Arc<AtomicU64>) -> Self {
        Tally(seen)
    }

    #[cast]
    fn note(&mut self) {
        self.0.fetch_add(1, Relaxed);
    }

    #[call]
    fn seen(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// So many may wait.
const FEW: u64 = 64;

/// Casts, and does not yield until all but a few are handled.
fn cast_and_spin(server: &TallyClient, seen: &AtomicU64) -> bool {
    let (enough, begun) = (seen.load(Relaxed) + CASTS - FEW, Instant::now());
    (0..CASTS).for_each(|_| server.note());
    while seen.load(Relaxed) < enough && begun.elapsed() < HANG {
        std::thread::yield_now();
    }
    seen.load(Relaxed) >= enough
}

/// Tokio keeps the task that a task wakes for the same thread: it would wait there for the sender to yield.
#[test]
fn a_flood_is_handled_while_its_sender_goes_on() {
    let runtime = multi_thread(2);
    let handled = runtime.block_on(runtime.spawn(async {
        let seen = Arc::new(AtomicU64::new(0));
        let server = Tally::start(seen.clone()).await.unwrap();
        // its task is spawned for the first, and woken for the others
        let mut handled = Vec::new();
        for _ in 0..3 {
            handled.push(cast_and_spin(&server, &seen));
            assert_eq!(soon(server.seen()).await.map(|seen| seen % CASTS), Ok(0));
        }
        handled
    }));
    assert_eq!(handled.unwrap(), [true; 3]);
}
