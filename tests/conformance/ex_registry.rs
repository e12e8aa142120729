//! Suite `ex.registry`: what registries of all kinds do.

use crate::registries::{ALL, DUPLICATE, UNIQUE, end, holder, holder_of, me, partitions, sorted, with};
use otp_runtime::prelude::*;
use otp_runtime::{RegistryError, assert_receive, process, refute_receive};
use std::future::pending;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Barrier, Notify};

/// What the processes of a test say.
#[derive(Debug, PartialEq)]
struct Says(&'static str, u32);

/// A process that holds a lock until it is let go, and says when it has it and when it is done.
struct Locker {
    pid: Pid,
    go: Arc<Notify>,
}

impl Locker {
    fn start(registry: &Registry<&'static str>, name: &'static str) -> Locker {
        let (registry, to, go) = (registry.clone(), me(), Arc::new(Notify::new()));
        let gate = go.clone();
        let pid = process::spawn(async move {
            let inside = async || {
                to.send(Says(name, 1));
                gate.notified().await;
                7
            };
            assert_eq!(registry.lock("key", inside).await, Ok(7));
            to.send(Says(name, 2));
        });
        Locker { pid, go }
    }

    /// It is let go, has its turn and is done.
    async fn finishes(&self, name: &'static str) {
        self.go.notify_one();
        assert_receive!(Says(who, 1) if *who == name);
        assert_receive!(Says(who, 2) if *who == name);
    }

    /// A process that waits for the lock.
    async fn waiting(registry: &Registry<&'static str>, name: &'static str) -> Locker {
        let locker = Locker::start(registry, name);
        refute_receive!(Says(_, _));
        locker
    }
}

/// What dead processes had is gone from both sides of the tables.
#[otp_runtime::test]
async fn ex_registry_01_clean_up_on_process_crash() {
    for kind in ALL {
        with(kind, async |registry: Registry<&'static str, u32>| {
            let mut holders = Vec::new();
            for name in ["a", "b", "c", "d", "e", "f", "g", "h", "i"] {
                let registry = registry.clone();
                let keys = move || {
                    registry.register(name, 1).unwrap();
                    let _ = registry.register(name, 2);
                    let _ = registry.register("shared", 3);
                };
                holders.push(holder(keys).await);
            }
            let entries = if kind.0 == Keys::Unique { 10 } else { 27 };
            assert_eq!((registry.count(), registry.sizes()), (entries, (entries, entries, 0)), "{kind:?}");
            for pid in &holders {
                end(*pid).await;
                assert_eq!(registry.lookup("a").iter().filter(|(holder, _)| holder == pid).count(), 0);
            }
            registry.sync().await.unwrap();
            assert_eq!((registry.count(), registry.sizes()), (0, (0, 0, 0)), "{kind:?}");
            assert!(holders.iter().all(|pid| registry.keys(*pid).is_empty()));
        })
        .await;
    }
}

/// Two processes are inside at once, each with a key of its own.
#[otp_runtime::test]
async fn ex_registry_02_different_keys_do_not_lock_each_other() {
    for kind in [UNIQUE[0], UNIQUE[1], DUPLICATE[0], DUPLICATE[1]] {
        with(kind, async |registry: Registry<&'static str>| {
            let both = Arc::new(Barrier::new(2));
            for (key, result) in [("one", 1_u32), ("two", 2)] {
                let (registry, both, to) = (registry.clone(), both.clone(), me());
                process::spawn(async move {
                    let inside = async || {
                        both.wait().await;
                        result
                    };
                    to.send(Says(key, registry.lock(key, inside).await.unwrap()));
                });
            }
            assert_receive!(Says("one", 1));
            assert_receive!(Says("two", 2));
            for key in ["one", "two"] {
                assert_eq!(registry.lock(key, async || key).await, Ok(key));
            }
            assert_eq!(registry.lock(1_u8, async || registry.lock(1_u16, async || 3).await).await, Ok(Ok(3)));
            assert_eq!(registry.sizes().2, 0);
        })
        .await;
    }
}

/// The second one waits until the first is done, and they are served in order.
#[otp_runtime::test(paused)]
async fn ex_registry_03_same_key_waits() {
    for kind in [UNIQUE[0], UNIQUE[1], DUPLICATE[0], DUPLICATE[1]] {
        with(kind, async |registry: Registry<&'static str>| {
            let first = Locker::start(&registry, "first");
            assert_receive!(Says("first", 1));
            let second = Locker::waiting(&registry, "second").await;
            let third = Locker::waiting(&registry, "third").await;
            third.go.notify_one();
            // longer than Elixir would wait
            refute_receive!(Says(_, _), within = Duration::from_secs(60));
            first.go.notify_one();
            assert_receive!(Says("first", 2));
            assert_receive!(Says("second", 1));
            refute_receive!(Says("third", 1));
            second.go.notify_one();
            assert_receive!(Says("second", 2));
            assert_receive!(Says("third", 1));
            assert_receive!(Says("third", 2));
            assert_eq!(process::queue_len(), 0);
            assert_eq!(registry.sizes().2, 0);
        })
        .await;
    }
}

/// A panic inside is the holder's, and the next one's turn.
#[otp_runtime::test]
async fn ex_registry_04_lock_is_released_by_a_panic() {
    for kind in [UNIQUE[0], UNIQUE[1], DUPLICATE[0], DUPLICATE[1]] {
        with(kind, async |registry: Registry<&'static str>| {
            let (locked, go) = (registry.clone(), Arc::new(Notify::new()));
            let (to, gate) = (me(), go.clone());
            let (_, ended) = process::spawn_monitor(async move {
                let inside = async || {
                    to.send(Says("holder", 1));
                    gate.notified().await;
                    panic!("inside")
                };
                locked.lock("key", inside).await.unwrap()
            });
            assert_receive!(Says("holder", 1));
            let waiter = Locker::waiting(&registry, "waiter").await;
            go.notify_one();
            assert_eq!(crate::reasons::panic_message(&ended.await.reason), Some("inside"));
            waiter.finishes("waiter").await;
            assert_eq!(registry.lock("key", async || "again").await, Ok("again"));
        })
        .await;
    }
}

/// A kill of the holder is the next one's turn.
#[otp_runtime::test]
async fn ex_registry_05_lock_is_released_by_a_kill() {
    for kind in [UNIQUE[0], UNIQUE[1], DUPLICATE[0], DUPLICATE[1]] {
        with(kind, async |registry: Registry<&'static str>| {
            let killed = Locker::start(&registry, "killed");
            assert_receive!(Says("killed", 1));
            let waiter = Locker::waiting(&registry, "waiter").await;
            end(killed.pid).await;
            waiter.finishes("waiter").await;
            assert_eq!(registry.lock("key", async || "again").await, Ok("again"));
        })
        .await;
    }
}

/// So it is when the holder's thread does not come back.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn ex_registry_05_lock_is_released_by_a_holder_that_is_given_up() {
    with(UNIQUE[0], async |registry: Registry<&'static str>| {
        let (locked, to) = (registry.clone(), me());
        let (let_go, stuck) = mpsc::channel::<()>();
        let stuck = Mutex::new(stuck);
        let (pid, ended) = process::spawn_monitor(async move {
            let inside = async || {
                to.send(Says("stuck", 1));
                let _ = stuck.lock().unwrap().recv();
            };
            let _ = locked.lock("key", inside).await;
        });
        assert_receive!(Says("stuck", 1));
        pid.exit(ExitReason::Kill);
        assert_eq!(registry.lock("key", async || "mine").await, Ok("mine"));
        assert_eq!(ended.await.reason, ExitReason::Killed);
        // what it lets go of late is not somebody else's
        let mine = Locker::start(&registry, "mine");
        assert_receive!(Says("mine", 1));
        drop(let_go);
        let waiter = Locker::waiting(&registry, "waiter").await;
        mine.go.notify_one();
        waiter.finishes("waiter").await;
    })
    .await;
}

/// A waiter that is killed is passed over.
#[otp_runtime::test]
async fn ex_registry_06_dead_waiters_are_skipped() {
    for kind in [UNIQUE[0], UNIQUE[1], DUPLICATE[0], DUPLICATE[1]] {
        with(kind, async |registry: Registry<&'static str>| {
            let first = Locker::start(&registry, "first");
            assert_receive!(Says("first", 1));
            let killed = Locker::waiting(&registry, "killed").await;
            let last = Locker::waiting(&registry, "last").await;
            end(killed.pid).await;
            first.go.notify_one();
            assert_receive!(Says("first", 2));
            last.finishes("last").await;
            assert_eq!(registry.lock("key", async || "again").await, Ok("again"));
            assert_eq!(process::queue_len(), 0);
        })
        .await;
    }
}

/// The owner replaces its value.
#[otp_runtime::test]
async fn ex_registry_d01_update_value() {
    with(UNIQUE[0], async |registry: Registry<&'static str, u32>| {
        registry.register("hello", 1).unwrap();
        assert_eq!(registry.lookup("hello"), [(me(), 1)]);
        assert_eq!(registry.update_value("hello", |value| value + 1), Some((2, 1)));
        assert_eq!(registry.lookup("hello"), [(me(), 2)]);
    })
    .await;
}

/// Nothing, then the pairs, for everybody alike.
#[otp_runtime::test]
async fn ex_registry_d02_lookup() {
    for kind in ALL {
        with(kind, async |registry: Registry<&'static str, u32>| {
            assert_eq!(registry.lookup("hello"), []);
            registry.register("hello", 1).unwrap();
            let mut expected = vec![(me(), 1)];
            if kind.0 != Keys::Unique {
                expected.push((holder_of(&registry, "hello", 2).await, 2));
                registry.register("hello", 3).unwrap();
                expected.push((me(), 3));
            }
            assert_eq!(sorted(registry.lookup("hello")), sorted(expected.clone()));
            let (other, to) = (registry.clone(), me());
            process::spawn(async move { to.send(other.lookup("hello")) });
            assert_eq!(sorted(process::receive::<Vec<(Pid, u32)>>().await), sorted(expected.clone()));
            for (pid, _) in expected.iter().filter(|(pid, _)| *pid != me()) {
                end(*pid).await;
            }
        })
        .await;
    }
}

/// What the function gives, from the calling process.
#[otp_runtime::test]
async fn ex_registry_d03_lock_runs_in_the_caller() {
    for kind in ALL {
        with(kind, async |registry: Registry<&'static str>| {
            assert_eq!(registry.lock("hello", async || Pid::current()).await, Ok(Some(me())));
        })
        .await;
    }
}

/// Values are matched by a function: the whole of them, parts that must be equal, comparisons.
#[otp_runtime::test]
async fn ex_registry_d04_match() {
    with(UNIQUE[0], async |registry: Registry<&'static str, (u32, &'static str, u32)>| {
        let value = (1, "atom", 1);
        registry.register("hello", value).unwrap();
        let found = [(me(), value)];
        assert_eq!(registry.match_("hello", |(_, word, _)| *word == "atom"), found);
        assert_eq!(registry.match_("hello", |(a, _, b)| a == b), found);
        assert_eq!(registry.match_("hello", |(a, ..)| *a > 0), found);
        assert_eq!(registry.match_("hello", |(a, ..)| *a > 1), []);
        assert_eq!(registry.match_("other", |_| true), []);
    })
    .await;
}

/// None, then each as often as it was registered.
#[otp_runtime::test]
async fn ex_registry_d05_keys() {
    for kind in ALL {
        with(kind, async |registry: Registry<&'static str, u32>| {
            assert!(registry.keys(me()).is_empty());
            registry.register("hello", 1).unwrap();
            let second = registry.register("hello", 2);
            registry.register("world", 3).unwrap();
            let expected = if kind.0 == Keys::Unique {
                assert_eq!(second, Err(RegistryError::AlreadyRegistered(me())));
                vec!["hello", "world"]
            } else {
                assert!(second.is_ok());
                vec!["hello", "hello", "world"]
            };
            assert_eq!(sorted(registry.keys(me())), expected, "{kind:?}");
        })
        .await;
    }
}

/// All of the caller's entries under the key go, and no others.
#[otp_runtime::test]
async fn ex_registry_d07_unregister() {
    for kind in ALL {
        with(kind, async |registry: Registry<&'static str, u32>| {
            registry.register("hello", 1).unwrap();
            registry.register("world", 2).unwrap();
            if kind.0 != Keys::Unique {
                registry.register("hello", 3).unwrap();
            }
            registry.unregister(&"hello");
            assert_eq!((registry.lookup("hello"), registry.keys(me())), (vec![], vec!["world"]));
            registry.unregister(&"world");
            assert_eq!((registry.keys(me()), registry.sizes()), (vec![], (0, 0, 0)));
        })
        .await;
    }
}

/// A unique key is taken, also from its own holder; a duplicate one never is.
#[otp_runtime::test]
async fn ex_registry_d09_register() {
    for kind in ALL {
        with(kind, async |registry: Registry<&'static str, u32>| {
            let partition = registry.register("hello", 1).unwrap();
            assert!(partitions(&registry).await.contains(&partition));
            let again = registry.register("hello", 2);
            let other = registry.clone();
            let to = me();
            let pid = holder(move || to.send(other.register("hello", 3))).await;
            let others = process::receive::<Result<Pid, RegistryError>>().await;
            if kind.0 == Keys::Unique {
                let taken = Err(RegistryError::AlreadyRegistered(me()));
                assert_eq!((again, others), (taken.clone(), taken));
                assert_eq!(registry.lookup("hello"), [(me(), 1)]);
            } else {
                assert_eq!(again, Ok(partition));
                assert!(others.is_ok());
                assert_eq!(registry.count(), 3);
            }
            end(pid).await;
        })
        .await;
    }
}

/// What the start gives is there, what it does not is not.
#[otp_runtime::test]
async fn ex_registry_d10_meta() {
    crate::leaks::checked(async {
        let registry = Registry::<u32>::builder().meta("custom_key", "custom_value").meta("number", 7_u32);
        let registry = registry.start().await.unwrap();
        assert_eq!(registry.meta::<&str>("custom_key"), Some("custom_value"));
        assert_eq!(registry.meta::<u32>("number"), Some(7));
        assert_eq!(registry.meta::<u64>("number"), None, "it is of another type");
        assert_eq!(registry.meta::<&str>("unknown"), None);
        registry.put_meta("custom_key", 8_u8).unwrap();
        assert_eq!(registry.meta::<u8>("custom_key"), Some(8));
        registry.stop().await.unwrap();
        assert_eq!(registry.meta::<u32>("number"), None);
        assert_eq!(registry.put_meta("number", 1), Err(RegistryError::NotRunning(registry.target())));
    })
    .await;
}

/// What was deleted is not there.
#[otp_runtime::test]
async fn ex_registry_d12_delete_meta() {
    with(UNIQUE[0], async |registry: Registry<u32>| {
        registry.put_meta("custom_key", "custom_value").unwrap();
        assert_eq!(registry.meta::<&str>("custom_key"), Some("custom_value"));
        registry.delete_meta("custom_key");
        assert_eq!(registry.meta::<&str>("custom_key"), None);
        registry.delete_meta("custom_key");
    })
    .await;
}

/// Registrations are counted, not keys.
#[otp_runtime::test]
async fn ex_registry_d13_count() {
    for kind in ALL {
        with(kind, async |registry: Registry<&'static str>| {
            assert_eq!(registry.count(), 0);
            registry.register("hello", ()).unwrap();
            registry.register("world", ()).unwrap();
            assert_eq!(registry.count(), 2);
            if kind.0 != Keys::Unique {
                registry.register("world", ()).unwrap();
                assert_eq!(registry.count(), 3);
            }
        })
        .await;
    }
}

/// Those under the key whose value is wanted.
#[otp_runtime::test]
async fn ex_registry_d14_count_match() {
    with(DUPLICATE[1], async |registry: Registry<&'static str, (u32, &'static str)>| {
        registry.register("hello", (1, "one")).unwrap();
        registry.register("hello", (2, "two")).unwrap();
        registry.register("world", (1, "one")).unwrap();
        assert_eq!(registry.count_match("hello", |_| true), 2);
        assert_eq!(registry.count_match("hello", |(_, word)| *word == "one"), 1);
        assert_eq!(registry.count_match("hello", |(number, _)| *number > 2), 0);
        assert_eq!(registry.count_match("nobody", |_| true), 0);
    })
    .await;
}

/// Whole triples, or only keys.
#[otp_runtime::test]
async fn ex_registry_d15_select() {
    for kind in ALL {
        with(kind, async |registry: Registry<&'static str, u32>| {
            registry.register("hello", 1).unwrap();
            registry.register("world", 2).unwrap();
            let all = registry.select(|key, pid, value| Some((*key, pid, *value)));
            assert_eq!(sorted(all), [("hello", me(), 1), ("world", me(), 2)]);
            assert_eq!(sorted(registry.select(|key, _, _| Some(*key))), ["hello", "world"]);
        })
        .await;
    }
}

/// Those of the whole registry that are wanted.
#[otp_runtime::test]
async fn ex_registry_d16_count_select() {
    for kind in ALL {
        with(kind, async |registry: Registry<&'static str, u32>| {
            registry.register("hello", 1).unwrap();
            registry.register("world", 2).unwrap();
            assert_eq!(registry.count_select(|_, _, value| *value == 1), 1);
            assert_eq!(registry.count_select(|_, pid, _| pid == me()), 2);
            assert_eq!(registry.count_select(|key, _, _| *key == "nobody"), 0);
        })
        .await;
    }
}

/// A lock ends with the registry for those who wait, and not for the one inside.
#[otp_runtime::test]
async fn ex_registry_03_waiters_are_told_that_the_registry_ends() {
    with(UNIQUE[0], async |registry: Registry<&'static str>| {
        let (inside, waits) = (registry.clone(), registry.clone());
        let to = me();
        let go = Arc::new(Notify::new());
        let gate = go.clone();
        process::spawn(async move {
            let critical = async || {
                to.send(Says("inside", 1));
                gate.notified().await;
            };
            assert_eq!(inside.lock("key", critical).await, Ok(()));
            to.send(Says("inside", 2));
        });
        assert_receive!(Says("inside", 1));
        let (_, waiter) = process::spawn_monitor(async move {
            let refused = waits.lock("key", pending::<()>).await;
            assert_eq!(refused, Err(RegistryError::NotRunning(waits.target())));
        });
        refute_receive!(Says(_, _));
        registry.exit(ExitReason::Kill);
        assert_eq!(waiter.await.reason, ExitReason::Normal);
        go.notify_one();
        assert_receive!(Says("inside", 2));
    })
    .await;
}
