//! Mutual exclusion by key, for whoever uses the registry.

use super::{Registry, RegistryError};
use crate::monitor::current_process;
use crate::process::head::{AnyProcess, Undo};
use parking_lot::Mutex;
use std::any::Any;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::future::{Future, poll_fn};
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

/// The locks that somebody holds.
#[derive(Default)]
pub(super) struct Locks(Mutex<State>);

#[derive(Default)]
struct State {
    /// The registry has ended: whoever waits, waits in vain.
    closed: bool,
    queues: HashMap<Arc<dyn Key>, Queue>,
}

struct Queue {
    holder: u64,
    waiting: VecDeque<(u64, Option<Waker>)>,
}

/// A key of any type. Keys of different types are different.
trait Key: Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn equals(&self, other: &dyn Key) -> bool;
    fn feed(&self, hasher: &mut dyn Hasher);
}

impl<Q: Hash + Eq + Send + Sync + 'static> Key for Q {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn equals(&self, other: &dyn Key) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }

    fn feed(&self, mut hasher: &mut dyn Hasher) {
        self.hash(&mut hasher);
    }
}

impl Hash for dyn Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.feed(state);
    }
}

impl PartialEq for dyn Key {
    fn eq(&self, other: &Self) -> bool {
        self.equals(other)
    }
}

impl Eq for dyn Key {}

impl Locks {
    fn queue(self: &Arc<Self>, key: Arc<dyn Key>) -> Turn {
        let id = crate::system::new_id();
        match self.0.lock().queues.entry(key.clone()) {
            Entry::Vacant(free) => {
                free.insert(Queue { holder: id, waiting: VecDeque::new() });
            }
            Entry::Occupied(mut held) => held.get_mut().waiting.push_back((id, None)),
        }
        Turn { locks: self.clone(), key, id, undo: None }
    }

    /// Who holds the lock lets go of it, who waits for it goes away; nothing otherwise.
    fn leave(&self, key: &Arc<dyn Key>, id: u64) {
        let mut state = self.0.lock();
        let Some(queue) = state.queues.get_mut(key) else { return };
        if queue.holder != id {
            let at = queue.waiting.iter().position(|(waiting, _)| *waiting == id);
            let gone = at.and_then(|at| queue.waiting.remove(at));
            drop(state);
            drop(gone);
            return;
        }
        match queue.waiting.pop_front() {
            Some((next, waker)) => {
                queue.holder = next;
                drop(state);
                waker.into_iter().for_each(Waker::wake);
            }
            None => {
                let gone = state.queues.remove_entry(key);
                drop(state);
                drop(gone);
            }
        }
    }

    pub(super) fn close(&self) {
        let wakers: Vec<_> = {
            let mut state = self.0.lock();
            state.closed = true;
            state
                .queues
                .values_mut()
                .flat_map(|queue| &mut queue.waiting)
                .filter_map(|(_, waker)| waker.take())
                .collect()
        };
        wakers.into_iter().for_each(Waker::wake);
    }

    pub(super) fn len(&self) -> usize {
        self.0.lock().queues.len()
    }
}

/// A place in the queue for a lock: given up when it is dropped, and when the process ends that holds the lock.
struct Turn {
    locks: Arc<Locks>,
    key: Arc<dyn Key>,
    id: u64,
    undo: Option<(Arc<dyn AnyProcess>, u64)>,
}

/// The registry has ended.
struct Closed;

impl Turn {
    fn poll(&self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        let mut waker = Some(cx.waker().clone());
        // what was there before is dropped without the lock
        let mut state = self.locks.0.lock();
        let closed = state.closed;
        let Some(queue) = state.queues.get_mut(&self.key) else { return Poll::Ready(Err(Closed)) };
        if queue.holder == self.id {
            return Poll::Ready(Ok(()));
        }
        if closed {
            return Poll::Ready(Err(Closed));
        }
        if let Some((_, place)) = queue.waiting.iter_mut().find(|(waiting, _)| *waiting == self.id) {
            std::mem::swap(place, &mut waker);
        }
        Poll::Pending
    }

    /// The calling process holds the lock now. A handler that never comes back does not hold it for ever.
    fn ends_with_process(&mut self) {
        let Some(process) = current_process() else { return };
        let (locks, key, id) = (self.locks.clone(), self.key.clone(), self.id);
        let undo = Undo::new(move || locks.leave(&key, id));
        let undo_id = undo.id;
        if process.head().at_end(undo) {
            self.undo = Some((process, undo_id));
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some((process, undo)) = self.undo.take() {
            drop(process.head().not_at_end(undo));
        }
        self.locks.leave(&self.key, self.id);
    }
}

impl<K: Send + Sync + 'static, V: Send + Sync + 'static> Registry<K, V> {
    /// Runs `critical` while nobody else runs one with the same key, and gives what it gives (Elixir's `Registry.lock/3`). It
    /// runs in the calling process, or task. Who waits is served in order, for as long as it takes; dropping the future gives
    /// up its place.
    ///
    /// The keys are no registered ones: they may be of any type, and those of different types are different. The lock is
    /// released when `critical` is done, panics or is dropped, and when the process ends that holds it. It is not to be taken
    /// again inside.
    ///
    /// # Errors
    ///
    /// When the registry does not run, or ends while this waits.
    ///
    /// ```
    /// use otp_runtime::Registry;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let rooms = Registry::<String>::builder().start_link().await?;
    /// let opened = rooms
    ///     .lock("open the lobby", async || {
    ///         if rooms.lookup("lobby").is_empty() {
    ///             rooms.register("lobby".to_owned(), ()).is_ok()
    ///         } else {
    ///             false
    ///         }
    ///     })
    ///     .await?;
    /// assert!(opened);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn lock<Q, F, Fut>(&self, key: Q, critical: F) -> Result<Fut::Output, RegistryError>
    where
        Q: Hash + Eq + Send + Sync + 'static,
        F: FnOnce() -> Fut,
        Fut: Future,
    {
        let locks = self.with(|tables| tables.locks.clone()).map_err(|missing| missing.error(self))?;
        let mut turn = locks.queue(Arc::new(key));
        if poll_fn(|cx| turn.poll(cx)).await.is_err() {
            return Err(RegistryError::NotRunning(self.target()));
        }
        turn.ends_with_process();
        let output = critical().await;
        drop(turn);
        Ok(output)
    }
}
