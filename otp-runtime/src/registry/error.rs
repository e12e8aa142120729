//! What requests to a registry fail with.

use super::Registry;
use crate::{Pid, Target};

/// Why a registry did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// The keys are unique, and this live process has this one. It may be the calling process.
    #[error("the key is registered already, by {0}")]
    AlreadyRegistered(Pid),
    /// The registry of this name or place does not run, or the partition that would clean up after the process.
    #[error("the registry {0} does not run")]
    NotRunning(Target),
    /// What runs there is no registry with keys and values of these types.
    #[error("{0} is no registry with keys and values of these types")]
    WrongType(Target),
    /// Only a process can register, and be cleaned up after: this code runs outside any, or its process has ended.
    #[error("only a living process can register, and this code runs outside one")]
    NoProcess,
}

/// Why there are no tables.
#[derive(Clone, Copy)]
pub(super) enum Missing {
    NotRunning,
    WrongType,
}

impl Missing {
    #[cold]
    pub(super) fn error<K, V>(self, registry: &Registry<K, V>) -> RegistryError {
        let target = registry.0.client.target();
        match self {
            Missing::NotRunning => RegistryError::NotRunning(target),
            Missing::WrongType => RegistryError::WrongType(target),
        }
    }
}
