//! Partition supervisors: one child for each partition of the keys (Elixir's `PartitionSupervisor`).

mod builder;
mod client;
mod key;
mod routes;

pub use builder::PartitionSupervisorBuilder;
pub use client::{NoPartitions, PartitionSupervisorClient, ResizeError};
pub(crate) use routes::Route;
use routes::Routes;

use crate::place::ChildPlace;
use crate::supervised::{AnyChild, NamedChild, Supervised};
use crate::{IntoChildSpec, Ref, Registrar};
use std::fmt::Debug;
use std::marker::PhantomData;
use std::sync::Arc;

/// A supervisor with the same child several times, each for a part of the keys (Elixir's `PartitionSupervisor`): a process
/// that would be a bottleneck becomes as many as there are cores.
///
/// [`builder`](PartitionSupervisor::builder) makes one, [`named`](PartitionSupervisor::named) reaches it from anywhere, and
/// [`partition`](PartitionSupervisorClient::partition) gives the child for a key.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tills = DynamicSupervisor::<Till>::builder();
/// PartitionSupervisor::builder("tills", move |_| tills.clone()).start_link().await?;
///
/// let tills = PartitionSupervisor::<DynamicSupervisor<Till>>::named("tills");
/// let till = tills.partition("Acme Ltd.")?.start_child(Till::child(5)).await?;
/// assert_eq!(till.cents().await?, 5);
/// # tills.stop().await?;
/// # Ok(())
/// # }
/// ```
///
/// # How it behaves
///
/// - It is a [`Supervisor`](crate::Supervisor) with the children `"0"`, `"1"`, …; its strategy and its limit of restarts
///   are as there.
/// - An integer goes to the partition `|key|` modulo their number, any other key by a hash that is the same in each run.
///   A type that hashes as one integer (an id, a [`Pid`](crate::Pid)) counts as one.
/// - Looking up a key asks no process: it takes a table that the supervisor keeps.
pub struct PartitionSupervisor<C: Supervised = AnyChild>(PhantomData<fn() -> C>);

impl<C: Supervised> PartitionSupervisor<C> {
    /// A partition supervisor of that name. The function makes the spec of each partition's child, given its number; where
    /// all are alike it is `move |_| spec.clone()`. It runs in the supervisor's process, whenever that starts.
    pub fn builder<T: IntoChildSpec<Child = C>>(
        name: impl Into<Arc<str>>,
        child: impl Fn(usize) -> T + Send + Sync + 'static,
    ) -> PartitionSupervisorBuilder<C> {
        let child = Arc::new(move |partition| child(partition).into_child_spec().erase());
        PartitionSupervisorBuilder::new(name.into(), child)
    }

    /// As [`builder`](PartitionSupervisor::builder), under the name that `#[child]` calls.
    #[doc(hidden)]
    pub fn child<T: IntoChildSpec<Child = C>>(
        name: impl Into<Arc<str>>,
        child: impl Fn(usize) -> T + Send + Sync + 'static,
    ) -> PartitionSupervisorBuilder<C> {
        PartitionSupervisor::builder(name, child)
    }

    /// A client for whatever partition supervisor has this local name at each use.
    pub fn named(name: impl Into<Arc<str>>) -> PartitionSupervisorClient<C> {
        Ref::named(name).into()
    }

    /// A client for whatever partition supervisor the registry has under this key at each use.
    pub fn via<R, K>(registry: &R, key: K) -> PartitionSupervisorClient<C>
    where
        R: Registrar<K> + Clone,
        K: Debug + Send + Sync + 'static,
    {
        Ref::via(registry, key).into()
    }
}

#[diagnostic::do_not_recommend]
impl<C: Supervised> Supervised for PartitionSupervisor<C> {
    type Client = PartitionSupervisorClient<C>;
    const NAME: &'static str = "PartitionSupervisor";

    fn client(place: ChildPlace) -> PartitionSupervisorClient<C> {
        Ref::from(place).into()
    }
}

#[diagnostic::do_not_recommend]
impl<C: Supervised> NamedChild for PartitionSupervisor<C> {}
