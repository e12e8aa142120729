//! Supervisors by the book: what each request does to a child in each state.

use crate::children::{Starts, Worker, killed, listed, worker};
use crate::leaks;
use otp_runtime::prelude::*;
use otp_runtime::{ChildState, DeleteChildError, NoSuchChild, RestartChildError, StartChildError, SupervisorClient};

async fn supervisor() -> SupervisorClient {
    Supervisor::builder(Strategy::OneForOne).max_restarts(u32::MAX).start_link().await.unwrap()
}

/// What is listed for the child, if it is.
async fn state(top: &SupervisorClient) -> Option<ChildState> {
    listed(top, "x").await.map(|child| child.state)
}

/// The handler's own error.
#[track_caller]
fn handled<T: std::fmt::Debug, E: std::fmt::Debug>(outcome: Result<T, CallError<E>>) -> E {
    match outcome {
        Err(CallError::Handler(error)) => error,
        other => panic!("not refused: {other:?}"),
    }
}

/// What each request does to a child that runs.
#[otp_runtime::test]
async fn requests_about_a_running_child() {
    leaks::checked(async {
        for restart in [Restart::Permanent, Restart::Transient, Restart::Temporary] {
            let top = supervisor().await;
            let spec = worker("x").restart(restart);
            let pid = top.start_child(spec.clone()).await.unwrap().pid().unwrap();
            assert_eq!(handled(top.start_child(spec.clone()).await), StartChildError::AlreadyStarted(pid));
            assert_eq!(handled(top.restart_child("x").await), RestartChildError::Running);
            assert_eq!(handled(top.delete_child("x").await), DeleteChildError::Running);
            assert_eq!(top.get_childspec("x").await, Ok(spec.erase()));
            assert_eq!(state(&top).await, Some(ChildState::Running(pid)));
            assert_eq!(top.terminate_child("x").await, Ok(()));
            let kept = if restart == Restart::Temporary { None } else { Some(ChildState::Stopped) };
            assert_eq!(state(&top).await, kept);
            top.stop().await.unwrap();
        }
    })
    .await;
}

/// What each request does to a child that is being restarted.
#[otp_runtime::test]
async fn requests_about_a_restarting_child() {
    leaks::checked(async {
        let top = supervisor().await;
        let starts = Starts::default();
        let spec = starts.worker("x");
        top.start_child(spec.clone()).await.unwrap();
        starts.refuse(true);
        killed(&top, "x").await;
        assert_eq!(handled(top.start_child(spec.clone()).await), StartChildError::AlreadyPresent);
        assert_eq!(handled(top.restart_child("x").await), RestartChildError::Restarting);
        assert_eq!(handled(top.delete_child("x").await), DeleteChildError::Restarting);
        assert_eq!(top.get_childspec("x").await, Ok(spec.erase()));
        assert_eq!(state(&top).await, Some(ChildState::Restarting));
        assert_eq!(top.terminate_child("x").await, Ok(()));
        assert_eq!(state(&top).await, Some(ChildState::Stopped));
        top.stop().await.unwrap();
    })
    .await;
}

/// What each request does to a child that does not run.
#[otp_runtime::test]
async fn requests_about_a_stopped_child() {
    leaks::checked(async {
        let top = supervisor().await;
        let spec = worker("x");
        top.start_child(spec.clone()).await.unwrap();
        top.terminate_child("x").await.unwrap();
        assert_eq!(handled(top.start_child(spec.clone()).await), StartChildError::AlreadyPresent);
        assert_eq!(top.terminate_child("x").await, Ok(()));
        assert_eq!(top.get_childspec("x").await, Ok(spec.erase()));
        assert_eq!(state(&top).await, Some(ChildState::Stopped));
        assert!(top.restart_child("x").await.unwrap().is_alive());
        top.terminate_child("x").await.unwrap();
        assert_eq!(top.delete_child("x").await, Ok(()));
        assert_eq!(state(&top).await, None);
        top.stop().await.unwrap();
    })
    .await;
}

/// What each request says about a child that nobody knows.
#[otp_runtime::test]
async fn requests_about_an_unknown_child() {
    leaks::checked(async {
        let top = supervisor().await;
        assert_eq!(handled(top.terminate_child("x").await), NoSuchChild);
        assert_eq!(handled(top.restart_child("x").await), RestartChildError::NotFound);
        assert_eq!(handled(top.delete_child("x").await), DeleteChildError::NotFound);
        assert_eq!(handled(top.get_childspec("x").await), NoSuchChild);
        assert!(top.child::<Worker>("x").pid().is_none());
        assert!(matches!(top.child::<Worker>("x").asked().await, Err(CallError::NoProc(_))));
        top.stop().await.unwrap();
    })
    .await;
}
