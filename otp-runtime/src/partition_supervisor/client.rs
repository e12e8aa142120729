//! What reaches a partition supervisor, and its partitions.

use super::key::RouteKey;
use super::{Route, Routes};
use crate::error::{CallSite, Failure};
use crate::place::ChildPlace;
use crate::supervised::{AnyChild, Supervised};
use crate::supervisor::tree::Tree;
use crate::{
    CallError, Child, ChildCounts, NoSuchChild, Pid, Ref, RegisterError, Registrar, RegistryDown, RestartChildError,
    Supervisor, SupervisorClient,
};
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// Reaches a [`PartitionSupervisor`](crate::PartitionSupervisor), and its partitions.
///
/// It derefs to [`Ref`], where `pid`, `stop` and `monitor` are. All it does fails with `NoProc` when the supervisor is not
/// there.
///
/// It is a [`Registrar`] too, whose keys belong to the partitions: `Till::via(&tills, 7)` is the partition of 7, and a server
/// started under such a name finds it taken.
pub struct PartitionSupervisorClient<C: Supervised = AnyChild> {
    supervisor: SupervisorClient,
    child: PhantomData<fn() -> C>,
}

/// A key has no partition: there are none now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the partition supervisor has zero partitions: resize it to have some")]
pub struct NoPartitions;

/// Why a partition supervisor did not change its number of partitions.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ResizeError {
    /// There can be no more than it was started with.
    #[error("the number of partitions must be between 0 and {most}, and {partitions} was asked for")]
    TooMany {
        /// What was asked for.
        partitions: usize,
        /// What it was started with.
        most: usize,
    },
    /// This partition did not start; there are as many as before.
    #[error("partition {partition} did not start: {error}")]
    Failed {
        /// Which.
        partition: usize,
        /// Why.
        error: RestartChildError,
    },
}

impl<C: Supervised> PartitionSupervisorClient<C> {
    /// The child of the partition that the key belongs to now (Elixir's `{:via, PartitionSupervisor, {name, key}}`). The
    /// client looks the key up again at each use: it holds through restarts, and after a [`resize`] reaches whichever
    /// partition has the key then.
    ///
    /// `Handler(NoPartitions)` is the error when there are none.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tills = PartitionSupervisor::builder("tills", |n| Till::child(n as u64)).partitions(3).start_link().await?;
    /// assert_eq!(tills.partition(&-7)?.cents().await?, 1);
    /// # tills.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`resize`]: PartitionSupervisorClient::resize
    pub fn partition<K: Hash + ?Sized>(&self, key: &K) -> Result<C::Client, CallError<NoPartitions>> {
        let routes = self.routes().map_err(|failure| failure.at(self.site("partition")))?;
        let key = RouteKey::of(key);
        if key.partition(routes.size()).is_none() {
            return Err(CallError::Handler(NoPartitions));
        }
        Ok(C::client(ChildPlace::routed(Route { supervisor: self.supervisor.place().clone(), key })))
    }

    /// How many partitions there are now (Elixir's `PartitionSupervisor.partitions/1`).
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let nobody = PartitionSupervisor::<AnyChild>::named("nobody");
    /// assert!(matches!(nobody.partitions(), Err(CallError::NoProc(_))));
    /// # }
    /// ```
    pub fn partitions(&self) -> Result<usize, CallError> {
        let routes = self.routes().map_err(|failure| failure.at(self.site("partitions")))?;
        Ok(routes.size())
    }

    /// Changes the number of partitions, and gives what it was (Elixir's `PartitionSupervisor.resize!/2`): from 0 to what it
    /// was started with. Partitions that are too many get no more keys and are ended; those that are missing are started
    /// again before they get any.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tills = PartitionSupervisor::builder("tills", |n| Till::child(n as u64)).partitions(3).start_link().await?;
    /// let till = tills.partition(&2)?;
    /// assert_eq!(till.cents().await?, 2);
    /// assert_eq!(tills.resize(2).await?, 3);
    /// assert_eq!(till.cents().await?, 0);
    /// # tills.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn resize(&self, partitions: usize) -> Result<usize, CallError<ResizeError>> {
        let routes = self.routes().map_err(|failure| failure.at(self.site("resize")))?;
        let most = routes.ids().len();
        if partitions > most {
            return Err(CallError::Handler(ResizeError::TooMany { partitions, most }));
        }
        // the table is that of one incarnation: so are the requests
        let supervisor = match self.supervisor.pid() {
            Some(pid) => SupervisorClient::from(Ref::at(pid)),
            None => return Err(Failure::NoProc.at(self.site("resize"))),
        };
        let _alone = routes.resizing.lock().await;
        let before = routes.size();
        if partitions > before {
            grow(&supervisor, &routes, before, partitions).await?;
            routes.set_size(partitions);
        } else {
            routes.set_size(partitions);
            end(&supervisor, &routes, partitions..most).await?;
        }
        Ok(before)
    }

    /// The partitions' children, youngest first, those that do not run included (Elixir's
    /// `PartitionSupervisor.which_children/1`). Their ids are the partitions' numbers.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let idle = |_| ChildSpec::from_fn("idle", std::future::pending::<()>);
    /// let top = PartitionSupervisor::builder("idle", idle).partitions(2).start_link().await?;
    /// let ids: Vec<_> = top.which_children().await?.into_iter().map(|child| child.id.to_string()).collect();
    /// assert_eq!((ids, top.count_children().await?.active), (vec!["1".into(), "0".into()], 2));
    /// println!("{}", top.tree().await?);
    /// # top.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn which_children(&self) -> Result<Vec<Child>, CallError> {
        self.supervisor.which_children().await
    }

    /// How many children there are, by kind (Elixir's `PartitionSupervisor.count_children/1`). Partitions that a
    /// [`resize`](PartitionSupervisorClient::resize) has ended are counted, but for `active`.
    pub async fn count_children(&self) -> Result<ChildCounts, CallError> {
        self.supervisor.count_children().await
    }

    /// The tree of supervisors and workers from here down, as it is now; see [`Tree`].
    pub async fn tree(&self) -> Result<Tree, CallError> {
        self.supervisor.tree().await
    }

    fn routes(&self) -> Result<Arc<Routes>, Failure> {
        let process = self.supervisor.resolve()?;
        let none = || if process.head.pid.is_alive() { Failure::WrongServer } else { Failure::NoProc };
        Routes::of(&*process).ok_or_else(none)
    }

    fn site(&self, operation: &'static str) -> CallSite {
        let target = self.supervisor.target();
        CallSite { operation, server: "PartitionSupervisor", target, timeout: None, reason: None }
    }
}

/// Starts partitions that were ended; if one does not start, those that did are ended again.
async fn grow(
    supervisor: &SupervisorClient,
    routes: &Routes,
    from: usize,
    to: usize,
) -> Result<(), CallError<ResizeError>> {
    for (partition, id) in routes.ids().iter().enumerate().take(to).skip(from) {
        match supervisor.restart_child(id.clone()).await {
            // it runs where a resize was given up, or a group was restarted
            Ok(_) | Err(CallError::Handler(RestartChildError::Running | RestartChildError::Restarting)) => {}
            Err(error) => {
                end(supervisor, routes, from..partition).await?;
                return Err(error.map_handler(|error| ResizeError::Failed { partition, error }));
            }
        }
    }
    Ok(())
}

/// Ends partitions. One that has ended already, or is not even known any more, is as wanted.
async fn end(
    supervisor: &SupervisorClient,
    routes: &Routes,
    partitions: Range<usize>,
) -> Result<(), CallError<ResizeError>> {
    for (partition, id) in routes.ids().iter().enumerate().take(partitions.end).skip(partitions.start) {
        match supervisor.terminate_child(id.clone()).await {
            Ok(()) | Err(CallError::Handler(NoSuchChild)) => {}
            Err(error) => {
                let error = error.map_handler(|NoSuchChild| RestartChildError::NotFound);
                return Err(error.map_handler(|error| ResizeError::Failed { partition, error }));
            }
        }
    }
    Ok(())
}

impl<C: Supervised, K: Hash> Registrar<K> for PartitionSupervisorClient<C> {
    fn register_name(&self, key: &K, _: Pid) -> Result<(), RegisterError> {
        match self.whereis_name(key) {
            Ok(Some(partition)) => Err(RegisterError::Taken(partition)),
            Ok(None) | Err(RegistryDown) => Err(RegisterError::NotRunning),
        }
    }

    fn unregister_name(&self, _: &K, _: Pid) {}

    fn whereis_name(&self, key: &K) -> Result<Option<Pid>, RegistryDown> {
        self.routes().map_err(|_| RegistryDown)?;
        let route = Route { supervisor: self.supervisor.place().clone(), key: RouteKey::of(key) };
        Ok(route.find().map(|process| process.head().pid))
    }
}

impl<C: Supervised> Deref for PartitionSupervisorClient<C> {
    type Target = Ref<Supervisor>;

    fn deref(&self) -> &Ref<Supervisor> {
        &self.supervisor
    }
}

impl<C: Supervised> From<Ref<Supervisor>> for PartitionSupervisorClient<C> {
    fn from(reference: Ref<Supervisor>) -> Self {
        PartitionSupervisorClient { supervisor: reference.into(), child: PhantomData }
    }
}

impl<C: Supervised> Clone for PartitionSupervisorClient<C> {
    fn clone(&self) -> Self {
        PartitionSupervisorClient { supervisor: self.supervisor.clone(), child: PhantomData }
    }
}

impl<C: Supervised> fmt::Debug for PartitionSupervisorClient<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PartitionSupervisor({})", self.supervisor.target())
    }
}
