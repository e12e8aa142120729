//! Whom a client means.

use crate::error::Failure;
use crate::place::ChildPlace;
use crate::process::cell::Process;
use crate::process::current;
use crate::process::head::AnyProcess;
use crate::process::mailbox::{Body, Envelope};
use crate::process::status::DEAD;
use crate::system::System;
use crate::telemetry::DeadLetter;
use crate::via::ViaName;
use crate::{GenServer, Pid};
use std::any::Any;
use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use tokio::time::Instant;

/// A process as somebody named it, for errors and [`Down`](crate::Down).
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// By pid.
    Pid(Pid),
    /// By local name.
    Name(Arc<str>),
    /// By a registry's key, as its `Debug` shows it.
    Via(Arc<str>),
    /// By its place in a supervision tree: the ids from the root, `bank/treasury`.
    Child(Arc<str>),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Pid(pid) => write!(f, "{pid}"),
            Target::Name(name) => write!(f, "\"{name}\""),
            Target::Via(key) => write!(f, "via {key}"),
            Target::Child(path) => f.write_str(path),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where a client finds its server.
pub(crate) enum Place<S: GenServer> {
    /// One process, whatever becomes of it.
    Incarnation(Arc<Process<S>>),
    Found(Whereabouts),
}

/// Where a process is looked for at each use. It knows no types: one copy serves all servers.
#[derive(Clone)]
pub(crate) enum Whereabouts {
    Pid(Pid),
    /// With the system to look in, where it is known.
    Name(Arc<str>, Option<Arc<System>>),
    Via(Arc<dyn ViaName>),
    Child(ChildPlace),
}

impl Whereabouts {
    fn find(&self) -> Result<Option<Arc<dyn AnyProcess>>, Failure> {
        Ok(match self {
            Whereabouts::Pid(pid) => crate::system::find(*pid),
            Whereabouts::Name(name, system) => match system {
                Some(system) => system.names.whereis(name),
                None => System::try_current().and_then(|system| system.names.whereis(name)),
            },
            Whereabouts::Via(via) => via.find().map_err(|_| Failure::NoRegistry)?,
            Whereabouts::Child(place) => place.find(),
        })
    }

    /// The process, to be asked for as one of some type.
    fn find_any(&self) -> Result<(Pid, Arc<dyn Any + Send + Sync>), Failure> {
        let process = self.find()?.ok_or(Failure::NoProc)?;
        Ok((process.head().pid, process.into_any()))
    }

    fn pid(&self) -> Option<Pid> {
        match self {
            Whereabouts::Pid(pid) => Some(*pid),
            other => other.find().ok().flatten().map(|process| process.head().pid),
        }
    }

    fn target(&self) -> Target {
        match self {
            Whereabouts::Pid(pid) => Target::Pid(*pid),
            Whereabouts::Name(name, _) => Target::Name(name.clone()),
            Whereabouts::Via(via) => via.target(),
            Whereabouts::Child(place) => place.target(),
        }
    }

    /// A message has reached nobody.
    #[cold]
    fn lost(&self, kind: DeadLetter, name: &'static str) {
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
    async fn arrival(&self, deadline: Option<Instant>) -> Result<(), Failure> {
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

/// A process that is of another type than was asked for.
#[cold]
fn other_type(pid: Pid) -> Failure {
    // a caller that is no server at all may still be calling itself
    if current::pid() == Some(pid) { Failure::CallingSelf } else { Failure::WrongServer }
}

impl<S: GenServer> Place<S> {
    /// The process it means now; `Err` when the registry to ask does not run.
    pub(crate) fn find(&self) -> Result<Option<Arc<dyn AnyProcess>>, Failure> {
        match self {
            Place::Incarnation(process) => Ok(Some(process.erased())),
            Place::Found(place) => place.find(),
        }
    }

    pub(crate) fn resolve(&self) -> Result<Arc<Process<S>>, Failure> {
        match self {
            Place::Incarnation(process) => Ok(process.clone()),
            Place::Found(place) => {
                let (pid, process) = place.find_any()?;
                process.downcast().map_err(|_| other_type(pid))
            }
        }
    }

    /// Waits until a live process is there, or cannot come.
    pub(crate) async fn arrival(&self, deadline: Option<Instant>) -> Result<(), Failure> {
        match self {
            Place::Incarnation(_) => Ok(()),
            Place::Found(place) => place.arrival(deadline).await,
        }
    }

    pub(crate) fn pid(&self) -> Option<Pid> {
        match self {
            Place::Incarnation(process) => Some(process.head.pid),
            Place::Found(place) => place.pid(),
        }
    }

    /// A message has reached nobody.
    #[cold]
    pub(crate) fn dead_letter(&self, refused: &Envelope<S>) {
        let kind = match refused.body {
            Body::Cast(_) => DeadLetter::Cast,
            Body::Info(_) => DeadLetter::Message,
            _ => return,
        };
        match self {
            Place::Incarnation(process) => Whereabouts::Pid(process.head.pid).lost(kind, refused.name),
            Place::Found(place) => place.lost(kind, refused.name),
        }
    }

    pub(crate) fn target(&self) -> Target {
        match self {
            Place::Incarnation(process) => Target::Pid(process.head.pid),
            Place::Found(place) => place.target(),
        }
    }
}

impl<S: GenServer> Clone for Place<S> {
    fn clone(&self) -> Self {
        match self {
            Place::Incarnation(process) => Place::Incarnation(process.clone()),
            Place::Found(place) => Place::Found(place.clone()),
        }
    }
}
