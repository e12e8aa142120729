//! How a client learns that casts have been handled: it says how many it awaits, the handlers count down, the last one
//! wakes it. The same for all contenders, and nobody spins.

use std::sync::atomic::{AtomicU64, Ordering::*};
use tokio::sync::Notify;

static LEFT: AtomicU64 = AtomicU64::new(0);
static LAST: Notify = Notify::const_new();

/// So many will arrive.
pub(crate) fn expect(count: u64) {
    LEFT.store(count, Release);
}

/// Called by a handler.
pub(crate) fn arrived() {
    if LEFT.fetch_sub(1, AcqRel) == 1 {
        LAST.notify_one();
    }
}

/// Until all have arrived.
pub(crate) async fn all() {
    LAST.notified().await;
}
