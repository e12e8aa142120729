//! Suite `ex.partition_supervisor`.

use super::children::{Worker, idle, worker};
use super::directory::Directory;
use super::dynamic::handled;
use super::leaks;
use otp_runtime::prelude::*;
use otp_runtime::{
    ChildKind, InvalidSupervisor, NoPartitions, PartitionSupervisorBuilder, PartitionSupervisorClient, ResizeError,
    Supervised, process,
};
use std::collections::BTreeSet;

/// A server that knows its number.
struct Numbered(usize);

#[gen_server]
impl Numbered {
    #[init]
    fn init(number: usize) -> Self {
        Numbered(number)
    }
    #[call]
    fn number(&self) -> usize {
        self.0
    }
}

fn numbered(partitions: usize) -> PartitionSupervisorBuilder<Numbered> {
    PartitionSupervisor::builder("numbered", Numbered::child).partitions(partitions)
}

type Workers = DynamicSupervisor<Worker>;

/// A partition supervisor of dynamic supervisors.
fn workers() -> PartitionSupervisorBuilder<Workers> {
    PartitionSupervisor::builder("workers", |_| Workers::builder())
}

/// How many specs, active ones, supervisors and workers.
async fn counts<C: Supervised>(top: &PartitionSupervisorClient<C>) -> (usize, usize, usize, usize) {
    let counts = top.count_children().await.unwrap();
    (counts.specs, counts.active, counts.supervisors, counts.workers)
}

/// As a child it is a supervisor whose id is its name.
#[otp_runtime::test]
async fn ex_partition_supervisor_01_child_spec() {
    leaks::checked(async {
        let spec = workers().into_child_spec();
        assert_eq!((spec.id_str(), spec.kind()), ("workers", ChildKind::Supervisor));
        assert_eq!((spec.restart_type(), spec.shutdown_kind()), (Restart::Permanent, Shutdown::Infinity));

        let top = Supervisor::builder(Strategy::OneForOne).child(spec).child(numbered(2)).start_link().await.unwrap();
        let below = top.child::<PartitionSupervisor<Workers>>("workers");
        let started = below.partition("key").unwrap().start_child(Worker::child()).await.unwrap();
        assert_eq!(started.asked().await, Ok(1));

        // started again it has all its partitions, and clients from before find them
        let below = top.child::<PartitionSupervisor<Numbered>>("numbered");
        let held = below.partition(&3).unwrap();
        assert_eq!(held.number().await, Ok(1));
        below.resize(1).await.unwrap();
        let died = below.monitor();
        below.exit(ExitReason::Kill);
        died.await;
        assert_eq!(held.number().wait().await, Ok(1));
        assert_eq!(below.partitions(), Ok(2));
        top.stop().await.unwrap();
    })
    .await;
}

/// There are as many partitions as cores.
#[otp_runtime::test]
async fn ex_partition_supervisor_03a_default_partitions() {
    leaks::checked(async {
        let top = workers().start_link().await.unwrap();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        assert_eq!(PartitionSupervisor::<Workers>::named("workers").partitions(), Ok(cores));
        assert_eq!(counts(&top).await, (cores, cores, cores, 0));
        top.stop().await.unwrap();
    })
    .await;
}

/// Each key belongs to one partition: together they have what was started through all keys.
#[otp_runtime::test]
async fn ex_partition_supervisor_03b_keys() {
    leaks::checked(async {
        let top = workers().partitions(4).start_link().await.unwrap();
        let named = PartitionSupervisor::<Workers>::named("workers");
        let mut started = BTreeSet::new();
        for key in 0..50 {
            started.insert(named.partition(&key).unwrap().start_child(Worker::child()).await.unwrap().pid());
            let key = format!("key {key}");
            started.insert(named.partition(&key).unwrap().start_child(Worker::child()).await.unwrap().pid());
        }
        assert_eq!(started.len(), 100);

        let mut found = Vec::new();
        for partition in top.which_children().await.unwrap() {
            let partition = Workers::at(partition.pid().unwrap());
            let children = partition.which_children().await.unwrap();
            assert!(children.len() > 12, "the keys are spread");
            found.extend(children.iter().map(|child| child.pid()));
        }
        assert_eq!(found.len(), 100);
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), started);
        top.stop().await.unwrap();
    })
    .await;
}

/// It runs under a key of a registry just as well.
#[otp_runtime::test]
async fn ex_partition_supervisor_04_via() {
    leaks::checked(async {
        let directory = Directory::default();
        let top = numbered(3).via(&directory, "numbered").start_link().await.unwrap();
        assert_eq!(process::whereis("numbered"), None);
        let via = PartitionSupervisor::<Numbered>::via(&directory, "numbered");
        assert_eq!((via.pid(), via.partitions()), (top.pid(), Ok(3)));
        assert_eq!(via.partition(&5).unwrap().number().await, Ok(2));
        top.stop().await.unwrap();
    })
    .await;
}

/// An integer belongs to the partition that is left of it, whatever its sign.
#[otp_runtime::test]
async fn ex_partition_supervisor_05b_integers() {
    leaks::checked(async {
        let top = numbered(3).start_link().await.unwrap();
        for (key, number) in [(0, 0), (1, 1), (2, 2), (3, 0), (-1, 1), (-2, 2), (-3, 0), (i64::MIN, 2)] {
            assert_eq!(top.partition(&key).unwrap().number().await, Ok(number), "{key}");
            assert_eq!(Numbered::via(&top, key).number().await, Ok(number), "{key} as a name");
        }
        assert_eq!(top.partition(&3_u8).unwrap().number().await, Ok(0));
        assert_eq!(format!("{:?}", top.partition(&-1).unwrap()), "Numbered(numbered/1)");

        // such a name is taken
        let taken = Numbered::start(7).via(&top, 4).await;
        assert_eq!(taken.map(|_| ()), Err(StartError::AlreadyStarted(top.partition(&4).unwrap().pid().unwrap())));
        top.stop().await.unwrap();
    })
    .await;
}

/// No partitions at all are an error that says so.
#[otp_runtime::test]
async fn ex_partition_supervisor_08_zero_partitions() {
    leaks::checked(async {
        let error = numbered(0).start_link().await.map(|_| ()).unwrap_err();
        assert_eq!(error, StartError::Init(InvalidSupervisor::NoPartitions(0)));
        assert_eq!(error.to_string(), "the number of partitions is 0: there must be at least one");
        assert_eq!(process::whereis("numbered"), None);
    })
    .await;
}

/// When `stop` is done the name is free.
#[otp_runtime::test]
async fn ex_partition_supervisor_11_stop() {
    leaks::checked(async {
        for _ in 0..10 {
            let top = numbered(2).start_link().await.unwrap();
            let partition = top.partition(&1).unwrap();
            assert_eq!(PartitionSupervisor::<Numbered>::named("numbered").stop().await, Ok(()));
            assert_eq!((process::whereis("numbered"), partition.pid()), (None, None));
        }
    })
    .await;
}

/// It is stopped by the key of a registry.
#[otp_runtime::test]
async fn ex_partition_supervisor_12_stop_via() {
    leaks::checked(async {
        let directory = Directory::default();
        let top = numbered(2).via(&directory, "numbered").start_link().await.unwrap();
        let pid = top.pid().unwrap();
        assert_eq!(PartitionSupervisor::<Numbered>::via(&directory, "numbered").stop().await, Ok(()));
        assert!(!pid.is_alive());
        assert!(matches!(top.partitions(), Err(CallError::NoProc(_))));
    })
    .await;
}

/// Nobody has partitions under a name that nobody has; one who has none is somebody else.
#[otp_runtime::test]
async fn ex_partition_supervisor_14_unknown() {
    leaks::checked(async {
        let directory = Directory::default();
        let unknown = [
            PartitionSupervisor::<Numbered>::via(&directory, "nobody"),
            PartitionSupervisor::<Numbered>::named("nobody"),
        ];
        for nobody in unknown {
            let Err(CallError::NoProc(site)) = nobody.partitions() else { panic!("somebody") };
            assert_eq!((site.operation, &site.target), ("partitions", &nobody.target()));
            assert!(matches!(nobody.partition(&1), Err(CallError::NoProc(_))));
            assert!(matches!(nobody.resize(1).await, Err(CallError::NoProc(_))));
            assert!(matches!(nobody.count_children().await, Err(CallError::NoProc(_))));
        }
        let other = Supervisor::builder(Strategy::OneForOne).start_link().name("other").await.unwrap();
        let not_one = PartitionSupervisor::<Numbered>::named("other");
        assert!(matches!(not_one.partitions(), Err(CallError::WrongServer(_))));
        other.stop().await.unwrap();
    })
    .await;
}

/// The partitions that a resize ends are kept as specs.
#[otp_runtime::test]
async fn ex_partition_supervisor_15a_resize() {
    leaks::checked(async {
        let top = numbered(4).start_link().await.unwrap();
        for partitions in [4, 0, 2, 1, 3, 4, 3, 3, 0, 0, 4] {
            top.resize(partitions).await.unwrap();
            assert_eq!(top.partitions(), Ok(partitions));
            assert_eq!(counts(&top).await, (4, partitions, 0, 4));
        }
        top.stop().await.unwrap();
    })
    .await;
}

/// Keys reach the partitions there are, and all of them; also through clients from before.
#[otp_runtime::test]
async fn ex_partition_supervisor_15b_resize_and_route() {
    leaks::checked(async {
        let top = numbered(4).start_link().await.unwrap();
        let held: Vec<_> = (0..4).map(|key| top.partition(&key).unwrap()).collect();
        for partitions in [3, 1, 2, 4] {
            top.resize(partitions).await.unwrap();
            let mut reached = BTreeSet::new();
            for (key, held) in held.iter().enumerate() {
                let partition = top.partition(&key).unwrap();
                assert_eq!(partition.number().await, Ok(key % partitions));
                assert_eq!(held.pid(), partition.pid());
                reached.insert(partition.pid().unwrap());
            }
            assert_eq!(reached.len(), partitions);
        }
        top.stop().await.unwrap();
    })
    .await;
}

/// Without partitions a key belongs nowhere, until there are some again.
#[otp_runtime::test]
async fn ex_partition_supervisor_16_resize_to_zero() {
    leaks::checked(async {
        let top = numbered(3).start_link().await.unwrap();
        let held = top.partition(&1).unwrap();
        assert_eq!(top.resize(0).await, Ok(3));
        let error = handled(top.partition(&1));
        assert_eq!((error, error.to_string().contains("zero partitions")), (NoPartitions, true));
        assert!(matches!(held.number().await, Err(CallError::NoProc(_))));
        assert_eq!(format!("{held:?}"), "Numbered(numbered/no partition)");
        assert_eq!(top.resize(2).await, Ok(0));
        assert_eq!(top.partition(&1).unwrap().number().await, Ok(1));
        assert_eq!(held.number().await, Ok(1));
        top.stop().await.unwrap();
    })
    .await;
}

/// There can be no more than there were at first.
#[otp_runtime::test]
async fn ex_partition_supervisor_17_resize_too_far() {
    leaks::checked(async {
        let top = numbered(2).start_link().await.unwrap();
        top.resize(1).await.unwrap();
        let error = handled(top.resize(3).await);
        assert_eq!(error, ResizeError::TooMany { partitions: 3, most: 2 });
        assert!(error.to_string().contains("between 0 and 2"), "{error}");
        assert_eq!((top.partitions(), counts(&top).await), (Ok(1), (2, 1, 0, 2)));
        top.stop().await.unwrap();
    })
    .await;
}

/// Workers are counted as workers.
#[otp_runtime::test]
async fn ex_partition_supervisor_19_count_workers() {
    leaks::checked(async {
        let spec = worker("any");
        let top = PartitionSupervisor::builder("workers", move |_| spec.clone()).partitions(3);
        let top = top.start_link().await.unwrap();
        assert_eq!(counts(&top).await, (3, 3, 0, 3));
        let children = top.which_children().await.unwrap();
        assert_eq!(children.iter().rev().map(|child| &*child.id).collect::<Vec<_>>(), ["0", "1", "2"]);
        top.stop().await.unwrap();
    })
    .await;
}

/// Supervisors are counted as supervisors.
#[otp_runtime::test]
async fn ex_partition_supervisor_20_count_supervisors() {
    leaks::checked(async {
        let top = workers().partitions(3).start_link().await.unwrap();
        assert_eq!(counts(&top).await, (3, 3, 3, 0));
        let tree = top.tree().await.unwrap();
        let labels: Vec<_> = tree.children.iter().map(|child| (&*child.id, child.label)).collect();
        assert_eq!(labels, [("0", "dynamic"), ("1", "dynamic"), ("2", "dynamic")]);
        top.stop().await.unwrap();
    })
    .await;
}

/// They are counted by the key of a registry, too.
#[otp_runtime::test]
async fn ex_partition_supervisor_22_count_via() {
    leaks::checked(async {
        let directory = Directory::default();
        let top = PartitionSupervisor::builder("unused", |_| idle("any")).partitions(2).via(&directory, "idle");
        let top = top.start_link().await.unwrap();
        let via = PartitionSupervisor::<AnyChild>::via(&directory, "idle");
        assert_eq!(counts(&via).await, (2, 2, 0, 2));
        top.stop().await.unwrap();
    })
    .await;
}
