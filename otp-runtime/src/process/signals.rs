//! What processes tell each other of their ends: exit signals, links, and the deaths themselves.

use super::head::{AnyProcess, Cold, Control, Head};
use super::status::Next;
use crate::telemetry::Event;
use crate::{AnyMessage, Exit, ExitReason, Pid};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;

/// Where an exit signal comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A linked process ended; counts only if the link still exists.
    Link,
    /// `exit(pid, reason)`.
    Explicit,
    /// The consumer of a stream of tasks ended: as a link that is sure to be there.
    Consumer,
    /// A task of a stream ended: as a link, but nothing to a consumer that traps exits, which sees it in the stream.
    StreamTask,
}

/// Delivers an exit signal (the tables of `exit/2` and of links). Whether it is trapped is decided, and the message
/// deposited, under the receiver's lock, so that nothing of a link arrives after `unlink` has returned.
pub(crate) fn send_exit(target: &Arc<dyn AnyProcess>, from: Pid, reason: ExitReason, origin: Origin) {
    let head = target.head();
    let (next, fatal) = {
        let mut control = head.control.lock();
        let Some(cold) = control.living() else { return };
        if origin == Origin::Link && !cold.links.remove(&from) {
            return;
        }
        if origin == Origin::Explicit && reason == ExitReason::Kill {
            (set_fatal(head, cold, &ExitReason::Killed), true)
        } else if cold.trap_exit && origin == Origin::StreamTask {
            return;
        } else if cold.trap_exit {
            (target.deposit(AnyMessage::new(Exit { from, reason: reason.clone() })), false)
        } else if reason == ExitReason::Normal && !(origin == Origin::Explicit && from == head.pid) {
            (Next::Nothing, false)
        } else {
            (set_fatal(head, cold, &reason), true)
        }
    };
    if fatal && next == Next::WakeOwner {
        head.system.watch_death(target);
    }
    match origin {
        Origin::Link | Origin::Consumer | Origin::StreamTask => follow_in_turn(target, next),
        Origin::Explicit => target.clone().follow(next),
    }
}

/// Follows up on what a death has told a process. If the runtime is gone that is its own death, here and now, and the next
/// one's: they take turns, for a chain of them must not be a stack.
pub(crate) fn follow_in_turn(target: &Arc<dyn AnyProcess>, next: Next) {
    type Told = VecDeque<(Arc<dyn AnyProcess>, Next)>;
    thread_local! {
        /// `Some` while this thread follows up.
        static TOLD: RefCell<Option<Told>> = const { RefCell::new(None) };
    }
    let outermost = TOLD.try_with(|told| match &mut *told.borrow_mut() {
        Some(told) => {
            told.push_back((target.clone(), next));
            false
        }
        none => {
            *none = Some(VecDeque::from([(target.clone(), next)]));
            true
        }
    });
    // a thread that ends has no such list any more
    let Ok(outermost) = outermost else { return target.clone().follow(next) };
    if !outermost {
        return;
    }
    loop {
        let first = TOLD.with_borrow_mut(|told| {
            let first = told.as_mut().and_then(VecDeque::pop_front);
            if first.is_none() {
                *told = None;
            }
            first
        });
        let Some((target, next)) = first else { return };
        // a waker may be anybody's: the others are told in any case
        let _ = super::panics::guarded(|| target.follow(next));
    }
}

/// The first signal counts. A later reason is left to its owner: it may hold user data, never dropped under the lock.
fn set_fatal(head: &Head, cold: &mut Cold, reason: &ExitReason) -> Next {
    cold.fatal.get_or_insert_with(|| reason.clone());
    head.status.signal()
}

/// Delivers a message from `make` if the receiver, under its lock, still wants it.
pub(crate) fn deposit_if(
    target: &Arc<dyn AnyProcess>,
    wanted: impl FnOnce(&mut Cold) -> bool,
    message: impl FnOnce() -> AnyMessage,
) {
    let next = {
        let mut control = target.head().control.lock();
        match control.living() {
            Some(cold) => {
                if !wanted(cold) {
                    return;
                }
                target.deposit(message())
            }
            None => return,
        }
    };
    follow_in_turn(target, next);
}

/// Links two processes; one that is not there sends `NoProc`.
pub(crate) fn link(me: &Arc<dyn AnyProcess>, other: Option<Arc<dyn AnyProcess>>, other_pid: Pid) {
    if me.head().pid == other_pid {
        return;
    }
    let linked = other.is_some_and(|other| {
        both(me.head(), other.head(), |mine, theirs| match (mine.living(), theirs.living()) {
            (Some(mine), Some(theirs)) => {
                mine.links.insert(other_pid);
                theirs.links.insert(me.head().pid);
                true
            }
            // an older link may be there still: the signal of that one is on its way
            (Some(mine), None) => mine.links.contains(&other_pid),
            (None, _) => true,
        })
    });
    if !linked {
        if let Some(cold) = me.head().control.lock().living() {
            cold.links.insert(other_pid);
        }
        send_exit(me, other_pid, ExitReason::NoProc, Origin::Link);
    }
}

/// Links two processes if both are alive. Without a signal otherwise, so that it can be done under a lock.
pub(crate) fn link_living(me: &Head, other: &Head) -> bool {
    me.pid == other.pid
        || both(me, other, |mine, theirs| match (mine.living(), theirs.living()) {
            (Some(mine), Some(theirs)) => {
                mine.links.insert(other.pid);
                theirs.links.insert(me.pid);
                true
            }
            _ => false,
        })
}

/// Unlinks two processes; nothing of the link arrives afterwards.
pub(crate) fn unlink(me: &Head, other: Option<Arc<dyn AnyProcess>>, other_pid: Pid) {
    let forget = |control: &mut Control, pid| {
        if let Control::Living(cold) = control {
            cold.links.remove(&pid);
        }
    };
    match other {
        Some(other) if other_pid != me.pid => both(me, other.head(), |mine, theirs| {
            forget(mine, other_pid);
            forget(theirs, me.pid);
        }),
        _ => forget(&mut me.control.lock(), other_pid),
    }
}

/// Looks at two processes at once, so that a link is there for both or for neither. The lower pid is locked first, by
/// everybody.
fn both<T>(me: &Head, other: &Head, look: impl FnOnce(&mut Control, &mut Control) -> T) -> T {
    if me.pid < other.pid {
        let mut mine = me.control.lock();
        look(&mut mine, &mut other.control.lock())
    } else {
        let mut theirs = other.control.lock();
        look(&mut me.control.lock(), &mut theirs)
    }
}

/// Tells links and monitors that the process has ended. Its control is dead from here on.
pub(crate) fn tell_death(head: &Head, reason: &ExitReason) {
    if head.system.hub.is_attached() {
        let server = head.system.find(head.pid).map_or("process", |process| process.kind());
        head.system.hub.tell(&Event::ProcessExited { pid: head.pid, server, reason });
    }
    let before = std::mem::replace(&mut *head.control.lock(), Control::dead_of(reason));
    let Control::Living(mut cold) = before else { return };
    let system = &head.system;
    if let Some(mut extras) = cold.extras.take() {
        // given to it while it was ending already
        if let Some(name) = extras.name.take() {
            system.names.unregister(&name, head.pid);
        }
        for id in &extras.timers {
            system.timers.forget(*id);
        }
        for (monitor, target) in &extras.watching {
            if let Some(target) = system.find(*target)
                && let Control::Living(cold) = &mut *target.head().control.lock()
            {
                cold.watchers.remove(monitor);
            }
        }
        super::panics::drop_each(std::mem::take(&mut extras.dictionary).into_values());
    }
    for peer in std::mem::take(&mut cold.links) {
        if let Some(peer) = system.find(peer) {
            send_exit(&peer, head.pid, reason.clone(), Origin::Link);
        }
    }
    if let Some((_, cell)) = cold.cell.take() {
        cell.ended(reason.clone());
    }
    for (id, watcher) in std::mem::take(&mut cold.watchers) {
        watcher.tell(id, Some(head.pid), reason.clone());
    }
}
