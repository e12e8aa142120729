//! What random trees against the model of supervision have found.

use crate::support::soon;
use otp_runtime::prelude::*;
use otp_runtime::{ChildStartError, process};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

struct Cell;

#[gen_server]
impl Cell {
    #[init]
    fn init() -> Self {
        Cell
    }

    #[call]
    fn get(&self) -> u64 {
        7
    }
}

fn one_for_one() -> otp_runtime::SupervisorBuilder {
    Supervisor::builder(Strategy::OneForOne)
}

/// Waits until nothing moves any more: time is paused.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(10)).await;
}

/// The inner supervisor of the killed one stops its children while their places are others' already.
#[otp_runtime::test(paused)]
async fn what_a_killed_supervisor_leaves_behind_does_not_empty_the_places_of_its_successor() {
    let permanent = Cell::child().id("permanent");
    let temporary = Cell::child().id("temporary").restart(Restart::Temporary);
    let inner = one_for_one().child(permanent).child(temporary);
    let middle = one_for_one().child(inner.into_child_spec().id("inner"));
    let top = one_for_one().child(middle.into_child_spec().id("middle")).start_link().await.unwrap();
    let middle = top.child::<Supervisor>("middle");
    let inner = middle.child::<Supervisor>("inner");
    let (permanent, temporary) = (inner.child::<Cell>("permanent"), inner.child::<Cell>("temporary"));
    middle.exit(ExitReason::Kill);
    settle().await;
    assert_eq!(inner.count_children().await.unwrap().active, 2);
    assert_eq!(permanent.get().await, Ok(7));
    assert_eq!(temporary.get().await, Ok(7));
    assert_eq!(inner.child::<Cell>("temporary").get().await, Ok(7));
    soon(top.stop()).await.unwrap();
}

/// A restart of the supervisor in which the child does not start, and then one in which it does.
#[otp_runtime::test(paused)]
async fn a_client_outlives_a_restart_of_the_supervisor_that_failed_at_first() {
    let fail = Arc::new(AtomicU32::new(0));
    let failing = fail.clone();
    let child = ChildSpec::new("child", move || {
        let fails = failing.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok();
        async move {
            if fails {
                return Err(ChildStartError::Failed(ExitReason::error("not yet")));
            }
            Ok(process::spawn_link(std::future::pending()))
        }
    });
    let inner = one_for_one().child(child);
    let top = one_for_one().child(inner.into_child_spec().id("inner")).start_link().await.unwrap();
    let inner = top.child::<Supervisor>("inner");
    let child = inner.child::<AnyChild>("child");
    let before = child.pid();
    fail.store(2, SeqCst);
    inner.exit(ExitReason::Kill);
    settle().await;
    assert!(child.is_alive());
    assert_ne!(child.pid(), before);
    soon(top.stop()).await.unwrap();
}

/// A temporary child of the list is dropped when it ends, and there again when its supervisor is.
#[otp_runtime::test(paused)]
async fn a_client_of_a_listed_temporary_child_finds_it_again_with_its_supervisor() {
    let inner = one_for_one().child(Cell::child().id("child").restart(Restart::Temporary));
    let top = one_for_one().child(inner.into_child_spec().id("inner")).start_link().await.unwrap();
    let inner = top.child::<Supervisor>("inner");
    let child = inner.child::<Cell>("child");
    child.stop().await.unwrap();
    settle().await;
    assert_eq!(inner.count_children().await.unwrap().specs, 0);
    assert_eq!(child.pid(), None);
    inner.exit(ExitReason::Kill);
    settle().await;
    assert_eq!(child.get().await, Ok(7));
    soon(top.stop()).await.unwrap();
}
