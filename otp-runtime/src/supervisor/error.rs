//! What requests to a supervisor fail with.

use super::InvalidSupervisor;
use crate::{ChildSpec, ChildStartError, Pid};
use std::sync::Arc;

/// Why a supervisor did not come up: a child of its list did not. It is in the `ShutdownWith` that the supervisor ended with,
/// and [`ExitReason::downcast_ref`](crate::ExitReason::downcast_ref) finds it there.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("failed to start child \"{id}\": {error}")]
pub struct FailedToStart {
    /// The child.
    pub id: Arc<str>,
    /// Why.
    pub error: ChildStartError,
}

/// Why `start_child` did not start a child. The supervisor is as it was.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StartChildError {
    /// A child with this id runs, or a stranger has the child's name.
    #[error("already started as {0}")]
    AlreadyStarted(Pid),
    /// A child with this id is there, but does not run: `restart_child` starts it.
    #[error("a child with this id is there already, and does not run")]
    AlreadyPresent,
    /// The spec does not fit the supervisor.
    #[error(transparent)]
    Invalid(#[from] InvalidSupervisor),
    /// The start function failed.
    #[error("{error}")]
    Failed {
        /// Why.
        error: ChildStartError,
        /// The spec that was to be started.
        spec: Box<ChildSpec>,
    },
}

/// Why `restart_child` did not start a child.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RestartChildError {
    /// It runs.
    #[error("the child runs")]
    Running,
    /// The supervisor is about to try again itself.
    #[error("the child is being restarted")]
    Restarting,
    /// There is no child of that id.
    #[error("there is no such child")]
    NotFound,
    /// The start function failed; the spec is kept.
    #[error(transparent)]
    Failed(ChildStartError),
}

/// Why `delete_child` did not forget a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeleteChildError {
    /// It runs: `terminate_child` ends it.
    #[error("the child runs")]
    Running,
    /// The supervisor is about to restart it: `terminate_child` ends that.
    #[error("the child is being restarted")]
    Restarting,
    /// There is no child of that id.
    #[error("there is no such child")]
    NotFound,
}

/// The supervisor has no child of that id, or pid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such child")]
pub struct NoSuchChild;
