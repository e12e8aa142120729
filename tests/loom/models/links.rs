//! Links against unlink and death, monitors against demonitor and death.

use crate::explore;
use crate::links::{Note, Process};
use loom::thread;
use std::sync::Arc;

fn pair(late: bool) -> (Arc<Process>, Arc<Process>) {
    (Process::new(1, late), Process::new(2, late))
}

#[test]
fn a_link_to_a_dying_process_tells_exactly_once() {
    explore(None, || {
        let (me, other) = pair(false);
        let (peer, dying) = (me.clone(), other.clone());
        let death = thread::spawn(move || dying.die(&[peer]));
        me.link(&other);
        death.join().unwrap();
        assert!(matches!(me.inbox()[..], [Note::Exit { from: 2, .. }]), "{:?}", me.inbox());
        assert_eq!(me.links(), 0);
    });
}

#[test]
fn two_that_link_each_other_while_one_dies_are_told_once() {
    explore(Some(4), || {
        let (me, other) = pair(false);
        let (peer, dying) = (me.clone(), other.clone());
        let death = thread::spawn(move || {
            dying.link(&peer);
            dying.die(&[peer]);
        });
        me.link(&other);
        death.join().unwrap();
        // a second link after the first one's exit is a link of its own, to a dead process
        let exits = me.inbox().len();
        assert!(exits == 1 || exits == 2 && me.inbox().contains(&Note::Exit { from: 2, no_proc: true }), "{exits}");
        assert_eq!(me.links(), 0);
    });
}

fn unlink(late: bool) {
    explore(None, move || {
        let (me, other) = pair(late);
        me.link(&other);
        let (peer, dying) = (me.clone(), other.clone());
        let death = thread::spawn(move || dying.die(&[peer]));
        me.unlink(&other);
        let before = me.inbox();
        death.join().unwrap();
        assert_eq!(me.inbox(), before, "after `unlink` has returned");
    });
}

#[test]
fn nothing_of_a_link_arrives_after_unlink() {
    unlink(false);
}

#[test]
#[should_panic = "after `unlink` has returned"]
fn it_does_if_the_signal_is_deposited_outside_the_lock() {
    unlink(true);
}

#[test]
fn two_linked_processes_that_die_at_once_both_end() {
    explore(None, || {
        let (one, two) = pair(false);
        one.link(&two);
        let (first, second) = (one.clone(), two.clone());
        let death = thread::spawn(move || first.die(&[second]));
        two.die(std::slice::from_ref(&one));
        death.join().unwrap();
        assert!(one.inbox().len() + two.inbox().len() <= 1, "the one that died first told the other, or nobody");
    });
}

#[test]
fn a_monitor_of_a_dying_process_tells_exactly_once() {
    explore(None, || {
        let (me, other) = pair(false);
        let (watcher, dying) = (me.clone(), other.clone());
        let death = thread::spawn(move || dying.die(&[watcher]));
        me.monitor(&other);
        death.join().unwrap();
        assert!(matches!(me.inbox()[..], [Note::Down { monitor: 2, .. }]), "{:?}", me.inbox());
    });
}

fn demonitor(late: bool) {
    explore(None, move || {
        let (me, other) = pair(late);
        me.monitor(&other);
        let (watcher, dying) = (me.clone(), other.clone());
        let death = thread::spawn(move || dying.die(&[watcher]));
        me.demonitor(&other);
        assert_eq!(me.inbox(), [], "after `demonitor` has returned");
        death.join().unwrap();
        assert_eq!(me.inbox(), [], "after `demonitor` has returned");
    });
}

#[test]
fn no_down_is_there_after_demonitor() {
    demonitor(false);
}

#[test]
#[should_panic = "after `demonitor` has returned"]
fn it_is_if_the_down_is_deposited_outside_the_lock() {
    demonitor(true);
}
