//! What a registry is told before it starts.

use super::listeners::Listeners;
use super::meta::{Meta, Value};
use super::partition::{PartitionArgs, RegistryPartition};
use super::tables::Tables;
use super::{Keys, Registry};
use crate::place::Seat;
use crate::process::head::Undo;
use crate::start::IntoName;
use crate::supervisor::SupervisorArgs;
use crate::{
    ChildSpec, IntoChildSpec, InvalidSupervisor, Options, Shutdown, Start, StartMonitor, Strategy, Supervisor,
    SupervisorBuilder, Target,
};
use std::any::Any;
use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

/// A registry about to be (the options of Elixir's `Registry.start_link/1`): its kind, and how many partitions it has.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::Target;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let rooms = Registry::<String, u32>::builder().keys(Keys::Duplicate).partitions(4).name("rooms");
/// let top = Supervisor::builder(Strategy::OneForOne).child(rooms).start_link().await?;
/// let rooms = top.child::<Registry<String, u32>>("rooms");
/// rooms.register("lobby".to_owned(), 1)?;
/// assert_eq!(Registry::<String, u32>::named("rooms").lookup("lobby"), [(Pid::current().unwrap(), 1)]);
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder starts nothing"]
pub struct RegistryBuilder<K, V = ()> {
    keys: Keys,
    partitions: usize,
    name: Option<Arc<str>>,
    listeners: Option<Listeners<K, V>>,
    meta: Vec<(String, Value)>,
}

impl<K, V> RegistryBuilder<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    pub(super) fn new() -> Self {
        RegistryBuilder { keys: Keys::Unique, partitions: 1, name: None, listeners: None, meta: Vec::new() }
    }

    /// Whether a key has one process or many; default one.
    pub fn keys(mut self, keys: Keys) -> Self {
        self.keys = keys;
        self
    }

    /// How many processes clean up, with tables each; default 1. The start fails with 0.
    pub fn partitions(mut self, partitions: usize) -> Self {
        self.partitions = partitions;
        self
    }

    /// The local name to start it under: [`Registry::named`] reaches it there.
    pub fn name(mut self, name: impl IntoName) -> Self {
        self.name = name.into_name();
        self
    }

    /// The names of processes that are told what is registered: see [`RegistryEvent`](crate::RegistryEvent). A name that nobody has
    /// at the time is skipped.
    pub fn listeners<T: Into<Arc<str>>>(mut self, names: impl IntoIterator<Item = T>) -> Self
    where
        K: Clone,
        V: Clone,
    {
        self.listeners = Some(Listeners::new(names.into_iter().map(Into::into).collect()));
        self
    }

    /// A value of the registry's own, to be read by [`Registry::meta`].
    pub fn meta<T: Any + Send + Sync>(mut self, name: impl Into<String>, value: T) -> Self {
        self.meta.push((name.into(), Arc::new(value)));
        self
    }

    /// Starts it, tied to nobody.
    pub fn start(self) -> Start<Supervisor, Registry<K, V>> {
        let name = self.name.clone();
        Start::new(self.args(None)).name(name)
    }

    /// As [`start`](RegistryBuilder::start), linked to the calling process, which is then its parent.
    pub fn start_link(self) -> Start<Supervisor, Registry<K, V>> {
        let name = self.name.clone();
        Start::link(self.args(None)).name(name)
    }

    /// As [`start`](RegistryBuilder::start), and monitors it.
    pub fn start_monitor(self) -> StartMonitor<Supervisor, Registry<K, V>> {
        let name = self.name.clone();
        StartMonitor::new(self.args(None)).name(name)
    }

    fn args(self, seat: Option<Arc<Seat>>) -> SupervisorArgs {
        let place = seat.clone();
        SupervisorArgs { make: Box::new(move || self.open(place.as_deref()).map(Some)), label: "Registry", seat }
    }

    /// Runs in the registry's own process: gives it tables that everybody finds there, and partitions.
    fn open(self, seat: Option<&Seat>) -> Result<SupervisorBuilder, InvalidSupervisor> {
        if self.partitions == 0 {
            return Err(InvalidSupervisor::NoPartitions(0));
        }
        let me = crate::monitor::current_process().expect("a supervisor is a process");
        let head = me.head();
        let name = head.with_extras(|extras| extras.name.clone()).flatten();
        let name = match (name, seat) {
            (Some(name), _) => Target::Name(name),
            (None, Some(seat)) => Target::Child(Arc::from(seat.path())),
            (None, None) => Target::Pid(head.pid),
        };
        let meta = Meta::new(self.meta);
        let tables = Arc::new(Tables::<K, V>::new(self.keys, self.partitions, name, self.listeners, meta));
        head.with_extras(|extras| extras.shared = Some(tables.clone()));
        let ending = tables.clone();
        if !head.at_end(Undo::new(move || ending.retire())) {
            tables.retire();
        }
        let strategy = match self.keys {
            // an entry is in two of them: under its key and under its process
            Keys::Unique => Strategy::OneForAll,
            Keys::Duplicate | Keys::DuplicateByKey => Strategy::OneForOne,
        };
        let partition = |index: usize| {
            let args = PartitionArgs { tables: tables.clone(), index };
            ChildSpec::of::<RegistryPartition>(args).id(format!("partition {index}"))
        };
        Ok(Supervisor::builder(strategy).children((0..self.partitions).map(partition)))
    }
}

impl<K, V> IntoChildSpec for RegistryBuilder<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    type Child = Registry<K, V>;

    fn into_child_spec(self) -> ChildSpec<Registry<K, V>> {
        let options = Options::new().shutdown(Shutdown::Infinity);
        let name = self.name.clone();
        let args = move |seat| self.clone().args(seat);
        ChildSpec::of_server::<Supervisor, Registry<K, V>>("Registry", &options, args).supervisor().name(name)
    }
}

impl<K, V> Clone for RegistryBuilder<K, V> {
    fn clone(&self) -> Self {
        RegistryBuilder {
            keys: self.keys,
            partitions: self.partitions,
            name: self.name.clone(),
            listeners: self.listeners.clone(),
            meta: self.meta.clone(),
        }
    }
}

impl<K, V> fmt::Debug for RegistryBuilder<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistryBuilder")
            .field("keys", &self.keys)
            .field("partitions", &self.partitions)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
