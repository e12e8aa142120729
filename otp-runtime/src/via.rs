//! Names that a registry resolves (Elixir's `:via` tuples).

use crate::client::sighting::Sighting;
use crate::{Pid, Target};
use std::fmt::Debug;
use std::sync::Arc;

/// A registry that gives processes names of type `K`: what Elixir asks of a module in a `{:via, module, key}` name.
///
/// Its handle is cheap to clone, and clones are the same registry. No call may wait for a process that uses the registry.
pub trait Registrar<K>: Send + Sync + 'static {
    /// Gives `pid` the name `key`, unless a live process has it.
    fn register_name(&self, key: &K, pid: Pid) -> Result<(), RegisterError>;
    /// Frees the name, if `pid` has it.
    fn unregister_name(&self, key: &K, pid: Pid);
    /// Who has the name; `Err` when the registry does not run.
    fn whereis_name(&self, key: &K) -> Result<Option<Pid>, RegistryDown>;

    /// As `whereis_name`, for a registry that knows more of its processes than their pids.
    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn find_name(&self, key: &K) -> Result<Option<Sighting>, RegistryDown> {
        Ok(self.whereis_name(key)?.and_then(crate::system::find).map(Sighting::passing))
    }
}

/// Why a registry did not give a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// This process has it.
    #[error("the name belongs to {0}")]
    Taken(Pid),
    /// The registry does not run.
    #[error("the registry does not run")]
    NotRunning,
    /// The registry has duplicate keys: many processes can have one, so it is no name.
    #[error("a key of a registry with duplicate keys is no name")]
    NotUnique,
    /// The process has ended.
    #[error("the process has ended")]
    Dead,
}

/// The registry does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the registry does not run")]
pub struct RegistryDown;

impl<K, R: Registrar<K>> Registrar<K> for Arc<R> {
    fn register_name(&self, key: &K, pid: Pid) -> Result<(), RegisterError> {
        R::register_name(self, key, pid)
    }

    fn unregister_name(&self, key: &K, pid: Pid) {
        R::unregister_name(self, key, pid);
    }

    fn whereis_name(&self, key: &K) -> Result<Option<Pid>, RegistryDown> {
        R::whereis_name(self, key)
    }

    #[allow(private_interfaces)]
    fn find_name(&self, key: &K) -> Result<Option<Sighting>, RegistryDown> {
        R::find_name(self, key)
    }
}

/// A key in a registry, whatever their types.
pub(crate) trait ViaName: Send + Sync {
    fn register(&self, pid: Pid) -> Result<(), RegisterError>;
    fn unregister(&self, pid: Pid);
    fn whereis(&self) -> Result<Option<Pid>, RegistryDown>;
    fn look(&self) -> Result<Option<Sighting>, RegistryDown>;
    fn target(&self) -> Target;
}

struct Via<R, K> {
    registry: R,
    key: K,
}

impl<R: Registrar<K>, K: Debug + Send + Sync + 'static> ViaName for Via<R, K> {
    fn register(&self, pid: Pid) -> Result<(), RegisterError> {
        self.registry.register_name(&self.key, pid)
    }

    fn unregister(&self, pid: Pid) {
        self.registry.unregister_name(&self.key, pid);
    }

    fn whereis(&self) -> Result<Option<Pid>, RegistryDown> {
        self.registry.whereis_name(&self.key)
    }

    fn look(&self) -> Result<Option<Sighting>, RegistryDown> {
        self.registry.find_name(&self.key)
    }

    fn target(&self) -> Target {
        Target::Via(Arc::from(format!("{:?}", self.key)))
    }
}

pub(crate) fn name<R, K>(registry: &R, key: K) -> Arc<dyn ViaName>
where
    R: Registrar<K> + Clone,
    K: Debug + Send + Sync + 'static,
{
    Arc::new(Via { registry: registry.clone(), key })
}
