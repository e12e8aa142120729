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

pub(crate) enum Place<S: GenServer> {
    Incarnation(Arc<Process<S>>),
    Pid(Pid),
    /// With the system to look in, where it is known.
    Name(Arc<str>, Option<Arc<System>>),
    Via(Arc<dyn ViaName>),
    Child(ChildPlace),
}

impl<S: GenServer> Place<S> {
    /// The process it means now; `Err` when the registry to ask does not run.
    pub(crate) fn find(&self) -> Result<Option<Arc<dyn AnyProcess>>, Failure> {
        Ok(match self {
            Place::Incarnation(process) => Some(process.erased()),
            Place::Pid(pid) => crate::system::find(*pid),
            Place::Name(name, system) => {
                let system = system.clone().or_else(System::try_current);
                system.and_then(|system| system.names.whereis(name))
            }
            Place::Via(via) => via.find().map_err(|_| Failure::NoRegistry)?,
            Place::Child(place) => place.find(),
        })
    }

    pub(crate) fn resolve(&self) -> Result<Arc<Process<S>>, Failure> {
        if let Place::Incarnation(process) = self {
            return Ok(process.clone());
        }
        let process = self.find()?.ok_or(Failure::NoProc)?;
        let pid = process.head().pid;
        process.into_any().downcast().map_err(|_| {
            // a caller that is no server at all may still be calling itself
            if current::pid() == Some(pid) { Failure::CallingSelf } else { Failure::WrongServer }
        })
    }

    /// Waits until a live process is there, or cannot come.
    pub(crate) async fn arrival(&self, deadline: Option<Instant>) -> Result<(), Failure> {
        let system = System::current();
        loop {
            let mut next = pin!(system.arrivals.notified());
            next.as_mut().enable();
            match self.find() {
                Ok(Some(process)) if !process.head().status.has(DEAD) => return Ok(()),
                // a registry that does not run may be on its way back, too
                _ if matches!(self, Place::Incarnation(_) | Place::Pid(_)) => return Ok(()),
                _ => {}
            }
            match deadline {
                None => next.await,
                Some(deadline) => tokio::time::timeout_at(deadline, next).await.map_err(|_| Failure::Timeout)?,
            }
        }
    }

    pub(crate) fn pid(&self) -> Option<Pid> {
        match self {
            Place::Incarnation(process) => Some(process.head.pid),
            Place::Pid(pid) => Some(*pid),
            other => other.find().ok().flatten().map(|process| process.head().pid),
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
        let pid = self.pid();
        let system = match self {
            Place::Name(_, Some(system)) => Some(system.clone()),
            _ => pid.and_then(crate::system::of).or_else(System::try_current),
        };
        if let Some(system) = system {
            system.hub.dead_letter(kind, refused.name, pid);
        }
    }

    pub(crate) fn target(&self) -> Target {
        match self {
            Place::Incarnation(process) => Target::Pid(process.head.pid),
            Place::Pid(pid) => Target::Pid(*pid),
            Place::Name(name, _) => Target::Name(name.clone()),
            Place::Via(via) => via.target(),
            Place::Child(place) => place.target(),
        }
    }
}

impl<S: GenServer> Clone for Place<S> {
    fn clone(&self) -> Self {
        match self {
            Place::Incarnation(process) => Place::Incarnation(process.clone()),
            Place::Pid(pid) => Place::Pid(*pid),
            Place::Name(name, system) => Place::Name(name.clone(), system.clone()),
            Place::Via(via) => Place::Via(via.clone()),
            Place::Child(place) => Place::Child(place.clone()),
        }
    }
}
