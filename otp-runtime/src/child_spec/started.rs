//! Start functions, and how they end.

use crate::place::Seat;
use crate::start::Name;
use crate::{ExitReason, Pid, StartError};
use std::any::Any;
use std::convert::Infallible;
use std::fmt::{self, Debug};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub(super) type StartFn = Arc<dyn Fn(Launch) -> Starting + Send + Sync>;
pub(crate) type Starting = Pin<Box<dyn Future<Output = Result<StartedChild, ChildStartError>> + Send>>;

/// What a start function is told of where its child belongs.
pub(crate) struct Launch {
    pub(crate) name: Name,
    /// The child's place, when a supervisor starts it.
    pub(crate) seat: Option<Arc<Seat>>,
}

/// What a start function gives: the child's pid, and more if it likes.
#[derive(Clone)]
pub struct StartedChild {
    pub(crate) pid: Pid,
    pub(crate) info: Option<Arc<dyn Any + Send + Sync>>,
}

impl StartedChild {
    /// A child that runs, and is linked to the process that ran its start function.
    pub fn new(pid: Pid) -> Self {
        StartedChild { pid, info: None }
    }

    /// The child.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// With more to tell whoever asked for the start (OTP's `{ok, Pid, Info}`): [`ChildRef::info`](crate::ChildRef::info). The supervisor
    /// ignores it.
    pub fn info(mut self, info: impl Any + Send + Sync) -> Self {
        self.info = Some(Arc::new(info));
        self
    }
}

impl From<Pid> for StartedChild {
    fn from(pid: Pid) -> Self {
        StartedChild::new(pid)
    }
}

impl Debug for StartedChild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartedChild").field("pid", &self.pid).finish_non_exhaustive()
    }
}

/// Why a child's start function did not give a running child.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ChildStartError {
    /// The child decided not to run.
    #[error("the child chose to ignore the start")]
    Ignored,
    /// A live process has its name.
    #[error("{0} already runs under the child's name")]
    AlreadyStarted(Pid),
    /// It failed with this reason.
    #[error("the child did not start: {0}")]
    Failed(ExitReason),
}

/// For start functions of your own: `let server = Server::start_link(1).await?;`.
impl<E: Debug> From<StartError<E>> for ChildStartError {
    fn from(error: StartError<E>) -> Self {
        ChildStartError::of(error, |error| ExitReason::error(format!("{error:?}")))
    }
}

impl ChildStartError {
    pub(super) fn of<E>(error: StartError<E>, init: impl FnOnce(E) -> ExitReason) -> Self {
        match error {
            StartError::Ignored => ChildStartError::Ignored,
            StartError::AlreadyStarted(pid) => ChildStartError::AlreadyStarted(pid),
            StartError::Exit(reason) => ChildStartError::Failed(reason),
            StartError::Timeout(_) => ChildStartError::Failed(ExitReason::Timeout),
            StartError::NoRegistry(_) => ChildStartError::Failed(ExitReason::NoProc),
            StartError::NotUnique(key) => {
                ChildStartError::Failed(ExitReason::error(StartError::<Infallible>::NotUnique(key)))
            }
            StartError::Init(error) => ChildStartError::Failed(init(error)),
        }
    }

    /// The failure as the reason of whoever needed the child.
    pub fn reason(&self) -> ExitReason {
        match self {
            ChildStartError::Failed(reason) => reason.clone(),
            other => ExitReason::error(other.clone()),
        }
    }
}
