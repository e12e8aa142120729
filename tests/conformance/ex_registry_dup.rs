//! Suite `ex.registry_dup`: registries in which a key has any number of processes.

use crate::registries::{DUPLICATE, end, holder_of, leave, me, partitions, sorted, with};
use otp_runtime::prelude::*;
use otp_runtime::{RegistryError, RegistryEvent, Target, process, refute_receive};
use std::collections::BTreeSet;

type Rooms = Registry<&'static str, Value>;

/// A number, and a word about it.
type Value = (i64, &'static str);

const ONE: Value = (1, "one");
const TWO: Value = (2, "two");

struct Till;

#[gen_server]
impl Till {
    #[init]
    fn init() -> Self {
        Till
    }

    #[call]
    fn ping(&self) {}
}

#[otp_runtime::test]
async fn ex_registry_dup_01_starts_the_configured_number_of_partitions() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            let counts = registry.count_children().await.unwrap();
            assert_eq!((counts.active, counts.workers, counts.supervisors), (kind.1, kind.1, 0));
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_dup_03_counts_registrations() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            assert_eq!(registry.count(), 0);
            registry.register("hello", ONE).unwrap();
            registry.register("hello", ONE).unwrap();
            assert_eq!(registry.count(), 2);
        })
        .await;
    }
}

/// A process may have a key more than once.
#[otp_runtime::test]
async fn ex_registry_dup_04_duplicate_registrations() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            let partition = registry.register("hello", ONE).unwrap();
            assert!(partitions(&registry).await.contains(&partition));
            assert_eq!((registry.keys(me()), registry.values("hello", me())), (vec!["hello"], vec![ONE]));

            assert_eq!(registry.register("hello", TWO), Ok(partition));
            assert_eq!(registry.keys(me()), ["hello", "hello"]);
            assert_eq!(sorted(registry.values("hello", me())), [ONE, TWO]);

            registry.register("world", ONE).unwrap();
            assert_eq!(sorted(registry.keys(me())), ["hello", "hello", "world"]);
            assert_eq!(registry.values("nobody", me()), []);
        })
        .await;
    }
}

/// What a process has shows under its own pid.
#[otp_runtime::test]
async fn ex_registry_dup_05_registrations_across_processes() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            let other = holder_of(&registry, "hello", TWO).await;
            assert_eq!((registry.keys(me()), registry.values("hello", me())), (vec![], vec![]));
            assert_eq!((registry.keys(other), registry.values("hello", other)), (vec!["hello"], vec![TWO]));
            registry.register("hello", ONE).unwrap();
            assert_eq!((registry.keys(me()), registry.values("hello", me())), (vec!["hello"], vec![ONE]));
            assert_eq!(registry.values("hello", other), [TWO]);
            assert_eq!(registry.whereis("hello"), None, "it is no name");
            end(other).await;
        })
        .await;
    }
}

/// In the calling process, with the entries of that key, and not at all without any.
#[otp_runtime::test]
async fn ex_registry_dup_07_dispatch_in_the_caller() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            registry.dispatch("hello", |_| panic!("there is nobody"));
            let other = holder_of(&registry, "hello", TWO).await;
            registry.register("hello", ONE).unwrap();
            registry.register("world", (3, "three")).unwrap();
            let mut seen = Vec::new();
            registry.dispatch("hello", |entries| {
                assert!(!entries.is_empty());
                assert_eq!(Pid::current(), Some(me()));
                seen.extend_from_slice(entries);
            });
            assert_eq!(sorted(seen), sorted(vec![(me(), ONE), (other, TWO)]));
            registry.dispatch("nobody", |_| panic!("there is nobody"));
            end(other).await;
        })
        .await;
    }
}

/// Elsewhere, once for each partition with entries, if there are several by process.
#[otp_runtime::test]
async fn ex_registry_dup_08_dispatch_in_parallel() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            process::trap_exit(true);
            registry.dispatch_parallel("hello", |_| panic!("there is nobody")).await;
            let mut expected = vec![(me(), ONE)];
            registry.register("hello", ONE).unwrap();
            registry.register("world", TWO).unwrap();
            for _ in 0..11 {
                expected.push((holder_of(&registry, "hello", TWO).await, TWO));
            }
            let to = me();
            registry.dispatch_parallel("hello", move |entries| to.send((Pid::current(), entries.to_vec()))).await;
            let (mut seen, mut callers) = (Vec::new(), BTreeSet::new());
            while process::queue_len() > 0 {
                let (caller, entries) = process::receive::<(Option<Pid>, Vec<(Pid, Value)>)>().await;
                assert!(!entries.is_empty());
                assert!(callers.insert(caller), "one call each");
                seen.extend(entries);
            }
            assert_eq!(sorted(seen), sorted(expected.clone()));
            let parallel = kind == (Keys::Duplicate, 8);
            assert_eq!(callers.len(), if parallel { 8 } else { 1 });
            assert_eq!(callers.contains(&Some(me())), !parallel);
            refute_receive!(Exit { .. });
            for (pid, _) in expected {
                if pid != me() {
                    end(pid).await;
                }
            }
        })
        .await;
        process::trap_exit(false);
    }
}

/// A panic goes on in the caller, wherever it was.
#[otp_runtime::test]
async fn ex_registry_dup_08_panic_in_a_dispatch_is_the_callers() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            for parallel in [false, true] {
                let there = registry.clone();
                let (_, ended) = process::spawn_monitor(async move {
                    there.register("hello", ONE).unwrap();
                    if parallel {
                        there.dispatch_parallel("hello", |_| panic!("dispatched")).await;
                    } else {
                        there.dispatch("hello", |_| panic!("dispatched"));
                    }
                });
                assert_eq!(crate::reasons::panic_message(&ended.await.reason), Some("dispatched"));
            }
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_dup_10_unregister_without_entries() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            let other = holder_of(&registry, "hello", ONE).await;
            registry.unregister(&"hello");
            registry.unregister(&"world");
            assert_eq!(registry.lookup("hello"), [(other, ONE)]);
            end(other).await;
        })
        .await;
    }
}

/// Whole values, parts, parts that must be equal.
#[otp_runtime::test]
async fn ex_registry_dup_11_match() {
    for kind in DUPLICATE {
        with(kind, async |registry: Registry<&'static str, (i64, &'static str, i64)>| {
            let (odd, even) = ((1, "atom", 1), (2, "atom", 3));
            registry.register("hello", odd).unwrap();
            registry.register("hello", even).unwrap();
            let match_ = |wanted: fn(&(i64, &'static str, i64)) -> bool| sorted(registry.match_("hello", wanted));
            assert_eq!(match_(|it| *it == (1, "atom", 1)), [(me(), odd)]);
            assert_eq!(match_(|it| it.1 == "atom"), [(me(), odd), (me(), even)]);
            assert_eq!(match_(|it| it.0 == it.2), [(me(), odd)]);
            assert_eq!(match_(|it| it.0 > 1), [(me(), even)]);
            assert_eq!(match_(|_| false), []);
        })
        .await;
    }
}

/// A key with structure, some of which looks like a pattern elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Key {
    Any,
    Pair(&'static str, Option<&'static str>),
    Map(Vec<(&'static str, u32)>),
}

fn structured_keys() -> Vec<Key> {
    vec![
        Key::Any,
        Key::Pair("_", None),
        Key::Pair("_", Some("$1")),
        Key::Pair("a", Some("_")),
        Key::Map(vec![("a", 1)]),
        Key::Map(vec![("a", 1), ("b", 2)]),
    ]
}

/// Each finds itself, and no other.
#[otp_runtime::test]
async fn ex_registry_dup_13_keys_are_compared_exactly() {
    for kind in DUPLICATE {
        with(kind, async |registry: Registry<Key, usize>| {
            let keys = structured_keys();
            for (at, key) in keys.iter().enumerate() {
                assert_eq!((registry.lookup(key), registry.count_match(key, |_| true)), (vec![], 0));
                registry.register(key.clone(), at).unwrap();
            }
            for (at, key) in keys.iter().enumerate() {
                assert_eq!(registry.lookup(key), [(me(), at)]);
                assert_eq!(registry.match_(key, |_| true), [(me(), at)]);
                assert_eq!(registry.count_match(key, |_| true), 1);
            }
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_dup_15_count_match_with_conditions() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            registry.register("hello", ONE).unwrap();
            registry.register("hello", TWO).unwrap();
            registry.register("world", TWO).unwrap();
            assert_eq!(registry.count_match("hello", |(number, _)| *number > 1), 1);
            assert_eq!(registry.count_match("hello", |(number, word)| *number > 0 && !word.is_empty()), 2);
            assert_eq!(registry.count_match("hello", |(number, _)| *number > 2), 0);
        })
        .await;
    }
}

/// The others stay, with their keys.
#[otp_runtime::test]
async fn ex_registry_dup_16_unregister_match() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            registry.register("hello", ONE).unwrap();
            registry.register("hello", TWO).unwrap();
            registry.register("hello", ONE).unwrap();
            registry.unregister_match(&"hello", |value| *value == (3, "three"));
            assert_eq!(registry.count(), 3);
            registry.unregister_match(&"hello", |value| *value == ONE);
            assert_eq!((registry.lookup("hello"), registry.keys(me())), (vec![(me(), TWO)], vec!["hello"]));
            registry.unregister_match(&"hello", |_| true);
            assert_eq!((registry.lookup("hello"), registry.keys(me())), (vec![], vec![]));
            assert_eq!(registry.sizes(), (0, 0, 0));
        })
        .await;
    }
}

/// Only the caller's.
#[otp_runtime::test]
async fn ex_registry_dup_17_unregister_match_with_conditions() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            let other = holder_of(&registry, "hello", TWO).await;
            registry.register("hello", ONE).unwrap();
            registry.register("hello", TWO).unwrap();
            registry.unregister_match(&"hello", |(number, _)| *number > 1);
            assert_eq!(sorted(registry.lookup("hello")), sorted(vec![(me(), ONE), (other, TWO)]));
            end(other).await;
        })
        .await;
    }
}

/// Told of everybody, before the call returns; of an unregistration when nothing is left.
#[otp_runtime::test]
async fn ex_registry_dup_18_listeners() {
    for kind in DUPLICATE {
        crate::leaks::checked(async {
            process::register("listener", me()).unwrap();
            let builder = Rooms::builder().keys(kind.0).partitions(kind.1).listeners(["listener"]).name("rooms");
            let registry = builder.start().await.unwrap();
            let name = || Target::Name("rooms".into());
            let told = async || process::receive::<RegistryEvent<&'static str, Value>>().await;
            let registered = |key, pid, value| RegistryEvent::Register { registry: name(), key, pid, value };
            let unregistered = |key, pid| RegistryEvent::Unregister { registry: name(), key, pid };

            registry.register("hello", ONE).unwrap();
            registry.register("hello", TWO).unwrap();
            assert_eq!(process::queue_len(), 2, "they are there already");
            assert_eq!(told().await, registered("hello", me(), ONE));
            assert_eq!(told().await, registered("hello", me(), TWO));
            let other = holder_of(&registry, "hello", ONE).await;
            assert_eq!(told().await, registered("hello", other, ONE));

            registry.unregister_match(&"hello", |value| *value == ONE);
            assert_eq!(process::queue_len(), 0, "one is left");
            registry.unregister_match(&"hello", |value| *value == TWO);
            assert_eq!(told().await, unregistered("hello", me()));
            registry.register("hello", ONE).unwrap();
            registry.register("hello", ONE).unwrap();
            registry.unregister(&"hello");
            told().await;
            told().await;
            assert_eq!(told().await, unregistered("hello", me()), "once for both");
            end(other).await;
            registry.sync().await.unwrap();
            assert_eq!(process::queue_len(), 0, "nothing about a death");
            registry.stop().await.unwrap();
            process::unregister("listener");
        })
        .await;
    }
}

/// A link for each partition with keys, until the last key in it is given up.
#[otp_runtime::test]
async fn ex_registry_dup_19_links_until_the_last_unregister() {
    const KEYS: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            let mut held: Vec<(&str, Pid)> = Vec::new();
            for key in KEYS {
                held.push((key, registry.register(key, ONE).unwrap()));
                assert_eq!(held.last().map(|(_, pid)| *pid), registry.register(key, TWO).ok());
                let linked: BTreeSet<Pid> = held.iter().map(|(_, pid)| *pid).collect();
                assert_eq!(sorted(process::links()), Vec::from_iter(linked));
            }
            let linked = process::links();
            assert_eq!(linked.len() > 1, kind == (Keys::DuplicateByKey, 8));
            assert!(linked.iter().all(|pid| process::info(*pid).unwrap().links.contains(&me())));
            while let Some((key, _)) = held.pop() {
                registry.unregister_match(&key, |value| *value == ONE);
                assert!(held.iter().all(|(_, pid)| process::links().contains(pid)));
                registry.unregister(&key);
                let linked: BTreeSet<Pid> = held.iter().map(|(_, pid)| *pid).collect();
                assert_eq!(sorted(process::links()), Vec::from_iter(linked));
            }
            let supervisor = registry.pid().unwrap();
            assert!(linked.iter().all(|pid| process::info(*pid).unwrap().links == [supervisor]));
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_dup_20_unknown_registry() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            let unknown = Rooms::named("unknown");
            let error = unknown.register("hello", ONE).unwrap_err();
            assert_eq!(error, RegistryError::NotRunning(Target::Name("unknown".into())));
            assert_eq!(error.to_string(), "the registry \"unknown\" does not run");
            process::register("unknown", registry.pid().unwrap()).unwrap();
            unknown.register("hello", ONE).unwrap();
            assert_eq!(registry.lookup("hello"), [(me(), ONE)]);
        })
        .await;
    }
}

/// A key that many can have is no name.
#[otp_runtime::test]
async fn ex_registry_dup_21_no_via() {
    for kind in DUPLICATE {
        with(kind, async |registry: Registry<&'static str>| {
            let refused = Till::start().via(&registry, "till").await.err().unwrap();
            assert!(matches!(refused, StartError::NotUnique(_)));
            assert_eq!(refused.to_string(), "not started: via \"till\" is no name, its registry has duplicate keys");
            assert_eq!(registry.sizes(), (0, 0, 0));
            registry.register("till", ()).unwrap();
            assert!(matches!(Till::via(&registry, "till").ping().await, Err(CallError::NoProc(_))));
            assert_eq!(registry.update_value("till", |()| panic!("values of names only")), None);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_dup_22_select_of_an_empty_registry() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            assert_eq!(registry.select(|key, pid, value| Some((*key, pid, *value))), []);
            assert_eq!(registry.count_select(|_, _, _| true), 0);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_dup_23_select_all() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            registry.register("hello", ONE).unwrap();
            registry.register("hello", ONE).unwrap();
            registry.register("world", TWO).unwrap();
            let all = registry.select(|key, pid, value| Some((*key, pid, *value)));
            assert_eq!(sorted(all), [("hello", me(), ONE), ("hello", me(), ONE), ("world", me(), TWO)]);
        })
        .await;
    }
}

/// By key, by process, by value and parts of it, and whatever shape is wanted.
#[otp_runtime::test]
async fn ex_registry_dup_24_select() {
    for kind in DUPLICATE {
        with(kind, async |registry: Registry<&'static str, (i64, i64)>| {
            let other = holder_of(&registry, "hello", (2, 3)).await;
            registry.register("hello", (1, 1)).unwrap();
            registry.register("world", (1, 2)).unwrap();
            let by_key = registry.select(|key, pid, _| (*key == "hello").then_some(pid));
            assert_eq!(sorted(by_key), sorted(vec![me(), other]));
            assert_eq!(registry.select(|key, pid, _| (pid == other).then_some(*key)), ["hello"]);
            assert_eq!(registry.select(|key, _, value| (*value == (1, 2)).then_some(*key)), ["world"]);
            assert_eq!(registry.select(|_, _, value| (value.0 == value.1).then_some(*value)), [(1, 1)]);
            let shaped = registry.select(|key, _, value| (value.0 == 1).then(|| format!("{key} {}", value.1)));
            assert_eq!(sorted(shaped), ["hello 1", "world 2"]);
            end(other).await;
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_dup_25_select_with_conditions() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            registry.register("hello", ONE).unwrap();
            registry.register("world", TWO).unwrap();
            assert_eq!(registry.select(|key, _, (number, _)| (*number > 1).then_some(*key)), ["world"]);
            assert_eq!(registry.select(|key, _, value| (key.len() > 5).then_some(*value)), []);
        })
        .await;
    }
}

/// One or the other.
#[otp_runtime::test]
async fn ex_registry_dup_26_select_alternatives() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            registry.register("hello", ONE).unwrap();
            registry.register("world", TWO).unwrap();
            registry.register("other", (3, "three")).unwrap();
            let either = registry.select(|key, _, value| (*key == "hello" || *value == TWO).then_some(*key));
            assert_eq!(sorted(either), ["hello", "world"]);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_dup_27_count_select() {
    for kind in DUPLICATE {
        with(kind, async |registry: Registry<&'static str, (i64, i64)>| {
            registry.register("hello", (1, 1)).unwrap();
            registry.register("hello", (1, 2)).unwrap();
            registry.register("world", (1, 2)).unwrap();
            assert_eq!(registry.count_select(|_, _, _| true), 3);
            assert_eq!(registry.count_select(|key, _, _| *key == "hello"), 2);
            assert_eq!(registry.count_select(|_, _, value| *value == (1, 2)), 2);
            assert_eq!(registry.count_select(|_, _, value| value.0 == value.1), 1);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_dup_28_count_select_with_conditions() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            registry.register("hello", ONE).unwrap();
            registry.register("world", TWO).unwrap();
            assert_eq!(registry.count_select(|_, _, (number, _)| *number > 1), 1);
            assert_eq!(registry.count_select(|key, _, (number, _)| *key == "hello" && *number > 1), 0);
        })
        .await;
    }
}

#[otp_runtime::test]
async fn ex_registry_dup_29_count_select_alternatives() {
    for kind in DUPLICATE {
        with(kind, async |registry: Rooms| {
            registry.register("hello", ONE).unwrap();
            registry.register("world", TWO).unwrap();
            registry.register("other", (3, "three")).unwrap();
            assert_eq!(registry.count_select(|key, _, value| *key == "hello" || *value == TWO), 2);
        })
        .await;
    }
}

/// Keys with structure, through everything that takes one, and again.
#[otp_runtime::test]
async fn ex_registry_dup_32_keys_with_structure() {
    for kind in DUPLICATE {
        with(kind, async |registry: Registry<Key, usize>| {
            let keys = structured_keys();
            for _ in 0..2 {
                for (at, key) in keys.iter().enumerate() {
                    registry.register(key.clone(), at).unwrap();
                    registry.register(key.clone(), at + 100).unwrap();
                }
                for (at, key) in keys.iter().enumerate() {
                    registry.unregister_match(key, |value| *value == at + 100);
                    assert_eq!(registry.lookup(key), [(me(), at)]);
                    assert_eq!((registry.match_(key, |_| true).len(), registry.count_match(key, |_| true)), (1, 1));
                    registry.unregister(key);
                    assert_eq!(registry.lookup(key), []);
                    assert_eq!(registry.count(), 2 * (keys.len() - at - 1));
                }
            }
            leave(&registry);
        })
        .await;
    }
}
