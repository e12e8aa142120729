//! Running a handler as its process: with its pid, under `catch_unwind`, until it is done or a signal ends it.

use super::current::As;
use super::head::Head;
use super::panics::{Crash, guarded};
use super::status::SIGNAL;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// How a stretch of a process's code ended.
pub(crate) enum Stretch<T> {
    Done(T),
    /// It panicked, or called `exit`.
    Crashed(Crash),
    /// A fatal signal arrived.
    Signal,
}

/// Polls once, as the process.
#[inline]
pub(crate) fn poll_as<F: Future + ?Sized>(
    head: &Head,
    future: Pin<&mut F>,
    cx: &mut Context<'_>,
) -> Poll<Result<F::Output, Crash>> {
    let _as = As::process(head);
    let _span = head.enter_span();
    match guarded(|| future.poll(cx)) {
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(reason) => Poll::Ready(Err(reason)),
    }
}

/// Runs a future on the process's own task until it is done, it panics, or a fatal signal arrives. `register` is called once,
/// before the first wait, to let signals find the task. A future that is cut off is dropped as the process.
///
/// The caller pins the future: passed by value it would be in this one and its caller's, twice the memory of each task.
pub(crate) fn run<F: Future>(
    head: &Head,
    mut future: Pin<&mut Option<F>>,
    mut register: impl FnMut(&Waker),
) -> impl Future<Output = Stretch<F::Output>> {
    let mut registered = false;
    poll_fn(move |cx| {
        let stretch = if head.status.has(SIGNAL) {
            Stretch::Signal
        } else {
            let Some(body) = future.as_mut().as_pin_mut() else { return Poll::Pending };
            match poll_as(head, body, cx) {
                Poll::Ready(Ok(output)) => return Poll::Ready(Stretch::Done(output)),
                Poll::Ready(Err(reason)) => Stretch::Crashed(reason),
                Poll::Pending => {
                    if !std::mem::replace(&mut registered, true) {
                        register(cx.waker());
                    }
                    // looked at after the waker is known: a signal from now on wakes us
                    if !head.status.has(SIGNAL) {
                        return Poll::Pending;
                    }
                    Stretch::Signal
                }
            }
        };
        let _as = As::process(head);
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| future.set(None))) {
            // dropping the payload could panic again
            std::mem::forget(payload);
        }
        Poll::Ready(stretch)
    })
}
