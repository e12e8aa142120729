//! Resident bytes of an idle process, the handle to it included. Runs in an OS process of its own.

use crate::arrivals;
use crate::contender::{Casts, Contender};
use crate::workload::Size;

const SERVERS: u64 = 100_000;

/// After one call.
pub(crate) async fn called<C: Contender>(size: Size) -> f64 {
    let count = size.of(SERVERS);
    C::call(&C::start().await, 1).await;
    let mut servers = Vec::with_capacity(count as usize);
    let before = resident();
    for _ in 0..count {
        let server = C::start().await;
        C::call(&server, 1).await;
        servers.push(server);
    }
    (resident() - before) / count as f64
}

/// After one cast.
pub(crate) async fn cast<C: Casts>(size: Size) -> f64 {
    let count = size.of(SERVERS);
    C::call(&C::start().await, 1).await;
    let mut servers = Vec::with_capacity(count as usize);
    let before = resident();
    for _ in 0..count {
        let server = C::start().await;
        arrivals::expect(1);
        C::report(&server).await;
        arrivals::all().await;
        servers.push(server);
    }
    (resident() - before) / count as f64
}

/// Of this OS process; 0 where Linux's `/proc` is missing.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) * 1024.0
}
