//! How long a caller waits while others call as well.

use crate::contender::Contender;
use crate::workload::Size;
use std::time::{Duration, Instant};

const CLIENTS: usize = 64;
const SERVERS: usize = 16;
const CALLS_OF_EACH: u64 = 300;
/// Between two calls of a client: the load is about the same for all, however fast they answer.
const PAUSE: Duration = Duration::from_millis(1);

/// 64 clients of 16 servers, each its own way through them; they come in bursts, as timers fire together. Of eight calls
/// five are short, two could wait and one does.
pub(crate) async fn percentile<C: Contender>(size: Size, per_mille: u32) -> f64 {
    let mut servers = Vec::new();
    for _ in 0..SERVERS {
        servers.push(C::start().await);
    }
    let calls = size.of(CALLS_OF_EACH);
    let clients: Vec<_> =
        (0..CLIENTS).map(|client| C::client(client_of::<C>(servers.clone(), client, calls))).collect();
    let mut took = Vec::new();
    for client in clients {
        took.extend(client.await);
    }
    took.sort_unstable();
    took[(took.len() - 1) * per_mille as usize / 1_000] as f64
}

/// Nanoseconds of each call.
async fn client_of<C: Contender>(servers: Vec<C::Server>, client: usize, calls: u64) -> Vec<u64> {
    let mut took = Vec::with_capacity(calls as usize);
    let mut random = fastrand::Rng::with_seed(client as u64);
    for _ in 0..calls {
        tokio::time::sleep(PAUSE).await;
        let server = &servers[random.usize(..SERVERS)];
        let start = Instant::now();
        match random.u8(..8) {
            0..5 => C::call(server, 1).await,
            5..7 => C::call_async(server, 1).await,
            _ => C::call_yielding(server, 1).await,
        };
        took.push(start.elapsed().as_nanos() as u64);
    }
    took
}
