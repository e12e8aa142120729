//! What the tests wait with.

use otp_runtime::prelude::*;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context as TaskContext, Poll, Wake, Waker};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;

/// Longer than anything takes that is not stuck.
pub(crate) const HANG: Duration = Duration::from_secs(20);

/// Whether callers run idle servers themselves in this run.
pub(crate) fn in_place() -> bool {
    std::env::var("OTP_INLINE").map_or(true, |value| value != "0")
}

pub(crate) fn multi_thread(workers: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(workers).enable_all().build().unwrap()
}

pub(crate) fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The outcome of what must not hang.
pub(crate) async fn soon<F: IntoFuture>(future: F) -> F::Output {
    tokio::time::timeout(HANG, future.into_future()).await.expect("it hangs")
}

/// Why a call failed whose process ended first.
#[track_caller]
pub(crate) fn death<T: std::fmt::Debug, E: std::fmt::Debug>(outcome: Result<T, CallError<E>>) -> ExitReason {
    match outcome {
        Err(CallError::Exit(reason, _)) => reason,
        other => panic!("not the end of a process: {other:?}"),
    }
}

/// Something that happens once. Any thread and any task can wait for it.
#[derive(Clone, Default)]
pub(crate) struct Event(Arc<(Mutex<bool>, Condvar, Notify)>);

impl Event {
    pub(crate) fn set(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
        self.0.2.notify_waiters();
    }

    pub(crate) fn is_set(&self) -> bool {
        *self.0.0.lock().unwrap()
    }

    pub(crate) async fn wait(&self) {
        soon(async {
            loop {
                let notified = self.0.2.notified();
                if self.is_set() {
                    return;
                }
                notified.await;
            }
        })
        .await;
    }

    /// Waits on this thread.
    pub(crate) fn block(&self) {
        let (happened, timeout) = self.0.1.wait_timeout_while(self.0.0.lock().unwrap(), HANG, |set| !*set).unwrap();
        drop(happened);
        assert!(!timeout.timed_out(), "it hangs");
    }
}

/// Says when it is dropped.
#[derive(Clone, Default)]
pub(crate) struct Sign(pub(crate) Event);

impl Drop for Sign {
    fn drop(&mut self) {
        self.0.set();
    }
}

/// Lines in the order they were written, by whichever thread.
#[derive(Clone, Default)]
pub(crate) struct Diary(Arc<Mutex<Vec<String>>>);

impl Diary {
    pub(crate) fn write(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// Does something on the thread that wakes, at that moment.
pub(crate) fn waker(woken: impl Fn() + Send + Sync + 'static) -> Waker {
    struct Calls<F>(F);
    impl<F: Fn() + Send + Sync + 'static> Wake for Calls<F> {
        fn wake(self: Arc<Self>) {
            (self.0)();
        }
    }
    Waker::from(Arc::new(Calls(woken)))
}

pub(crate) fn poll_once<F: Future + Unpin>(future: &mut F, waker: &Waker) -> Poll<F::Output> {
    Pin::new(future).poll(&mut TaskContext::from_waker(waker))
}

/// An executor that knows nothing of tokio.
pub(crate) fn block_on<F: IntoFuture>(future: F) -> F::Output {
    let thread = std::thread::current();
    let waker = waker(move || thread.unpark());
    let mut future = Box::pin(future.into_future());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut TaskContext::from_waker(&waker)) {
            return output;
        }
        std::thread::park_timeout(HANG);
    }
}
