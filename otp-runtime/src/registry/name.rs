//! Registries as registries of names: Elixir's `{:via, Registry, {registry, key}}`.

use super::tables::Refused;
use super::{Keys, Registry};
use crate::client::sighting::Sighting;
use crate::{Pid, RegisterError, Registrar, RegistryDown};
use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

impl<K, V> Registry<K, V>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    /// The registry as one that gives names together with a value (Elixir's `{:via, Registry, {registry, key, value}}`).
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tills = Registry::<u32, &'static str>::builder().start_link().await?;
    /// let till = Till::start(5).via(&tills.with_value("by the door"), 1).await?;
    /// assert_eq!(tills.lookup(&1), [(till.pid().unwrap(), "by the door")]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_value(&self, value: V) -> WithValue<K, V> {
        WithValue { registry: self.clone(), value: Arc::new(value) }
    }

    fn give_name(&self, key: &K, pid: Pid, value: Arc<V>) -> Result<(), RegisterError> {
        let process = crate::system::find(pid).ok_or(RegisterError::Dead)?;
        let key = key.clone();
        let given = self.with(|tables| match tables.kind {
            Keys::Unique => self.enter(tables, process, key, value).map(drop).map_err(|refused| match refused {
                Refused::Taken(holder) => RegisterError::Taken(holder),
                Refused::NotRunning => RegisterError::NotRunning,
                Refused::Dead => RegisterError::Dead,
            }),
            Keys::Duplicate | Keys::DuplicateByKey => Err(RegisterError::NotUnique),
        });
        given.unwrap_or(Err(RegisterError::NotRunning))
    }

    /// At the end of its process: nobody is told of that.
    fn take_name(&self, key: &K, pid: Pid) {
        let Some(process) = crate::system::find(pid) else { return };
        let removed = self.with(|tables| tables.remove(process.head(), key, |_| true));
        if let Ok(removed) = removed {
            crate::process::panics::drop_each(removed.entries);
        }
    }

    fn find_holder(&self, key: &K) -> Result<Option<Sighting>, RegistryDown> {
        let holder = self.with(|tables| match tables.kind {
            Keys::Unique => tables.holder(key),
            Keys::Duplicate | Keys::DuplicateByKey => Ok(None),
        });
        match holder {
            Ok(Ok(holder)) => Ok(holder),
            Ok(Err(())) | Err(_) => Err(RegistryDown),
        }
    }
}

/// Gives names in a registry with unique keys. One with duplicate keys refuses: a start under a key of it fails with
/// [`StartError::NotUnique`](crate::StartError), and nobody has such a name.
impl<K, V> Registrar<K> for Registry<K, V>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Default + Send + Sync + 'static,
{
    fn register_name(&self, key: &K, pid: Pid) -> Result<(), RegisterError> {
        self.give_name(key, pid, Arc::new(V::default()))
    }

    fn unregister_name(&self, key: &K, pid: Pid) {
        self.take_name(key, pid);
    }

    fn whereis_name(&self, key: &K) -> Result<Option<Pid>, RegistryDown> {
        Ok(self.find_holder(key)?.map(|holder| holder.process.head().pid))
    }

    #[allow(private_interfaces)]
    fn find_name(&self, key: &K) -> Result<Option<Sighting>, RegistryDown> {
        self.find_holder(key)
    }
}

/// A registry that gives names together with a value: from [`Registry::with_value`].
pub struct WithValue<K, V> {
    registry: Registry<K, V>,
    value: Arc<V>,
}

impl<K, V> Registrar<K> for WithValue<K, V>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    fn register_name(&self, key: &K, pid: Pid) -> Result<(), RegisterError> {
        self.registry.give_name(key, pid, self.value.clone())
    }

    fn unregister_name(&self, key: &K, pid: Pid) {
        self.registry.take_name(key, pid);
    }

    fn whereis_name(&self, key: &K) -> Result<Option<Pid>, RegistryDown> {
        Ok(self.registry.find_holder(key)?.map(|holder| holder.process.head().pid))
    }

    #[allow(private_interfaces)]
    fn find_name(&self, key: &K) -> Result<Option<Sighting>, RegistryDown> {
        self.registry.find_holder(key)
    }
}

impl<K, V> Clone for WithValue<K, V> {
    fn clone(&self) -> Self {
        WithValue { registry: self.registry.clone(), value: self.value.clone() }
    }
}

impl<K, V> fmt::Debug for WithValue<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WithValue({:?})", self.registry)
    }
}
