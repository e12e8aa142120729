//! Models of the status word and of what is built around it, checked by loom in every interleaving.
//!
//! `status.rs` and `own_task.rs` are the runtime's own files, compiled once more with loom's atomics. `cell.rs` and `cell/` model what
//! the runtime builds around them, step by step in the same order; `rt.rs` is as much of an executor as it needs;
//! `links.rs` models links and monitors. The models are in `models/`, and `mutations.rs` shows that each rule has one that
//! fails without it.

#![cfg(test)]

mod sync {
    pub(crate) use loom::sync::atomic::{AtomicU32, Ordering};

    pub(crate) fn spin_loop() {
        loom::thread::yield_now();
    }
}

// what only the runtime needs is unused here
#[allow(dead_code)]
#[path = "../../otp-runtime/src/process/own_task.rs"]
mod own_task;
#[allow(dead_code)]
#[path = "../../otp-runtime/src/process/status.rs"]
mod status;

mod cell;
mod links;
mod rt;

mod models {
    mod dying;
    mod links;
    mod serving;
    mod shutdown;
    mod suspended;
}

/// Explores a model. With a bound, only interleavings in which threads are switched at most that often against their
/// will: most errors need two or three such switches.
fn explore(bound: Option<usize>, model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = bound;
    builder.max_branches = 10_000;
    builder.check(model);
}
