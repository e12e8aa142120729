//! Callers in place against casters, the own task and each other.

use crate::cell::{Cell, How, Message, Outcome};
use crate::explore;
use crate::rt::Rt;
use crate::status::{Next, Status};
use loom::thread;
use std::sync::Arc;

fn before(handled: &[u32], first: u32, second: u32) -> bool {
    let at = |value| handled.iter().position(|handled| *handled == value);
    matches!((at(first), at(second)), (Some(first), Some(second)) if first < second)
}

#[test]
fn callers_and_a_caster_lose_nothing_and_keep_their_order() {
    explore(Some(3), || {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        let caster = {
            let cell = cell.clone();
            thread::spawn(move || {
                cell.cast(10);
                cell.call(11, How::Replies)
            })
        };
        let caller = {
            let cell = cell.clone();
            thread::spawn(move || cell.call(1, How::Replies))
        };
        let mine = cell.call(2, How::Replies);
        rt.run();
        let (after_cast, theirs) = (caster.join().unwrap(), caller.join().unwrap());
        rt.run();
        assert_eq!(mine.told(), Some(Outcome::Reply(2)));
        assert_eq!(theirs.told(), Some(Outcome::Reply(1)));
        assert_eq!(after_cast.told(), Some(Outcome::Reply(11)));
        let handled = cell.handled();
        assert_eq!(handled.len(), 4, "{handled:?}");
        assert!(before(&handled, 10, 11), "{handled:?}");
        cell.assert_idle();
        cell.finish();
    });
}

#[test]
fn the_own_task_and_a_caller_in_place_take_turns() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::with_task(&rt);
        let worker = rt.worker(2);
        let caster = {
            let cell = cell.clone();
            thread::spawn(move || {
                cell.cast(10);
                cell.call(11, How::Replies)
            })
        };
        let mine = cell.call(1, How::Replies);
        let theirs = caster.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert_eq!(mine.told(), Some(Outcome::Reply(1)));
        assert_eq!(theirs.told(), Some(Outcome::Reply(11)));
        let handled = cell.handled();
        assert_eq!(handled.len(), 4, "{handled:?}");
        assert!(before(&handled, 10, 11), "{handled:?}");
        cell.assert_idle();
        cell.finish();
    });
}

#[test]
fn two_casters_wake_the_task_once() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        let caster = {
            let cell = cell.clone();
            thread::spawn(move || cell.cast(1))
        };
        let worker = rt.worker(1);
        cell.cast(2);
        caster.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert_eq!(cell.handled().len(), 2);
        cell.assert_idle();
        cell.finish();
    });
}

/// The task takes two messages at once while a third comes.
#[test]
fn a_message_comes_while_others_are_taken() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        cell.cast(1);
        cell.cast(2);
        let caster = {
            let cell = cell.clone();
            thread::spawn(move || cell.cast(3))
        };
        rt.run();
        caster.join().unwrap();
        rt.run();
        assert_eq!(cell.handled(), [1, 2, 3]);
        cell.assert_idle();
        cell.finish();
    });
}

/// A caller that waits for the other to leave enters with all that the other has written.
#[test]
fn a_caller_that_spins_enters_after_the_other() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        let spinning = {
            let cell = cell.clone();
            thread::spawn(move || match cell.status.spin_enter(2) {
                true => cell.run_in_place(1, How::Replies),
                false => cell.queue_call(1, How::Replies),
            })
        };
        let mine = cell.call(2, How::Replies);
        let theirs = spinning.join().unwrap();
        rt.run();
        assert_eq!(mine.told(), Some(Outcome::Reply(2)));
        assert_eq!(theirs.told(), Some(Outcome::Reply(1)));
        assert_eq!(cell.handled().len(), 2);
        cell.assert_idle();
        cell.finish();
    });
}

#[test]
fn a_server_without_calls_in_place_is_never_entered() {
    explore(None, || {
        let rt = Rt::new();
        let cell = Cell::queue_only(&rt);
        assert!(!cell.status.try_enter());
        assert!(!cell.status.spin_enter(2));
        let caller = {
            let cell = cell.clone();
            thread::spawn(move || cell.call(1, How::Replies))
        };
        let worker = rt.worker(1);
        let slot = caller.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert_eq!(slot.told(), Some(Outcome::Reply(1)));
        assert!(!cell.status.try_enter(), "nor afterwards");
        cell.finish();
    });
}

/// A handler begun in place that has to wait: the own task goes on with it, and nobody comes in between.
#[test]
fn a_handler_begun_in_place_is_finished_by_the_task() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::idle(&rt);
        let worker = rt.worker(2);
        let caller = {
            let cell = cell.clone();
            thread::spawn(move || cell.call(2, How::Replies))
        };
        let begun = cell.call(1, How::Waits(1));
        let theirs = caller.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert_eq!(begun.told(), Some(Outcome::Reply(1)));
        assert_eq!(theirs.told(), Some(Outcome::Reply(2)));
        assert_eq!(cell.handled().len(), 2);
        cell.assert_idle();
        cell.finish();
    });
}

/// An idle task that is let go while somebody posts: the message is handled, by this task or by another.
#[test]
fn a_task_is_let_go_while_a_message_comes() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::with_task(&rt);
        let worker = rt.worker(2);
        let sweeper = {
            let cell = cell.clone();
            thread::spawn(move || {
                cell.sweep();
                cell.sweep();
            })
        };
        cell.cast(1);
        sweeper.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert_eq!(cell.handled(), [0, 1]);
        cell.assert_idle();
        // and once more, when it has gone or stayed
        cell.cast(2);
        rt.run();
        assert_eq!(cell.handled(), [0, 1, 2]);
        cell.assert_idle();
        cell.finish();
    });
}

#[test]
fn a_start_that_waits_goes_on_as_the_own_task() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::starting(&rt);
        let caster = {
            let cell = cell.clone();
            thread::spawn(move || cell.cast(1))
        };
        let worker = rt.worker(2);
        cell.init_on_own_task();
        caster.join().unwrap();
        worker.join().unwrap();
        rt.run();
        assert_eq!(cell.handled(), [1]);
        cell.assert_idle();
        cell.cast(2);
        rt.run();
        assert_eq!(cell.handled(), [1, 2]);
        cell.assert_idle();
        cell.finish();
    });
}

#[test]
fn messages_to_a_starting_process_wait_for_init() {
    explore(Some(4), || {
        let rt = Rt::new();
        let cell = Cell::starting(&rt);
        let caster = {
            let cell = cell.clone();
            thread::spawn(move || {
                cell.push(Message::Cast(1));
                cell.call(2, How::Replies)
            })
        };
        cell.init();
        let slot = caster.join().unwrap();
        rt.run();
        assert_eq!(slot.told(), Some(Outcome::Reply(2)));
        assert_eq!(cell.handled(), [1, 2]);
        cell.assert_idle();
        cell.finish();
    });
}

/// Of all that find a free process one gives it to its task; the others leave it to the owner.
#[test]
fn exactly_one_poster_gives_the_turn() {
    explore(None, || {
        let status = Arc::new(Status::starting(false));
        let _ = status.leave();
        let post = |status: &Arc<Status>| {
            let status = status.clone();
            thread::spawn(move || status.post() == Next::Turn)
        };
        let (one, two) = (post(&status), post(&status));
        let turns = [one.join().unwrap(), two.join().unwrap(), status.signal() == Next::Turn];
        assert_eq!(turns.into_iter().filter(|turn| *turn).count(), 1);
    });
}
