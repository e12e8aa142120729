//! The workloads, each the same code for all contenders. Nanoseconds an operation, but for memory.

pub(crate) mod calls;
pub(crate) mod casts;
pub(crate) mod crash;
pub(crate) mod lives;
pub(crate) mod load;
pub(crate) mod memory;
pub(crate) mod places;

use std::time::Instant;

pub(crate) fn each(start: Instant, operations: u64) -> f64 {
    start.elapsed().as_nanos() as f64 / operations as f64
}
