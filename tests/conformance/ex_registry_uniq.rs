//! Suite `ex.registry_uniq`: registries in which a key has one process.

use crate::registries::{UNIQUE, end, holder, holder_of, me, partitions, sorted, with};
use otp_runtime::prelude::*;
use otp_runtime::process::census;
use otp_runtime::{RegistryError, RegistryEvent, RegistryPartition, Target, process, refute_receive};

type Names = Registry<&'static str, Value>;

/// A number, and a word about it.
type Value = (i64, &'static str);

const ONE: Value = (1, "one");
const TWO: Value = (2, "two");

struct Till {
    cents: u64,
}

#[gen_server]
impl Till {
    #[init]
    fn init(cents: u64) -> Self {
        assert_ne!(cents, 13, "an unlucky number");
        Till { cents }
    }

    #[call]
    fn cents(&self) -> u64 {
        self.cents
    }

    #[cast]
    fn add(&mut self, cents: u64) {
        self.cents += cents;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_01_starts_the_configured_number_of_partitions() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            let counts = registry.count_children().await.unwrap();
            assert_eq!((counts.active, counts.workers, counts.supervisors), (kind.1, kind.1, 0));
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_02_counts_none_at_first() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| assert_eq!(registry.count(), 0)).await;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_03_counts_keys() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            registry.register("hello", ONE).unwrap();
            registry.register("world", TWO).unwrap();
            assert_eq!(registry.count(), 2);
        })
        .await;
    }
}

/// A second registration changes nothing.
#[otp_runtime::test]
async fn ex_registry_uniq_04_registrations_are_unique() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            let partition = registry.register("hello", ONE).unwrap();
            assert!(partitions(&registry).await.contains(&partition));
            assert_eq!(registry.keys(me()), ["hello"]);
            assert_eq!(registry.values("hello", me()), [ONE]);

            assert_eq!(registry.register("hello", TWO), Err(RegistryError::AlreadyRegistered(me())));
            assert_eq!(registry.keys(me()), ["hello"]);
            assert_eq!(registry.values("hello", me()), [ONE]);
            assert_eq!(registry.values("world", me()), []);

            registry.register("world", TWO).unwrap();
            assert_eq!(registry.keys(me()), ["hello", "world"]);
            assert_eq!(registry.whereis("hello"), Some(me()));
        })
        .await;
    }
}

/// A holder that is dead does not stand in anybody's way, although its partition has not cleaned up yet.
#[otp_runtime::test]
async fn ex_registry_uniq_06_dead_holder_is_replaced_while_its_partition_is_delayed() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            let (to, there) = (me(), registry.clone());
            let first = holder(move || to.send(there.register("hello", ONE).unwrap())).await;
            let partition = Ref::<RegistryPartition>::at(process::receive::<Pid>().await);
            assert_eq!(registry.register("hello", TWO), Err(RegistryError::AlreadyRegistered(first)));

            partition.sys().suspend().await.unwrap();
            end(first).await;
            assert_eq!(registry.sizes().0, 1, "nobody has cleaned up");
            registry.register("hello", TWO).unwrap();
            assert_eq!(registry.lookup("hello"), [(me(), TWO)]);

            partition.sys().resume().await.unwrap();
            registry.sync().await.unwrap();
            assert_eq!(registry.lookup("hello"), [(me(), TWO)], "it is not the dead one's any more");
            assert_eq!(registry.sizes(), (1, 1, 0));
        })
        .await;
    }
}

/// Whole values, parts, parts that must be equal; keys are compared as they are.
#[otp_runtime::test]
async fn ex_registry_uniq_07_match() {
    for kind in UNIQUE {
        with(kind, async |registry: Registry<&'static str, (i64, &'static str, i64)>| {
            let value = (1, "atom", 1);
            registry.register("hello", value).unwrap();
            let found = vec![(me(), value)];
            assert_eq!(registry.match_("hello", |it| *it == (1, "atom", 1)), found);
            assert_eq!(registry.match_("hello", |it| it.0 == 1), found);
            assert_eq!(registry.match_("hello", |it| it.0 == it.2), found);
            assert_eq!(registry.match_("hello", |_| true), found);
            assert_eq!(registry.match_("hello", |it| it.0 == 2), []);
            assert_eq!(registry.match_("_", |_| true), []);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_08_match_with_conditions() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            registry.register("hello", TWO).unwrap();
            assert_eq!(registry.match_("hello", |(number, word)| *number > 1 && !word.is_empty()), [(me(), TWO)]);
            assert_eq!(registry.match_("hello", |(number, _)| *number > 2), []);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_10_count_match() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            registry.register("hello", ONE).unwrap();
            assert_eq!(registry.count_match("hello", |value| *value == ONE), 1);
            assert_eq!(registry.count_match("hello", |(_, word)| *word == "one"), 1);
            assert_eq!(registry.count_match("hello", |_| true), 1);
            assert_eq!(registry.count_match("hello", |(_, word)| *word == "two"), 0);
            assert_eq!(registry.count_match("_", |_| true), 0);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_11_count_match_with_conditions() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            registry.register("hello", TWO).unwrap();
            assert_eq!(registry.count_match("hello", |(number, _)| *number > 1), 1);
            assert_eq!(registry.count_match("hello", |(number, _)| *number > 2), 0);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_12_unregister_match() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            registry.register("hello", ONE).unwrap();
            registry.unregister_match(&"hello", |(_, word)| *word == "two");
            assert_eq!(registry.lookup("hello"), [(me(), ONE)]);
            registry.unregister_match(&"hello", |(_, word)| *word == "one");
            assert_eq!((registry.lookup("hello"), registry.keys(me())), (vec![], vec![]));
        })
        .await;
    }
}

/// Only the caller's own entry goes.
#[otp_runtime::test]
async fn ex_registry_uniq_13_unregister_match_with_conditions() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            let other = holder_of(&registry, "other", TWO).await;
            registry.register("hello", TWO).unwrap();
            registry.unregister_match(&"hello", |(number, _)| *number > 2);
            assert_eq!(registry.lookup("hello"), [(me(), TWO)]);
            registry.unregister_match(&"hello", |(number, _)| *number > 1);
            registry.unregister_match(&"other", |_| true);
            assert_eq!((registry.lookup("hello"), registry.lookup("other")), (vec![], vec![(other, TWO)]));
            end(other).await;
        })
        .await;
    }
}

/// The function is not called for a key that is nobody's, or somebody else's.
#[otp_runtime::test]
async fn ex_registry_uniq_15a_update_value_is_the_owners() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            let never = |_: &Value| panic!("it is not ours");
            assert_eq!(registry.update_value("hello", never), None);
            let other = holder_of(&registry, "hello", ONE).await;
            assert_eq!(registry.update_value("hello", never), None);
            end(other).await;
            assert_eq!(registry.update_value("hello", never), None);
            registry.register("hello", ONE).unwrap();
            assert_eq!(registry.update_value("hello", |_| TWO), Some((TWO, ONE)));
        })
        .await;
    }
}

/// With one pair, or not at all.
#[otp_runtime::test]
async fn ex_registry_uniq_16_dispatch_to_a_single_key() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            registry.dispatch("hello", |_| panic!("there is nobody"));
            registry.dispatch_parallel("hello", |_| panic!("there is nobody")).await;
            registry.register("hello", ONE).unwrap();
            let mut seen = Vec::new();
            registry.dispatch("hello", |entries| seen.push((Pid::current(), entries.to_vec())));
            assert_eq!(seen, [(Some(me()), vec![(me(), ONE)])]);
            let to = me();
            registry.dispatch_parallel("hello", move |entries| to.send((Pid::current(), entries.to_vec()))).await;
            assert_eq!(process::receive::<(Option<Pid>, Vec<(Pid, Value)>)>().await, seen[0]);
        })
        .await;
    }
}

/// One key at a time.
#[otp_runtime::test]
async fn ex_registry_uniq_17_unregister_by_key() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            registry.register("hello", ONE).unwrap();
            registry.register("world", TWO).unwrap();
            registry.unregister(&"hello");
            assert_eq!((registry.keys(me()), registry.whereis("hello")), (vec!["world"], None));
            registry.unregister(&"hello");
            registry.unregister(&"world");
            assert_eq!(registry.keys(me()), [""; 0]);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_18_unregister_without_entries() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            registry.unregister(&"hello");
            registry.unregister_match(&"hello", |_| true);
            assert_eq!(registry.sizes(), (0, 0, 0));
            assert_eq!(process::links(), []);
        })
        .await;
    }
}

/// Told before the call returns, and neither of failures nor of deaths nor of new values.
#[otp_runtime::test]
async fn ex_registry_uniq_19_listeners() {
    for kind in UNIQUE {
        crate::leaks::checked(async {
            process::register("listener", me()).unwrap();
            let builder = Names::builder().keys(kind.0).partitions(kind.1).listeners(["nobody", "listener"]);
            let registry = builder.start().name("names").await.unwrap();
            let name = || Target::Name("names".into());
            let told = async || process::receive::<RegistryEvent<&'static str, Value>>().await;
            let registered = |key, pid, value| RegistryEvent::Register { registry: name(), key, pid, value };
            let unregistered = |key, pid| RegistryEvent::Unregister { registry: name(), key, pid };

            registry.register("hello", ONE).unwrap();
            assert_eq!(process::queue_len(), 1, "it is there already");
            assert_eq!(told().await, registered("hello", me(), ONE));
            registry.register("hello", TWO).unwrap_err();
            registry.update_value("hello", |_| TWO).unwrap();
            registry.unregister_match(&"hello", |_| false);
            refute_receive!(RegistryEvent::<&'static str, Value>::Register { .. });
            registry.unregister(&"hello");
            assert_eq!(process::queue_len(), 1, "it is there already");
            assert_eq!(told().await, unregistered("hello", me()));
            registry.unregister(&"hello");
            assert_eq!(told().await, unregistered("hello", me()));
            registry.unregister_match(&"hello", |_| true);
            assert_eq!(told().await, unregistered("hello", me()));

            let other = holder_of(&registry, "hello", TWO).await;
            assert_eq!(told().await, registered("hello", other, TWO));
            end(other).await;
            registry.sync().await.unwrap();
            assert_eq!(process::queue_len(), 0);

            let dead = holder_of(&registry, "hello", TWO).await;
            told().await;
            let partition = registry.register("other", ONE).unwrap();
            told().await;
            for pid in partitions(&registry).await {
                Ref::<RegistryPartition>::at(pid).sys().suspend().await.unwrap();
            }
            end(dead).await;
            registry.register("hello", ONE).unwrap();
            assert_eq!(told().await, registered("hello", me(), ONE), "and nothing about the dead one");
            assert!(process::links().contains(&partition));
            crate::registries::leave(&registry);
            assert_eq!((told().await, told().await), (unregistered("other", me()), unregistered("hello", me())));
            registry.stop().await.unwrap();
            process::unregister("listener");
        })
        .await;
    }
}

/// The link to the partition stays until the last key is given up.
#[otp_runtime::test]
async fn ex_registry_uniq_20_links_until_the_last_unregister() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            assert_eq!(process::links(), []);
            let partition = registry.register("hello", ONE).unwrap();
            assert_eq!(process::links(), [partition]);
            assert_eq!(registry.register("world", TWO), Ok(partition), "it goes by the process");
            assert!(process::info(partition).unwrap().links.contains(&me()));
            registry.unregister(&"hello");
            assert_eq!(process::links(), [partition]);
            registry.unregister(&"world");
            assert_eq!(process::links(), []);
            assert_eq!(process::info(partition).unwrap().links, [registry.pid().unwrap()]);
        })
        .await;
    }
}

/// The error names it. Lookups find nothing there.
#[otp_runtime::test]
async fn ex_registry_uniq_21_unknown_registry() {
    let unknown = Names::named("unknown");
    let error = unknown.register("hello", ONE).unwrap_err();
    assert_eq!(error, RegistryError::NotRunning(Target::Name("unknown".into())));
    assert_eq!(error.to_string(), "the registry \"unknown\" does not run");
    assert_eq!(unknown.lock("key", async || ()).await, Err(error.clone()));
    assert_eq!(unknown.put_meta("key", 1), Err(error));
    assert_eq!((unknown.lookup("hello"), unknown.count(), unknown.keys(me())), (vec![], 0, vec![]));
    let start = Till::start(1).via(&Registry::<u32>::named("unknown"), 1).await;
    assert!(matches!(start, Err(StartError::NoRegistry(_))));
    let call = Till::via(&Registry::<u32>::named("unknown"), 1).cents().await;
    assert!(matches!(call, Err(CallError::NoRegistry(_))), "{call:?}");

    // what has the name is something else
    let till = Till::start(5).name("till").await.unwrap();
    let wrong = RegistryError::WrongType(Target::Name("till".into()));
    assert_eq!(Names::named("till").register("hello", ONE), Err(wrong));
    till.stop().await.unwrap();
    with(UNIQUE[0], async |registry: Names| {
        process::register("names", registry.pid().unwrap()).unwrap();
        assert!(matches!(Registry::<u8>::named("names").register(1, ()), Err(RegistryError::WrongType(_))));
    })
    .await;
}

/// A server under a key is started, called and cast to, and looked up; there is one at a time.
#[otp_runtime::test]
async fn ex_registry_uniq_22_via() {
    for kind in UNIQUE {
        with(kind, async |registry: Registry<String>| {
            let key = || "till".to_owned();
            let absent = Till::via(&registry, key());
            assert!(matches!(absent.cents().await, Err(CallError::NoProc(_))));
            assert_eq!(absent.pid(), None);

            let till = Till::start(5).via(&registry, key()).await.unwrap();
            let pid = till.pid().unwrap();
            let found = Till::via(&registry, key());
            found.add(2);
            assert_eq!(found.cents().await, Ok(7));
            assert_eq!((found.pid(), registry.whereis("till")), (Some(pid), Some(pid)));
            assert_eq!(registry.lookup("till"), [(pid, ())]);
            assert_eq!(registry.keys(pid), ["till"]);
            assert_eq!(Till::start(9).via(&registry, key()).await.err(), Some(StartError::AlreadyStarted(pid)));

            let failed = Till::start(13).via(&registry, "unlucky".to_owned()).await;
            assert!(matches!(failed, Err(StartError::Exit(ExitReason::Panic { .. }))), "{:?}", failed.err());
            assert_eq!(registry.lookup("unlucky"), []);

            till.stop().await.unwrap();
            assert_eq!(registry.sizes(), (0, 0, 0), "free before anybody is told");
            let again = Till::start(1).via(&registry, key()).await.unwrap();
            assert_eq!(absent.cents().await, Ok(1));
            again.stop().await.unwrap();
        })
        .await;
    }
}

/// It is stored with the registration.
#[otp_runtime::test]
async fn ex_registry_uniq_23_via_with_a_value() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            let till = Till::start(5).via(&registry.with_value(ONE), "till").await.unwrap();
            assert_eq!(registry.lookup("till"), [(till.pid().unwrap(), ONE)]);
            assert_eq!(Till::via(&registry.with_value(TWO), "till").cents().await, Ok(5));
            assert_eq!(Till::via(&registry, "till").cents().await, Ok(5));
            till.stop().await.unwrap();
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_24_select_of_an_empty_registry() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            assert_eq!(registry.select(|key, pid, value| Some((*key, pid, *value))), []);
        })
        .await;
    }
}

/// Registrations by `via` are among them, with the default value when none was given.
#[otp_runtime::test]
async fn ex_registry_uniq_25_select_all() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            let till = Till::start(5).via(&registry, "till").await.unwrap();
            registry.register("hello", ONE).unwrap();
            registry.register("world", TWO).unwrap();
            let all = registry.select(|key, pid, value| Some((*key, pid, *value)));
            let till_pid = till.pid().unwrap();
            assert_eq!(sorted(all), [("hello", me(), ONE), ("till", till_pid, (0, "")), ("world", me(), TWO)]);
            till.stop().await.unwrap();
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_30_count_select() {
    for kind in UNIQUE {
        with(kind, async |registry: Registry<&'static str, (i64, i64)>| {
            registry.register("hello", (1, 1)).unwrap();
            registry.register("world", (1, 2)).unwrap();
            assert_eq!(registry.count_select(|_, _, _| true), 2);
            assert_eq!(registry.count_select(|key, _, _| *key == "hello"), 1);
            assert_eq!(registry.count_select(|_, _, value| *value == (1, 2)), 1);
            assert_eq!(registry.count_select(|_, _, value| value.0 == 1), 2);
            assert_eq!(registry.count_select(|_, _, value| value.0 == value.1), 1);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_31_count_select_with_conditions() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            registry.register("hello", ONE).unwrap();
            registry.register("world", TWO).unwrap();
            assert_eq!(registry.count_select(|_, _, (number, _)| *number > 1), 1);
            assert_eq!(registry.count_select(|key, _, (number, _)| key.starts_with('w') && *number > 2), 0);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_uniq_34_failures_leave_nothing() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            registry.register("hello", ONE).unwrap();
            let (sizes, before) = (registry.sizes(), census());
            for _ in 0..1_000 {
                assert_eq!(registry.register("hello", TWO), Err(RegistryError::AlreadyRegistered(me())));
            }
            assert_eq!((registry.sizes(), census()), (sizes, before));
            assert_eq!(sizes, (1, 1, 0));
        })
        .await;
    }
}

/// Not even a link.
#[otp_runtime::test]
async fn ex_registry_uniq_35_failures_of_others_leave_nothing() {
    for kind in UNIQUE {
        with(kind, async |registry: Names| {
            let other = holder_of(&registry, "hello", ONE).await;
            let (sizes, before) = (registry.sizes(), census());
            for _ in 0..1_000 {
                assert_eq!(registry.register("hello", TWO), Err(RegistryError::AlreadyRegistered(other)));
            }
            assert_eq!((registry.sizes(), census()), (sizes, before));
            assert_eq!((sizes, process::links()), ((1, 1, 0), vec![]));
            end(other).await;
        })
        .await;
    }
}

/// Code outside any process has nobody to register.
#[otp_runtime::test]
async fn ex_registry_uniq_04_only_processes_register() {
    with(UNIQUE[0], async |registry: Names| {
        let outside = registry.clone();
        let refused = tokio::spawn(async move { outside.register("hello", ONE) }).await.unwrap();
        assert_eq!(refused, Err(RegistryError::NoProcess));
        let outside = registry.clone();
        tokio::spawn(async move { outside.unregister(&"hello") }).await.unwrap();
        registry.register("hello", ONE).unwrap();
        let outside = registry.clone();
        tokio::spawn(async move { outside.unregister(&"hello") }).await.unwrap();
        assert_eq!(registry.count(), 1);
        refute_receive!(Exit { .. });
    })
    .await;
}
