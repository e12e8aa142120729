//! The runtime goes: its tasks are dropped, parked, owning or never polled, and its anchor.

use crate::cell::{Cell, How};
use crate::explore;
use crate::rt::Rt;
use loom::thread;
use std::sync::Arc;

/// The anchor is one of the tasks: it is dropped before or after the others.
fn shut_down(rt: &Arc<Rt>, cell: &Arc<Cell>, anchor_first: bool) {
    if anchor_first {
        cell.end_with_runtime();
    }
    rt.shutdown();
    if !anchor_first {
        cell.end_with_runtime();
    }
}

fn in_both_orders(bound: Option<usize>, model: impl Fn(bool) + Send + Sync + Copy + 'static) {
    for anchor_first in [true, false] {
        explore(bound, move || model(anchor_first));
    }
}

/// Callers of another runtime, which go on when this one is gone.
#[test]
fn a_cast_and_calls_are_told() {
    in_both_orders(Some(4), |anchor_first| {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        let caller = {
            let cell = cell.clone();
            thread::spawn(move || {
                cell.cast(10);
                cell.queue_call(11, How::Replies)
            })
        };
        let worker = rt.worker(1);
        shut_down(&rt, &cell, anchor_first);
        let after = cell.queue_call(12, How::Replies);
        let slot = caller.join().unwrap();
        worker.join().unwrap();
        assert!(slot.told().is_some() && after.told().is_some(), "every caller is told");
        cell.finish();
    });
}

/// The own task is parked and dropped while a caller is inside in place.
#[test]
fn a_caller_is_inside_when_the_parked_task_is_dropped() {
    in_both_orders(Some(4), |anchor_first| {
        let rt = Rt::new();
        let cell = Cell::with_task(&rt);
        let inside = {
            let cell = cell.clone();
            thread::spawn(move || cell.call(1, How::Replies))
        };
        let other = {
            let cell = cell.clone();
            thread::spawn(move || cell.queue_call(2, How::Replies))
        };
        shut_down(&rt, &cell, anchor_first);
        let (inside, other) = (inside.join().unwrap(), other.join().unwrap());
        assert!(inside.told().is_some() && other.told().is_some(), "every caller is told");
        cell.finish();
    });
}

#[test]
fn a_handler_begun_in_place_changes_hands_as_the_runtime_goes() {
    in_both_orders(Some(4), |anchor_first| {
        let rt = Rt::new();
        let cell = Cell::with_task(&rt);
        let inside = {
            let cell = cell.clone();
            thread::spawn(move || cell.call(1, How::WaitsForEver))
        };
        let worker = rt.worker(1);
        shut_down(&rt, &cell, anchor_first);
        let inside = inside.join().unwrap();
        worker.join().unwrap();
        assert!(inside.told().is_some(), "the caller is told");
        cell.finish();
    });
}

#[test]
fn a_crash_in_place_as_the_runtime_goes() {
    in_both_orders(Some(4), |anchor_first| {
        let rt = Rt::new();
        let cell = Cell::with_task(&rt);
        let inside = {
            let cell = cell.clone();
            thread::spawn(move || cell.call(1, How::Panics))
        };
        shut_down(&rt, &cell, anchor_first);
        let inside = inside.join().unwrap();
        assert!(inside.told().is_some(), "the caller is told");
        cell.finish();
    });
}

/// The own task waits in a handler, with a caller behind it.
#[test]
fn the_task_is_dropped_inside_a_handler() {
    in_both_orders(Some(4), |anchor_first| {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        let waiting = cell.queue_call(1, How::WaitsForEver);
        let other = {
            let cell = cell.clone();
            thread::spawn(move || cell.queue_call(2, How::Replies))
        };
        let worker = rt.worker(1);
        shut_down(&rt, &cell, anchor_first);
        let other = other.join().unwrap();
        worker.join().unwrap();
        assert!(waiting.told().is_some() && other.told().is_some(), "every caller is told");
        cell.finish();
    });
}

#[test]
fn a_start_as_the_runtime_goes() {
    in_both_orders(Some(4), |anchor_first| {
        let rt = Rt::new();
        let cell = Cell::starting(&rt);
        let starter = {
            let cell = cell.clone();
            thread::spawn(move || cell.init())
        };
        let other = {
            let cell = cell.clone();
            thread::spawn(move || cell.queue_call(2, How::Replies))
        };
        shut_down(&rt, &cell, anchor_first);
        starter.join().unwrap();
        let other = other.join().unwrap();
        assert!(other.told().is_some(), "the caller is told");
        cell.finish();
    });
}
