//! Collections of requests, served in the order they complete.

use parking_lot::Mutex;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// Requests under way, each with a label (OTP's request id collections).
///
/// Any future that is `Unpin` will do, and all of one collection have one type. A request belongs to one collection at
/// most, because adding moves it.
///
/// ```
/// use otp_runtime::{Requests, prelude::*};
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() {
/// let mut pending = Requests::new();
/// for till in [1, 2, 3] {
///     pending.add(till, Till::start(till * 100).await.unwrap().cents().send());
/// }
/// let mut sum = 0;
/// while let Some((till, cents)) = pending.next().await {
///     assert_eq!(cents, Ok(till * 100));
///     sum += cents.unwrap();
/// }
/// assert_eq!(sum, 600);
/// # }
/// ```
pub struct Requests<L, R> {
    pending: BTreeMap<u64, Pending<L, R>>,
    next_key: u64,
    ready: Arc<Ready>,
}

struct Pending<L, R> {
    label: L,
    request: R,
    waker: Waker,
}

/// Whose waker was called, in order.
#[derive(Default)]
struct Ready(Mutex<(VecDeque<u64>, Option<Waker>)>);

struct Signal {
    key: u64,
    ready: Arc<Ready>,
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        let waker = {
            let mut ready = self.ready.0.lock();
            ready.0.push_back(self.key);
            ready.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<L, R: Future + Unpin> Requests<L, R> {
    /// An empty collection.
    pub fn new() -> Self {
        Requests { pending: BTreeMap::new(), next_key: 0, ready: Arc::default() }
    }

    /// Adds a request under a label. Labels need not differ.
    pub fn add(&mut self, label: L, request: R) {
        let key = self.next_key;
        self.next_key += 1;
        let signal = Arc::new(Signal { key, ready: self.ready.clone() });
        // looked at once in any case
        Wake::wake(signal.clone());
        self.pending.insert(key, Pending { label, request, waker: Waker::from(signal) });
    }

    /// How many are under way.
    pub fn len(&self) -> usize {
        self.pending.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// The next that completes, removed from the collection; `None` when it is empty (`no_request`). Cancelling it loses
    /// nothing.
    pub async fn next(&mut self) -> Option<(L, R::Output)> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    /// As [`next`](Requests::next), for at most this long: `Err(TimedOut)` leaves the collection as it is.
    pub async fn next_within(&mut self, limit: Duration) -> Result<Option<(L, R::Output)>, TimedOut> {
        tokio::time::timeout(limit, self.next()).await.map_err(|_| TimedOut)
    }

    /// One of those under way.
    pub(crate) fn any(&self) -> Option<&R> {
        self.pending.values().next().map(|pending| &pending.request)
    }

    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<(L, R::Output)>> {
        if self.pending.is_empty() {
            return Poll::Ready(None);
        }
        loop {
            let key = {
                let mut ready = self.ready.0.lock();
                match ready.0.pop_front() {
                    Some(key) => key,
                    None => {
                        ready.1 = Some(cx.waker().clone());
                        return Poll::Pending;
                    }
                }
            };
            let Some(Pending { request, waker, .. }) = self.pending.get_mut(&key) else { continue };
            let waker = waker.clone();
            if let Poll::Ready(outcome) = Pin::new(request).poll(&mut Context::from_waker(&waker))
                && let Some(Pending { label, .. }) = self.pending.remove(&key)
            {
                return Poll::Ready(Some((label, outcome)));
            }
        }
    }
}

/// Nothing completed in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no request completed in time")]
pub struct TimedOut;

impl<L, R: Future + Unpin> Default for Requests<L, R> {
    fn default() -> Self {
        Requests::new()
    }
}

impl<L, R> fmt::Debug for Requests<L, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Requests({})", self.pending.len())
    }
}
