//! A stream of tasks while it is consumed.

use super::hub::{ConsumerEnds, Hub, Position};
use super::make::Starting;
use super::{AskedStart, Run, TaskStream};
use crate::monitor::{current_process, unwatch, watch_end};
use crate::process::current;
use crate::process::status::{DEAD, SIGNAL};
use crate::system::clock::after_or_far;
use crate::{ExitReason, system};
use futures_core::Stream;
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::Instant;

/// A task whose item has not been given.
pub(super) struct Flight<I, T> {
    /// What is kept for an error.
    input: Option<I>,
    outcome: Option<Result<T, ExitReason>>,
    /// It was killed for being late.
    late: bool,
}

impl<I, T: Send + 'static> Run<I, T> {
    /// The calling process is the consumer.
    fn begin(linked: bool) -> Self {
        let consumer = current_process();
        let hub = Hub::new(consumer.as_ref().map(|consumer| consumer.head().pid), linked);
        let watch = consumer.filter(|_| linked).map(|it| watch_end(it, Arc::new(ConsumerEnds(hub.clone()))));
        Run {
            hub,
            watch,
            next_index: 0,
            flights: BTreeMap::new(),
            ready: VecDeque::new(),
            clock: VecDeque::new(),
            sleep: None,
            starting: None,
            exhausted: false,
            failing: None,
        }
    }

    /// Notes what has ended.
    fn look(&mut self, ordered: bool, cx: &mut Context<'_>) {
        for (index, outcome) in self.hub.look(cx) {
            let Some(flight) = self.flights.get_mut(&index) else { continue };
            // a value that came after all is as good as one in time
            flight.outcome = Some(outcome.map_err(|reason| if flight.late { ExitReason::Timeout } else { reason }));
            if !ordered {
                self.ready.push_back(index);
            }
        }
    }

    /// The flight whose turn it is, if it has landed.
    fn land(&mut self, ordered: bool) -> Option<(Option<I>, Result<T, ExitReason>)> {
        let index = if ordered {
            let (index, first) = self.flights.first_key_value()?;
            first.outcome.as_ref().map(|_| *index)?
        } else {
            self.ready.pop_front()?
        };
        let Flight { input, outcome, .. } = self.flights.remove(&index)?;
        Some((input, outcome?))
    }

    /// A task is late; `None`: none is, so far.
    fn poll_late(&mut self, cx: &mut Context<'_>) -> Option<u64> {
        loop {
            let (at, index) = *self.clock.front()?;
            if self.flights.get(&index).is_none_or(|flight| flight.outcome.is_some()) {
                self.clock.pop_front();
                continue;
            }
            if at > Instant::now() {
                let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(at)));
                if sleep.deadline() != at {
                    sleep.as_mut().reset(at);
                }
                if sleep.as_mut().poll(cx).is_pending() {
                    return None;
                }
            }
            self.clock.pop_front();
            return Some(index);
        }
    }

    /// A supervisor that was asked for a task has answered, or there was none to ask.
    fn poll_start(&mut self, timeout: Option<Duration>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(AskedStart { index, start }) = &mut self.starting else { return Poll::Ready(()) };
        let started = ready!(start.as_mut().poll(cx));
        let index = *index;
        self.starting = None;
        match started {
            Ok(()) => self.started(index, timeout),
            Err(reason) => {
                self.hub.leave(index);
                let input = self.flights.remove(&index).and_then(|flight| flight.input);
                self.fail(input, reason);
            }
        }
        Poll::Ready(())
    }

    fn started(&mut self, index: u64, timeout: Option<Duration>) {
        if let Some(limit) = timeout {
            self.clock.push_back((after_or_far(limit), index));
        }
    }

    fn fail(&mut self, input: Option<I>, reason: ExitReason) {
        self.hub.close();
        self.failing.get_or_insert((input, reason));
    }

    /// All tasks have been killed, and have ended.
    fn poll_ended(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.hub.close();
        ready!(self.poll_start(None, cx));
        drop(self.hub.look(cx));
        if self.hub.running() == 0 { Poll::Ready(()) } else { Poll::Pending }
    }

    fn enter(&mut self, input: Option<I>) -> Arc<Position<T>> {
        let index = self.next_index;
        self.next_index += 1;
        self.flights.insert(index, Flight { input, outcome: None, late: false });
        self.hub.enter(index)
    }
}

impl<I, T: Send + 'static> Drop for Run<I, T> {
    fn drop(&mut self) {
        let consumer = self.hub.consumer.and_then(system::find);
        if let Some(consumer) = &consumer
            && current::pid() == self.hub.consumer
            && consumer.head().status.has(SIGNAL | DEAD)
        {
            // it dies of a signal: linked tasks die of the same, the others run on
            return;
        }
        self.hub.close();
        if let (Some(consumer), Some(watch)) = (consumer, self.watch) {
            unwatch(&*consumer, watch);
        }
    }
}

impl<I, T: Send + 'static, E> TaskStream<'_, I, T, E> {
    pub(super) fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, E>>> {
        if self.done {
            return Poll::Ready(None);
        }
        let (ordered, error) = (self.options.ordered, self.options.error);
        let linked = self.linked;
        loop {
            let run = self.run.get_or_insert_with(|| Run::begin(linked));
            run.look(ordered, cx);
            if run.failing.is_some() {
                ready!(run.poll_ended(cx));
                let failure = run.failing.take();
                self.finish();
                return Poll::Ready(failure.map(|(input, reason)| Err(error(input, reason))));
            }
            if let Some(late) = run.poll_late(cx) {
                self.is_late(late);
                continue;
            }
            self.fill(cx);
            let Some(run) = &mut self.run else { return Poll::Ready(None) };
            if run.failing.is_some() {
                continue;
            }
            if let Some((input, outcome)) = run.land(ordered) {
                return Poll::Ready(Some(outcome.map_err(|reason| error(input, reason))));
            }
            if run.exhausted && run.flights.is_empty() {
                self.finish();
                return Poll::Ready(None);
            }
            // one that has just started may be late already
            if run.clock.front().is_none_or(|(at, _)| run.sleep.as_ref().is_some_and(|sleep| sleep.deadline() == *at)) {
                return Poll::Pending;
            }
        }
    }

    pub(super) fn poll_stop(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(run) = &mut self.run {
            ready!(run.poll_ended(cx));
        }
        self.finish();
        Poll::Ready(())
    }

    fn finish(&mut self) {
        self.done = true;
        self.run = None;
    }

    fn is_late(&mut self, index: u64) {
        let Some(run) = &mut self.run else { return };
        let Some(flight) = run.flights.get_mut(&index) else { return };
        if self.options.kill_late {
            flight.late = true;
            run.hub.cut(index);
        } else {
            let input = flight.input.take();
            run.fail(input, ExitReason::Timeout);
        }
    }

    /// Starts as many tasks as there may be.
    fn fill(&mut self, cx: &mut Context<'_>) {
        let TaskStream { input, spawner, options, run: Some(run), .. } = self else { return };
        while run.poll_start(options.timeout, cx).is_ready()
            && run.failing.is_none()
            && !run.exhausted
            && run.hub.running() < options.max_concurrency
        {
            match input.as_mut().poll_next(cx) {
                Poll::Pending => return,
                Poll::Ready(None) => run.exhausted = true,
                Poll::Ready(Some(item)) => {
                    let position = run.enter((options.keep)(&item));
                    let index = position.index;
                    match spawner(item, position, options.shutdown) {
                        Starting::Runs => run.started(index, options.timeout),
                        Starting::Asked(start) => run.starting = Some(AskedStart { index, start }),
                    }
                }
            }
        }
    }
}

impl<I, T: Send + 'static, E> Unpin for TaskStream<'_, I, T, E> {}

impl<I, T: Send + 'static, E> Stream for TaskStream<'_, I, T, E> {
    type Item = Result<T, E>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T, E>>> {
        self.poll_item(cx)
    }
}
