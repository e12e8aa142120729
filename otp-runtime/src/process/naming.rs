//! Names that a process is started with.

use super::head::{AnyProcess, Undo};
use crate::start::Name;
use crate::system::System;
use crate::system::names::NameTaken;
use crate::{ExitReason, StartError};
use std::sync::Arc;

impl Name {
    /// Why there is no use in starting: a live process has this name already.
    pub(super) fn refused(&self, system: &System) -> Option<Box<StartError>> {
        let holder = match self {
            Name::None => None,
            Name::Local(name) => system.names.whereis(name).map(|holder| holder.head().pid),
            Name::Via(via) => match via.whereis() {
                Ok(pid) => pid.filter(|pid| pid.is_alive()),
                Err(_) => return Some(Box::new(StartError::NoRegistry(via.target()))),
            },
        };
        holder.map(|holder| Box::new(StartError::AlreadyStarted(holder)))
    }

    pub(super) fn register(&self, process: &Arc<dyn AnyProcess>) -> Result<(), StartError> {
        let system = &process.head().system;
        match self {
            Name::None => Ok(()),
            Name::Local(name) => {
                system.names.register(name, process).map_err(|taken| match taken {
                    NameTaken::By(pid) => StartError::AlreadyStarted(pid),
                    NameTaken::Refused => StartError::Exit(ExitReason::Killed),
                })?;
                system.arrivals.notify_waiters();
                Ok(())
            }
            Name::Via(via) => {
                via.register(process.head().pid).map_err(|error| match error {
                    crate::RegisterError::Taken(pid) => StartError::AlreadyStarted(pid),
                    crate::RegisterError::NotRunning => StartError::NoRegistry(via.target()),
                    crate::RegisterError::NotUnique => StartError::NotUnique(via.target()),
                    crate::RegisterError::Dead => StartError::Exit(ExitReason::Killed),
                })?;
                let (via, pid) = (via.clone(), process.head().pid);
                let unregister = via.clone();
                if !process.head().at_end(Undo::new(move || unregister.unregister(pid))) {
                    via.unregister(pid);
                }
                system.arrivals.notify_waiters();
                Ok(())
            }
        }
    }
}
