//! How many allocations messages cost: none for a call in place, one for an async one or for a function sent to an agent,
//! three at most for a call whose handler waits, next to none for a cast.
//!
//! Counted per thread, on a runtime that has one.

use otp_runtime::prelude::*;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
    static BYTES: Cell<i64> = const { Cell::new(0) };
}

fn count(bytes: usize) {
    // a thread that is ending has nothing to count with
    let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
    let _ = BYTES.try_with(|held| held.set(held.get() + bytes as i64));
}

fn give_back(bytes: usize) {
    let _ = BYTES.try_with(|held| held.set(held.get() - bytes as i64));
}

// SAFETY: the system's allocator does it all; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        give_back(layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        give_back(layout.size());
        count(size);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Tally(u64);

#[gen_server]
impl Tally {
    #[init]
    fn init() -> Self {
        Tally(0)
    }

    #[call]
    fn add(&mut self, n: u64) -> u64 {
        self.0 += n;
        self.0
    }

    #[call]
    fn check(&mut self, n: u64) -> Result<u64, String> {
        self.0 += n;
        Ok(self.0)
    }

    #[call]
    fn measure(&mut self, text: &str) -> u64 {
        self.0 += text.len() as u64;
        self.0
    }

    #[call]
    async fn add_async(&mut self, n: u64) -> u64 {
        self.0 += n;
        self.0
    }

    #[call]
    async fn add_waiting(&mut self, n: u64) -> u64 {
        tokio::task::yield_now().await;
        self.0 += n;
        self.0
    }

    #[cast]
    fn note(&mut self, n: u64) {
        self.0 += n;
    }

    #[cast]
    async fn note_waiting(&mut self, n: u64) {
        tokio::task::yield_now().await;
        self.0 += n;
    }
}

const TIMES: u64 = 1_000;

/// What `run` allocates on this thread, a time, once everything is warm.
async fn allocations<F: Future<Output = ()>>(mut run: impl FnMut() -> F) -> f64 {
    // as many as use up tokio's budget: a task that yields for the first time allocates
    for _ in 0..300 {
        run().await;
    }
    let before = ALLOCATIONS.get();
    for _ in 0..TIMES {
        run().await;
    }
    (ALLOCATIONS.get() - before) as f64 / TIMES as f64
}

fn on_one_thread(test: impl Future<Output = ()> + Send + 'static) {
    if std::env::var_os("OTP_INLINE").is_some_and(|value| value == "0") {
        println!("there are no calls in place in this run: nothing to count");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::spawn(test).await }).unwrap();
}

/// The process itself, and now and then a larger table.
#[test]
fn a_start_and_a_stop_allocate_once() {
    on_one_thread(async {
        let each = allocations(|| async { Tally::start().await.unwrap().stop().await.unwrap() }).await;
        assert!((1.0..=1.02).contains(&each), "{each}");
    });
}

#[test]
fn a_call_in_place_allocates_nothing() {
    on_one_thread(async {
        let server = &Tally::start().await.unwrap();
        let plain = allocations(|| async { assert!(server.add(1).await.is_ok()) });
        assert_eq!(plain.await, 0.0);
        let result = allocations(|| async { assert!(server.check(1).await.is_ok()) });
        assert_eq!(result.await, 0.0, "a `Result`");
        let text = &String::from("what is lent is not copied");
        let lent = allocations(|| async { assert!(server.measure(text).await.is_ok()) });
        assert_eq!(lent.await, 0.0, "a `&str`");
    });
}

#[test]
fn an_async_call_that_does_not_wait_allocates_once() {
    on_one_thread(async {
        let server = &Tally::start().await.unwrap();
        let each = allocations(|| async { assert!(server.add_async(1).await.is_ok()) });
        assert_eq!(each.await, 1.0);
    });
}

#[test]
fn an_async_call_that_waits_allocates_three_times_at_most() {
    on_one_thread(async {
        let server = &Tally::start().await.unwrap();
        let each = allocations(|| async { assert!(server.add_waiting(1).await.is_ok()) }).await;
        // its future, and where its caller waits
        assert!(each <= 3.0, "{each} a call");
    });
}

#[test]
fn a_function_sent_to_an_agent_allocates_once() {
    on_one_thread(async {
        let agent = &Agent::start(|| 1_u64).await.unwrap();
        let get = allocations(|| async { assert!(agent.get(|number| *number).await.is_ok()) });
        assert_eq!(get.await, 1.0, "its box, in which the result comes back");
        let by = std::hint::black_box(1);
        let update = allocations(|| async { assert!(agent.update(move |number| *number += by).await.is_ok()) });
        assert_eq!(update.await, 1.0);
    });
}

#[protocol]
trait Adding {
    #[call]
    fn plus(&mut self, n: u64) -> u64;
    #[call]
    fn checked(&mut self, n: u64) -> Result<u64, String>;
    #[call]
    async fn plus_async(&mut self, n: u64) -> u64;
    #[cast]
    fn remark(&mut self, n: u64);
}

#[gen_server(protocol = Adding)]
impl Sum {
    #[init]
    fn init() -> Self {
        Sum(0)
    }
}

struct Sum(u64);

impl Adding for Sum {
    fn plus(&mut self, n: u64) -> u64 {
        self.0 += n;
        self.0
    }

    fn checked(&mut self, n: u64) -> Result<u64, String> {
        Ok(self.plus(n))
    }

    async fn plus_async(&mut self, n: u64) -> u64 {
        self.plus(n)
    }

    fn remark(&mut self, n: u64) {
        self.0 += n;
    }
}

#[test]
fn a_protocols_calls_and_casts_cost_what_a_servers_own_do() {
    const CASTS: u64 = 10_000;
    on_one_thread(async {
        let server: &AddingClient = &Sum::start().await.unwrap().into();
        let plain = allocations(|| async { assert!(server.plus(1).await.is_ok()) });
        assert_eq!(plain.await, 0.0);
        let result = allocations(|| async { assert!(server.checked(1).await.is_ok()) });
        assert_eq!(result.await, 0.0, "a `Result`");
        let each = allocations(|| async { assert!(server.plus_async(1).await.is_ok()) });
        assert_eq!(each.await, 1.0, "an async one");
        server.remark(1);
        server.plus(0).await.unwrap();
        let before = ALLOCATIONS.get();
        for _ in 0..CASTS {
            server.remark(1);
        }
        assert!(server.plus(0).await.unwrap() > CASTS);
        let each = (ALLOCATIONS.get() - before) as f64 / CASTS as f64;
        assert!(each <= 0.02, "{each} a cast");
    });
}

#[test]
fn a_cast_allocates_next_to_nothing() {
    const CASTS: u64 = 10_000;
    on_one_thread(async {
        let server = Tally::start().await.unwrap();
        // its task and its queue are there
        server.note(1);
        server.add(0).await.unwrap();
        let before = ALLOCATIONS.get();
        for _ in 0..CASTS {
            server.note(1);
        }
        assert_eq!(server.add(0).await, Ok(CASTS + 1));
        let each = (ALLOCATIONS.get() - before) as f64 / CASTS as f64;
        assert!(each <= 0.02, "{each} a cast");
    });
}

/// While they come the queues stay large; a server that has nothing more to do has small ones.
#[test]
fn a_flood_leaves_no_memory_behind() {
    async fn flood(server: &TallyClient, casts: u64) -> i64 {
        (0..casts).for_each(|_| server.note(1));
        let most = BYTES.get();
        server.add(0).await.unwrap();
        tokio::task::yield_now().await;
        most
    }
    on_one_thread(async {
        let server = &Tally::start().await.unwrap();
        flood(server, 1).await;
        let before = BYTES.get();
        for casts in [100_000, 100, 100_000, 100_000, 1, 2, 100_000] {
            let most = flood(server, casts).await;
            assert!(casts < 100_000 || most - before > 1_000_000, "they waited: {}", most - before);
            let left = BYTES.get() - before;
            assert!(left < 16_000, "{left} bytes after {casts} casts");
        }
    });
}

/// One future serves all handlers of a task that wait.
#[test]
fn a_cast_that_waits_allocates_next_to_nothing() {
    on_one_thread(async {
        let server = Tally::start().await.unwrap();
        let each = allocations(|| async {
            server.note_waiting(1);
            // the server's task runs meanwhile
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        });
        assert_eq!(each.await, 0.0);
        assert_eq!(server.add(0).await, Ok(TIMES + 300));
    });
}
