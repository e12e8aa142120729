//! Where a process is looked for.

use super::sighting::Sighting;
use super::target::Target;
use crate::Pid;
use crate::error::Failure;
use crate::place::ChildPlace;
use crate::process::head::AnyProcess;
use crate::process::status::DEAD;
use crate::system::System;
use crate::telemetry::DeadLetter;
use crate::via::ViaName;
use std::pin::pin;
use std::sync::Arc;
use tokio::time::Instant;

/// What a process is found by. It knows no types: one copy serves all servers.
pub(crate) enum Whereabouts {
    Pid(Pid),
    /// With the system to look in, where it is known.
    Name(Arc<str>, Option<Arc<System>>),
    Via(Arc<dyn ViaName>),
    Child(ChildPlace),
}

impl Whereabouts {
    pub(super) fn look(&self) -> Result<Option<Sighting>, Failure> {
        Ok(match self {
            Whereabouts::Pid(pid) => crate::system::find(*pid).as_ref().map(Sighting::lasting),
            Whereabouts::Name(name, Some(system)) => system.names.look(name),
            // each caller means its own system
            Whereabouts::Name(name, None) => {
                let system = System::try_current();
                system.and_then(|system| system.names.whereis(name)).map(Sighting::passing)
            }
            Whereabouts::Via(via) => via.look().map_err(|_| Failure::NoRegistry)?,
            Whereabouts::Child(place) => place.look(),
        })
    }

    pub(super) fn find(&self) -> Result<Option<Arc<dyn AnyProcess>>, Failure> {
        Ok(self.look()?.map(|found| found.process))
    }

    pub(super) fn pid(&self) -> Option<Pid> {
        match self {
            Whereabouts::Pid(pid) => Some(*pid),
            other => other.find().ok().flatten().map(|process| process.head().pid),
        }
    }

    pub(super) fn target(&self) -> Target {
        match self {
            Whereabouts::Pid(pid) => Target::Pid(*pid),
            Whereabouts::Name(name, _) => Target::Name(name.clone()),
            Whereabouts::Via(via) => via.target(),
            Whereabouts::Child(place) => place.target(),
        }
    }

    /// A message has reached nobody.
    #[cold]
    pub(super) fn lost(&self, kind: DeadLetter, name: &'static str) {
        let pid = self.pid();
        let system = match self {
            Whereabouts::Name(_, Some(system)) => Some(system.clone()),
            _ => pid.and_then(crate::system::of).or_else(System::try_current),
        };
        if let Some(system) = system {
            system.hub.dead_letter(kind, name, pid);
        }
    }

    /// Waits until a live process is there, or cannot come.
    pub(super) async fn arrival(&self, deadline: Option<Instant>) -> Result<(), Failure> {
        let system = System::current();
        loop {
            let mut next = pin!(system.arrivals.notified());
            next.as_mut().enable();
            match self.find() {
                Ok(Some(process)) if !process.head().status.has(DEAD) => return Ok(()),
                // a registry that does not run may be on its way back, too
                _ if matches!(self, Whereabouts::Pid(_)) => return Ok(()),
                _ => {}
            }
            match deadline {
                None => next.await,
                Some(deadline) => tokio::time::timeout_at(deadline, next).await.map_err(|_| Failure::Timeout)?,
            }
        }
    }
}
