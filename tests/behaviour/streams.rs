//! `Context::add_stream`: items as messages, one at a time.

use futures_core::Stream;
use otp_runtime::prelude::*;
use otp_runtime::{StreamEnded, assert_receive, process};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::task::{Context as TaskContext, Poll};

/// Counts up to an end, if it has one, and how often it was asked.
struct Numbers {
    next: u64,
    end: Option<u64>,
    asked: Arc<AtomicU64>,
}

impl Stream for Numbers {
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut TaskContext<'_>) -> Poll<Option<u64>> {
        self.asked.fetch_add(1, SeqCst);
        self.next += 1;
        if self.end.is_some_and(|end| self.next > end) {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(self.next))
    }
}

/// A stream that never has anything.
struct Silent(#[expect(dead_code, reason = "held, to see when the stream is dropped")] Arc<()>);

impl Stream for Silent {
    type Item = u64;

    fn poll_next(self: Pin<&mut Self>, _: &mut TaskContext<'_>) -> Poll<Option<u64>> {
        Poll::Pending
    }
}

struct Reader {
    seen: Vec<u64>,
    tell: Pid,
}

#[derive(Clone, Debug, PartialEq)]
struct Whole(Vec<u64>, Pid);

#[gen_server]
impl Reader {
    #[init]
    fn init(tell: Pid) -> Self {
        Reader { seen: Vec::new(), tell }
    }

    #[call]
    fn read(&mut self, numbers: Numbers, ctx: &mut Context<Self>) -> Pid {
        ctx.add_stream(numbers)
    }

    #[call]
    fn read_silent(&mut self, stream: Silent, ctx: &mut Context<Self>) -> Pid {
        ctx.add_stream(stream)
    }

    #[info]
    async fn number(&mut self, number: u64) {
        tokio::task::yield_now().await;
        self.seen.push(number);
        self.tell.send(number);
    }

    #[info]
    fn ended(&mut self, ended: StreamEnded) {
        self.tell.send(Whole(self.seen.clone(), ended.stream));
    }
}

#[otp_runtime::test]
async fn items_arrive_in_order_and_the_end_is_told() {
    let me = Pid::current().unwrap();
    let reader = Reader::start(me).await.unwrap();
    let asked = Arc::new(AtomicU64::new(0));
    let stream = reader.read(Numbers { next: 0, end: Some(5), asked: asked.clone() }).await.unwrap();
    let whole = assert_receive!(Whole(..));
    assert_eq!(whole, Whole(vec![1, 2, 3, 4, 5], stream));
    assert_eq!(asked.load(SeqCst), 6);
    assert!(matches!(stream.monitor().await.reason, ExitReason::Normal | ExitReason::NoProc));
    assert!(reader.is_alive());
}

#[otp_runtime::test]
async fn the_next_item_is_asked_for_when_the_last_was_handled() {
    let me = Pid::current().unwrap();
    let reader = Reader::start(me).await.unwrap();
    reader.sys().suspend().await.unwrap();
    let asked = Arc::new(AtomicU64::new(0));
    let numbers = Numbers { next: 0, end: None, asked: asked.clone() };
    let adding = reader.read(numbers).send();
    reader.sys().resume().await.unwrap();
    let stream = adding.await.unwrap();
    for n in 1..=20 {
        assert_eq!(process::receive::<u64>().await, n);
        assert!(asked.load(SeqCst) <= n + 1, "asked {} times for {n} items", asked.load(SeqCst));
    }
    stream.exit(ExitReason::Kill);
    assert_eq!(reader.monitor().await.reason, ExitReason::Killed);
}

#[otp_runtime::test]
async fn a_stream_ends_with_its_server_however_that_ends() {
    let me = Pid::current().unwrap();
    for reason in [ExitReason::Normal, ExitReason::Shutdown] {
        let reader = Reader::start(me).await.unwrap();
        let held = Arc::new(());
        let stream = reader.read_silent(Silent(held.clone())).await.unwrap();
        let end = stream.monitor();
        reader.stop().reason(reason).await.unwrap();
        end.await;
        assert_eq!(Arc::strong_count(&held), 1, "the stream was dropped");
    }
}
