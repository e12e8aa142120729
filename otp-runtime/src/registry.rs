//! Registries: processes found by keys (Elixir's `Registry`).

mod builder;
mod cleanup;
mod dispatch;
mod error;
mod listeners;
mod lock;
mod meta;
mod name;
mod partition;
mod query;
mod register;
mod shard;
mod tables;

pub use builder::RegistryBuilder;
pub use error::RegistryError;
pub use listeners::RegistryEvent;
pub use name::WithValue;
pub use partition::RegistryPartition;

use crate::client::whereabouts::Whereabouts;
use crate::place::ChildPlace;
use crate::supervised::{NamedChild, Supervised};
use crate::{CallError, Pid, Ref, Supervisor, SupervisorClient};
use error::Missing;
use std::fmt;
use std::hash::Hash;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use tables::Tables;

/// Whether a key belongs to one process or to many, and how the registrations are spread over partitions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keys {
    /// One live process a key: a registry of names, to be used with `via`.
    #[default]
    Unique,
    /// Any number, also of one process. A process's registrations are in one partition: few keys with many processes each.
    Duplicate,
    /// As `Duplicate`. A key's registrations are in one partition: many keys with few processes each.
    DuplicateByKey,
}

/// A registry: processes register under keys, each with a value, and are found by them (Elixir's `Registry`).
///
/// This is its handle: cheap to clone, for any process and any task. It reaches the registry that [`builder`] started, or
/// whichever has a [name](Registry::named) or a place under a supervisor at each use, and derefs to the
/// [`SupervisorClient`] of the registry's process, where `pid`, `stop` and `monitor` are.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # #[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
/// # struct TillId(u32);
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tills = Registry::<TillId>::builder().start_link().await?;
/// Till::start_link(5).via(&tills, TillId(7)).await?;
/// assert_eq!(Till::via(&tills, TillId(7)).cents().await?, 5);
/// assert_eq!(tills.count(), 1);
/// # Ok(())
/// # }
/// ```
///
/// # How it behaves
///
/// - Looking up and registering are plain functions over shared tables, run by whoever calls them: nothing waits for a
///   process. No code of keys and values runs under a lock, the keys' `Hash` and `Eq` excepted; it must not use the registry.
/// - Only a process can register, and only itself; [`Start::via`](crate::Start::via) registers the process it starts.
/// - Registering links the process to a partition of the registry, until it has unregistered its last key in it. When the
///   process ends the partition removes what it had, soon after. A process that has ended is not found meanwhile, and its
///   key is free at once.
/// - The registry's process is a supervisor of its partitions. When a partition ends its registrations are gone (all of them, if
///   keys are unique), and the linked processes end with it, unless they trap exits. So do they when the registry is stopped.
/// - While the registry does not run, `register` and `lock` say so; lookups find nothing.
///
/// [`builder`]: Registry::builder
pub struct Registry<K, V = ()>(Arc<Inside<K, V>>);

struct Inside<K, V> {
    client: SupervisorClient,
    /// The tables found first, where they cannot change while they last: all but names. Those of a registry that is started
    /// again are looked up at each use.
    found: OnceLock<Arc<Tables<K, V>>>,
}

impl<K, V> Registry<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    /// A registry with unique keys and one partition, unless told otherwise, to be started or given to a supervisor.
    pub fn builder() -> RegistryBuilder<K, V> {
        RegistryBuilder::new()
    }

    /// What `#[child]` options are called on.
    #[doc(hidden)]
    pub fn child() -> RegistryBuilder<K, V> {
        RegistryBuilder::new()
    }
}

impl<K: Send + Sync + 'static, V: Send + Sync + 'static> Registry<K, V> {
    /// The registry that has this local name at each use.
    ///
    /// ```
    /// use otp_runtime::Registry;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let nobody = Registry::<u32>::named("rooms");
    /// assert_eq!(nobody.register(1, ()).unwrap_err().to_string(), "the registry \"rooms\" does not run");
    /// let rooms = Registry::<u32>::builder().name("rooms").start_link().await?;
    /// nobody.register(1, ())?;
    /// assert_eq!(rooms.count(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn named(name: impl Into<Arc<str>>) -> Self {
        Ref::named(name).into()
    }

    /// The registry whose supervising process has this pid.
    pub fn at(pid: Pid) -> Self {
        Ref::at(pid).into()
    }

    /// Waits until the partitions have removed what processes had that ended before this (for tests: what such a process had
    /// is not found in any case). Fails as a call to a partition does.
    pub async fn sync(&self) -> Result<(), CallError> {
        for partition in self.which_children().await? {
            if let Some(pid) = partition.pid() {
                let partition = Ref::<RegistryPartition>::at(pid);
                partition.call("sync", partition::Sync, Ok::<(), std::convert::Infallible>).await?;
            }
        }
        Ok(())
    }

    /// How many entries the tables hold by key and by process, and how many locks are held: for tests that nothing is left
    /// behind.
    #[doc(hidden)]
    pub fn sizes(&self) -> (usize, usize, usize) {
        let sizes = self.with(|tables| (tables.sizes(), tables.locks.len()));
        sizes.map_or((0, 0, 0), |((keys, pids), locks)| (keys, pids, locks))
    }

    /// Does something with the tables there are now.
    fn with<T>(&self, look: impl FnOnce(&Tables<K, V>) -> T) -> Result<T, Missing> {
        match self.0.found.get() {
            Some(tables) if !tables.is_retired() => Ok(look(tables)),
            _ => Ok(look(&*self.find()?)),
        }
    }

    #[cold]
    fn find(&self) -> Result<Arc<Tables<K, V>>, Missing> {
        let place = self.0.client.place();
        let process = place.find().ok().flatten().ok_or(Missing::NotRunning)?;
        let Some(shared) = process.head().shared() else {
            return Err(if process.head().pid.is_alive() { Missing::WrongType } else { Missing::NotRunning });
        };
        let tables = shared.downcast::<Tables<K, V>>().map_err(|_| Missing::WrongType)?;
        // a name can be given to another while the registry lives
        if !matches!(place.whereabouts(), Some(Whereabouts::Name(..) | Whereabouts::Via(_))) {
            let _ = self.0.found.set(tables.clone());
        }
        Ok(tables)
    }
}

impl<K: Send + Sync + 'static, V: Send + Sync + 'static> From<Ref<Supervisor>> for Registry<K, V> {
    fn from(reference: Ref<Supervisor>) -> Self {
        let registry = Registry(Arc::new(Inside { client: reference.into(), found: OnceLock::new() }));
        // if it runs: else at its first use
        let _ = registry.find();
        registry
    }
}

#[diagnostic::do_not_recommend]
impl<K, V> Supervised for Registry<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    type Client = Registry<K, V>;
    const NAME: &'static str = "Registry";

    fn client(place: ChildPlace) -> Registry<K, V> {
        Ref::from(place).into()
    }
}

#[diagnostic::do_not_recommend]
impl<K, V> NamedChild for Registry<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
}

impl<K, V> Deref for Registry<K, V> {
    type Target = SupervisorClient;

    fn deref(&self) -> &SupervisorClient {
        &self.0.client
    }
}

impl<K, V> Clone for Registry<K, V> {
    fn clone(&self) -> Self {
        Registry(self.0.clone())
    }
}

impl<K, V> fmt::Debug for Registry<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Registry({})", self.0.client.target())
    }
}
