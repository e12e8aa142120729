//! Registries: restarts, threads, and users' code.

use crate::support::soon;
use otp_runtime::prelude::*;
use otp_runtime::{RegistryError, RegistryPartition, assert_receive, process};
use std::cell::Cell;
use std::future::pending;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

fn me() -> Pid {
    Pid::current().unwrap()
}

async fn end(pid: Pid) {
    let ended = pid.monitor();
    pid.exit(ExitReason::Kill);
    soon(ended).await;
}

/// Waits until the partitions are there again.
async fn partitions_back<V: Send + Sync + 'static>(registry: &Registry<u32, V>, count: usize) {
    soon(async {
        while registry.count_children().await.map_or(0, |counts| counts.active) < count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
}

struct Till {
    cents: u64,
}

#[gen_server(restart = temporary)]
impl Till {
    #[init]
    fn init(cents: u64) -> Self {
        Till { cents }
    }

    #[call]
    fn cents(&self) -> u64 {
        self.cents
    }
}

#[supervisor(strategy = rest_for_one)]
struct Shop {
    #[child(keys = unique, partitions = 2, meta("city", "Rome"))]
    tills: Registry<u32>,
    #[child(keys = duplicate)]
    rooms: Registry<&'static str, u32>,
}

/// A handle from an accessor, and names by it, hold through restarts of the registry.
#[otp_runtime::test]
async fn handles_outlive_restarts_of_the_registry() {
    let shop = Shop::start_link().await.unwrap();
    let tills = shop.tills();
    assert_eq!(tills.meta::<&str>("city"), Some("Rome"));
    let found = Till::via(&tills, 7);
    let till = Till::start(5).via(&tills, 7).await.unwrap();
    assert_eq!(found.cents().await, Ok(5));
    shop.rooms().register("lobby", 1).unwrap();
    process::trap_exit(true);

    tills.put_meta("city", "Oslo").unwrap();
    let gone = till.monitor();
    let (before, rooms_before) = (tills.pid(), shop.rooms().pid());
    tills.exit(ExitReason::Kill);
    assert!(matches!(gone.await.reason, ExitReason::Killed), "it was linked");
    assert_receive!(Exit { .. });
    soon(async {
        while tills.pid().is_none_or(|pid| Some(pid) == before) || shop.rooms().pid() == rooms_before {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
    assert_eq!((tills.count(), shop.rooms().count()), (0, 0));
    assert_eq!(tills.meta::<&str>("city"), Some("Rome"), "as it was told at the start");
    assert_eq!(found.pid(), None);
    Till::start(6).via(&tills, 7).await.unwrap();
    assert_eq!(found.cents().await, Ok(6));
    assert_eq!(Till::via(&shop.tills(), 7).cents().await, Ok(6));
    tills.register(8, ()).unwrap();
    assert_eq!(shop.tills().lookup(&8), [(me(), ())]);
    assert_eq!(format!("{tills:?}"), "Registry(Shop/tills)");
    shop.stop().await.unwrap();
    assert_eq!(tills.register(9, ()), Err(RegistryError::NotRunning(tills.target())));
}

/// With unique keys the crash of one partition takes all registrations and their processes; who traps exits lives on, and
/// registers again.
#[otp_runtime::test]
async fn crash_of_a_partition_with_unique_keys() {
    let registry = Registry::<u32>::builder().partitions(4).start_link().await.unwrap();
    process::trap_exit(true);
    let partition = registry.register(1, ()).unwrap();
    let (there, to) = (registry.clone(), me());
    let other = process::spawn(async move {
        to.send(there.register(2, ()).unwrap());
        pending().await
    });
    let others = process::receive::<Pid>().await;
    let ended = other.monitor();
    assert_ne!(partition, others, "pids go round the partitions");
    partition.exit(ExitReason::Kill);
    assert_receive!(Exit { from, .. } if *from == partition);
    assert!(!ended.await.reason.is_clean() || !other.is_alive());
    partitions_back(&registry, 4).await;
    assert_eq!(registry.sizes(), (0, 0, 0));
    assert_ne!(registry.register(1, ()).unwrap(), partition);
    assert_eq!(registry.lookup(&1), [(me(), ())]);
    registry.stop().await.unwrap();
}

/// With duplicate keys only those of that partition are gone.
#[otp_runtime::test]
async fn crash_of_a_partition_with_duplicate_keys() {
    for keys in [Keys::Duplicate, Keys::DuplicateByKey] {
        let registry = Registry::<u32>::builder().keys(keys).partitions(2).start_link().await.unwrap();
        process::trap_exit(true);
        let mut expected = 0;
        let crashed = registry.register(1, ()).unwrap();
        for key in 2..40 {
            let (there, to) = (registry.clone(), me());
            process::spawn(async move {
                process::trap_exit(true);
                to.send(there.register(key, ()).unwrap());
                pending().await
            });
            expected += usize::from(process::receive::<Pid>().await != crashed);
        }
        assert!((1..38).contains(&expected), "{expected}");
        crashed.exit(ExitReason::Kill);
        assert_receive!(Exit { from, .. } if *from == crashed);
        partitions_back(&registry, 2).await;
        assert_eq!((registry.count(), registry.sizes()), (expected, (expected, expected, 0)), "{keys:?}");
        assert!(registry.keys(me()).is_empty());
        registry.register(1, ()).unwrap();
        assert_eq!(registry.lookup(&1), [(me(), ())]);
        registry.unregister(&1);
        registry.stop().await.unwrap();
    }
}

/// A value whose code uses the registry, as far as it may: anywhere but in `Hash` and `Eq` of a key.
struct Nosy {
    registry: Registry<Touchy, Nosy>,
    seen: Arc<AtomicU32>,
}

thread_local! {
    static LOOKS: Cell<bool> = const { Cell::new(false) };
}

impl Nosy {
    fn look(&self) {
        // what it does clones and drops values, too
        if LOOKS.replace(true) {
            return;
        }
        self.seen.fetch_add(1, SeqCst);
        self.registry.lookup(&Touchy(1));
        let _ = self.registry.register(Touchy(99), Nosy { registry: self.registry.clone(), seen: self.seen.clone() });
        self.registry.unregister_match(&Touchy(99), |_| true);
        self.registry.count();
        LOOKS.set(false);
    }
}

impl Clone for Nosy {
    fn clone(&self) -> Self {
        self.look();
        Nosy { registry: self.registry.clone(), seen: self.seen.clone() }
    }
}

impl Drop for Nosy {
    fn drop(&mut self) {
        self.look();
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Touchy(u32);

impl Hash for Touchy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Clone for Touchy {
    fn clone(&self) -> Self {
        Touchy(self.0)
    }
}

/// No lock is held while users' code runs.
#[otp_runtime::test]
async fn users_code_may_use_the_registry() {
    for keys in [Keys::Unique, Keys::Duplicate, Keys::DuplicateByKey] {
        let registry = Registry::<Touchy, Nosy>::builder().keys(keys).start_link().await.unwrap();
        let seen = Arc::new(AtomicU32::new(0));
        let nosy = || Nosy { registry: registry.clone(), seen: seen.clone() };
        registry.register(Touchy(1), nosy()).unwrap();
        let _ = registry.register(Touchy(1), nosy());
        assert!(!registry.lookup(&Touchy(1)).is_empty());
        registry.match_(&Touchy(1), |value| {
            value.look();
            true
        });
        registry.update_value(&Touchy(1), Nosy::clone);
        registry.dispatch(&Touchy(1), |_| drop(nosy()));
        registry.select(|_, _, value| {
            value.look();
            Some(())
        });
        registry.unregister_match(&Touchy(1), |value| {
            value.look();
            true
        });
        let there = registry.clone();
        let value = nosy();
        let (pid, to) = (me(), Arc::new(()));
        let held = process::spawn(async move {
            let _to = to;
            there.register(Touchy(2), value).unwrap();
            pid.send("registered");
            pending().await
        });
        process::receive::<&str>().await;
        end(held).await;
        registry.sync().await.unwrap();
        assert_eq!(registry.sizes(), (0, 0, 0), "{keys:?}");
        assert!(seen.load(SeqCst) > 5);
        process::trap_exit(true);
        registry.register(Touchy(1), nosy()).unwrap();
        registry.stop().await.unwrap();
        assert_receive!(Exit { .. });
    }
}

/// A destructor that panics takes nobody down.
#[otp_runtime::test]
async fn values_that_panic_when_they_are_dropped() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("boom");
        }
    }
    let registry = Registry::<u32, Bomb>::builder().start_link().await.unwrap();
    registry.register(1, Bomb).unwrap();
    registry.unregister(&1);
    let there = registry.clone();
    let to = me();
    let pid = process::spawn(async move {
        let partition = there.register(1, Bomb).unwrap();
        to.send(partition);
        pending().await
    });
    let partition = process::receive::<Pid>().await;
    end(pid).await;
    registry.sync().await.unwrap();
    assert!(partition.is_alive());
    registry.stop().await.unwrap();
}

/// Many threads, kills in between: nothing is left, and no unique key ever has two living processes.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_threads() {
    for (keys, partitions) in [(Keys::Unique, 3), (Keys::Duplicate, 3), (Keys::DuplicateByKey, 3)] {
        let registry = Registry::<u32, u32>::builder().keys(keys).partitions(partitions).start_link().await.unwrap();
        let claims: Arc<Vec<AtomicU32>> = Arc::new((0..16).map(|_| AtomicU32::new(0)).collect());
        let mut workers = Vec::new();
        for worker in 0..64_u32 {
            let (registry, claims) = (registry.clone(), claims.clone());
            workers.push(process::spawn_monitor(async move {
                for round in 0..200_u32 {
                    let key = (worker * 7 + round * 13) % 16;
                    if registry.register(key, worker).is_ok() && keys == Keys::Unique {
                        assert_eq!(claims[key as usize].fetch_add(1, SeqCst), 0, "two have {key}");
                        assert_eq!(registry.whereis(&key), Pid::current());
                        claims[key as usize].fetch_sub(1, SeqCst);
                    }
                    registry.lookup(&((key + 1) % 16));
                    if round % 3 == 0 {
                        registry.unregister(&key);
                        tokio::task::yield_now().await;
                    }
                }
                if worker % 2 == 0 {
                    pending().await
                }
            }));
        }
        for (at, (pid, ended)) in workers.into_iter().enumerate() {
            if at % 2 == 0 {
                pid.exit(ExitReason::Kill);
            }
            let reason = soon(ended).await.reason;
            assert!(matches!(reason, ExitReason::Normal | ExitReason::Killed), "{reason:?}");
        }
        registry.sync().await.unwrap();
        assert_eq!(registry.sizes(), (0, 0, 0), "{keys:?}");
        registry.stop().await.unwrap();
    }
}

/// Names come and go while partitions crash: what is found is alive, and nothing is left.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 4)]
async fn crashes_of_partitions_under_load() {
    let registry = Registry::<u32>::builder().partitions(3);
    let top =
        Supervisor::builder(Strategy::OneForOne).max_restarts(1_000).child(registry.into_child_spec().id("names"));
    let top = top.start_link().await.unwrap();
    let names = top.child::<Registry<u32>>("names");
    let mut workers = Vec::new();
    for worker in 0..16_u32 {
        let names = names.clone();
        workers.push(process::spawn_monitor(async move {
            for round in 0..300_u32 {
                let key = (worker + round) % 32;
                if let Ok(till) = Till::start(1).via(&names, key).await {
                    let _ = Till::via(&names, key).cents().await;
                    till.exit(ExitReason::Kill);
                }
                let _ = names.register(100 + worker, ());
                tokio::task::yield_now().await;
            }
        }));
    }
    for round in 0..20 {
        tokio::time::sleep(Duration::from_millis(2)).await;
        let Ok(children) = names.which_children().await else { continue };
        if let Some(pid) = children.get(round % 3).and_then(|child| child.pid()) {
            let partition = Ref::<RegistryPartition>::at(pid);
            partition.exit(ExitReason::Kill);
        }
    }
    for (_, ended) in workers {
        soon(ended).await;
    }
    // the last crash may be under way
    soon(async {
        while names.count_children().await.map_or(0, |counts| counts.active) < 3 || names.sync().await.is_err() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
    assert_eq!(names.sizes(), (0, 0, 0));
    assert_eq!(names.register(1, ()).map(|pid| pid.is_alive()), Ok(true));
    names.unregister(&1);
    top.stop().await.unwrap();
}

/// No partitions are none to clean up.
#[otp_runtime::test]
async fn a_registry_has_a_partition() {
    let refused = Registry::<u32>::builder().partitions(0).start().await.err().unwrap();
    assert_eq!(refused.to_string(), "the number of partitions is 0: there must be at least one");
}
