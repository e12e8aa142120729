//! Child specs: how a supervisor starts, restarts and stops a child.

use crate::options::{Restart, Shutdown};
use crate::start::StartOptions;
use crate::{ExitReason, GenServer, Pid, StartError};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Whether a child is a supervisor itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChildKind {
    /// Any other process.
    #[default]
    Worker,
    /// A supervisor.
    Supervisor,
}

/// How a supervisor starts, restarts and stops one child (OTP's child specification). `BankAccount::child(args)` makes one.
///
/// ```
/// use otp_runtime::prelude::*;
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// let spec = Till::child(5).id("petty cash").restart(Restart::Transient);
/// assert_eq!(spec.id_str(), "petty cash");
/// ```
#[derive(Clone)]
pub struct ChildSpec {
    id: Arc<str>,
    restart: Restart,
    shutdown: Shutdown,
    kind: ChildKind,
    significant: bool,
    start: Arc<dyn Fn() -> Starting + Send + Sync>,
}

type Starting = Pin<Box<dyn Future<Output = Result<Pid, ChildStartError>> + Send>>;

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

impl ChildSpec {
    /// The spec of a server type with its start arguments: id, restart, shutdown and significance as its options say. The
    /// arguments are cloned for each start.
    pub fn of<S: GenServer>(args: S::Args) -> Self
    where
        S::Args: Clone + Sync,
    {
        let start = move || -> Starting {
            let args = args.clone();
            Box::pin(async move {
                let options = StartOptions { link: true, ..StartOptions::of::<S>() };
                match crate::process::starting::start::<S>(args, options).await {
                    Ok((process, _)) => Ok(process.head.pid),
                    Err(StartError::Ignored) => Err(ChildStartError::Ignored),
                    Err(StartError::AlreadyStarted(pid)) => Err(ChildStartError::AlreadyStarted(pid)),
                    Err(StartError::Exit(reason)) => Err(ChildStartError::Failed(reason)),
                    Err(StartError::Timeout(_)) => Err(ChildStartError::Failed(ExitReason::Timeout)),
                    Err(StartError::NoRegistry(_)) => Err(ChildStartError::Failed(ExitReason::NoProc)),
                    Err(StartError::Init(_)) => Err(ChildStartError::Failed(ExitReason::error(format!(
                        "the #[init] of {} returned an error",
                        S::NAME
                    )))),
                }
            })
        };
        ChildSpec {
            id: Arc::from(S::OPTIONS.id.unwrap_or(S::NAME)),
            restart: S::OPTIONS.restart,
            shutdown: S::OPTIONS.shutdown,
            kind: ChildKind::Worker,
            significant: S::OPTIONS.significant,
            start: Arc::new(start),
        }
    }

    /// Another id.
    pub fn id(mut self, id: impl Into<Arc<str>>) -> Self {
        self.id = id.into();
        self
    }

    /// When it is restarted.
    pub fn restart(mut self, restart: Restart) -> Self {
        self.restart = restart;
        self
    }

    /// How it is ended.
    pub fn shutdown(mut self, shutdown: Shutdown) -> Self {
        self.shutdown = shutdown;
        self
    }

    /// Whether its end can end a supervisor with `auto_shutdown`.
    pub fn significant(mut self, significant: bool) -> Self {
        self.significant = significant;
        self
    }

    /// Another way to start it: must start a process linked to the caller, and work again for each restart.
    pub fn start_with<F, Fut>(mut self, start: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Pid, ChildStartError>> + Send + 'static,
    {
        self.start = Arc::new(move || Box::pin(start()));
        self
    }

    /// The id.
    pub fn id_str(&self) -> &str {
        &self.id
    }

    /// When it is restarted.
    pub fn restart_type(&self) -> Restart {
        self.restart
    }

    /// How it is ended.
    pub fn shutdown_kind(&self) -> Shutdown {
        self.shutdown
    }

    /// Whether it is a supervisor.
    pub fn kind(&self) -> ChildKind {
        self.kind
    }

    /// Whether its end can end a supervisor with `auto_shutdown`.
    pub fn is_significant(&self) -> bool {
        self.significant
    }

    /// Starts the child, linked to the calling process.
    pub async fn start(&self) -> Result<Pid, ChildStartError> {
        (self.start)().await
    }
}

impl fmt::Debug for ChildSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChildSpec")
            .field("id", &self.id)
            .field("restart", &self.restart)
            .field("shutdown", &self.shutdown)
            .field("kind", &self.kind)
            .field("significant", &self.significant)
            .finish_non_exhaustive()
    }
}
