//! Birth and death.

use super::each;
use crate::contender::Contender;
use crate::workload::Size;
use std::time::Instant;

pub(crate) const SERVERS: u64 = 100_000;

/// All are started, then each is stopped and awaited in turn.
pub(crate) async fn start_and_stop<C: Contender>(size: Size) -> f64 {
    let count = size.of(SERVERS);
    let mut servers = Vec::with_capacity(count as usize);
    let start = Instant::now();
    for _ in 0..count {
        servers.push(C::start().await);
    }
    for server in servers {
        C::stop(server).await;
    }
    each(start, count)
}
