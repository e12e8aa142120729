//! Supervisors that `#[supervisor]` makes, seen from outside.

use crate::support::{Diary, soon};
use otp_runtime::prelude::*;
use otp_runtime::{ChildKind, ChildState, StartChildError, SupervisorClient};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

/// Says when it comes and goes.
struct Cell {
    name: &'static str,
    value: u64,
    diary: Diary,
}

#[gen_server]
impl Cell {
    #[init]
    fn init(name: &'static str, value: u64, diary: Diary, ctx: &mut Context<Self>) -> Self {
        ctx.trap_exit(true);
        diary.write(format!("{name} starts with {value}"));
        Cell { name, value, diary }
    }

    #[call]
    fn get(&self) -> u64 {
        self.value
    }

    #[call]
    fn set(&mut self, value: u64) {
        self.value = value;
    }

    #[cast]
    fn crash(&mut self) {
        panic!("as asked");
    }

    #[cast]
    fn leave(&mut self, ctx: &mut Context<Self>) {
        ctx.stop(ExitReason::Normal);
    }

    #[terminate]
    fn terminate(&mut self) {
        self.diary.write(format!("{} ends", self.name));
    }
}

/// What the supervisors below start with.
#[derive(Clone, Default)]
struct Config {
    first: u64,
    restarts: u32,
    diary: Diary,
    made: Arc<AtomicU32>,
}

impl Config {
    fn new() -> Self {
        Config { first: 1, restarts: 3, ..Config::default() }
    }

    /// How often it was asked.
    fn count(&self) -> u64 {
        u64::from(self.made.fetch_add(1, Relaxed))
    }
}

#[supervisor(strategy = rest_for_one, max_restarts = config.restarts, max_seconds = 60, args(config: Config))]
struct Bank {
    #[child(args("treasury", config.first, config.diary.clone()))]
    treasury: Cell,
    #[child(args("counted", 100 + config.count(), config.diary.clone()), id = "the counted one")]
    counted: Cell,
    #[cfg(any())]
    #[child(args(config))]
    elsewhere: Missing,
    #[child(args("till", 3, config.diary), restart = temporary, shutdown = 1s)]
    till: Cell,
}

#[supervisor(strategy = one_for_one, args(config: Config), name = "top", shutdown = 2s, restart = transient)]
struct Top {
    #[child(args(config.clone()))]
    bank: Bank,
    #[child(args(config.clone()), id = "branch", restart = temporary)]
    second: Branch,
}

/// With the same children, under no names.
#[supervisor(strategy = one_for_all, args(config: Config))]
struct Branch {
    #[child(args("one", 10, config.diary.clone()))]
    one: Cell,
    #[child(args("two", 20, config.diary))]
    two: Cell,
}

#[otp_runtime::test]
async fn children_start_in_order_and_end_in_reverse() {
    let config = Config::new();
    let bank = Bank::start_link(config.clone()).await.unwrap();
    assert_eq!(bank.treasury().get().await, Ok(1));
    assert_eq!(bank.counted().get().await, Ok(100));
    assert_eq!(bank.till().get().await, Ok(3));
    bank.stop().await.unwrap();
    assert_eq!(
        config.diary.lines(),
        [
            "treasury starts with 1",
            "counted starts with 100",
            "till starts with 3",
            "till ends",
            "counted ends",
            "treasury ends"
        ]
    );
}

#[otp_runtime::test]
async fn the_options_of_a_child_are_in_its_spec() {
    let bank = Bank::start_link(Config::new()).await.unwrap();
    let ids: Vec<_> = bank.which_children().await.unwrap().into_iter().map(|child| child.id.to_string()).collect();
    assert_eq!(ids, ["till", "the counted one", "treasury"]);
    let till = bank.get_childspec("till").await.unwrap();
    assert_eq!(till.restart_type(), Restart::Temporary);
    assert_eq!(till.shutdown_kind(), Shutdown::After(Duration::from_secs(1)));
    let treasury = bank.get_childspec("treasury").await.unwrap();
    assert_eq!(treasury.restart_type(), Restart::Permanent);
    assert_eq!(treasury.kind(), ChildKind::Worker);
    bank.stop().await.unwrap();
}

#[otp_runtime::test]
async fn the_options_of_a_supervisor_are_in_its_spec() {
    let top = Top::child(Config::new());
    assert_eq!(top.kind(), ChildKind::Supervisor);
    assert_eq!(
        (top.restart_type(), top.shutdown_kind()),
        (Restart::Transient, Shutdown::After(Duration::from_secs(2)))
    );
    let bank = Bank::child(Config::new());
    assert_eq!(bank.id_str(), "Bank");
    assert_eq!((bank.restart_type(), bank.shutdown_kind()), (Restart::Permanent, Shutdown::Infinity));
}

#[otp_runtime::test]
async fn a_client_of_a_child_holds_through_restarts_of_the_child() {
    let bank = Bank::start_link(Config::new()).await.unwrap();
    let (treasury, counted) = (bank.treasury(), bank.counted());
    counted.set(7).await.unwrap();
    treasury.set(8).await.unwrap();
    let (died, pid) = (treasury.monitor(), treasury.pid());
    treasury.crash();
    soon(died).await;
    // and those after it were started again
    assert_eq!(treasury.get().wait().await, Ok(1));
    assert_eq!(counted.get().wait().await, Ok(100));
    assert_ne!(treasury.pid(), pid);
    // but not the temporary one
    assert_eq!(bank.count_children().await.unwrap().specs, 2);
    assert!(matches!(bank.till().get().await, Err(CallError::NoProc(_))));
    bank.stop().await.unwrap();
}

#[otp_runtime::test]
async fn a_client_of_a_child_holds_through_restarts_of_its_supervisor() {
    let config = Config::new();
    let top = Top::start_link(config.clone()).await.unwrap();
    let bank = top.bank();
    let (treasury, counted) = (bank.treasury(), bank.counted());
    assert_eq!(counted.get().await, Ok(100));
    let (died, below) = (bank.monitor(), counted.monitor());
    bank.exit(ExitReason::Kill);
    assert_eq!(soon(died).await.reason, ExitReason::Killed);
    soon(below).await;
    // what its children start with is made anew, of the same arguments
    assert_eq!(counted.get().wait().await, Ok(101));
    assert_eq!(treasury.get().wait().await, Ok(1));
    assert_eq!(config.made.load(Relaxed), 2);
    assert_eq!(format!("{counted:?}"), "Cell(top/bank/the counted one)");
    top.stop().await.unwrap();
    assert!(matches!(treasury.get().await, Err(CallError::NoProc(_))));
    assert_eq!((bank.pid(), treasury.pid()), (None, None));
}

#[otp_runtime::test]
async fn a_child_that_is_down_is_no_process() {
    let bank = Bank::start_link(Config::new()).await.unwrap();
    let counted = bank.counted();
    bank.terminate_child("the counted one").await.unwrap();
    assert!(matches!(counted.get().await, Err(CallError::NoProc(_))));
    assert_eq!((counted.pid(), counted.is_alive()), (None, false));
    let listed = bank.which_children().await.unwrap();
    assert!(listed.iter().any(|child| child.state == ChildState::Stopped && &*child.id == "the counted one"));
    bank.restart_child("the counted one").await.unwrap();
    assert_eq!(counted.get().await, Ok(100));
    bank.stop().await.unwrap();
    assert!(matches!(bank.counted().get().await, Err(CallError::NoProc(_))));
}

#[otp_runtime::test]
async fn a_supervisor_is_found_by_its_name_and_its_pid() {
    let top = Top::start_link(Config::new()).await.unwrap();
    let named = Top::named("top");
    assert_eq!(named.pid(), top.pid());
    assert_eq!(named.bank().treasury().get().await, Ok(1));
    assert_eq!(named.second().two().get().await, Ok(20));
    let by_pid = Top::at(top.pid().unwrap());
    assert_eq!(by_pid.second().one().get().await, Ok(10));
    assert_eq!(Top::start(Config::new()).await.err(), Some(StartError::AlreadyStarted(top.pid().unwrap())));
    top.stop().await.unwrap();
    assert!(matches!(named.bank().treasury().get().await, Err(CallError::NoProc(_))));

    let branch = Branch::start_link(Config::new()).name("another").await.unwrap();
    assert_eq!(Branch::named("another").one().pid(), branch.one().pid());
    branch.stop().await.unwrap();
}

#[otp_runtime::test]
async fn a_start_may_monitor() {
    let (branch, monitor) = Branch::start_monitor(Config::new()).await.unwrap();
    assert_eq!(branch.one().get().await, Ok(10));
    branch.exit(ExitReason::Kill);
    let down = soon(monitor).await;
    assert_eq!((down.reason, down.pid), (ExitReason::Killed, branch.pid()));
}

#[otp_runtime::test]
async fn limits_may_come_from_the_arguments() {
    let config = Config { restarts: 0, ..Config::new() };
    let (bank, monitor) = Bank::start_monitor(config).await.unwrap();
    bank.counted().crash();
    assert_eq!(soon(monitor).await.reason, ExitReason::Shutdown);
}

#[otp_runtime::test]
async fn what_supervisors_have_in_common_is_behind_the_client() {
    let branch = Branch::start_link(Config::new()).await.unwrap();
    let common: &SupervisorClient = &branch;
    let third = common.start_child(Cell::child("three", 30, Diary::default()).id("three")).await.unwrap();
    assert_eq!(third.get().await, Ok(30));
    assert_eq!(branch.clone().child::<Cell>("three").pid(), third.pid());
    let again = branch.start_child(Cell::child("one", 0, Diary::default()).id("one")).await;
    assert!(matches!(again.err(), Some(CallError::Handler(StartChildError::AlreadyStarted(_)))));
    branch.stop().await.unwrap();
}

/// A child of this supervisor ends it.
#[supervisor(strategy = one_for_one, auto_shutdown = any_significant, args(diary: Diary))]
struct Job {
    #[child(args("work", 1, diary.clone()), significant, restart = transient)]
    work: Cell,
    #[child(args("help", 2, diary), name = "help")]
    help: Cell,
}

#[otp_runtime::test]
async fn a_significant_child_ends_its_supervisor() {
    let diary = Diary::default();
    let (job, monitor) = Job::start_monitor(diary.clone()).await.unwrap();
    assert_eq!(Cell::named("help").pid(), job.help().pid());
    let left = job.help().monitor();
    job.help().leave();
    soon(left).await;
    assert_eq!(job.help().get().wait().await, Ok(2));
    job.work().leave();
    assert_eq!(soon(monitor).await.reason, ExitReason::Shutdown);
    assert_eq!(diary.lines().last().unwrap(), "help ends");
}

/// Anything.
struct Keep<T>(T);

#[gen_server]
impl<T: Clone + Send + Sync + 'static> Keep<T> {
    #[init]
    fn init(first: T) -> Self {
        Keep(first)
    }

    #[call]
    fn get(&self) -> T {
        self.0.clone()
    }

    #[call]
    fn swap(&mut self, with: T) -> T {
        std::mem::replace(&mut self.0, with)
    }
}

#[supervisor(strategy = one_for_one, args(first: T, all: [T; N]))]
struct Keeps<T, const N: usize = 2>
where
    T: Clone + Send + Sync + 'static,
{
    #[child(args(first))]
    one: Keep<T>,
    #[child(args(all))]
    all: Keep<[T; N]>,
}

#[supervisor(strategy = one_for_one)]
struct KeepsOfBoth {
    #[child(args(1, [2, 3]))]
    numbers: Keeps<u8>,
    #[child(args("a", ["b"]))]
    words: Keeps<&'static str, 1>,
}

#[otp_runtime::test]
async fn a_supervisor_may_be_generic() {
    let both = KeepsOfBoth::start_link().await.unwrap();
    assert_eq!(both.numbers().all().get().await, Ok([2, 3]));
    assert_eq!(both.words().all().get().await, Ok(["b"]));
    assert_eq!(both.words().one().swap("c").await, Ok("a"));
    let (words, died) = (both.words(), both.words().monitor());
    words.exit(ExitReason::Kill);
    soon(died).await;
    assert_eq!(words.one().get().wait().await, Ok("a"));
    both.stop().await.unwrap();
    let alone = Keeps::<_, 3>::start_link(1_u64, [1, 2, 3]).await.unwrap();
    assert_eq!(alone.all().get().await, Ok([1, 2, 3]));
    alone.stop().await.unwrap();
}

/// Fields with the names of what the client has.
#[supervisor(strategy = one_for_one, args(diary: Diary))]
struct Shadows {
    #[child(args("stop", 1, diary.clone()))]
    stop: Cell,
    #[child(args("child", 2, diary.clone()))]
    child: Cell,
    #[child(args("pid", 3, diary))]
    pid: Cell,
}

#[otp_runtime::test]
async fn a_child_may_have_the_name_of_a_method_of_the_client() {
    let shadows = Shadows::start_link(Diary::default()).await.unwrap();
    assert_eq!(shadows.stop().get().await, Ok(1));
    assert_eq!(shadows.child().get().await, Ok(2));
    assert_eq!(shadows.pid().get().await, Ok(3));
    assert_eq!(SupervisorClient::child::<Cell>(&shadows, "child").get().await, Ok(2));
    assert!(Ref::pid(&shadows).is_some());
    Ref::stop(&shadows).await.unwrap();
}

/// Supervisors of another kind as children, with options of their own.
#[supervisor(strategy = one_for_one, args(diary: Diary))]
struct Tills {
    #[child(max_children = 1, extra_arguments = ("till", diary.clone()))]
    tills: DynamicSupervisor<Cell, (&'static str, Diary)>,
    #[child(max_restarts = 1, max_seconds = 60, shutdown = 5s)]
    others: DynamicSupervisor<Cell>,
    #[child(keys = duplicate, partitions = 2, meta("first", 1), meta("second", 2), name = "directory")]
    directory: Registry<String, u8>,
    #[child(args("many", move |_| Cell::child("one of many", 9, diary.clone())), partitions = 3, strategy = one_for_all)]
    many: PartitionSupervisor<Cell>,
}

#[otp_runtime::test]
async fn a_child_may_have_options_of_its_own_type() {
    let diary = Diary::default();
    let tills = Tills::start_link(diary.clone()).await.unwrap();
    let till = |(name, diary): &(&'static str, Diary)| Cell::child(name, 7, diary.clone());
    let first = tills.tills().start_child_with(till).await.unwrap();
    assert_eq!(first.get().await, Ok(7));
    assert!(tills.tills().start_child_with(till).await.is_err());
    assert!(diary.lines().contains(&"till starts with 7".to_owned()));
    let other = tills.others().start_child(Cell::child("other", 8, diary.clone())).await.unwrap();
    assert_eq!(other.get().await, Ok(8));
    let counts = tills.count_children().await.unwrap();
    assert_eq!((counts.supervisors, counts.workers), (4, 0));
    assert_eq!(tills.directory().pid(), Registry::<String, u8>::named("directory").pid());
    assert!(tills.directory().pid().is_some());
    assert_eq!(tills.many().partitions(), Ok(3));
    let spec = tills.get_childspec("others").await.unwrap();
    assert_eq!(spec.shutdown_kind(), Shutdown::After(Duration::from_secs(5)));
    tills.stop().await.unwrap();
}

#[supervisor(strategy = one_for_one)]
struct Empty {}

#[otp_runtime::test]
async fn a_supervisor_may_start_without_children() {
    let empty = Empty::start_link().await.unwrap();
    assert_eq!(empty.count_children().await.unwrap().specs, 0);
    let cell = empty.start_child(Cell::child("late", 5, Diary::default())).await.unwrap();
    assert_eq!(cell.get().await, Ok(5));
    empty.stop().await.unwrap();
}

/// Refuses to start.
struct Refuses;

#[gen_server]
impl Refuses {
    #[init]
    fn init() -> Result<Self, String> {
        Err("not today".to_owned())
    }
}

#[supervisor(strategy = one_for_one, args(diary: Diary))]
struct Fails {
    #[child(args("first", 1, diary))]
    first: Cell,
    refuses: Refuses,
}

#[otp_runtime::test]
async fn a_child_that_does_not_start_fails_the_start() {
    let diary = Diary::default();
    let error = Fails::start(diary.clone()).await.err().unwrap();
    let StartError::Exit(reason) = &error else { panic!("{error:?}") };
    assert!(reason.to_string().contains("refuses"), "{reason}");
    assert_eq!(diary.lines(), ["first starts with 1", "first ends"]);
}
