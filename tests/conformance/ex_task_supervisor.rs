//! Suite `ex.task_supervisor`: supervised tasks, one by one.

use super::directory::Directory;
use super::leaks;
use super::logs::Logs;
use super::reasons::panic_message;
use super::tasks::{MS, exit_of, gone, me, nap, nothing_left, oops, timed_out};
use otp_runtime::prelude::*;
use otp_runtime::{
    ChildKind, DynamicStartError, NoSuchChild, StartChildError, TaskReply, TaskSupervisorClient, assert_receive,
    process,
};
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;
use tracing::Level;

/// A task supervisor that is nobody's parent.
pub(crate) async fn supervisor() -> TaskSupervisorClient {
    TaskSupervisor::builder().start().await.unwrap()
}

async fn counts(tasks: &TaskSupervisorClient) -> (usize, usize, usize, usize) {
    let counts = tasks.count_children().await.unwrap();
    (counts.specs, counts.active, counts.supervisors, counts.workers)
}

#[track_caller]
fn is_full<T>(outcome: Result<T, CallError<DynamicStartError>>) {
    let Err(error) = outcome else { panic!("there was room") };
    assert_eq!(error, CallError::Handler(DynamicStartError::MaxChildren));
    assert!(error.to_string().contains("max_children"), "{error}");
}

/// A supervisor of tasks with a name is a child like any other, and is reached by the name.
#[otp_runtime::test]
async fn ex_task_supervisor_01_supervised() {
    leaks::checked(async {
        let spec = TaskSupervisor::builder().into_child_spec();
        assert_eq!((spec.id_str(), spec.kind()), ("TaskSupervisor", ChildKind::Supervisor));
        assert_eq!((spec.restart_type(), spec.shutdown_kind()), (Restart::Permanent, Shutdown::Infinity));
        let top = Supervisor::builder(Strategy::OneForOne).child(spec.name("tasks")).start_link().await.unwrap();
        assert_eq!(TaskSupervisor::named("tasks").children().await, Ok(vec![]));
        assert_eq!(process::whereis("tasks"), top.child::<TaskSupervisor>("tasks").pid());
        top.stop().await.unwrap();
    })
    .await;
}

/// Several stand side by side: their ids are their names. Two without a name have the same id.
#[otp_runtime::test]
async fn ex_task_supervisor_03_ids() {
    leaks::checked(async {
        let directory = Directory::default();
        let named = |name| TaskSupervisor::builder().into_child_spec().name(name);
        let top = Supervisor::builder(Strategy::OneForOne)
            .children([named("one"), named("two")])
            .child(TaskSupervisor::builder().into_child_spec().via(&directory, "three"))
            .child(TaskSupervisor::builder());
        let top = top.start_link().await.unwrap();
        let children = top.which_children().await.unwrap();
        let ids: Vec<_> = children.iter().rev().map(|child| &*child.id).collect();
        assert_eq!(ids, ["one", "two", "via \"three\"", "TaskSupervisor"]);
        assert_eq!(TaskSupervisor::via(&directory, "three").pid(), children[1].pid());
        let first = children[0].pid().unwrap();
        match top.start_child(TaskSupervisor::builder()).await {
            Err(CallError::Handler(error)) => assert_eq!(error, StartChildError::AlreadyStarted(first)),
            other => panic!("{other:?}"),
        }
        top.stop().await.unwrap();
    })
    .await;
}

/// There is nobody at first.
#[otp_runtime::test]
async fn ex_task_supervisor_04_empty() {
    leaks::checked(async {
        let tasks = supervisor().await;
        assert_eq!(tasks.children().await, Ok(vec![]));
        assert_eq!(counts(&tasks).await, (0, 0, 0, 0));
        let task = tasks.spawn(pending::<()>()).await.unwrap();
        assert_eq!(tasks.children().await, Ok(vec![task.pid().unwrap()]));
        assert_eq!(counts(&tasks).await, (1, 1, 0, 1));
        assert_eq!(task.shutdown().await, Ok(None));
        tasks.stop().await.unwrap();
    })
    .await;
}

/// A task is the supervisor's child and its owner's: linked, and told of as any other.
#[otp_runtime::test]
async fn ex_task_supervisor_05a_spawn() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let tell = me();
        let work = async move {
            tell.send((process::links(), process::callers()));
            process::receive::<u32>().await
        };
        let task = tasks.spawn(work).await.unwrap();
        let pid = task.pid().unwrap();
        assert_eq!(task.owner(), Some(tell));
        assert_eq!(tasks.children().await, Ok(vec![pid]));
        let (mut links, callers) = process::receive::<(Vec<Pid>, Vec<Pid>)>().await;
        let mut expected = vec![tell, tasks.pid().unwrap()];
        links.sort();
        expected.sort();
        assert_eq!((links, callers), (expected, vec![tell]));
        assert_eq!(process::links(), [pid]);
        pid.send(7_u32);
        assert_eq!(assert_receive!(TaskReply::<u32> { .. }), TaskReply { task: task.reference(), value: 7 });
        let down = assert_receive!(Down { .. });
        assert_eq!((down.monitor, down.reason), (task.reference(), ExitReason::Normal));
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// It goes down as it is told to when its supervisor does.
#[otp_runtime::test]
async fn ex_task_supervisor_06_shutdown() {
    leaks::checked(async {
        process::trap_exit(true);
        let tasks = supervisor().await;
        let task = tasks.spawn(pending::<()>()).shutdown(Shutdown::BrutalKill).await.unwrap();
        tasks.stop().reason(ExitReason::Shutdown).await.unwrap();
        let down = assert_receive!(Down { .. });
        assert_eq!((down.monitor, down.reason), (task.reference(), ExitReason::Killed));
        assert_receive!(Exit { reason: ExitReason::Killed, .. });
        nothing_left();
    })
    .await;
}

/// One too many is refused.
#[otp_runtime::test]
async fn ex_task_supervisor_07_full() {
    leaks::checked(async {
        let tasks = TaskSupervisor::builder().max_children(1).start().await.unwrap();
        let first = tasks.spawn(pending::<()>()).await.unwrap();
        is_full(tasks.spawn(async {}).await);
        is_full(tasks.start_child(async {}).await);
        assert_eq!(first.shutdown().await, Ok(None));
        assert_eq!(tasks.spawn(async { 5 }).await.unwrap().join().await, Ok(5));
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// A function with arguments.
#[otp_runtime::test]
async fn ex_task_supervisor_09_function_and_arguments() {
    leaks::checked(async {
        let tasks = supervisor().await;
        assert_eq!(tasks.spawn(nap(1)).await.unwrap().join().await, Ok(1));
        tasks.stop().await.unwrap();
    })
    .await;
}

/// A task may be not linked to its owner: it is told of all the same.
#[otp_runtime::test]
async fn ex_task_supervisor_10_nolink() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let tell = me();
        let work = async move {
            tell.send(process::links());
            process::receive::<u32>().await
        };
        let task = tasks.spawn_nolink(work).await.unwrap();
        assert_eq!(process::receive::<Vec<Pid>>().await, [tasks.pid().unwrap()]);
        assert_eq!((task.owner(), process::links()), (Some(tell), vec![]));
        assert_eq!(tasks.children().await, Ok(vec![task.pid().unwrap()]));
        task.pid().unwrap().send(7_u32);
        assert_eq!(assert_receive!(TaskReply::<u32> { .. }), TaskReply { task: task.reference(), value: 7 });
        let down = assert_receive!(Down { .. });
        assert_eq!((down.monitor, down.reason), (task.reference(), ExitReason::Normal));
        // a failure is its own
        let fails = tasks
            .spawn_nolink(async {
                if true {
                    otp_runtime::exit(oops())
                }
            })
            .await
            .unwrap();
        assert_eq!(exit_of(fails.join().await), oops());
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// It goes down as it is told to when its supervisor does.
#[otp_runtime::test]
async fn ex_task_supervisor_11_nolink_shutdown() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let task = tasks.spawn_nolink(pending::<()>()).shutdown(Shutdown::BrutalKill).await.unwrap();
        tasks.stop().reason(ExitReason::Shutdown).await.unwrap();
        let down = assert_receive!(Down { .. });
        assert_eq!((down.monitor, down.reason), (task.reference(), ExitReason::Killed));
        nothing_left();
    })
    .await;
}

/// One too many is refused.
#[otp_runtime::test]
async fn ex_task_supervisor_12_nolink_full() {
    leaks::checked(async {
        let tasks = TaskSupervisor::builder().max_children(1).start().await.unwrap();
        let first = tasks.spawn_nolink(pending::<()>()).await.unwrap();
        is_full(tasks.spawn_nolink(async {}).await);
        assert_eq!(first.shutdown().await, Ok(None));
        tasks.stop().await.unwrap();
    })
    .await;
}

/// A function with arguments.
#[otp_runtime::test]
async fn ex_task_supervisor_13_nolink_function_and_arguments() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let task = tasks.spawn_nolink(nap(1)).await.unwrap();
        assert_eq!((task.owner(), task.join().await), (Some(me()), Ok(1)));
        tasks.stop().await.unwrap();
    })
    .await;
}

/// A task that nobody waits for is tied to its supervisor only.
#[otp_runtime::test]
async fn ex_task_supervisor_14_start_child() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let tell = me();
        let started = tasks.start_child(async move {
            tell.send(process::links());
            process::receive::<()>().await;
        });
        let pid = started.await.unwrap();
        assert_eq!(process::receive::<Vec<Pid>>().await, [tasks.pid().unwrap()]);
        assert_eq!(tasks.children().await, Ok(vec![pid]));
        pid.send(());
        gone(pid).await;
        assert_eq!(counts(&tasks).await, (0, 0, 0, 0));
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// It is run again as often as need be.
#[otp_runtime::test]
async fn ex_task_supervisor_17_restart() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let (tell, runs) = (me(), Arc::new(AtomicUsize::new(0)));
        let run = move || {
            let run = runs.fetch_add(1, SeqCst);
            async move {
                tell.send((run, me(), process::callers()));
                pending().await
            }
        };
        let pid = tasks.start_child_with(Restart::Permanent, run).shutdown(Shutdown::BrutalKill).await.unwrap();
        assert_eq!(process::receive::<(usize, Pid, Vec<Pid>)>().await, (0, pid, vec![tell]));
        pid.exit(ExitReason::Shutdown);
        let (run, again, callers) = process::receive::<(usize, Pid, Vec<Pid>)>().await;
        assert_eq!((run, callers), (1, vec![tell]));
        assert_ne!(again, pid);
        assert_eq!(tasks.children().await, Ok(vec![again]));
        tasks.stop().await.unwrap();
        // a function that panics is a task that does
        let tasks = supervisor().await;
        let no_function = || -> std::future::Ready<()> { panic!("no function") };
        let refused = tasks.start_child_with(Restart::Temporary, no_function).await.unwrap();
        gone(refused).await;
        assert_eq!(tasks.children().await, Ok(vec![]));
        tasks.stop().await.unwrap();
    })
    .await;
}

/// Its callers are those who asked, its ancestors those who run it.
#[otp_runtime::test]
async fn ex_task_supervisor_18_callers() {
    leaks::checked(async {
        let tell = me();
        let tasks = TaskSupervisor::builder().start_link().await.unwrap();
        let supervisor = tasks.pid().unwrap();
        let inside = tasks.clone();
        let outer = tasks.start_child(async move {
            tell.send((process::callers(), process::ancestors()));
            let nested = async move { tell.send((process::callers(), process::ancestors())) };
            inside.start_child(nested).await.unwrap();
            process::receive::<()>().await;
        });
        let outer = outer.await.unwrap();
        type Kin = (Vec<Pid>, Vec<Pid>);
        assert_eq!(process::receive::<Kin>().await, (vec![tell], vec![supervisor, tell]));
        assert_eq!(process::receive::<Kin>().await, (vec![outer, tell], vec![supervisor, tell]));
        outer.send(());
        gone(outer).await;
        tasks.stop().await.unwrap();
    })
    .await;
}

/// It can be ended by its pid, once.
#[otp_runtime::test]
async fn ex_task_supervisor_19_terminate_child() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let pid = tasks.start_child(pending()).await.unwrap();
        assert_eq!(tasks.terminate_child(pid).await, Ok(()));
        assert!(!pid.is_alive());
        assert_eq!(tasks.children().await, Ok(vec![]));
        assert_eq!(tasks.terminate_child(pid).await, Err(CallError::Handler(NoSuchChild)));
        tasks.stop().await.unwrap();
    })
    .await;
}

/// Nothing arrives of a task that was waited for in vain.
#[otp_runtime::test(paused)]
async fn ex_task_supervisor_20_timeout_withdraws() {
    leaks::checked(async {
        let tasks = supervisor().await;
        let task = tasks.spawn(async { process::receive::<u32>().await }).await.unwrap();
        let pid = task.pid().unwrap();
        assert!(timed_out(&task.join().timeout(5 * MS).await));
        pid.send(5_u32);
        gone(pid).await;
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// A panic.
#[otp_runtime::test]
async fn ex_task_supervisor_22_panic() {
    leaks::checked(async {
        process::trap_exit(true);
        let tasks = supervisor().await;
        let task = tasks
            .spawn(async {
                if true {
                    panic!("no ink")
                }
            })
            .await
            .unwrap();
        assert_eq!(panic_message(&exit_of(task.join().await)), Some("no ink"));
        assert_receive!(Exit { .. });
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// An exit.
#[otp_runtime::test]
async fn ex_task_supervisor_23_exit() {
    leaks::checked(async {
        process::trap_exit(true);
        let tasks = supervisor().await;
        let task = tasks
            .spawn(async {
                if true {
                    otp_runtime::exit(oops())
                }
            })
            .await
            .unwrap();
        assert_eq!(exit_of(task.join().await), oops());
        assert_receive!(Exit { .. });
        nothing_left();
        tasks.stop().await.unwrap();
    })
    .await;
}

/// A task whose caller does not hand over its work ends, and says so.
#[otp_runtime::test]
async fn ex_task_supervisor_05a_caller_gone() {
    leaks::checked(async {
        let logs = Logs::at(Level::INFO);
        let tasks = supervisor().await;
        // the supervisor cannot start it before its caller is gone
        tasks.sys().suspend().await.unwrap();
        let inside = tasks.clone();
        let caller = process::spawn(async move {
            let _ = inside.spawn(async { panic!("nobody waits for this") }).await;
        });
        while process::census().waiting == 0 {
            tokio::task::yield_now().await;
        }
        caller.exit(oops());
        gone(caller).await;
        tasks.sys().resume().await.unwrap();
        while tasks.count_children().await.unwrap().specs > 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let why = "reason=shutdown: oops";
        assert!(
            logs.lines().iter().any(|line| line.contains("child ended") && line.contains(why)),
            "{:#?}",
            logs.lines()
        );
        tasks.stop().await.unwrap();
    })
    .await;
}
