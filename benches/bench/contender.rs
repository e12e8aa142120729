//! What each contender can do. All write the same server: a sum that messages are added to.

use std::time::Duration;

/// Starts, stops, and calls.
pub(crate) trait Contender: 'static {
    /// What its users hold.
    type Server: Clone + Send + Sync + 'static;

    /// Runs `work` where this contender's clients run, on a runtime of its own with so many workers.
    fn run<T: Send + 'static>(workers: usize, work: impl Future<Output = T> + Send + 'static) -> T {
        on_tokio(workers, work)
    }

    /// A further client, beside the one that `run` runs.
    fn client<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> impl Future<Output = T> + Send {
        let task = tokio::spawn(work);
        async { task.await.expect("the client ends") }
    }

    /// A server whose sum is 0.
    fn start() -> impl Future<Output = Self::Server> + Send;

    /// Ends a server, and waits until it has ended.
    fn stop(server: Self::Server) -> impl Future<Output = ()> + Send;

    /// Adds, and gives the sum.
    fn call(server: &Self::Server, by: u64) -> impl Future<Output = u64> + Send;

    /// The same with an async handler that does not suspend. Most have no others.
    fn call_async(server: &Self::Server, by: u64) -> impl Future<Output = u64> + Send {
        Self::call(server, by)
    }

    /// The same with a handler that yields once, and a caller who waits for 5 s at most.
    fn call_yielding(server: &Self::Server, by: u64) -> impl Future<Output = u64> + Send;
}

/// Sends without waiting for a reply.
pub(crate) trait Casts: Contender {
    /// Adds.
    fn cast(server: &Self::Server, by: u64) -> impl Future<Output = ()> + Send;

    /// The handler calls [`arrived`](crate::arrivals::arrived).
    fn report(server: &Self::Server) -> impl Future<Output = ()> + Send;

    /// What `server` hands tokens on to.
    fn link(server: &Self::Server, next: &Self::Server) -> impl Future<Output = ()> + Send;

    /// Hands a token on until no hops are left; then the handler calls [`arrived`](crate::arrivals::arrived).
    fn pass(server: &Self::Server, hops: u64) -> impl Future<Output = ()> + Send;
}

/// Finds a server by its name, each time it is called.
pub(crate) trait Named: Contender {
    type Name: Send + Sync + 'static;

    /// Starts a server with a name.
    fn named() -> impl Future<Output = Self::Name> + Send;

    /// Adds, and gives the sum.
    fn call_named(name: &Self::Name, by: u64) -> impl Future<Output = u64> + Send;
}

/// Has registries with keys beside the names.
pub(crate) trait Keyed: Named {
    /// Starts a server with a key.
    fn keyed() -> impl Future<Output = Self::Name> + Send;
}

/// Restarts what crashes.
pub(crate) trait Supervised: Contender {
    /// The only child of a supervisor that does not give up; through any number of restarts.
    fn supervised() -> impl Future<Output = Self::Server> + Send;

    /// Its handler panics with [`CRASH`].
    fn crash(server: &Self::Server) -> impl Future<Output = ()> + Send;

    /// The sum; `None` when nobody is there just now.
    fn sum(server: &Self::Server) -> impl Future<Output = Option<u64>> + Send;
}

/// What a server panics with when it is told to.
pub(crate) const CRASH: &str = "as asked";

/// How long a caller waits for a handler that suspends.
pub(crate) const LIMIT: Duration = Duration::from_secs(5);

/// Runs `work` as a task, as a service's code is, on a runtime of its own.
pub(crate) fn on_tokio<T: Send + 'static>(workers: usize, work: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        tokio::spawn(tick());
        tokio::spawn(work).await.expect("the workload ends")
    })
}

/// Some timer is always pending in a real program; one that is the only one of its runtime costs several times as much.
pub(crate) async fn tick() {
    let mut ticker = tokio::time::interval(Duration::from_millis(1));
    loop {
        ticker.tick().await;
    }
}

/// A name nobody has had.
pub(crate) fn new_name() -> String {
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    static NAMES: AtomicU64 = AtomicU64::new(0);
    format!("server {}", NAMES.fetch_add(1, Relaxed))
}
