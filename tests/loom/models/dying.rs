//! Kills, panics, stops, and a process that is given up: everybody is told, once, and the state is dropped.

use crate::cell::{Cell, How, Outcome, Reason};
use crate::explore;
use crate::rt::Rt;
use loom::thread;
use std::sync::Arc;

fn kill(cell: &Arc<Cell>) -> thread::JoinHandle<()> {
    let cell = cell.clone();
    thread::spawn(move || cell.kill())
}

#[test]
fn a_kill_while_a_caller_is_inside() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        let killer = kill(&cell);
        let caller = {
            let cell = cell.clone();
            thread::spawn(move || cell.call(2, How::Replies))
        };
        let mine = cell.call(1, How::Replies);
        killer.join().unwrap();
        let theirs = caller.join().unwrap();
        rt.run();
        assert!(mine.told().is_some() && theirs.told().is_some(), "every caller is told");
        cell.assert_dead(Reason::Killed);
    });
}

#[test]
fn a_kill_while_the_task_serves() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::with_task(&rt);
        let worker = rt.worker(2);
        let killer = kill(&cell);
        cell.cast(1);
        let slot = cell.queue_call(2, How::Replies);
        killer.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert!(slot.told().is_some(), "the caller is told");
        cell.assert_dead(Reason::Killed);
    });
}

#[test]
fn a_panic_in_place_is_the_end() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        let caster = {
            let cell = cell.clone();
            thread::spawn(move || {
                cell.cast(9);
                cell.call(2, How::Replies)
            })
        };
        let worker = rt.worker(1);
        let crashed = cell.call(1, How::Panics);
        let theirs = caster.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert_eq!(crashed.told(), Some(Outcome::Exit(Reason::Panicked)));
        assert!(theirs.told().is_some(), "told, before or after");
        cell.assert_dead(Reason::Panicked);
    });
}

#[test]
fn a_stop_tells_those_who_queue() {
    explore(Some(3), || {
        let rt = Rt::new();
        let cell = Cell::with_task(&rt);
        let worker = rt.worker(2);
        let caller = {
            let cell = cell.clone();
            thread::spawn(move || cell.call(2, How::Replies))
        };
        let stop = cell.queue_call(1, How::Stops);
        let after = cell.call(3, How::Replies);
        let theirs = caller.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert_eq!(stop.told(), Some(Outcome::Exit(Reason::Stopped)));
        assert!(matches!(after.told(), Some(Outcome::Exit(_) | Outcome::NoProc)), "after the stop of the same sender");
        assert!(theirs.told().is_some());
        cell.assert_dead(Reason::Stopped);
    });
}

#[test]
fn a_start_against_a_kill_and_a_call() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::starting(&rt);
        let killer = kill(&cell);
        let caller = {
            let cell = cell.clone();
            thread::spawn(move || cell.call(2, How::Replies))
        };
        cell.init();
        killer.join().unwrap();
        let slot = caller.join().unwrap();
        rt.run();
        assert!(slot.told().is_some());
        cell.assert_dead(Reason::Killed);
    });
}

/// A handler that waits for something that does not come is ended by a kill, wherever it is on its way.
#[test]
fn a_waiting_handler_is_woken_by_a_kill() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::with_task(&rt);
        let killer = kill(&cell);
        let worker = rt.worker(2);
        let slot = cell.queue_call(1, How::WaitsForEver);
        killer.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert!(slot.told().is_some(), "the handler still waits");
        cell.assert_dead(Reason::Killed);
    });
}

#[test]
fn a_begun_handler_is_woken_by_a_kill() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        let killer = kill(&cell);
        let worker = rt.worker(2);
        let slot = cell.call(1, How::WaitsForEver);
        killer.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert!(slot.told().is_some(), "the handler still waits");
        cell.assert_dead(Reason::Killed);
    });
}

/// The owner is stuck in a handler when the process is given up, and returns after all.
#[test]
fn given_up_while_a_caller_is_inside() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        assert!(cell.status.try_enter(), "a caller is inside");
        let watchdog = {
            let cell = cell.clone();
            thread::spawn(move || {
                cell.kill();
                cell.give_up();
            })
        };
        let caller = {
            let cell = cell.clone();
            thread::spawn(move || cell.call(2, How::Replies))
        };
        cell.run_in_place(1, How::Replies);
        watchdog.join().unwrap();
        let theirs = caller.join().unwrap();
        rt.run();
        assert!(theirs.told().is_some());
        cell.assert_dead(Reason::Killed);
    });
}

/// The owner has taken the queue: the callers in it are found where callers wait, or find out themselves.
#[test]
fn given_up_while_the_owner_has_the_queue() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        // a handler that does not return: its task has the state and is never polled again
        cell.cast(1);
        cell.queue_call(2, How::WaitsForEver);
        rt.run();
        let caller = {
            let cell = cell.clone();
            thread::spawn(move || cell.queue_call(3, How::Replies))
        };
        let _stuck = cell.take_queue();
        cell.signal_only();
        cell.give_up();
        let slot = caller.join().unwrap();
        assert!(slot.told().is_some(), "a caller whose message is out of reach");
        rt.shutdown();
        cell.assert_dead(Reason::Killed);
    });
}

#[test]
fn given_up_while_a_begun_handler_changes_hands() {
    explore(Some(3), || {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        let watchdog = {
            let cell = cell.clone();
            thread::spawn(move || {
                cell.kill();
                cell.give_up();
            })
        };
        let worker = rt.worker(2);
        let slot = cell.call(1, How::Waits(1));
        watchdog.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert!(slot.told().is_some());
        cell.assert_dead(Reason::Killed);
    });
}

#[test]
fn given_up_while_the_task_serves() {
    explore(Some(3), || {
        let rt = Rt::new();
        let cell = Cell::with_task(&rt);
        let watchdog = {
            let cell = cell.clone();
            thread::spawn(move || {
                cell.kill();
                cell.give_up();
            })
        };
        let worker = rt.worker(2);
        let slot = cell.queue_call(1, How::Waits(1));
        watchdog.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert!(slot.told().is_some());
        cell.assert_dead(Reason::Killed);
    });
}
