//! Dynamic supervisors and partition supervisors: what they log, refuse, and survive.

use super::logs::Logs;
use otp_runtime::prelude::*;
use otp_runtime::{ChildStartError, PartitionSupervisorClient, ResizeError, RestartChildError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use tokio::sync::oneshot;
use tracing::Level;

/// A server that ends as it is told to.
struct Clerk;

#[gen_server]
impl Clerk {
    #[init]
    fn init() -> Self {
        Clerk
    }

    #[call]
    fn here(&self) -> bool {
        true
    }

    #[cast]
    fn leave(&mut self, reason: ExitReason) {
        otp_runtime::exit(reason)
    }
}

/// A clerk that starts while it may.
fn moody(refuses: &Arc<AtomicBool>) -> ChildSpec<Clerk> {
    let refuses = refuses.clone();
    Clerk::child().start_with(move || {
        let refused = refuses.load(SeqCst);
        async move {
            if refused {
                return Err(ChildStartError::Failed(ExitReason::error("not today")));
            }
            Ok(Clerk::start_link().await?.pid().expect("a server has a pid"))
        }
    })
}

#[otp_runtime::test]
async fn a_dynamic_supervisor_reports_what_becomes_of_its_children() {
    let logs = Logs::at(Level::INFO);
    let top = DynamicSupervisor::<Clerk>::builder().max_restarts(2).start().name("desk").await.unwrap();
    let ended = top.monitor();
    let refuses = Arc::new(AtomicBool::new(false));
    let clerk = top.start_child(moody(&refuses).id("ann")).await.unwrap();
    let first = clerk.pid().unwrap();
    let died = clerk.monitor();
    clerk.leave(ExitReason::error("ill"));
    died.await;
    assert_eq!(clerk.here().wait().await, Ok(true));
    refuses.store(true, SeqCst);
    clerk.leave(ExitReason::error("ill again"));
    assert_eq!(ended.await.reason, ExitReason::Shutdown);

    let lines = logs.lines();
    let said = |level: &str, what: &[&str]| {
        let line = |line: &&String| line.contains(level) && what.iter().all(|part| line.contains(part));
        assert_eq!(lines.iter().filter(line).count(), 1, "{what:?} in {lines:#?}");
    };
    let ann = "child=desk/ann";
    said("INFO", &["child started", ann, &format!("pid={first}")]);
    said("ERROR", &["child ended", ann, &format!("pid={first}"), "reason=ill"]);
    said("INFO", &["child restarted", ann]);
    said("ERROR", &["child ended", ann, "reason=ill again"]);
    said("ERROR", &["child did not restart", ann, "not today"]);
    said("ERROR", &["supervisor gives up", "supervisor=desk", "max_restarts=2", "max_seconds=5"]);
}

/// A server that owns something nobody can clone.
struct Owner(oneshot::Receiver<u8>);

#[gen_server]
impl Owner {
    #[init]
    fn init(owned: oneshot::Receiver<u8>) -> Self {
        Owner(owned)
    }

    #[call]
    async fn received(&mut self) -> Option<u8> {
        (&mut self.0).await.ok()
    }

    #[cast]
    fn leave(&mut self, reason: ExitReason) {
        otp_runtime::exit(reason)
    }
}

#[otp_runtime::test]
async fn a_child_that_starts_once_is_temporary() {
    let top = DynamicSupervisor::<Owner>::builder().start_link().await.unwrap();
    let (sender, owned) = oneshot::channel();
    let spec = ChildSpec::once_of::<Owner>((owned,)).restart(Restart::Permanent);
    assert_eq!(spec.restart_type(), Restart::Temporary);
    let again = spec.clone();
    let owner = top.start_child(spec).await.unwrap();
    sender.send(7).unwrap();
    assert_eq!(owner.received().await, Ok(Some(7)));

    let refused = top.start_child(again).await.map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("only once"), "{refused}");
    let died = owner.monitor();
    owner.leave(ExitReason::error("broken"));
    died.await;
    assert_eq!(top.count_children().await.unwrap().specs, 0);
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn a_killed_dynamic_supervisor_starts_again_without_children() {
    let desk = DynamicSupervisor::<Clerk>::builder();
    let top = Supervisor::builder(Strategy::OneForOne).child(desk).start_link().await.unwrap();
    let desk = top.child::<DynamicSupervisor<Clerk>>("DynamicSupervisor");
    let clerk = desk.start_child(Clerk::child()).await.unwrap();
    let (killed, left) = (desk.monitor(), clerk.monitor());
    desk.exit(ExitReason::Kill);
    assert_eq!(killed.await.reason, ExitReason::Killed);
    assert_eq!(left.await.reason, ExitReason::Killed);
    while desk.count_children().await.is_err() {
        tokio::task::yield_now().await;
    }
    assert_eq!(desk.which_children().await, Ok(vec![]));
    assert!(matches!(clerk.here().await, Err(CallError::NoProc(_))));
    assert_eq!(desk.start_child(Clerk::child()).await.unwrap().here().await, Ok(true));
    top.stop().await.unwrap();
}

async fn active(top: &PartitionSupervisorClient<Clerk>) -> (usize, usize) {
    (top.partitions().unwrap(), top.count_children().await.unwrap().active)
}

#[otp_runtime::test]
async fn a_resize_that_fails_changes_nothing() {
    let refuses = Arc::new(AtomicBool::new(false));
    let asked = refuses.clone();
    let never = Arc::new(AtomicBool::new(false));
    let spec = move |partition| moody(if partition == 2 { &asked } else { &never });
    let top = PartitionSupervisor::builder("desks", spec).partitions(4).start_link().await.unwrap();
    assert_eq!(top.resize(1).await, Ok(4));
    refuses.store(true, SeqCst);
    let failed = top.resize(4).await;
    let error = RestartChildError::Failed(ChildStartError::Failed(ExitReason::error("not today")));
    assert_eq!(failed, Err(CallError::Handler(ResizeError::Failed { partition: 2, error })));
    assert_eq!(active(&top).await, (1, 1));
    assert_eq!(top.resize(2).await, Ok(1));
    refuses.store(false, SeqCst);
    assert_eq!(top.resize(4).await, Ok(2));
    assert_eq!(active(&top).await, (4, 4));
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn resizes_take_turns_and_one_that_is_given_up_does_no_harm() {
    let top = PartitionSupervisor::builder("desks", |_| Clerk::child()).partitions(4).start_link().await.unwrap();
    for _ in 0..20 {
        let resizes = [0, 3, 1, 4, 2].map(|partitions| {
            let top = top.clone();
            tokio::spawn(async move { top.resize(partitions).await })
        });
        for (at, resize) in resizes.into_iter().enumerate() {
            if at % 2 == 0 {
                resize.abort();
            }
            match resize.await {
                Ok(resized) => assert!(resized.is_ok(), "{resized:?}"),
                Err(gone) => assert!(gone.is_cancelled()),
            }
        }
        for partitions in [3, 1, 4] {
            top.resize(partitions).await.unwrap();
            assert_eq!(active(&top).await, (partitions, partitions));
        }
    }
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn partitions_restart_as_their_strategy_says() {
    let top = PartitionSupervisor::builder("desks", |_| Clerk::child()).partitions(3).strategy(Strategy::OneForAll);
    let top = top.start_link().await.unwrap();
    let clerks: Vec<_> = (0..3).map(|key| top.partition(&key).unwrap()).collect();
    let pids: Vec<_> = clerks.iter().map(|clerk| clerk.pid()).collect();
    let died = clerks[1].monitor();
    clerks[1].leave(ExitReason::error("ill"));
    died.await;
    // asked after the exit, it answers after the restart
    assert_eq!(active(&top).await, (3, 3));
    for (clerk, before) in clerks.iter().zip(pids) {
        assert_eq!(clerk.here().await, Ok(true));
        assert_ne!(clerk.pid(), before);
    }
    top.stop().await.unwrap();
}
