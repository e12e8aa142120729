//! Which process the code on this thread runs as.

use super::head::Head;
use crate::Pid;
use std::cell::Cell;
use std::sync::atomic::Ordering::Relaxed;

thread_local! {
    static CURRENT: Current = const { Current { pid: Cell::new(0), depth: Cell::new(0), app: Cell::new(0) } };
    static THREAD: Cell<u32> = const { Cell::new(0) };
}

struct Current {
    pid: Cell<u64>,
    depth: Cell<u32>,
    /// The application that the process belongs to, or 0.
    app: Cell<u32>,
}

/// The calling process and how many processes run in place on this thread.
#[inline]
pub(crate) fn raw_and_depth() -> (u64, u32) {
    CURRENT.with(|current| (current.pid.get(), current.depth.get()))
}

/// The number of the calling process's application in its system, or 0.
pub(crate) fn app() -> u32 {
    CURRENT.with(|current| current.app.get())
}

pub(crate) fn pid() -> Option<Pid> {
    Pid::from_raw(raw_and_depth().0)
}

/// While it lives, this thread runs as `head`'s process.
pub(crate) struct As<'a> {
    pid_before: u64,
    head: &'a Head,
    app_before: u32,
    thread_before: u32,
}

impl<'a> As<'a> {
    #[inline]
    pub(crate) fn process(head: &'a Head) -> Self {
        let thread_before = head.thread.load(Relaxed);
        head.thread.store(thread_number(), Relaxed);
        // one thread at a time is inside: it need not be counted in one step
        head.stays.store(head.stays.load(Relaxed).wrapping_add(1), Relaxed);
        CURRENT.with(|current| {
            current.depth.set(current.depth.get() + 1);
            let (pid_before, app_before) = (current.pid.replace(head.pid.raw()), current.app.replace(head.app));
            As { pid_before, head, app_before, thread_before }
        })
    }
}

impl Drop for As<'_> {
    #[inline]
    fn drop(&mut self) {
        CURRENT.with(|current| {
            current.pid.set(self.pid_before);
            current.depth.set(current.depth.get() - 1);
            current.app.set(self.app_before);
        });
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
