//! A suspended process is owned and run by nobody: of all that come one gives it its turn.

use crate::cell::{Cell, How, Message, Outcome, Reason};
use crate::explore;
use crate::rt::Rt;
use crate::status::{Next, Status};
use loom::sync::atomic::{AtomicUsize, Ordering::*};
use loom::thread;
use std::sync::Arc;

#[test]
fn a_held_process_is_woken_exactly_once() {
    explore(None, || {
        let status = Arc::new(Status::starting(false));
        let turns = Arc::new(AtomicUsize::new(0));
        let (poster, signaller) = ((status.clone(), turns.clone()), (status.clone(), turns.clone()));
        let post = thread::spawn(move || {
            if poster.0.post() == Next::Turn {
                poster.1.fetch_add(1, Relaxed);
            }
        });
        let signal = thread::spawn(move || {
            if signaller.0.signal() == Next::Turn {
                signaller.1.fetch_add(1, Relaxed);
            }
        });
        if !status.hold() {
            // the owner goes on by itself
            turns.fetch_add(1, Relaxed);
        }
        post.join().unwrap();
        signal.join().unwrap();
        assert_eq!(turns.load(Relaxed), 1);
    });
}

/// A message, or a signal, and an owner that is about to hold the process: one of the two sees the other.
#[test]
fn an_owner_and_whoever_comes_do_not_miss_each_other() {
    for come in [Status::post, Status::signal] {
        explore(None, move || {
            let status = Arc::new(Status::starting(false));
            let other = status.clone();
            let comer = thread::spawn(move || come(&other) == Next::Turn);
            let held = status.hold();
            assert_eq!(comer.join().unwrap(), held, "given the turn exactly when it is held");
        });
    }
}

#[test]
fn messages_are_set_aside_and_handled_after_the_resume() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::with_task(&rt);
        cell.push(Message::Suspend);
        let worker = rt.worker(2);
        let caster = {
            let cell = cell.clone();
            thread::spawn(move || {
                cell.cast(1);
                cell.queue_call(2, How::Replies)
            })
        };
        cell.push(Message::Resume);
        let slot = caster.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert_eq!(slot.told(), Some(Outcome::Reply(2)));
        assert_eq!(cell.handled(), [0, 1, 2]);
        cell.assert_idle();
        cell.finish();
    });
}

#[test]
fn a_suspended_process_can_be_killed() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::with_task(&rt);
        cell.push(Message::Suspend);
        let worker = rt.worker(2);
        let killer = {
            let cell = cell.clone();
            thread::spawn(move || cell.kill())
        };
        let slot = cell.queue_call(1, How::Replies);
        killer.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert!(slot.told().is_some());
        cell.assert_dead(Reason::Killed);
    });
}

#[test]
fn the_runtime_goes_while_it_is_suspended() {
    for anchor_first in [true, false] {
        explore(Some(4), move || {
            let rt = Rt::new();
            let cell = Cell::with_task(&rt);
            cell.push(Message::Suspend);
            let worker = rt.worker(1);
            let caller = {
                let cell = cell.clone();
                thread::spawn(move || cell.queue_call(1, How::Replies))
            };
            if anchor_first {
                cell.end_with_runtime();
            }
            rt.shutdown();
            if !anchor_first {
                cell.end_with_runtime();
            }
            let slot = caller.join().unwrap();
            worker.join().unwrap();
            assert!(slot.told().is_some(), "the caller is told");
            cell.finish();
        });
    }
}
