//! Suite `otp.pg`: process groups.

use crate::leaks;
use crate::logs::Logs;
use crate::registries::{end, holder, me, sorted};
use otp_runtime::pg::{self, GroupEvent, GroupMonitor, Groups, NotJoined, Scope};
use otp_runtime::prelude::*;
use otp_runtime::{process, refute_receive};
use std::time::{Duration, Instant};

type Event = GroupEvent<&'static str>;

async fn scope() -> Groups<&'static str> {
    Scope::start().await.unwrap()
}

/// A process that does nothing but live.
async fn member() -> Pid {
    holder(|| {}).await
}

async fn next() -> Event {
    process::receive::<Event>().await
}

fn joined(monitor: GroupMonitor, group: &'static str, pids: &[Pid]) -> Event {
    GroupEvent::Join { monitor, group, pids: pids.to_vec() }
}

fn left(monitor: GroupMonitor, group: &'static str, pids: &[Pid]) -> Event {
    GroupEvent::Leave { monitor, group, pids: pids.to_vec() }
}

/// Waits until the scope has seen to all ends before this.
async fn settled(groups: &Groups<&'static str>) {
    groups.sys().status().await.unwrap();
}

/// A message it does not know is logged and dropped; a request of another type fails its caller.
#[otp_runtime::test]
async fn otp_pg_02_errors() {
    leaks::checked(async {
        let logs = Logs::at(tracing::Level::ERROR);
        let groups = Scope::<&'static str>::start().name("scope").await.unwrap();
        groups.join("group", me()).await.unwrap();
        groups.pid().unwrap().send("garbage");
        settled(&groups).await;
        assert!(logs.lines().iter().any(|line| line.contains("str")), "{:?}", logs.lines());
        let other = Scope::<u32>::named("scope");
        assert!(matches!(other.join(1, me()).await, Err(CallError::WrongServer(_))));
        assert_eq!(other.members(&1), []);
        assert_eq!(groups.members(&"group"), [me()]);
        groups.stop().await.unwrap();
    })
    .await;
}

/// The default scope: the only member, the only group, and none.
#[otp_runtime::test]
async fn otp_pg_03_join_and_leave() {
    leaks::checked(async {
        let started = pg::start_link::<&'static str>().await.unwrap();
        let groups = Groups::<&'static str>::default();
        assert_eq!((groups.members(&"group"), groups.which_groups()), (vec![], vec![]));
        groups.join("group", me()).await.unwrap();
        assert_eq!((groups.members(&"group"), groups.which_groups()), (vec![me()], vec!["group"]));
        groups.leave("group", me()).await.unwrap();
        assert_eq!((groups.members(&"group"), groups.which_groups()), (vec![], vec![]));
        let again = groups.leave("group", me()).await;
        assert!(matches!(again, Err(CallError::Handler(NotJoined))), "{again:?}");
        started.stop().await.unwrap();
    })
    .await;
}

#[otp_runtime::test]
async fn otp_pg_05b_dead_members_are_removed() {
    leaks::checked(async {
        let groups = scope().await;
        let (dies, stays) = (member().await, member().await);
        groups.join_many("one", [dies, stays, dies]).await.unwrap();
        groups.join("two", dies).await.unwrap();
        end(dies).await;
        settled(&groups).await;
        assert_eq!((groups.members(&"one"), groups.which_groups()), (vec![stays], vec!["one"]));
        groups.join("late", dies).await.unwrap();
        settled(&groups).await;
        assert_eq!(groups.members(&"late"), [], "it was dead already");
        end(stays).await;
        groups.stop().await.unwrap();
    })
    .await;
}

/// Alone or in a list, and it leaves as often.
#[otp_runtime::test]
async fn otp_pg_15_joined_twice_is_there_twice() {
    leaks::checked(async {
        let groups = scope().await;
        let other = member().await;
        groups.join("double", me()).await.unwrap();
        groups.join_many("double", [me(), other, other]).await.unwrap();
        assert_eq!(groups.members(&"double"), [me(), me(), other, other]);
        groups.leave("double", me()).await.unwrap();
        assert_eq!(groups.members(&"double"), [me(), other, other]);
        groups.leave_many("double", [other, other, other, me()]).await.unwrap();
        assert_eq!(groups.which_groups(), [""; 0]);
        end(other).await;
        groups.stop().await.unwrap();
    })
    .await;
}

/// Memberships are the scope's, and end with it.
#[otp_runtime::test]
async fn otp_pg_16_members_do_not_survive_a_restart() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(Scope::<u8>::child().id("scope"));
        let top = top.start().await.unwrap();
        let groups = top.child::<Scope<u8>>("scope");
        groups.join(1, me()).await.unwrap();
        let before = groups.pid();
        end(before.unwrap()).await;
        assert_eq!(groups.members(&1), []);
        groups.sys().status().await.ok();
        while groups.pid().is_none_or(|pid| Some(pid) == before) {
            tokio::task::yield_now().await;
        }
        assert_eq!(groups.members(&1), []);
        groups.join(1, me()).await.unwrap();
        assert_eq!(groups.members(&1), [me()]);
        top.stop().await.unwrap();
    })
    .await;
}

#[otp_runtime::test]
async fn otp_pg_17_missing_scope() {
    leaks::checked(async {
        let groups = Scope::<&'static str>::named("missing");
        assert!(matches!(groups.join("group", me()).await, Err(CallError::NoProc(_))));
        assert!(matches!(groups.join_many("group", [me(), me()]).await, Err(CallError::NoProc(_))));
        assert!(matches!(groups.leave("group", me()).await, Err(CallError::NoProc(_))));
        assert!(matches!(groups.leave_many("group", [me()]).await, Err(CallError::NoProc(_))));
        assert!(matches!(groups.monitor_scope().await, Err(CallError::NoProc(_))));
        assert!(matches!(groups.monitor_group("group").await, Err(CallError::NoProc(_))));
        assert_eq!((groups.members(&"group"), groups.which_groups()), (vec![], vec![]));
    })
    .await;
}

/// A join among many groups, behind a queue of other requests, is quick still.
#[otp_runtime::test]
async fn otp_pg_22_join_under_load() {
    leaks::checked(async {
        let groups = Scope::<u32>::start().await.unwrap();
        for group in 0..10_000 {
            groups.join(group, me()).await.unwrap();
        }
        groups.sys().suspend().await.unwrap();
        for at in 0..2_000 {
            let (groups, queued) = (groups.clone(), me());
            tokio::spawn(async move {
                queued.send(());
                groups.join(at * 5, queued).await
            });
        }
        for _ in 0..2_000 {
            // each sends its request in the same breath
            process::receive::<()>().await;
        }
        let begun = Instant::now();
        groups.sys().resume().await.unwrap();
        groups.join(10_000, me()).await.unwrap();
        assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
        assert_eq!((groups.which_groups().len(), groups.members(&5).len()), (10_001, 2));
        groups.stop().await.unwrap();
    })
    .await;
}

/// One message for each change, in order, to each monitor, until it is removed or its owner ends.
#[otp_runtime::test]
async fn otp_pg_24_monitor_scope() {
    leaks::checked(async {
        let groups = scope().await;
        let other = member().await;
        groups.join("there", other).await.unwrap();
        let (first, members) = groups.monitor_scope().await.unwrap();
        assert_eq!(members, [("there", vec![other])]);
        groups.join("one", me()).await.unwrap();
        groups.join_many("two", [me(), other]).await.unwrap();
        let (second, members) = groups.monitor_scope().await.unwrap();
        assert_eq!(sorted(members), [("one", vec![me()]), ("there", vec![other]), ("two", vec![me(), other])]);
        groups.leave("one", me()).await.unwrap();

        assert_eq!(next().await, joined(first, "one", &[me()]));
        assert_eq!(next().await, joined(first, "two", &[me(), other]));
        assert_eq!(next().await, left(first, "one", &[me()]));
        assert_eq!(next().await, left(second, "one", &[me()]));

        assert_eq!(groups.demonitor(first).await, Ok(true));
        assert_eq!(groups.demonitor(first).await, Ok(false));
        groups.leave_many("two", [me(), other, me()]).await.unwrap();
        assert_eq!(next().await, left(second, "two", &[me(), other]));
        groups.join_many("two", [other, other]).await.unwrap();
        assert_eq!(next().await, joined(second, "two", &[other, other]));
        end(other).await;
        assert_eq!(next().await, left(second, "there", &[other]));
        assert_eq!(next().await, left(second, "two", &[other, other]));

        groups.join("one", me()).await.unwrap();
        assert_eq!(groups.demonitor(second).await, Ok(true));
        refute_receive!(Event::Join { .. });
        groups.stop().await.unwrap();
    })
    .await;
}

/// The owner's end takes its monitors along, and those of others stay.
#[otp_runtime::test]
async fn otp_pg_24_monitors_end_with_their_owner() {
    leaks::checked(async {
        let groups = scope().await;
        let (there, to) = (groups.clone(), me());
        let owner = process::spawn(async move {
            let (scope, _) = there.monitor_scope().await.unwrap();
            let (group, _) = there.monitor_group("group").await.unwrap();
            to.send((scope, group));
            std::future::pending().await
        });
        let (scope, group) = process::receive::<(GroupMonitor, GroupMonitor)>().await;
        let (mine, _) = groups.monitor_scope().await.unwrap();
        end(owner).await;
        settled(&groups).await;
        assert_eq!(groups.demonitor(scope).await, Ok(false));
        assert_eq!(groups.demonitor(group).await, Ok(false));
        groups.join("group", me()).await.unwrap();
        assert_eq!(next().await, joined(mine, "group", &[me()]));
        groups.stop().await.unwrap();
    })
    .await;
}

/// The members at first, then one message for each change of that group.
#[otp_runtime::test]
async fn otp_pg_25_monitor_group() {
    leaks::checked(async {
        let groups = scope().await;
        let other = member().await;
        groups.join("group", other).await.unwrap();
        let (first, members) = groups.monitor_group("group").await.unwrap();
        assert_eq!(members, [other]);
        let (empty, members) = groups.monitor_group("empty").await.unwrap();
        assert_eq!(members, []);
        let (second, _) = groups.monitor_group("group").await.unwrap();

        groups.join("another", me()).await.unwrap();
        groups.join("group", me()).await.unwrap();
        assert_eq!(next().await, joined(first, "group", &[me()]));
        assert_eq!(next().await, joined(second, "group", &[me()]));
        groups.join("empty", me()).await.unwrap();
        assert_eq!(next().await, joined(empty, "empty", &[me()]));

        assert_eq!(groups.demonitor(first).await, Ok(true));
        assert_eq!(groups.demonitor(first).await, Ok(false));
        end(other).await;
        assert_eq!(next().await, left(second, "group", &[other]));
        groups.leave("group", me()).await.unwrap();
        assert_eq!(next().await, left(second, "group", &[me()]));
        assert_eq!(groups.demonitor(second).await, Ok(true));
        assert_eq!(groups.demonitor(empty).await, Ok(true));
        groups.leave("empty", me()).await.unwrap();
        refute_receive!(Event::Leave { .. });
        groups.stop().await.unwrap();
    })
    .await;
}
