//! Casts: floods, and one at a time.

use super::each;
use crate::arrivals;
use crate::contender::Casts;
use crate::workload::Size;
use std::time::Instant;

const FLOOD: u64 = 512_000;
const IN_TURN: u64 = 50_000;
pub(crate) const SERVERS: u64 = 1_000;
const TURNS: u64 = 200;
const LAPS: u64 = 200;

/// From so many senders to one server. Each sender ends with a call: all that came before it are handled then.
pub(crate) async fn flood<C: Casts>(size: Size, senders: u64) -> f64 {
    let server = C::start().await;
    let casts = size.of(FLOOD) / senders;
    let start = Instant::now();
    let clients: Vec<_> = (0..senders)
        .map(|_| {
            let server = server.clone();
            C::client(async move {
                for _ in 0..casts {
                    C::cast(&server, 1).await;
                }
                C::call(&server, 0).await;
            })
        })
        .collect();
    for client in clients {
        client.await;
    }
    // one contender does not keep the order
    while C::call(&server, 0).await != senders * casts {
        tokio::task::yield_now().await;
    }
    each(start, senders * casts)
}

/// Each is handled before the next is sent: what it takes to wake a server, and its client.
pub(crate) async fn idle<C: Casts>(size: Size) -> f64 {
    let server = C::start().await;
    in_turn(size, Reported::<C>(server)).await
}

/// Something that in the end calls [`arrived`](arrivals::arrived).
pub(crate) trait Begin: Send + Sync {
    fn begin(&self, hops: u64) -> impl Future<Output = ()> + Send;
}

struct Reported<C: Casts>(C::Server);

impl<C: Casts> Begin for Reported<C> {
    async fn begin(&self, _: u64) {
        C::report(&self.0).await
    }
}

struct Passed<C: Casts>(Vec<C::Server>);

impl<C: Casts> Begin for Passed<C> {
    async fn begin(&self, hops: u64) {
        C::pass(&self.0[0], hops).await
    }
}

/// The same, whatever is woken.
pub(crate) async fn in_turn(size: Size, reported: impl Begin) -> f64 {
    let casts = size.of(IN_TURN);
    let send = async || {
        arrivals::expect(1);
        reported.begin(0).await;
        arrivals::all().await;
    };
    for _ in 0..casts / 10 {
        send().await;
    }
    let start = Instant::now();
    for _ in 0..casts {
        send().await;
    }
    each(start, casts)
}

/// One to each server; when all are handled, the next.
pub(crate) async fn fan_out<C: Casts>(size: Size) -> f64 {
    let mut servers = Vec::new();
    for _ in 0..SERVERS {
        servers.push(C::start().await);
    }
    let send = async || {
        arrivals::expect(SERVERS);
        for server in &servers {
            C::report(server).await;
        }
        arrivals::all().await;
    };
    send().await;
    let turns = size.of(TURNS);
    let start = Instant::now();
    for _ in 0..turns {
        send().await;
    }
    each(start, SERVERS * turns)
}

/// One token goes round.
pub(crate) async fn ring<C: Casts>(size: Size) -> f64 {
    let mut servers = Vec::new();
    for _ in 0..SERVERS {
        servers.push(C::start().await);
    }
    for (server, next) in servers.iter().zip(servers.iter().cycle().skip(1)) {
        C::link(server, next).await;
    }
    laps(size, Passed::<C>(servers)).await
}

/// The same for any ring of [`SERVERS`].
pub(crate) async fn laps(size: Size, passed: impl Begin) -> f64 {
    let pass = async |hops| {
        arrivals::expect(1);
        passed.begin(hops).await;
        arrivals::all().await;
    };
    // all are linked, for a link was sent before this
    pass(SERVERS).await;
    let hops = SERVERS * size.of(LAPS);
    let start = Instant::now();
    pass(hops).await;
    each(start, hops)
}
