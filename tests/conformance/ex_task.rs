//! Suite `ex.task`: starting tasks, and waiting for one.

use super::leaks;
use super::logs::Logs;
use super::reasons::panic_message;
use super::tasks::{
    MS, elsewhere, ended, endless, exit_of, exits, gone, me, nothing_left, oops, replies, replies_dying, timed_out,
};
use otp_runtime::prelude::*;
use otp_runtime::{TaskError, TaskErrorKind, TaskReply, assert_receive, process};
use std::future::pending;
use std::time::Duration;
use tokio::sync::oneshot;
use tracing::Level;

/// A task is a child like any other.
#[otp_runtime::test]
async fn ex_task_001_supervised() {
    leaks::checked(async {
        let me = me();
        let task = Task::child(move || async move {
            me.send("hello");
            pending().await
        });
        let top = Supervisor::builder(Strategy::OneForOne).child(task).start_link().await.unwrap();
        assert_eq!(assert_receive!(&"hello"), "hello");
        assert_eq!(top.count_children().await.unwrap().workers, 1);
        top.stop().await.unwrap();
    })
    .await;
}

/// Its child spec: temporary, five seconds to shut down; each can be overridden.
#[otp_runtime::test]
async fn ex_task_002_child_spec() {
    leaks::checked(async {
        let spec = Task::child(pending::<()>);
        assert_eq!((spec.id_str(), spec.restart_type()), ("Task", Restart::Temporary));
        assert_eq!(spec.shutdown_kind(), Shutdown::After(Duration::from_secs(5)));
        let me = me();
        let spec = spec
            .id("warm-up")
            .restart(Restart::Permanent)
            .shutdown(Shutdown::BrutalKill)
            .start_with(move || async move { Ok(Task::start_link(async move { me.send("mine") })) });
        assert_eq!((spec.id_str(), spec.restart_type()), ("warm-up", Restart::Permanent));
        assert_eq!(spec.shutdown_kind(), Shutdown::BrutalKill);
        spec.start().await.unwrap();
        assert_receive!(&"mine");
    })
    .await;
}

/// A handle knows its process, its owner and a reference of its own. The process is linked to the owner.
#[otp_runtime::test]
async fn ex_task_003a_handle() {
    leaks::checked(async {
        let (task, other) = (endless(), endless());
        assert_eq!((task.owner(), other.owner()), (Some(me()), Some(me())));
        assert_ne!(task.reference(), other.reference());
        assert_eq!(process::links(), [task.pid().unwrap(), other.pid().unwrap()]);
        for task in [task, other] {
            assert_eq!(task.shutdown().await, Ok(None));
        }
        nothing_left();
    })
    .await;
}

/// The value comes as a message, and then the end, both with the handle's reference.
#[otp_runtime::test]
async fn ex_task_003b_messages() {
    leaks::checked(async {
        let task = replies(7);
        let reply = assert_receive!(TaskReply::<u32> { .. });
        assert_eq!(reply, TaskReply { task: task.reference(), value: 7 });
        let down = assert_receive!(Down { .. });
        assert_eq!((down.monitor, down.pid, down.reason), (task.reference(), task.pid(), ExitReason::Normal));
        nothing_left();
    })
    .await;
}

/// A function and its arguments: what is spawned is its future. The function is known by its name, and its value awaited.
#[otp_runtime::test]
async fn ex_task_004_function_and_arguments() {
    async fn wait_and_send(tell: Pid, word: &'static str) -> &'static str {
        tell.send(process::links());
        process::receive::<()>().await;
        word
    }
    leaks::checked(async {
        let task = Task::spawn(wait_and_send(me(), "done"));
        assert_eq!(process::receive::<Vec<Pid>>().await, [me()]);
        task.pid().unwrap().send(());
        assert_eq!(task.join().await, Ok("done"));
    })
    .await;
}

/// Fire and forget: a process that is not linked, and a pid at once.
#[otp_runtime::test]
async fn ex_task_007_start() {
    leaks::checked(async {
        let tell = me();
        let pid = Task::start(async move {
            tell.send((process::links(), process::callers()));
            process::receive::<()>().await;
        });
        assert_eq!(process::receive::<(Vec<Pid>, Vec<Pid>)>().await, (vec![], vec![tell]));
        pid.send(());
        gone(pid).await;
        nothing_left();
    })
    .await;
}

/// A task that was done before it began.
#[otp_runtime::test]
async fn ex_task_008_completed() {
    let task = Task::completed(5);
    assert_eq!((task.pid(), task.owner()), (None, Some(me())));
    assert_eq!(task.join().await, Ok(5));
    assert_eq!(Task::completed(6).wait(Duration::ZERO).await, Ok(Some(6)));
    nothing_left();
    let unjoined = Task::completed("late");
    let reply = assert_receive!(TaskReply::<&str> { .. });
    assert_eq!(reply, TaskReply { task: unjoined.reference(), value: "late" });
}

/// Fire and forget, linked.
#[otp_runtime::test]
async fn ex_task_010_start_link() {
    leaks::checked(async {
        let tell = me();
        let pid = Task::start_link(async move {
            tell.send(process::links());
            process::receive::<()>().await;
        });
        assert_eq!(process::receive::<Vec<Pid>>().await, [tell]);
        assert_eq!(process::links(), [pid]);
        pid.send(());
        gone(pid).await;
        nothing_left();
    })
    .await;
}

/// Who asked for it, and who asked for that one.
#[otp_runtime::test]
async fn ex_task_011_callers() {
    leaks::checked(async {
        let tell = me();
        assert_eq!(process::callers(), []);
        let outer = Task::start_link(async move {
            tell.send(process::callers());
            Task::start_link(async move { tell.send((process::callers(), process::ancestors())) });
            process::receive::<()>().await;
        });
        assert_eq!(process::receive::<Vec<Pid>>().await, [tell]);
        let (callers, ancestors) = process::receive::<(Vec<Pid>, Vec<Pid>)>().await;
        assert_eq!((callers, ancestors), (vec![outer, tell], vec![outer, tell]));
        outer.send(());
    })
    .await;
}

/// A task that is ignored runs on, unlinked, and nothing of it arrives.
#[otp_runtime::test]
async fn ex_task_013_ignore_discards_late_replies() {
    leaks::checked(async {
        let task = Task::spawn(async { process::receive::<u32>().await });
        let pid = task.pid().unwrap();
        assert_eq!(task.ignore(), Ok(None));
        nothing_left();
        pid.send(5_u32);
        gone(pid).await;
        nothing_left();
    })
    .await;
}

/// What there is when a task is ignored is not lost.
#[otp_runtime::test]
async fn ex_task_013_ignore_gives_what_there_is() {
    leaks::checked(async {
        assert_eq!(ended(replies(5)).await.ignore(), Ok(Some(5)));
        process::trap_exit(true);
        let task = ended(exits(oops())).await;
        assert_receive!(Exit { reason, .. } if *reason == oops());
        assert_eq!(exit_of(task.ignore()), oops());
        nothing_left();
    })
    .await;
}

/// Nothing arrives of a task that was waited for in vain. It runs on, linked.
#[otp_runtime::test(paused)]
async fn ex_task_018_timeout_withdraws() {
    leaks::checked(async {
        let task = Task::spawn(async { process::receive::<u32>().await });
        let pid = task.pid().unwrap();
        let outcome = task.join().timeout(5 * MS).await;
        assert_eq!(outcome.as_ref().map_err(|error| (error.pid, error.operation)), Err((Some(pid), "join")));
        assert!(timed_out(&outcome));
        assert_eq!(process::links(), [pid]);
        pid.send(5_u32);
        gone(pid).await;
        nothing_left();
    })
    .await;
}

/// Without time there is the value that is there, or none.
#[otp_runtime::test]
async fn ex_task_019_no_time() {
    leaks::checked(async {
        let late = endless();
        let pid = late.pid().unwrap();
        assert!(timed_out(&late.join().timeout(Duration::ZERO).await));
        process::unlink(pid);
        pid.exit(ExitReason::Kill);
        assert_eq!(ended(replies(5)).await.join().timeout(Duration::ZERO).await, Ok(5));
        nothing_left();
    })
    .await;
}

/// A task that ends normally has no value for that.
#[otp_runtime::test]
async fn ex_task_020_normal() {
    leaks::checked(async {
        assert_eq!(exit_of(exits(ExitReason::Normal).join().await), ExitReason::Normal);
        nothing_left();
    })
    .await;
}

/// A task belongs to whoever made it.
#[otp_runtime::test]
async fn ex_task_028_join_elsewhere() {
    leaks::checked(async {
        let owner = me();
        let (gate, open) = oneshot::channel::<()>();
        let task = Task::spawn(async { open.await.is_ok() });
        let pid = task.pid();
        let (caller, outcome) = elsewhere(async move { (me(), task.join().await) }).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.kind, TaskErrorKind::NotOwner { owner, caller: Some(caller) });
        for fact in [pid.unwrap(), owner, caller] {
            assert!(error.to_string().contains(&fact.to_string()), "no {fact} in {error}");
        }
        // it is its owner's all the same
        gate.send(()).unwrap();
        assert!(assert_receive!(TaskReply::<bool> { .. }).value);
        assert_receive!(Down { .. });
        nothing_left();
    })
    .await;
}

/// A value that came before the end is what counts.
#[otp_runtime::test]
async fn ex_task_043_reply_and_end() {
    leaks::checked(async {
        let mut task = ended(replies_dying(5, oops())).await;
        assert_eq!(task.wait(Duration::ZERO).await, Ok(Some(5)));
        nothing_left();
    })
    .await;
}

/// A task that ended without a value.
#[otp_runtime::test]
async fn ex_task_045_wait_normal() {
    leaks::checked(async {
        let mut task = ended(exits(ExitReason::Normal)).await;
        assert_eq!(exit_of(task.wait(Duration::ZERO).await), ExitReason::Normal);
        // and that was its outcome
        assert_eq!(exit_of(task.wait(Duration::ZERO).await), ExitReason::NoProc);
        nothing_left();
    })
    .await;
}

/// As `join`, `wait` and `ignore` are the owner's.
#[otp_runtime::test]
async fn ex_task_047_wait_elsewhere() {
    leaks::checked(async {
        let owner = me();
        let (mut task, other) = (Task::completed(1), Task::completed(2));
        let refused = |error: TaskError, operation| {
            assert_eq!(error.operation, operation);
            assert!(matches!(error.kind, TaskErrorKind::NotOwner { owner: of, .. } if of == owner), "{error}");
        };
        let (wait, ignore) = elsewhere(async move { (task.wait(MS).await, other.ignore()) }).await;
        refused(wait.unwrap_err(), "wait");
        refused(ignore.unwrap_err(), "ignore");
        let outside = Task::completed(3);
        let error = tokio::spawn(async { outside.join().await }).await.unwrap().unwrap_err();
        assert_eq!(error.kind, TaskErrorKind::NotOwner { owner, caller: None });
    })
    .await;
}

/// A crash is logged once, with the process, who asked for it, its function and the reason; a shutdown is not.
#[otp_runtime::test]
async fn ex_task_115_crash_is_logged() {
    async fn prints_nothing() {
        panic!("no ink")
    }
    leaks::checked(async {
        process::trap_exit(true);
        let logs = Logs::at(Level::WARN);
        for reason in [ExitReason::Normal, ExitReason::Shutdown, ExitReason::shutdown_with("done")] {
            gone(Task::start(async { otp_runtime::exit(reason) })).await;
        }
        assert_eq!(logs.lines(), [""; 0]);
        let task = Task::spawn(prints_nothing());
        let pid = task.pid().unwrap();
        assert_eq!(panic_message(&exit_of(task.join().await)), Some("no ink"));
        let lines = logs.lines();
        assert_eq!(lines.len(), 1, "{lines:#?}");
        let starter = format!("for {}", me());
        for fact in ["ERROR", "Task", &pid.to_string(), &starter, "prints_nothing", "no ink"] {
            assert!(lines[0].contains(fact), "no {fact} in {}", lines[0]);
        }
    })
    .await;
}

/// With a label that tells too.
#[otp_runtime::test]
async fn ex_task_116_crash_with_a_label() {
    leaks::checked(async {
        let logs = Logs::at(Level::WARN);
        gone(Task::start(async {
            process::set_label("printer");
            panic!("no ink")
        }))
        .await;
        let lines = logs.lines();
        assert_eq!(lines.len(), 1, "{lines:#?}");
        assert!(lines[0].contains("printer") && lines[0].contains("no ink"), "{}", lines[0]);
    })
    .await;
}

/// The example of `await`.
#[otp_runtime::test]
async fn ex_task_d02_join() {
    assert_eq!(Task::spawn(async { 1 + 1 }).join().await, Ok(2));
}
