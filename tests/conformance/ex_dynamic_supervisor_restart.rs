//! Suite `ex.dynamic_supervisor`: restarts that fail, and children that are ended.

use super::children::{Careful, Notes, Starts, Worker, crash, no_luck, slow};
use super::dynamic::{Headstrong, child_of_test, counts, ends, handled, scripted, shut_down};
use super::leaks;
use otp_runtime::prelude::*;
use otp_runtime::{ChildStartError, ChildState, DynamicStartError, NoSuchChild};
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

const MS: Duration = Duration::from_millis(1);

/// A child that ignores its restart is gone for good.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_22b_ignores_restart() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Worker>::builder().start_link().await.unwrap();
        let (spec, attempts) = scripted(|attempt| if attempt == 1 { Ok(()) } else { Err(ChildStartError::Ignored) });
        let worker = top.start_child(spec).await.unwrap();
        ends(&top, &worker, crash()).await;
        assert_eq!((attempts.load(SeqCst), counts(&top).await), (2, (0, 0, 0, 0)));
        assert!(matches!(worker.asked().await, Err(CallError::NoProc(_))));
        top.stop().await.unwrap();
    })
    .await;
}

/// A child that cannot start again takes up its room all the same.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_23_restarting_counts() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Worker>::builder().max_children(1).max_restarts(u32::MAX);
        let top = top.start_link().await.unwrap();
        let starts = Starts::default();
        let worker = top.start_child(starts.worker("stubborn")).await.unwrap();
        starts.refuse(true);
        ends(&top, &worker, crash()).await;
        assert_eq!(counts(&top).await, (1, 0, 0, 1));
        assert_eq!(top.which_children().await.unwrap()[0].state, ChildState::Restarting);
        assert_eq!(handled(top.start_child(Worker::child()).await), DynamicStartError::MaxChildren);
        assert!(matches!(worker.asked().await, Err(CallError::NoProc(_))));

        starts.refuse(false);
        assert_eq!(worker.asked().wait().await, Ok(1));
        assert_eq!(counts(&top).await, (1, 1, 0, 1));
        top.stop().await.unwrap();
    })
    .await;
}

/// So does one that has been started again.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_24_restarted_counts() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Worker>::builder().max_children(1).start_link().await.unwrap();
        let worker = top.start_child(Worker::child()).await.unwrap();
        ends(&top, &worker, crash()).await;
        assert_eq!(counts(&top).await, (1, 1, 0, 1));
        assert_eq!(handled(top.start_child(Worker::child()).await), DynamicStartError::MaxChildren);
        top.stop().await.unwrap();
    })
    .await;
}

/// A restart is given the extra arguments again, with the restart type of the first start.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_25_extra_arguments() {
    leaks::checked(async {
        let notes = Notes::default();
        let top = DynamicSupervisor::<Careful>::builder().extra_arguments(notes.clone()).start_link().await.unwrap();
        let child = top
            .start_child_with(|notes| Careful::child("a", notes.clone(), Duration::ZERO).restart(Restart::Transient))
            .await
            .unwrap();
        let first = child.pid().unwrap();
        let died = child.monitor();
        child.leave(crash());
        died.await;
        assert_eq!(counts(&top).await, (1, 1, 0, 1));
        assert_ne!(child.pid(), Some(first));
        assert_eq!(notes.take(), ["a starts", "a ends: crash", "a starts"]);
        top.stop().await.unwrap();
    })
    .await;
}

/// A restart that succeeds at the second attempt: both count.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_26_second_attempt() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Worker>::builder().max_restarts(2).start().await.unwrap();
        let ended = top.monitor();
        let refuse_second = |attempt| if attempt == 2 { Err(ChildStartError::Failed(no_luck())) } else { Ok(()) };
        let (spec, attempts) = scripted(refuse_second);
        let worker = top.start_child(spec).await.unwrap();
        ends(&top, &worker, crash()).await;
        assert_eq!(worker.asked().wait().await, Ok(1));
        assert_eq!((attempts.load(SeqCst), counts(&top).await), (3, (1, 1, 0, 1)));

        ends(&top, &worker, crash()).await;
        assert_eq!(ended.await.reason, ExitReason::Shutdown, "the third attempt is one too many");
        assert_eq!(attempts.load(SeqCst), 3);
    })
    .await;
}

/// A supervisor whose child cannot be started again; how often that was tried before it ended, and with what.
async fn gives_up(max_restarts: u32) -> (usize, ExitReason) {
    let top = DynamicSupervisor::<Worker>::builder().max_restarts(max_restarts).start().await.unwrap();
    let ended = top.monitor();
    let only_first = |attempt| if attempt == 1 { Ok(()) } else { Err(ChildStartError::Failed(no_luck())) };
    let (spec, attempts) = scripted(only_first);
    let worker = top.start_child(spec).await.unwrap();
    worker.leave(crash());
    let reason = ended.await.reason;
    (attempts.load(SeqCst) - 1, reason)
}

/// The attempt that failed and the next one are too many.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_27_max_restarts() {
    leaks::checked(async { assert_eq!(gives_up(1).await, (1, ExitReason::Shutdown)) }).await;
}

/// Attempts that fail use up the limit by themselves.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_28_retries_count() {
    leaks::checked(async { assert_eq!(gives_up(10).await, (10, ExitReason::Shutdown)) }).await;
}

/// Workers under a supervisor that ends: what they end with.
async fn workers_end(shutdown: Shutdown) -> [ExitReason; 3] {
    let top = child_of_test::<Worker>().await;
    let mut pids = Vec::new();
    for _ in 0..3 {
        pids.push(top.start_child(Worker::child().shutdown(shutdown)).await.unwrap().pid().unwrap());
    }
    shut_down(&top, [pids[0], pids[1], pids[2]]).await
}

/// Servers that trap exits and end as they like, under a supervisor that ends: what they end with.
async fn headstrong_end(shutdown: Shutdown, reason: &ExitReason) -> [ExitReason; 3] {
    let top = child_of_test::<Headstrong>().await;
    let mut pids = Vec::new();
    for _ in 0..3 {
        let child = top.start_child(Headstrong::child(reason.clone()).shutdown(shutdown)).await.unwrap();
        pids.push(child.pid().unwrap());
    }
    shut_down(&top, [pids[0], pids[1], pids[2]]).await
}

/// Children that are to be killed are.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_31_brutal_kill() {
    leaks::checked(async {
        assert_eq!(workers_end(Shutdown::BrutalKill).await, [const { ExitReason::Killed }; 3]);
        let trapping = headstrong_end(Shutdown::BrutalKill, &ExitReason::Normal).await;
        assert_eq!(trapping, [const { ExitReason::Killed }; 3]);
    })
    .await;
}

/// Children with all the time in the world end of the signal.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_32_infinity() {
    leaks::checked(async {
        assert_eq!(workers_end(Shutdown::Infinity).await, [const { ExitReason::Shutdown }; 3]);
    })
    .await;
}

/// Or with a word on why.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_33_infinity_other_reason() {
    leaks::checked(async {
        let oops = ExitReason::shutdown_with("oops");
        assert_eq!(headstrong_end(Shutdown::Infinity, &oops).await, [(); 3].map(|()| oops.clone()));
    })
    .await;
}

/// Children with a grace end of the signal, before it is over.
#[otp_runtime::test(paused)]
async fn ex_dynamic_supervisor_34_grace() {
    leaks::checked(async {
        let begun = tokio::time::Instant::now();
        assert_eq!(workers_end(Shutdown::After(1000 * MS)).await, [const { ExitReason::Shutdown }; 3]);
        assert!(begun.elapsed() < 1000 * MS);
    })
    .await;
}

/// Or with a word on why.
#[otp_runtime::test(paused)]
async fn ex_dynamic_supervisor_35_grace_other_reason() {
    leaks::checked(async {
        let oops = ExitReason::shutdown_with("oops");
        assert_eq!(headstrong_end(Shutdown::After(1000 * MS), &oops).await, [(); 3].map(|()| oops.clone()));
    })
    .await;
}

/// One that takes longer is killed; the others are none the worse.
#[otp_runtime::test(paused)]
async fn ex_dynamic_supervisor_36_grace_is_over() {
    leaks::checked(async {
        let notes = Notes::default();
        let top = child_of_test::<AnyChild>().await;
        let shutdown = Shutdown::After(MS);
        let first = top.start_child(Worker::child().shutdown(shutdown).erase()).await.unwrap();
        let stuck = top.start_child(slow("stuck", &notes, 1000 * MS).shutdown(shutdown).erase()).await.unwrap();
        let last = top.start_child(Worker::child().shutdown(shutdown).erase()).await.unwrap();
        let pids = [&first, &stuck, &last].map(|child| child.pid().unwrap());
        let reasons = shut_down(&top, pids).await;
        assert_eq!(reasons, [ExitReason::Shutdown, ExitReason::Killed, ExitReason::Shutdown]);
        assert_eq!(notes.take(), ["stuck starts", "stuck is told"]);
    })
    .await;
}

/// Permanent children that end with `Normal` while the supervisor does are not started again.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_37_normal() {
    leaks::checked(async {
        let reasons = headstrong_end(Shutdown::Infinity, &ExitReason::Normal).await;
        assert_eq!(reasons, [const { ExitReason::Normal }; 3]);
    })
    .await;
}

/// A child is ended, once.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_39_terminate_child() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Worker>::builder().start_link().await.unwrap();
        let worker = top.start_child(Worker::child().shutdown(Shutdown::BrutalKill)).await.unwrap();
        let pid = worker.pid().unwrap();
        let mut died = pid.monitor();
        assert_eq!(top.terminate_child(pid).await, Ok(()));
        assert_eq!(died.try_down().map(|down| down.reason), Some(ExitReason::Killed), "it has ended by then");
        assert_eq!(handled(top.terminate_child(pid).await), NoSuchChild);
        assert_eq!(counts(&top).await, (0, 0, 0, 0));
        top.stop().await.unwrap();
    })
    .await;
}

/// A child that is being restarted is ended by its last pid: it is not tried again.
#[otp_runtime::test]
async fn ex_dynamic_supervisor_41_terminate_restarting() {
    leaks::checked(async {
        let top = DynamicSupervisor::<Worker>::builder().max_restarts(u32::MAX).start_link().await.unwrap();
        let starts = Starts::default();
        let worker = top.start_child(starts.worker("stubborn")).await.unwrap();
        let pid = worker.pid().unwrap();
        starts.refuse(true);
        ends(&top, &worker, crash()).await;
        starts.reach(3).await;
        assert_eq!(counts(&top).await, (1, 0, 0, 1));
        assert_eq!(top.terminate_child(pid).await, Ok(()));
        assert_eq!(handled(top.terminate_child(pid).await), NoSuchChild);
        assert_eq!(counts(&top).await, (0, 0, 0, 0));

        starts.refuse(false);
        let attempts = starts.attempts();
        top.start_child(Worker::child()).await.unwrap();
        assert_eq!((starts.attempts(), counts(&top).await), (attempts, (1, 1, 0, 1)));
        top.stop().await.unwrap();
    })
    .await;
}
