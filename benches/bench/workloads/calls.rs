//! Calls: of one idle server, by many clients, of many servers.

use super::each;
use crate::contender::Contender;
use crate::workload::Size;
use std::time::Instant;

const CALLS: u64 = 200_000;
const CLIENTS: u64 = 64;
const CALLS_OF_EACH: u64 = 4_000;
const SERVERS: u64 = 100_000;

/// One call after the other; the first tenth is not counted.
pub(super) async fn in_turn<F: Future<Output = u64> + Send>(size: Size, mut call: impl FnMut() -> F + Send) -> f64 {
    let calls = size.of(CALLS);
    for _ in 0..calls / 10 {
        call().await;
    }
    let start = Instant::now();
    for _ in 0..calls {
        std::hint::black_box(call().await);
    }
    each(start, calls)
}

pub(crate) async fn sync<C: Contender>(size: Size) -> f64 {
    let server = C::start().await;
    in_turn(size, || C::call(&server, 1)).await
}

pub(crate) async fn asynchronous<C: Contender>(size: Size) -> f64 {
    let server = C::start().await;
    in_turn(size, || C::call_async(&server, 1)).await
}

pub(crate) async fn yielding<C: Contender>(size: Size) -> f64 {
    let server = C::start().await;
    in_turn(size, || C::call_yielding(&server, 1)).await
}

/// All of one server.
pub(crate) async fn clients<C: Contender>(size: Size) -> f64 {
    let server = C::start().await;
    let calls = size.of(CALLS_OF_EACH);
    let start = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let server = server.clone();
            C::client(async move {
                for _ in 0..calls {
                    C::call(&server, 1).await;
                }
            })
        })
        .collect();
    for client in clients {
        client.await;
    }
    let took = each(start, CLIENTS * calls);
    assert_eq!(C::call(&server, 0).await, CLIENTS * calls);
    took
}

/// Each of its own.
pub(crate) async fn pairs<C: Contender>(size: Size) -> f64 {
    let calls = size.of(CALLS_OF_EACH);
    let start = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            C::client(async move {
                let server = C::start().await;
                for _ in 0..calls {
                    C::call(&server, 1).await;
                }
                assert_eq!(C::call(&server, 0).await, calls);
            })
        })
        .collect();
    for client in clients {
        client.await;
    }
    each(start, CLIENTS * calls)
}

/// Each server once.
pub(crate) async fn fan_out<C: Contender>(size: Size) -> f64 {
    let mut servers = Vec::new();
    for _ in 0..size.of(SERVERS) {
        servers.push(C::start().await);
    }
    let start = Instant::now();
    for server in &servers {
        assert_eq!(C::call(server, 1).await, 1);
    }
    each(start, servers.len() as u64)
}
