//! Registering and unregistering, in the calling process's own code.

use super::error::Missing;
use super::tables::{Refused, Tables};
use super::{Registry, RegistryError};
use crate::Pid;
use crate::monitor::current_process;
use crate::process::head::AnyProcess;
use crate::process::panics::drop_each;
use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::Arc;

impl<K, V> Registry<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    /// Registers the calling process under `key` (Elixir's `Registry.register/3`); the pid of the partition it is linked to.
    /// Listeners are told first. Nothing has changed after an error.
    ///
    /// # Errors
    ///
    /// `AlreadyRegistered` when keys are unique and a live process has this one, also when that is the caller; `NotRunning`,
    /// `WrongType`, `NoProcess`.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use otp_runtime::RegistryError;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let rooms = Registry::<&str, u32>::builder().start_link().await?;
    /// let me = Pid::current().unwrap();
    /// rooms.register("lobby", 1)?;
    /// assert_eq!(rooms.register("lobby", 2), Err(RegistryError::AlreadyRegistered(me)));
    /// assert_eq!(rooms.lookup("lobby"), [(me, 1)]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn register(&self, key: K, value: V) -> Result<Pid, RegistryError> {
        let process = current_process().ok_or(RegistryError::NoProcess)?;
        let registered = self.with(|tables| self.enter(tables, process, key, Arc::new(value)));
        registered.map_err(|missing| missing.error(self))?.map_err(|refused| match refused {
            Refused::Taken(holder) => RegistryError::AlreadyRegistered(holder),
            Refused::NotRunning => Missing::NotRunning.error(self),
            Refused::Dead => RegistryError::NoProcess,
        })
    }

    pub(super) fn enter(
        &self,
        tables: &Tables<K, V>,
        process: Arc<dyn AnyProcess>,
        key: K,
        value: Arc<V>,
    ) -> Result<Pid, Refused> {
        let key = Arc::new(key);
        let partition = tables.insert(&process, key.clone(), value.clone())?;
        let system = &process.head().system;
        if let Some(listeners) = &tables.listeners {
            listeners.registered(system, &tables.name, &key, process.head().pid, &value);
        }
        system.arrivals.notify_waiters();
        Ok(partition)
    }

    /// Removes all registrations of the calling process under `key`, and nobody else's (Elixir's `Registry.unregister/2`).
    /// Listeners are told first, even when there was none.
    ///
    /// The key may be borrowed where it can be made owned: a registry of `String` takes `unregister("lobby")`, one of `&str`
    /// `unregister(&"lobby")`.
    pub fn unregister<Q>(&self, key: &Q)
    where
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        self.remove(key, |_| true);
    }

    /// Removes those registrations of the calling process under `key` whose values are `wanted` (Elixir's
    /// `Registry.unregister_match/4`). Listeners are told when the process then has none under the key.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let rooms = Registry::<String, u32>::builder().keys(Keys::Duplicate).start_link().await?;
    /// rooms.register("lobby".to_owned(), 1)?;
    /// rooms.register("lobby".to_owned(), 2)?;
    /// rooms.unregister_match("lobby", |seat| *seat > 1);
    /// assert_eq!(rooms.values("lobby", Pid::current().unwrap()), [1]);
    /// rooms.unregister("lobby");
    /// assert_eq!(rooms.count(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn unregister_match<Q>(&self, key: &Q, wanted: impl Fn(&V) -> bool)
    where
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        let Some(me) = Pid::current() else { return };
        let mut going = self.entries(key, Some(me));
        going.retain(|(_, value)| wanted(value));
        self.remove(key, |value| going.iter().any(|(_, gone)| Arc::ptr_eq(gone, value)));
    }

    fn remove<Q>(&self, key: &Q, wanted: impl Fn(&Arc<V>) -> bool)
    where
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
        K: Borrow<Q>,
    {
        let Some(process) = current_process() else { return };
        let removed = self.with(|tables| {
            let removed = tables.remove(process.head(), key, wanted);
            if let (Some(listeners), 0) = (&tables.listeners, removed.left) {
                let head = process.head();
                listeners.unregistered(&head.system, &tables.name, || key.to_owned(), head.pid);
            }
            removed
        });
        drop_each(removed.into_iter().flat_map(|removed| removed.entries));
    }
}
