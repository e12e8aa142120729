//! What a supervisor is told before it starts.

use super::{Supervisor, SupervisorArgs};
use crate::{ChildSpec, IntoChildSpec, Options, Restart, Shutdown, Start, StartMonitor};
use std::collections::HashSet;
use std::sync::Arc;

/// Whom a supervisor restarts when a child has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// The child.
    OneForOne,
    /// All children.
    OneForAll,
    /// The child, and those started after it.
    RestForOne,
}

/// Whether a supervisor ends when its significant children have ended by themselves, and are not restarted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AutoShutdown {
    /// It does not.
    #[default]
    Never,
    /// When one has.
    AnySignificant,
    /// When all have.
    AllSignificant,
}

/// A supervisor about to be: its flags, and its children in order.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::ChildSpec;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let work = |id| ChildSpec::from_fn(id, std::future::pending::<()>);
/// let web = Supervisor::builder(Strategy::OneForAll).child(work("listener")).child(work("acceptor"));
/// let top = Supervisor::builder(Strategy::RestForOne)
///     .max_restarts(10)
///     .max_seconds(60)
///     .child(work("database"))
///     .child(web.into_child_spec().id("web"))
///     .start_link()
///     .name("top")
///     .await?;
/// println!("{}", top.tree().await?);
/// # top.stop().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder starts nothing"]
pub struct SupervisorBuilder {
    pub(super) flags: Flags,
    pub(super) children: Vec<ChildSpec>,
}

#[derive(Clone, Debug)]
pub(super) struct Flags {
    pub(super) strategy: Strategy,
    pub(super) max_restarts: u32,
    pub(super) max_seconds: u64,
    pub(super) auto_shutdown: AutoShutdown,
}

/// Why a supervisor, or a child of it, cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSupervisor {
    /// Two children of the list have this id.
    #[error("two children have the id \"{0}\": give one of them another with `.id(..)`")]
    DuplicateId(Arc<str>),
    /// `max_seconds` is 0.
    #[error("max_seconds is 0: restarts are counted within a second at least")]
    NoPeriod,
    /// A partition supervisor, or a registry, is to have this many partitions.
    #[error("the number of partitions is {0}: there must be at least one")]
    NoPartitions(usize),
    /// This significant child is permanent: it never ends for good.
    #[error("the child \"{0}\" is significant and permanent: a significant child is transient or temporary")]
    SignificantPermanent(Arc<str>),
    /// This child is significant under a supervisor that never shuts down by itself.
    #[error("the child \"{0}\" is significant, but its supervisor's auto_shutdown is never")]
    SignificantUnderNever(Arc<str>),
}

impl SupervisorBuilder {
    pub(super) fn new(strategy: Strategy) -> Self {
        let flags = Flags { strategy, max_restarts: 3, max_seconds: 5, auto_shutdown: AutoShutdown::Never };
        SupervisorBuilder { flags, children: Vec::new() }
    }

    /// How many restarts within `max_seconds` are too many, less one; default 3. With 0 the first restart due ends it.
    pub fn max_restarts(mut self, restarts: u32) -> Self {
        self.flags.max_restarts = restarts;
        self
    }

    /// How far back restarts are counted, in whole seconds of the clock; default 5, at least 1.
    pub fn max_seconds(mut self, seconds: u64) -> Self {
        self.flags.max_seconds = seconds;
        self
    }

    /// Whether it ends with its significant children; default never.
    pub fn auto_shutdown(mut self, when: AutoShutdown) -> Self {
        self.flags.auto_shutdown = when;
        self
    }

    /// Adds a child, which is started after those before it.
    pub fn child(mut self, child: impl IntoChildSpec) -> Self {
        self.children.push(child.into_child_spec().erase());
        self
    }

    /// Adds children, in order.
    pub fn children<T: IntoChildSpec>(mut self, children: impl IntoIterator<Item = T>) -> Self {
        self.children.extend(children.into_iter().map(|child| child.into_child_spec().erase()));
        self
    }

    /// Starts it, tied to nobody. When this is done all children run; if one does not start those before it are stopped, and
    /// the error is [`StartError::Exit`](crate::StartError) with `ShutdownWith` a [`FailedToStart`](crate::FailedToStart).
    pub fn start(self) -> Start<Supervisor> {
        Start::new(self.into())
    }

    /// As [`start`](SupervisorBuilder::start), linked to the calling process, which is then its parent.
    pub fn start_link(self) -> Start<Supervisor> {
        Start::link(self.into())
    }

    /// As [`start`](SupervisorBuilder::start), and monitors it.
    pub fn start_monitor(self) -> StartMonitor<Supervisor> {
        StartMonitor::new(self.into())
    }

    /// Whether it can be started.
    pub fn check(&self) -> Result<(), InvalidSupervisor> {
        self.flags.check(&self.children)
    }
}

impl IntoChildSpec for SupervisorBuilder {
    type Child = Supervisor;

    fn into_child_spec(self) -> ChildSpec<Supervisor> {
        let options = Options::new().shutdown(Shutdown::Infinity);
        let args = move |seat| SupervisorArgs { seat, ..SupervisorArgs::from(self.clone()) };
        ChildSpec::of_server::<Supervisor, Supervisor>("Supervisor", &options, args).supervisor()
    }
}

impl Flags {
    pub(super) fn check(&self, children: &[ChildSpec]) -> Result<(), InvalidSupervisor> {
        if self.max_seconds == 0 {
            return Err(InvalidSupervisor::NoPeriod);
        }
        let mut ids = HashSet::with_capacity(children.len());
        for child in children {
            if !ids.insert(child.id_str()) {
                return Err(InvalidSupervisor::DuplicateId(child.shared_id()));
            }
            self.check_child(child)?;
        }
        Ok(())
    }

    pub(super) fn check_child(&self, child: &ChildSpec) -> Result<(), InvalidSupervisor> {
        if !child.is_significant() {
            Ok(())
        } else if child.restart_type() == Restart::Permanent {
            Err(InvalidSupervisor::SignificantPermanent(child.shared_id()))
        } else if self.auto_shutdown == AutoShutdown::Never {
            Err(InvalidSupervisor::SignificantUnderNever(child.shared_id()))
        } else {
            Ok(())
        }
    }
}
