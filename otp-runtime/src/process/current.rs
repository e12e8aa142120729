//! Which process the code on this thread runs as.

use super::head::Head;
use crate::Pid;
use std::cell::Cell;
use std::sync::atomic::Ordering::Relaxed;

thread_local! {
    static CURRENT: Cell<Current> = const { Cell::new(Current { pid: 0, depth: 0, app: 0 }) };
    static THREAD: Cell<u32> = const { Cell::new(0) };
}

#[derive(Clone, Copy)]
struct Current {
    pid: u64,
    depth: u32,
    /// The application that the process belongs to, or 0.
    app: u32,
}

/// The calling process and how many processes run in place on this thread.
#[inline]
pub(crate) fn raw_and_depth() -> (u64, u32) {
    let current = CURRENT.get();
    (current.pid, current.depth)
}

/// The number of the calling process's application in its system, or 0.
pub(crate) fn app() -> u32 {
    CURRENT.get().app
}

pub(crate) fn pid() -> Option<Pid> {
    Pid::from_raw(CURRENT.get().pid)
}

/// While it lives, this thread runs as `head`'s process.
pub(crate) struct As<'a> {
    before: Current,
    head: &'a Head,
    thread_before: u32,
}

impl<'a> As<'a> {
    #[inline]
    pub(crate) fn process(head: &'a Head) -> Self {
        let before = CURRENT.get();
        CURRENT.set(Current { pid: head.pid.raw(), depth: before.depth + 1, app: head.app });
        let thread_before = head.thread.load(Relaxed);
        head.thread.store(thread_number(), Relaxed);
        // one thread at a time is inside: it need not be counted in one step
        head.stays.store(head.stays.load(Relaxed).wrapping_add(1), Relaxed);
        As { before, head, thread_before }
    }
}

impl Drop for As<'_> {
    #[inline]
    fn drop(&mut self) {
        CURRENT.set(self.before);
        self.head.thread.store(self.thread_before, Relaxed);
    }
}

/// A number for this thread, never 0; see [`thread_name`].
#[inline]
fn thread_number() -> u32 {
    let number = THREAD.get();
    if number == 0 { name_thread() } else { number }
}

static NAMES: parking_lot::Mutex<Vec<String>> = parking_lot::Mutex::new(Vec::new());

#[cold]
fn name_thread() -> u32 {
    let thread = std::thread::current();
    let name = match thread.name() {
        Some(name) => format!("{name} ({:?})", thread.id()),
        None => format!("{:?}", thread.id()),
    };
    let mut names = NAMES.lock();
    // a program that makes threads for ever must not grow this table for ever
    if names.len() >= 100_000 {
        return u32::MAX;
    }
    names.push(name);
    let number = names.len() as u32;
    THREAD.set(number);
    number
}

pub(crate) fn thread_name(number: u32) -> Option<String> {
    NAMES.lock().get((number as usize).checked_sub(1)?).cloned()
}
