//! Registries of all kinds, and processes that have keys in them.

use crate::leaks;
use otp_runtime::prelude::*;
use otp_runtime::process;
use std::future::pending;
use std::hash::Hash;

pub(crate) const UNIQUE: [(Keys, usize); 2] = [(Keys::Unique, 1), (Keys::Unique, 8)];

pub(crate) const DUPLICATE: [(Keys, usize); 4] =
    [(Keys::Duplicate, 1), (Keys::Duplicate, 8), (Keys::DuplicateByKey, 1), (Keys::DuplicateByKey, 8)];

pub(crate) const ALL: [(Keys, usize); 6] =
    [UNIQUE[0], UNIQUE[1], DUPLICATE[0], DUPLICATE[1], DUPLICATE[2], DUPLICATE[3]];

/// Runs `body` with a registry that is empty before and stopped afterwards; nothing is left behind.
pub(crate) async fn with<K, V>(kind: (Keys, usize), body: impl AsyncFnOnce(Registry<K, V>))
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    leaks::checked(async {
        let registry = Registry::<K, V>::builder().keys(kind.0).partitions(kind.1).start().await.unwrap();
        body(registry.clone()).await;
        leave(&registry);
        let ended = registry.monitor();
        let _ = registry.stop().await;
        ended.await;
    })
    .await;
}

/// Gives up all keys of the calling process: one that is still linked would end with the registry.
pub(crate) fn leave<K, V>(registry: &Registry<K, V>)
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    for key in registry.keys(me()) {
        registry.unregister(&key);
    }
}

pub(crate) fn me() -> Pid {
    Pid::current().unwrap()
}

/// A process that has run `first` and lives until it is ended.
pub(crate) async fn holder(first: impl FnOnce() + Send + 'static) -> Pid {
    let (ran, has_run) = ReplyTo::<()>::channel();
    let pid = process::spawn(async move {
        first();
        ran.send(());
        pending().await
    });
    has_run.await.expect("the holder's own code");
    pid
}

/// A process that has this key.
pub(crate) async fn holder_of<K, V>(registry: &Registry<K, V>, key: K, value: V) -> Pid
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    let registry = registry.clone();
    holder(move || {
        registry.register(key, value).expect("a free key");
    })
    .await
}

/// Ends a process, and waits until it has.
pub(crate) async fn end(pid: Pid) {
    let ended = pid.monitor();
    pid.exit(ExitReason::Kill);
    assert_eq!(ended.await.reason, ExitReason::Killed);
}

pub(crate) fn sorted<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort();
    values
}

/// The processes of the registry's partitions, youngest first.
pub(crate) async fn partitions<K, V>(registry: &Registry<K, V>) -> Vec<Pid> {
    registry.which_children().await.unwrap().iter().map(|child| child.pid().unwrap()).collect()
}
