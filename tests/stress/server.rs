//! The server under fire. It checks what it is sent: each sender's messages, all of them, in the order they were sent.

use otp_runtime::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// What a run counts, and what went wrong in it.
#[derive(Default)]
pub(crate) struct Run {
    pub(crate) calls: AtomicU64,
    pub(crate) replies: AtomicU64,
    pub(crate) casts: AtomicU64,
    pub(crate) deaths: AtomicU64,
    /// Server states that exist.
    pub(crate) states: AtomicI64,
    wrong: Mutex<Vec<String>>,
}

impl Run {
    pub(crate) fn wrong(&self, what: String) {
        let mut wrong = self.wrong.lock().unwrap();
        if wrong.len() < 20 {
            wrong.push(what);
        }
    }

    pub(crate) fn findings(&self) -> Vec<String> {
        self.wrong.lock().unwrap().clone()
    }
}

/// Who sends a message, and which of its messages to this process it is, counted from 1. Sender 0 does not count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    pub(crate) sender: u32,
    pub(crate) number: u64,
}

impl Stamp {
    pub(crate) const NONE: Stamp = Stamp { sender: 0, number: 0 };
}

/// How a server is to be.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manner {
    pub(crate) traps: bool,
    pub(crate) slow_init: bool,
    pub(crate) fails_init: bool,
    pub(crate) slow_end: bool,
    pub(crate) crashes_at_end: bool,
}

pub(crate) struct Busy {
    run: Arc<Run>,
    manner: Manner,
    seen: HashMap<u32, u64>,
    waiting: Vec<ReplyTo<u64>>,
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.run.states.fetch_sub(1, Relaxed);
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Flush;

#[derive(Clone, Debug)]
pub(crate) struct Step;

impl Busy {
    fn seen(&mut self, stamp: Stamp) -> u64 {
        if stamp.sender != 0 {
            let last = self.seen.entry(stamp.sender).or_default();
            if stamp.number != *last + 1 {
                self.run.wrong(format!("message {} of sender {} came after {last}", stamp.number, stamp.sender));
            }
            *last = stamp.number;
        }
        stamp.number
    }
}

#[gen_server]
impl Busy {
    #[init]
    pub(crate) async fn init(run: Arc<Run>, manner: Manner, ctx: &mut Context<Self>) -> Result<Self, String> {
        ctx.trap_exit(manner.traps);
        if manner.slow_init {
            tokio::task::yield_now().await;
        }
        if manner.fails_init {
            return Err("not today".to_owned());
        }
        run.states.fetch_add(1, Relaxed);
        Ok(Busy { run, manner, seen: HashMap::new(), waiting: Vec::new() })
    }

    #[call]
    pub(crate) fn put(&mut self, stamp: Stamp) -> u64 {
        self.seen(stamp)
    }

    #[call]
    pub(crate) async fn ready(&mut self, stamp: Stamp) -> u64 {
        self.seen(stamp)
    }

    #[call]
    pub(crate) async fn nap(&mut self, stamp: Stamp, turns: usize) -> u64 {
        let number = self.seen(stamp);
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
        number
    }

    #[call]
    pub(crate) async fn sleep(&mut self, stamp: Stamp) -> u64 {
        let number = self.seen(stamp);
        tokio::time::sleep(Duration::from_micros(200)).await;
        number
    }

    #[call]
    pub(crate) fn work(&mut self, stamp: Stamp, time: Duration) -> u64 {
        let begin = Instant::now();
        while begin.elapsed() < time {
            std::hint::spin_loop();
        }
        self.seen(stamp)
    }

    #[call(blocking)]
    pub(crate) fn block(&mut self, stamp: Stamp) -> u64 {
        std::thread::sleep(Duration::from_micros(50));
        self.seen(stamp)
    }

    /// Asks another server meanwhile.
    #[call]
    pub(crate) async fn ask(&mut self, stamp: Stamp, other: BusyClient) -> u64 {
        let number = self.seen(stamp);
        let _ = other.put(Stamp::NONE).timeout(Duration::from_millis(2)).await;
        number
    }

    #[call]
    pub(crate) fn later(&mut self, stamp: Stamp, reply: ReplyTo<u64>, ctx: &mut Context<Self>) {
        self.seen(stamp);
        self.waiting.push(reply);
        ctx.send_after(Duration::from_millis(1), Flush);
    }

    #[call]
    pub(crate) async fn later_still(&mut self, stamp: Stamp, reply: ReplyTo<u64>, ctx: &mut Context<Self>) {
        self.seen(stamp);
        tokio::task::yield_now().await;
        self.waiting.push(reply);
        tokio::task::yield_now().await;
        ctx.send_after(Duration::from_millis(1), Flush);
    }

    /// Somebody else answers.
    #[call]
    pub(crate) fn by_another(&mut self, stamp: Stamp, reply: ReplyTo<u64>) {
        self.seen(stamp);
        tokio::spawn(async move {
            tokio::task::yield_now().await;
            reply.send(1);
        });
    }

    /// Nobody answers.
    #[call]
    pub(crate) fn forget(&mut self, stamp: Stamp, reply: ReplyTo<u64>) {
        self.seen(stamp);
        drop(reply);
    }

    #[call]
    pub(crate) fn and_continue(&mut self, stamp: Stamp, ctx: &mut Context<Self>) -> u64 {
        ctx.continue_with(Step);
        ctx.idle_timeout(Duration::from_millis(1));
        self.seen(stamp)
    }

    #[call]
    pub(crate) fn halt(&mut self, ctx: &mut Context<Self>) -> u64 {
        ctx.stop(ExitReason::Shutdown);
        7
    }

    #[call]
    pub(crate) fn leave(&mut self) -> u64 {
        otp_runtime::exit(ExitReason::Shutdown)
    }

    #[call]
    pub(crate) fn crash(&mut self) -> u64 {
        panic!("a call that crashes")
    }

    #[call]
    pub(crate) async fn crash_late(&mut self) -> u64 {
        tokio::task::yield_now().await;
        panic!("a call that crashes late")
    }

    #[cast]
    pub(crate) fn note(&mut self, stamp: Stamp) {
        self.seen(stamp);
    }

    #[cast]
    pub(crate) async fn note_late(&mut self, stamp: Stamp) {
        self.seen(stamp);
        tokio::task::yield_now().await;
    }

    #[cast]
    pub(crate) fn cast_crash(&mut self) {
        panic!("a cast that crashes")
    }

    #[cast]
    pub(crate) fn connect(&mut self, other: Pid, ctx: &mut Context<Self>) {
        ctx.link(other);
        ctx.monitor(other);
    }

    #[cast]
    pub(crate) fn disconnect(&mut self, other: Pid, ctx: &mut Context<Self>) {
        ctx.unlink(other);
    }

    #[info]
    fn flush(&mut self, _: Flush) {
        for reply in self.waiting.drain(..) {
            reply.send(2);
        }
    }

    #[info]
    fn on_exit(&mut self, _: Exit) {}

    #[info]
    fn on_down(&mut self, _: Down) {}

    #[info]
    fn idle(&mut self, _: IdleTimeout) {}

    #[info]
    fn stamped(&mut self, stamp: Stamp) {
        self.seen(stamp);
    }

    #[handle_continue]
    async fn step(&mut self, _: Step) {
        tokio::task::yield_now().await;
    }

    #[terminate]
    async fn terminate(&mut self) {
        if self.manner.slow_end {
            tokio::task::yield_now().await;
        }
        assert!(!self.manner.crashes_at_end, "an end that crashes");
    }
}
