//! Who wants to know what, in one system.

use super::running::Handlers;
use super::slow::Threshold;
use super::waits::Waits;
use super::{AlreadyAttached, DeadLetter, Event};
use crate::Pid;
use crate::process::current;
use crate::process::in_place::MAX_DEPTH;
use crate::process::panics::{drop_guarded, guarded};
use parking_lot::{Mutex, RwLock};
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::*};

/// A handler is attached.
const ATTACHED: u32 = 1;
/// A handler is attached that wants to know of messages.
const MESSAGES: u32 = 8;
/// Each message has a span.
pub(crate) const SPANS: u32 = 2;
/// Processes that wait for each other are looked for.
pub(crate) const DEADLOCKS: u32 = 4;

pub(crate) struct Hub {
    /// How deep calls in place may nest. 0 while messages are watched: a caller, who has to look here in any case, is led away
    /// from the short path.
    depth: AtomicU32,
    on: AtomicU32,
    attached: RwLock<Arc<Vec<Arc<Attached>>>>,
    dead_letters: AtomicU64,
    pub(crate) running: Handlers,
    pub(crate) waits: Waits,
    pub(crate) slow: Mutex<Threshold>,
}

struct Attached {
    id: String,
    /// Whether it is told of messages.
    messages: bool,
    run: Box<Handler>,
}

pub(super) type Handler = dyn Fn(&Event<'_>) + Send + Sync;

impl Default for Hub {
    fn default() -> Self {
        Hub {
            depth: AtomicU32::new(MAX_DEPTH),
            on: AtomicU32::new(if cfg!(debug_assertions) { DEADLOCKS } else { 0 }),
            attached: RwLock::default(),
            dead_letters: AtomicU64::new(0),
            running: Handlers::default(),
            waits: Waits::default(),
            slow: Mutex::default(),
        }
    }
}

impl Hub {
    #[inline]
    pub(crate) fn depth(&self) -> u32 {
        self.depth.load(Relaxed)
    }

    /// Whether messages are watched, by handlers or spans.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.depth() == 0
    }

    /// Whether there is a handler to be told of lives.
    #[inline]
    pub(crate) fn is_attached(&self) -> bool {
        self.has(ATTACHED)
    }

    /// Whether there is a handler to be told of messages.
    #[inline]
    pub(crate) fn tells_messages(&self) -> bool {
        self.has(MESSAGES)
    }

    #[inline]
    pub(crate) fn has(&self, what: u32) -> bool {
        self.on.load(Relaxed) & what != 0
    }

    pub(crate) fn set(&self, what: u32, on: bool) {
        let before = if on { self.on.fetch_or(what, AcqRel) } else { self.on.fetch_and(!what, AcqRel) };
        let now = if on { before | what } else { before & !what };
        self.depth.store(if now & (MESSAGES | SPANS) == 0 { MAX_DEPTH } else { 0 }, Release);
    }

    pub(super) fn attach(&self, id: String, messages: bool, run: Box<Handler>) -> Result<(), AlreadyAttached> {
        let mut attached = self.attached.write();
        if attached.iter().any(|attached| attached.id == id) {
            drop(attached);
            drop_guarded(run);
            return Err(AlreadyAttached(id));
        }
        Arc::make_mut(&mut attached).push(Arc::new(Attached { id, messages, run }));
        self.set(if messages { ATTACHED | MESSAGES } else { ATTACHED }, true);
        Ok(())
    }

    pub(super) fn detach(&self, id: &str) -> bool {
        let removed = {
            let mut attached = self.attached.write();
            let Some(at) = attached.iter().position(|attached| attached.id == id) else { return false };
            let removed = Arc::make_mut(&mut attached).remove(at);
            self.set(ATTACHED, !attached.is_empty());
            self.set(MESSAGES, attached.iter().any(|attached| attached.messages));
            removed
        };
        drop_guarded(removed);
        true
    }

    /// Tells the handlers. Not to be called under a lock: they are the user's.
    #[cold]
    pub(crate) fn tell(&self, event: &Event<'_>) {
        thread_local! {
            static TELLING: Cell<bool> = const { Cell::new(false) };
        }
        // what a handler does is nobody's business, or there would be no end of it
        if TELLING.replace(true) {
            return;
        }
        let attached = self.attached.read().clone();
        let of_message = event.is_of_message();
        for attached in attached.iter().filter(|attached| attached.messages || !of_message) {
            if let Err(reason) = guarded(|| (attached.run)(event)) {
                self.detach(&attached.id);
                tracing::error!(id = attached.id, %reason, "a telemetry handler failed: it is detached");
            }
        }
        drop_guarded(attached);
        TELLING.set(false);
    }

    /// A message has reached nobody.
    #[cold]
    pub(crate) fn dead_letter(&self, kind: DeadLetter, message: &'static str, to: Option<Pid>) {
        self.dead_letters.fetch_add(1, Relaxed);
        if self.is_attached() {
            self.tell(&Event::DeadLetter { kind, message, to, from: current::pid() });
        }
    }

    pub(crate) fn dead_letters(&self) -> u64 {
        self.dead_letters.load(Relaxed)
    }
}
