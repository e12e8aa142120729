//! What requests to a dynamic supervisor fail with.

use crate::{ChildStartError, ExitReason, Pid};

/// Why `start_child` did not start a child. The supervisor is as it was.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DynamicStartError {
    /// There are as many children as `max_children` allows.
    #[error("there are as many children as the supervisor's max_children allows")]
    MaxChildren,
    /// The child decided not to run; nothing was added.
    #[error("the child chose to ignore the start")]
    Ignored,
    /// A live process has the child's name.
    #[error("{0} already runs under the child's name")]
    AlreadyStarted(Pid),
    /// The start function failed with this reason.
    #[error("the child did not start: {0}")]
    Failed(ExitReason),
    /// The spec is of a significant child, which only a supervisor with `auto_shutdown` can have.
    #[error("the child is significant, but a dynamic supervisor does not shut down with its children")]
    InvalidSignificant,
}

impl From<ChildStartError> for DynamicStartError {
    fn from(error: ChildStartError) -> Self {
        match error {
            ChildStartError::Ignored => DynamicStartError::Ignored,
            ChildStartError::AlreadyStarted(pid) => DynamicStartError::AlreadyStarted(pid),
            ChildStartError::Failed(reason) => DynamicStartError::Failed(reason),
        }
    }
}
