//! Suite `ex.supervisor`.

use super::children::{Worker, counts, crash, ends, ids, settled};
use super::directory::Directory;
use super::leaks;
use otp_runtime::prelude::*;
use otp_runtime::{ChildKind, ChildRef, ChildState, DeleteChildError, InvalidSupervisor, Supervised, process};
use std::time::Duration;

/// A stack of words.
struct Stack(Vec<&'static str>);

#[gen_server]
impl Stack {
    #[init]
    fn init(words: Vec<&'static str>) -> Self {
        Stack(words)
    }

    #[call]
    fn pop(&mut self) -> Option<&'static str> {
        self.0.pop()
    }

    #[call]
    fn push(&mut self, word: &'static str) {
        self.0.push(word);
    }

    #[cast]
    fn leave(&mut self, reason: ExitReason) {
        otp_runtime::exit(reason)
    }
}

/// A supervisor with an argument, which goes to its child.
#[supervisor(strategy = one_for_one, args(words: Vec<&'static str>))]
struct Library {
    #[child(args(words))]
    stack: Stack,
}

#[supervisor(strategy = one_for_all, id = "archive", restart = temporary)]
struct Other {}

#[supervisor(strategy = one_for_all, shutdown = 2s)]
struct Hasty {}

/// All of a spec but its start function.
fn fields<C: Supervised>(spec: &ChildSpec<C>) -> (&str, Restart, Shutdown, ChildKind, bool) {
    (spec.id_str(), spec.restart_type(), spec.shutdown_kind(), spec.kind(), spec.is_significant())
}

const FIVE_SECONDS: Shutdown = Shutdown::After(Duration::from_secs(5));
const MS: Duration = Duration::from_millis(1);

/// The spec of a supervisor type is named after it, starts it with its arguments and gives it all the time it takes;
/// options replace their own fields, and it stays a supervisor.
#[otp_runtime::test]
async fn ex_supervisor_01_child_spec_of_a_supervisor() {
    leaks::checked(async {
        let (permanent, supervisor) = (Restart::Permanent, ChildKind::Supervisor);
        let spec = Library::child(vec!["a"]);
        assert_eq!(fields(&spec), ("Library", permanent, Shutdown::Infinity, supervisor, false));
        assert_eq!(fields(&Other::child()), ("archive", Restart::Temporary, Shutdown::Infinity, supervisor, false));
        assert_eq!(fields(&Hasty::child()), ("Hasty", permanent, Shutdown::After(2000 * MS), supervisor, false));

        let library = Library::at(spec.start().await.unwrap().pid());
        assert_eq!(process::links(), [library.pid().unwrap()], "the starter is linked as by `start_link`");
        assert_eq!(library.stack().pop().await, Ok(Some("a")));

        let replaced = spec.start_with(|| async { Ok(Other::start_link().await?.pid().unwrap()) });
        assert_eq!(fields(&replaced), ("Library", permanent, Shutdown::Infinity, supervisor, false));
        let other = Other::at(replaced.start().await.unwrap().pid());
        assert_eq!(ids(&other).await, [""; 0]);
        library.stop().await.unwrap();
        other.stop().await.unwrap();
    })
    .await;
}

/// A type makes its own spec, without arguments or with; a builder of a supervisor is one as well.
#[otp_runtime::test]
async fn ex_supervisor_02a_specs_from_types() {
    leaks::checked(async {
        let (permanent, worker) = (Restart::Permanent, ChildKind::Worker);
        assert_eq!(fields(&Worker::child()), ("Worker", permanent, FIVE_SECONDS, worker, false));
        let spec = Stack::child(vec!["a"]).into_child_spec();
        assert_eq!(fields(&spec), ("Stack", permanent, FIVE_SECONDS, worker, false));
        let stack = Stack::at(spec.start().await.unwrap().pid());
        assert_eq!(stack.pop().await, Ok(Some("a")));
        stack.stop().await.unwrap();

        let spec = Supervisor::builder(Strategy::OneForAll).into_child_spec();
        assert_eq!(fields(&spec), ("Supervisor", permanent, Shutdown::Infinity, ChildKind::Supervisor, false));
    })
    .await;
}

/// A spec that nothing is asked of stays as it is; what is asked replaces its own field only.
#[otp_runtime::test]
async fn ex_supervisor_02b_overrides() {
    leaks::checked(async {
        let spec = Stack::child(vec!["a"]);
        assert_eq!(spec.clone().into_child_spec(), spec);
        let (permanent, worker) = (Restart::Permanent, ChildKind::Worker);
        assert_eq!(fields(&spec.clone().id("b")), ("b", permanent, FIVE_SECONDS, worker, false));
        let transient = spec.clone().restart(Restart::Transient);
        assert_eq!(fields(&transient), ("Stack", Restart::Transient, FIVE_SECONDS, worker, false));
        let brutal = spec.clone().shutdown(Shutdown::BrutalKill);
        assert_eq!(fields(&brutal), ("Stack", permanent, Shutdown::BrutalKill, worker, false));
        assert_eq!(fields(&spec.clone().significant(true)), ("Stack", permanent, FIVE_SECONDS, worker, true));
        let restarted = spec.start_with(|| async { Ok(Worker::start_link().await?.pid().unwrap()) });
        assert_eq!(fields(&restarted), ("Stack", permanent, FIVE_SECONDS, worker, false));
        let other = Worker::at(restarted.start().await.unwrap().pid());
        assert_eq!(other.asked().await, Ok(1));
        other.stop().await.unwrap();
    })
    .await;
}

/// Without more than a strategy a supervisor has three restarts in five seconds, never shuts down by itself, and starts
/// its children in order.
#[otp_runtime::test(paused)]
async fn ex_supervisor_03a_defaults() {
    leaks::checked(async {
        let children = || [Worker::child().id("b"), Worker::child().id("a")];
        let top = Supervisor::builder(Strategy::OneForOne).children(children()).start().await.unwrap();
        assert_eq!(ids(&top).await, ["b", "a"]);
        let spec = top.get_childspec("b").await.unwrap();
        assert_eq!(fields(&spec), ("b", Restart::Permanent, FIVE_SECONDS, ChildKind::Worker, false));
        let significant = Worker::child().id("c").restart(Restart::Transient).significant(true);
        let refused = top.start_child(significant).await.unwrap_err();
        assert!(refused.to_string().contains("auto_shutdown is never"), "{refused}");

        for _ in 0..3 {
            ends(&top, "a", crash()).await;
        }
        process::sleep(6000 * MS).await;
        for _ in 0..3 {
            ends(&top, "b", crash()).await;
        }
        process::sleep(4000 * MS).await;
        let down = top.monitor();
        ends(&top, "a", crash()).await;
        assert_eq!(down.await.reason, ExitReason::Shutdown);
    })
    .await;
}

/// What is asked for instead is what holds.
#[otp_runtime::test(paused)]
async fn ex_supervisor_03a_explicit_flags() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForAll).max_restarts(1).max_seconds(1);
        let top = top.children([Worker::child().id("a"), Worker::child().id("b")]).start().await.unwrap();
        for _ in 0..3 {
            let sibling = top.child::<Worker>("b").pid();
            ends(&top, "a", crash()).await;
            assert_ne!(top.child::<Worker>("b").pid(), sibling);
            process::sleep(2500 * MS).await;
        }
        ends(&top, "a", crash()).await;
        let down = top.monitor();
        ends(&top, "a", crash()).await;
        assert_eq!(down.await.reason, ExitReason::Shutdown);
        let none = Supervisor::builder(Strategy::OneForOne).max_seconds(0).start().await;
        assert_eq!(none.err(), Some(StartError::Init(InvalidSupervisor::NoPeriod)));
    })
    .await;
}

/// A supervisor under a registry's key is asked by that key.
#[otp_runtime::test]
async fn ex_supervisor_05_via() {
    leaks::checked(async {
        let directory = Directory::default();
        let top = Supervisor::builder(Strategy::OneForOne).start_link().via(&directory, "top").await.unwrap();
        let by_key = Supervisor::via(&directory, "top");
        assert_eq!(by_key.pid(), top.pid());
        assert_eq!(by_key.which_children().await, Ok(vec![]));
        by_key.stop().await.unwrap();
    })
    .await;
}

/// A supervisor under a local name is asked by that name.
#[otp_runtime::test]
async fn ex_supervisor_07_local_name() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).start_link().name("top").await.unwrap();
        let named = Supervisor::named("top");
        assert_eq!(named.pid(), top.pid());
        assert_eq!(named.which_children().await, Ok(vec![]));
        named.stop().await.unwrap();
    })
    .await;
}

/// A child that is done is started again as it was first, and has its name again.
#[otp_runtime::test]
async fn ex_supervisor_08a_restart_with_the_first_arguments() {
    leaks::checked(async {
        let child = Stack::child(vec!["a"]).name("stack");
        let top = Supervisor::builder(Strategy::OneForOne).child(child).start_link().await.unwrap();
        let stack = Stack::named("stack");
        stack.push("b").await.unwrap();
        let (first, died) = (stack.pid(), stack.monitor());
        stack.leave(ExitReason::Normal);
        assert_eq!(died.await.reason, ExitReason::Normal);
        assert_eq!(stack.pop().wait().await, Ok(Some("a")));
        assert_eq!(stack.pop().await, Ok(None));
        assert!(stack.pid().is_some() && stack.pid() != first);
        top.stop().await.unwrap();
    })
    .await;
}

/// A supervisor can be stopped, and its children with it.
#[otp_runtime::test]
async fn ex_supervisor_08b_stop() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(Stack::child(vec![])).start_link().await.unwrap();
        let (stack, down) = (top.child::<Stack>("Stack").monitor(), top.monitor());
        assert_eq!(top.stop().await, Ok(()));
        assert_eq!(stack.await.reason, ExitReason::Shutdown);
        assert_eq!(down.await.reason, ExitReason::Normal);
    })
    .await;
}

/// A supervisor of a type of its own hands its argument to the child it describes.
#[otp_runtime::test]
async fn ex_supervisor_10_supervisor_type() {
    leaks::checked(async {
        let library = Library::start_link(vec!["a", "b"]).name("library").await.unwrap();
        assert_eq!(Library::named("library").stack().pop().await, Ok(Some("b")));
        assert_eq!(library.stop().await, Ok(()));
        assert_eq!(process::whereis("library"), None);
    })
    .await;
}

/// A spec written out starts a live child.
#[otp_runtime::test]
async fn ex_supervisor_12_start_child_with_a_full_spec() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).start_link().await.unwrap();
        let spec = ChildSpec::new("a", || async { Ok(Stack::start_link(vec!["a"]).await?.pid().unwrap()) })
            .restart(Restart::Temporary)
            .shutdown(Shutdown::After(5000 * MS))
            .significant(false);
        let child: ChildRef = top.start_child(spec).await.unwrap();
        assert!(child.is_alive());
        assert_eq!(Stack::at(child.pid().unwrap()).pop().await, Ok(Some("a")));
        top.stop().await.unwrap();
    })
    .await;
}

/// A type with its argument starts a child that is reached as what it is.
#[otp_runtime::test]
async fn ex_supervisor_13_start_child_with_a_type() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).start_link().await.unwrap();
        let stack = top.start_child(Stack::child(vec!["a"])).await.unwrap();
        assert_eq!(stack.pop().await, Ok(Some("a")));
        let library = top.start_child(Library::child(vec!["b"])).await.unwrap();
        assert_eq!(library.stack().pop().await, Ok(Some("b")));
        top.stop().await.unwrap();
    })
    .await;
}

/// No time at all to end is time enough for a child that does not hold on.
#[otp_runtime::test]
async fn ex_supervisor_15_shortest_times() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).start_link().await.unwrap();
        for (id, time) in [("none", Duration::ZERO), ("little", MS)] {
            let spec = Worker::child().id(id).restart(Restart::Temporary).shutdown(Shutdown::After(time));
            let child = top.start_child(spec).await.unwrap();
            let died = child.monitor();
            child.exit(ExitReason::Shutdown);
            assert_eq!(died.await.reason, ExitReason::Shutdown);
        }
        settled(&top).await;
        assert_eq!(ids(&top).await, [""; 0]);
        top.stop().await.unwrap();
    })
    .await;
}

/// One child is one entry, and counted once.
#[otp_runtime::test]
async fn ex_supervisor_16b_which_and_count() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).start_link().await.unwrap();
        let stack = top.start_child(Stack::child(vec![])).await.unwrap();
        let children = top.which_children().await.unwrap();
        assert_eq!(children.len(), 1);
        assert_eq!((&*children[0].id, children[0].kind), ("Stack", ChildKind::Worker));
        assert_eq!(children[0].state, ChildState::Running(stack.pid().unwrap()));
        assert_eq!(counts(&top).await, (1, 1, 0, 1));
        top.stop().await.unwrap();
    })
    .await;
}

/// A child that runs is not deleted.
#[otp_runtime::test]
async fn ex_supervisor_16c_delete_a_running_child() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(Stack::child(vec!["a"])).start_link().await.unwrap();
        assert_eq!(top.delete_child("Stack").await, Err(CallError::Handler(DeleteChildError::Running)));
        assert_eq!(top.child::<Stack>("Stack").pop().await, Ok(Some("a")));
        top.stop().await.unwrap();
    })
    .await;
}

/// A child that was terminated can be started again.
#[otp_runtime::test]
async fn ex_supervisor_16d_terminate_and_restart() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(Stack::child(vec!["a"])).start_link().await.unwrap();
        let stack = top.child::<Stack>("Stack");
        let (first, died) = (stack.pid(), stack.monitor());
        assert_eq!(top.terminate_child("Stack").await, Ok(()));
        assert_eq!(died.await.reason, ExitReason::Shutdown);
        assert_eq!(stack.pid(), None);
        let again = top.restart_child("Stack").await.unwrap();
        assert!(again.pid().is_some() && again.pid() != first && again.pid() == stack.pid());
        assert_eq!(stack.pop().await, Ok(Some("a")));
        top.stop().await.unwrap();
    })
    .await;
}

/// A child that was terminated can be deleted.
#[otp_runtime::test]
async fn ex_supervisor_16e_terminate_and_delete() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(Stack::child(vec![])).start_link().await.unwrap();
        assert_eq!(top.terminate_child("Stack").await, Ok(()));
        assert_eq!(top.delete_child("Stack").await, Ok(()));
        assert_eq!(counts(&top).await, (0, 0, 0, 0));
        top.stop().await.unwrap();
    })
    .await;
}
