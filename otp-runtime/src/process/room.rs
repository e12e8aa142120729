//! Room in a bounded mailbox, and the messages that wait for it.

use super::mailbox::Envelope;
use super::panics::drop_guarded;
use crate::error::Failure;
use crate::{ExitReason, GenServer};
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

pub(crate) struct Room<S: GenServer>(Mutex<Places<S>>);

struct Places<S: GenServer> {
    free: usize,
    /// How many messages there are more than places.
    over: usize,
    /// In the order they came. They are put into the mailbox as places become free, so that none overtakes another.
    waiting: VecDeque<Arc<Mutex<Wait<S>>>>,
    closed: bool,
}

struct Wait<S: GenServer> {
    /// `None` when it was sent or withdrawn.
    message: Option<Envelope<S>>,
    outcome: Option<Result<(), Failure>>,
    waker: Option<Waker>,
}

/// A message that waits for room: a future of its being sent. Dropping it withdraws the message.
pub(crate) struct Waiting<S: GenServer>(Arc<Mutex<Wait<S>>>);

impl<S: GenServer> Room<S> {
    pub(crate) fn new(bound: usize) -> Self {
        Room(Mutex::new(Places { free: bound, over: 0, waiting: VecDeque::new(), closed: false }))
    }

    /// Takes a place. A closed mailbox has room: the push finds out.
    pub(crate) fn take(&self) -> bool {
        let mut places = self.0.lock();
        let free = places.free > 0;
        places.free -= usize::from(free);
        free || places.closed
    }

    /// Takes a place even if none is free.
    pub(crate) fn take_anyway(&self) {
        let mut places = self.0.lock();
        match places.free.checked_sub(1) {
            Some(free) => places.free = free,
            None => places.over += 1,
        }
    }

    /// Queues a message behind those that wait already; `Err` gives it back when there is room now.
    pub(crate) fn wait(&self, message: Envelope<S>) -> Result<Waiting<S>, Envelope<S>> {
        let mut places = self.0.lock();
        if places.free > 0 || places.closed {
            places.free = places.free.saturating_sub(1);
            return Err(message);
        }
        let wait = Arc::new(Mutex::new(Wait { message: Some(message), outcome: None, waker: None }));
        if places.waiting.len() == places.waiting.capacity() {
            places.waiting.retain(|wait| wait.lock().message.is_some());
        }
        places.waiting.push_back(wait.clone());
        Ok(Waiting(wait))
    }

    /// A place is free: the message that takes it, if one waits. Its sender is told when it is in the mailbox.
    pub(crate) fn give_back(&self) -> Option<(Envelope<S>, Sent<S>)> {
        let mut places = self.0.lock();
        if let Some(over) = places.over.checked_sub(1) {
            places.over = over;
            return None;
        }
        while let Some(wait) = places.waiting.pop_front() {
            let message = wait.lock().message.take();
            if let Some(message) = message {
                return Some((message, Sent(wait)));
            }
        }
        places.free += 1;
        None
    }

    /// There will be none: those who wait are told.
    pub(crate) fn close(&self, reason: &ExitReason) {
        let waiting = {
            let mut places = self.0.lock();
            places.closed = true;
            std::mem::take(&mut places.waiting)
        };
        for wait in waiting {
            let message = wait.lock().message.take();
            tell(&wait, Err(Failure::Exit(reason.clone())));
            drop_guarded(message);
        }
    }
}

/// The sender of a message that had to wait.
pub(crate) struct Sent<S: GenServer>(Arc<Mutex<Wait<S>>>);

impl<S: GenServer> Sent<S> {
    pub(crate) fn tell(self) {
        tell(&self.0, Ok(()));
    }
}

fn tell<S: GenServer>(wait: &Mutex<Wait<S>>, outcome: Result<(), Failure>) {
    let waker = {
        let mut wait = wait.lock();
        wait.outcome = Some(outcome);
        wait.waker.take()
    };
    if let Some(waker) = waker {
        waker.wake();
    }
}

impl<S: GenServer> Future for Waiting<S> {
    type Output = Result<(), Failure>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut wait = self.0.lock();
        if let Some(outcome) = wait.outcome.take() {
            return Poll::Ready(outcome);
        }
        if !wait.waker.as_ref().is_some_and(|known| known.will_wake(cx.waker())) {
            wait.waker = Some(cx.waker().clone());
        }
        Poll::Pending
    }
}

impl<S: GenServer> Drop for Waiting<S> {
    fn drop(&mut self) {
        // the waker too: whoever drops the rest may hold a lock
        let (message, waker) = {
            let mut wait = self.0.lock();
            (wait.message.take(), wait.waker.take())
        };
        drop_guarded(message);
        drop_guarded(waker);
    }
}
