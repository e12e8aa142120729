//! Local names.

use crate::Pid;
use crate::system::names::NameTaken;
use crate::system::{self, System};
use std::sync::Arc;

/// Why a name was not given to a process.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// This process has it.
    #[error("the name \"{0}\" belongs to {1}")]
    Taken(Arc<str>, Pid),
    /// The process has a name, or is dead.
    #[error("the name \"{0}\" was refused: {1} has a name already, or has ended")]
    Refused(Arc<str>, Pid),
}

/// Gives a process a local name (Erlang's `register/2`). It is free again when the process ends.
pub fn register(name: impl Into<Arc<str>>, pid: Pid) -> Result<(), NameError> {
    let name = name.into();
    let Some(process) = system::find(pid) else { return Err(NameError::Refused(name, pid)) };
    process.head().system.names.register(&name, &process).map_err(|taken| match taken {
        NameTaken::By(holder) => NameError::Taken(name, holder),
        NameTaken::Refused => NameError::Refused(name, pid),
    })?;
    process.head().system.arrivals.notify_waiters();
    Ok(())
}

/// Frees a local name; false when nobody has it (Erlang's `unregister/1`).
pub fn unregister(name: &str) -> bool {
    let Some(system) = System::try_current() else { return false };
    let Some(holder) = system.names.whereis(name) else { return false };
    holder.head().with_extras(|extras| extras.name = None);
    system.names.unregister(name, holder.head().pid)
}

/// The process with this local name (Elixir's `GenServer.whereis/1`). `None` outside a tokio runtime.
pub fn whereis(name: &str) -> Option<Pid> {
    System::try_current()?.names.whereis(name).map(|holder| holder.head().pid)
}

/// All local names of this runtime.
pub fn registered() -> Vec<Arc<str>> {
    System::try_current().map(|system| system.names.all()).unwrap_or_default()
}
