//! Where the tasks of one stream tell of their ends, and its consumer of its own.

use crate::monitor::Ends;
use crate::process::head::AnyProcess;
use crate::process::panics::drop_guarded;
use crate::process::signals::{Origin, send_exit};
use crate::{ExitReason, Pid, system};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::{Context, Waker};

pub(crate) struct Hub<T> {
    /// Who consumes the stream; `None` outside any process.
    pub(super) consumer: Option<Pid>,
    /// The consumer dies of its tasks, and they of it.
    linked: bool,
    state: Mutex<State<T>>,
}

struct State<T> {
    /// Tasks that have not ended, or are about to start.
    running: BTreeMap<u64, Running<T>>,
    /// What has ended since the consumer has looked, in that order.
    done: Vec<(u64, Result<T, ExitReason>)>,
    waker: Option<Waker>,
    /// The stream has ended: tasks that still do concern nobody.
    closed: bool,
}

struct Running<T> {
    process: Option<Arc<dyn AnyProcess>>,
    value: Option<T>,
    /// The stream itself ends it.
    cut: bool,
}

/// One task of a stream.
pub(crate) struct Position<T> {
    pub(super) hub: Arc<Hub<T>>,
    pub(super) index: u64,
}

/// Tells the hub of its consumer's end.
pub(super) struct ConsumerEnds<T>(pub(super) Arc<Hub<T>>);

impl<T: Send + 'static> Hub<T> {
    pub(super) fn new(consumer: Option<Pid>, linked: bool) -> Arc<Self> {
        let state = State { running: BTreeMap::new(), done: Vec::new(), waker: None, closed: false };
        Arc::new(Hub { consumer, linked, state: Mutex::new(state) })
    }

    /// A task is to start.
    pub(super) fn enter(self: &Arc<Self>, index: u64) -> Arc<Position<T>> {
        self.state.lock().running.insert(index, Running { process: None, value: None, cut: false });
        Arc::new(Position { hub: self.clone(), index })
    }

    /// It did not.
    pub(super) fn leave(&self, index: u64) {
        let left = self.state.lock().running.remove(&index);
        drop(left);
    }

    pub(super) fn running(&self) -> usize {
        self.state.lock().running.len()
    }

    /// What has ended; the next to end wakes.
    pub(super) fn look(&self, cx: &mut Context<'_>) -> Vec<(u64, Result<T, ExitReason>)> {
        let mut state = self.state.lock();
        if !state.waker.as_ref().is_some_and(|known| known.will_wake(cx.waker())) {
            state.waker = Some(cx.waker().clone());
        }
        std::mem::take(&mut state.done)
    }

    /// Kills one task.
    pub(super) fn cut(&self, index: u64) {
        let process = self.state.lock().running.get_mut(&index).and_then(|running| {
            running.cut = true;
            running.process.clone()
        });
        process.iter().for_each(kill);
    }

    /// Kills all tasks, and those that start from here on.
    pub(super) fn close(&self) {
        let running: Vec<_> = {
            let mut state = self.state.lock();
            state.closed = true;
            state.running.values().filter_map(|running| running.process.clone()).collect()
        };
        running.iter().for_each(kill);
    }
}

fn kill(process: &Arc<dyn AnyProcess>) {
    send_exit(process, crate::process::own_or_outside(), ExitReason::Kill, Origin::Explicit);
}

impl<T: Send + 'static> Position<T> {
    /// Its process is there.
    pub(crate) fn starts(&self, process: Arc<dyn AnyProcess>) {
        let unwanted = {
            let mut state = self.hub.state.lock();
            let closed = state.closed;
            match state.running.get_mut(&self.index) {
                Some(running) => {
                    running.process = Some(process.clone());
                    closed || running.cut
                }
                None => true,
            }
        };
        if unwanted {
            kill(&process);
        }
    }

    /// Its work is done; the value counts when the process has ended.
    pub(crate) fn done(&self, value: T) {
        let mut value = Some(value);
        if let Some(running) = self.hub.state.lock().running.get_mut(&self.index) {
            running.value = value.take();
        }
        drop_guarded(value);
    }
}

impl<T: Send + 'static> Ends for Position<T> {
    fn ended(self: Arc<Self>, reason: ExitReason) {
        let hub = &self.hub;
        let mut state = hub.state.lock();
        let Some(Running { process, value, cut }) = state.running.remove(&self.index) else { return };
        let failed = value.is_none();
        let concerns_consumer = failed && hub.linked && !cut && !state.closed;
        state.done.push((self.index, value.ok_or_else(|| reason.clone())));
        let waker = state.waker.take();
        drop(state);
        let from = process.map_or_else(crate::process::own_or_outside, |process| process.head().pid);
        if concerns_consumer && let Some(consumer) = hub.consumer.and_then(system::find) {
            send_exit(&consumer, from, reason, Origin::StreamTask);
        }
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T: Send + 'static> Ends for ConsumerEnds<T> {
    fn ended(self: Arc<Self>, reason: ExitReason) {
        let ConsumerEnds(hub) = &*self;
        let Some(consumer) = hub.consumer else { return };
        let running: Vec<_> = {
            let mut state = hub.state.lock();
            state.closed = true;
            state.running.values().filter_map(|running| running.process.clone()).collect()
        };
        for process in &running {
            send_exit(process, consumer, reason.clone(), Origin::Consumer);
        }
    }
}
