//! Timers: messages to come.

use crate::process::head::AnyProcess;
use crate::process::panics::{drop_each, drop_guarded, guarded};
use crate::process::status::{DEAD, Next};
use crate::system::System;
use crate::telemetry::DeadLetter;
use crate::{AnyMessage, Pid};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;
use std::sync::Weak;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

#[derive(Default)]
pub(crate) struct Timers {
    pending: Mutex<Pending>,
    earlier: Notify,
}

#[derive(Default)]
struct Pending {
    queue: BTreeMap<(Instant, u64), Timer>,
    /// When each timer fires.
    due: HashMap<u64, Instant>,
    running: bool,
}

struct Timer {
    to: Destination,
    message: Payload,
}

/// Whom a timer's message goes to.
#[derive(Clone)]
pub(crate) enum Destination {
    Pid(Pid),
    /// Resolved when the timer fires.
    Name(Arc<str>),
}

pub(crate) enum Payload {
    Once(AnyMessage),
    Every(Duration, Box<dyn FnMut() -> AnyMessage + Send>),
}

impl Payload {
    fn type_name(&self) -> &'static str {
        match self {
            Payload::Once(message) => message.type_name(),
            Payload::Every(..) => "an interval's message",
        }
    }
}

/// A timer that was started with `send_after`, `send_at` or `send_interval`.
///
/// Dropping it does nothing: the timer goes on. It ends with the process it was to send to.
#[derive(Clone)]
pub struct TimerRef {
    system: Weak<System>,
    id: u64,
}

impl TimerRef {
    /// Stops the timer. The time that was left, or `None` when it had fired, was cancelled, or its process has ended; a
    /// message on its way already still arrives (Erlang's `cancel_timer/1`).
    pub fn cancel(&self) -> Option<Duration> {
        let system = self.system.upgrade()?;
        let due = system.timers.forget(self.id)?;
        Some(due.saturating_duration_since(Instant::now()))
    }

    /// The time left; `None` as for [`cancel`](TimerRef::cancel) (Erlang's `read_timer/1`).
    pub fn read(&self) -> Option<Duration> {
        let system = self.system.upgrade()?;
        let due = *system.timers.pending.lock().due.get(&self.id)?;
        Some(due.saturating_duration_since(Instant::now()))
    }
}

impl fmt::Debug for TimerRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TimerRef({})", self.id)
    }
}

impl Timers {
    /// Starts a timer; `owner` is the process it goes to and ends with, if it is still there.
    pub(crate) fn start(
        system: &Arc<System>,
        at: Instant,
        to: Destination,
        owner: Option<&Arc<dyn AnyProcess>>,
        message: Payload,
    ) -> TimerRef {
        let id = crate::system::new_id();
        let lives = match &to {
            Destination::Pid(_) => owner.and_then(|owner| owner.head().with_extras(|extras| extras.timers.insert(id))),
            Destination::Name(_) => Some(true),
        };
        if lives.is_none() {
            // the process has ended: so has the timer
            return TimerRef { system: Arc::downgrade(system), id };
        }
        let (first, start_driver) = {
            let mut pending = system.timers.pending.lock();
            pending.queue.insert((at, id), Timer { to, message });
            pending.due.insert(id, at);
            let first = pending.queue.first_key_value().is_some_and(|((_, first), _)| *first == id);
            (first, !std::mem::replace(&mut pending.running, true))
        };
        // the process may have ended before there was a timer to forget
        if let Some(owner) = owner
            && owner.head().control.lock().dead().is_some()
        {
            system.timers.forget(id);
        }
        if start_driver {
            let system = system.clone();
            let handle = system.handle.clone();
            handle.spawn(async move { drive(&system).await });
        } else if first {
            system.timers.earlier.notify_one();
        }
        TimerRef { system: Arc::downgrade(system), id }
    }

    /// How many have not fired.
    pub(crate) fn len(&self) -> usize {
        self.pending.lock().due.len()
    }

    /// Removes a timer; when it would have fired.
    pub(crate) fn forget(&self, id: u64) -> Option<Instant> {
        let mut pending = self.pending.lock();
        let due = pending.due.remove(&id)?;
        let timer = pending.queue.remove(&(due, id));
        drop(pending);
        drop_guarded(timer);
        Some(due)
    }

    /// The runtime is gone: none fires any more.
    pub(crate) fn clear(&self) {
        let left = {
            let mut pending = self.pending.lock();
            pending.due.clear();
            std::mem::take(&mut pending.queue)
        };
        drop_each(left.into_values());
    }

    pub(crate) fn count(&self) -> usize {
        self.pending.lock().due.len()
    }

    fn next(&self) -> Option<Instant> {
        self.pending.lock().queue.first_key_value().map(|((at, _), _)| *at)
    }

    fn take_due(&self, now: Instant) -> Option<(u64, Instant, Timer)> {
        let mut pending = self.pending.lock();
        let entry = pending.queue.first_entry().filter(|entry| entry.key().0 <= now)?;
        let ((at, id), timer) = entry.remove_entry();
        // an interval stays due while it fires, so that it can be cancelled meanwhile
        if let Payload::Once(_) = timer.message {
            pending.due.remove(&id);
        }
        Some((id, at, timer))
    }
}

async fn drive(system: &Arc<System>) {
    let timers = &system.timers;
    loop {
        match timers.next() {
            None => timers.earlier.notified().await,
            Some(at) => {
                if tokio::time::timeout_at(at, timers.earlier.notified()).await.is_err() {
                    let now = Instant::now();
                    while let Some((id, at, timer)) = timers.take_due(now) {
                        // the message of a timer for nobody is dropped: that may panic
                        let _ = guarded(|| fire(system, id, at, timer));
                    }
                }
            }
        }
    }
}

fn fire(system: &Arc<System>, id: u64, at: Instant, mut timer: Timer) {
    let process = match &timer.to {
        Destination::Pid(pid) => system.find(*pid),
        Destination::Name(name) => system.names.whereis(name),
    };
    let once = match &mut timer.message {
        Payload::Once(_) => true,
        Payload::Every(every, make) => {
            // made by user code (`Clone`): a panic in it ends the interval, not the driver
            let made = guarded(make);
            if let (Ok(message), Some(process)) = (made, &process) {
                let next = process.deposit(message);
                process.clone().follow(next);
                let next = at.checked_add(*every);
                let mut pending = system.timers.pending.lock();
                if let Some(next) = next
                    && let Some(due) = pending.due.get_mut(&id)
                {
                    *due = next;
                    pending.queue.insert((next, id), timer);
                    return;
                }
            }
            system.timers.forget(id);
            false
        }
    };
    let pid = process.as_ref().map(|process| process.head().pid);
    let lost = |message| system.hub.dead_letter(DeadLetter::Timer, message, pid);
    let Some(process) = process else {
        return lost(timer.message.type_name());
    };
    if let crate::process::head::Control::Living(cold) = &mut *process.head().control.lock()
        && let Some(extras) = &mut cold.extras
    {
        extras.timers.remove(&id);
    }
    if once && let Payload::Once(message) = timer.message {
        let name = message.type_name();
        let next = process.deposit(message);
        if next == Next::Nothing && process.head().status.has(DEAD) {
            lost(name);
        }
        process.clone().follow(next);
    }
}
