//! What a partition supervisor is told before it starts.

use super::client::PartitionSupervisorClient;
use super::{PartitionSupervisor, Routes};
use crate::place::Seat;
use crate::start::Name;
use crate::supervised::{AnyChild, Supervised};
use crate::supervisor::{InvalidSupervisor, SupervisorArgs};
use crate::{
    ChildSpec, IntoChildSpec, Options, Registrar, Shutdown, Start, StartMonitor, Strategy, Supervisor,
    SupervisorBuilder,
};
use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::sync::Arc;

/// A partition supervisor about to be (from [`PartitionSupervisor::builder`]). It can itself be a child, whose default id
/// is its name.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tills = PartitionSupervisor::builder("tills", |partition| Till::child(100 * partition as u64)).partitions(3);
/// let top = Supervisor::builder(Strategy::OneForOne).child(tills).start_link().await?;
/// let tills = top.child::<PartitionSupervisor<Till>>("tills");
/// assert_eq!(tills.partition(&5)?.cents().await?, 200);
/// # top.stop().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder starts nothing"]
pub struct PartitionSupervisorBuilder<C: Supervised = AnyChild> {
    name: Name,
    /// `None`: as many as there are cores.
    partitions: Option<usize>,
    strategy: Strategy,
    max_restarts: u32,
    max_seconds: u64,
    make: MakePartition,
    child: PhantomData<fn() -> C>,
}

type MakePartition = Arc<dyn Fn(usize) -> ChildSpec + Send + Sync>;

impl<C: Supervised> PartitionSupervisorBuilder<C> {
    pub(super) fn new(name: Arc<str>, make: MakePartition) -> Self {
        PartitionSupervisorBuilder {
            name: Name::Local(name),
            partitions: None,
            strategy: Strategy::OneForOne,
            max_restarts: 3,
            max_seconds: 5,
            make,
            child: PhantomData,
        }
    }

    /// The key in a registry to run under, instead of the local name (Elixir's `{:via, registry, key}`).
    pub fn via<R, K>(mut self, registry: &R, key: K) -> Self
    where
        R: Registrar<K> + Clone,
        K: Debug + Send + Sync + 'static,
    {
        self.name = Name::Via(crate::via::name(registry, key));
        self
    }

    /// How many partitions there are; default as many as there are cores. With 0 the start fails with
    /// [`InvalidSupervisor`](crate::InvalidSupervisor).
    pub fn partitions(mut self, partitions: usize) -> Self {
        self.partitions = Some(partitions);
        self
    }

    /// Which partitions are restarted with one that has ended; default that one.
    pub fn strategy(mut self, strategy: Strategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// As [`SupervisorBuilder::max_restarts`](crate::SupervisorBuilder::max_restarts).
    pub fn max_restarts(mut self, restarts: u32) -> Self {
        self.max_restarts = restarts;
        self
    }

    /// As [`SupervisorBuilder::max_seconds`](crate::SupervisorBuilder::max_seconds).
    pub fn max_seconds(mut self, seconds: u64) -> Self {
        self.max_seconds = seconds;
        self
    }

    /// Starts it, tied to nobody, with all its partitions. Errors are those of
    /// [`SupervisorBuilder::start`](crate::SupervisorBuilder::start).
    pub fn start(self) -> Start<Supervisor, PartitionSupervisorClient<C>> {
        let name = self.name.clone();
        Start::new(self.args(None)).named(name)
    }

    /// As [`start`](PartitionSupervisorBuilder::start), linked to the calling process, which is then its parent (Elixir's
    /// `PartitionSupervisor.start_link/1`).
    pub fn start_link(self) -> Start<Supervisor, PartitionSupervisorClient<C>> {
        let name = self.name.clone();
        Start::link(self.args(None)).named(name)
    }

    /// As [`start`](PartitionSupervisorBuilder::start), and monitors it.
    pub fn start_monitor(self) -> StartMonitor<Supervisor, PartitionSupervisorClient<C>> {
        let name = self.name.clone();
        StartMonitor::new(self.args(None)).named(name)
    }

    fn args(self, seat: Option<Arc<Seat>>) -> SupervisorArgs {
        SupervisorArgs { make: Box::new(move || self.supervisor()), label: "partition supervisor", seat }
    }

    /// Runs in the supervisor's process.
    fn supervisor(self) -> Result<Option<SupervisorBuilder>, InvalidSupervisor> {
        let default = || std::thread::available_parallelism().map_or(1, usize::from);
        let partitions = self.partitions.unwrap_or_else(default);
        if partitions == 0 {
            return Err(InvalidSupervisor::NoPartitions(partitions));
        }
        let routes = Routes::new(partitions);
        let children = routes.ids().iter().enumerate();
        let children: Vec<_> = children.map(|(partition, id)| (self.make)(partition).id(id.clone())).collect();
        routes.install();
        let builder = Supervisor::builder(self.strategy).max_restarts(self.max_restarts).max_seconds(self.max_seconds);
        Ok(Some(builder.children(children)))
    }
}

impl<C: Supervised> IntoChildSpec for PartitionSupervisorBuilder<C> {
    type Child = PartitionSupervisor<C>;

    fn into_child_spec(self) -> ChildSpec<PartitionSupervisor<C>> {
        let options = Options::new().shutdown(Shutdown::Infinity);
        let name = self.name.clone();
        let args = move |seat| self.clone().args(seat);
        ChildSpec::of_server::<Supervisor, _>("PartitionSupervisor", &options, args).supervisor().named(name)
    }
}

impl<C: Supervised> Clone for PartitionSupervisorBuilder<C> {
    fn clone(&self) -> Self {
        PartitionSupervisorBuilder { name: self.name.clone(), make: self.make.clone(), ..*self }
    }
}

impl<C: Supervised> fmt::Debug for PartitionSupervisorBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartitionSupervisorBuilder")
            .field("partitions", &self.partitions)
            .field("strategy", &self.strategy)
            .field("max_restarts", &self.max_restarts)
            .field("max_seconds", &self.max_seconds)
            .finish_non_exhaustive()
    }
}
