//! Whom a client means.

use super::sighting::Known;
use super::whereabouts::Whereabouts;
use crate::error::Failure;
use crate::process::cell::Process;
use crate::process::current;
use crate::process::head::AnyProcess;
use crate::telemetry::DeadLetter;
use crate::{GenServer, Pid};
use std::fmt;
use std::sync::{Arc, OnceLock};
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
    /// Whoever is there at each use. Most clients are of the other kind: they are to be small.
    Found(Arc<Lookup<S>>),
}

/// Where to look, and whom that has found.
pub(crate) struct Lookup<S: GenServer> {
    at: Whereabouts,
    /// The first that was found. When it has gone, each use looks again.
    known: OnceLock<Known<S>>,
}

impl<S: GenServer> Lookup<S> {
    pub(super) fn new(at: Whereabouts) -> Self {
        Lookup { at, known: OnceLock::new() }
    }

    fn resolve(&self) -> Result<Arc<Process<S>>, Failure> {
        let found = self.at.look()?.ok_or(Failure::NoProc)?;
        let (pid, moves) = (found.process.head().pid, found.moves());
        let process: Arc<Process<S>> = found.process.into_any().downcast().map_err(|_| other_type(pid))?;
        if let Some(moves) = moves {
            self.known.get_or_init(|| Known::new(process.clone(), moves));
        }
        Ok(process)
    }
}

/// A process that is of another type than was asked for.
#[cold]
fn other_type(pid: Pid) -> Failure {
    // a caller that is no server at all may still be calling itself
    if current::pid() == Some(pid) { Failure::CallingSelf } else { Failure::WrongServer }
}

impl<S: GenServer> Place<S> {
    /// Where it is looked for at each use.
    pub(crate) fn whereabouts(&self) -> Option<&Whereabouts> {
        match self {
            Place::Incarnation(_) => None,
            Place::Found(lookup) => Some(&lookup.at),
        }
    }

    /// The process it means now, where that can be told without a look.
    #[inline]
    pub(crate) fn known(&self) -> Option<&Arc<Process<S>>> {
        match self {
            Place::Incarnation(process) => Some(process),
            Place::Found(lookup) => lookup.known.get()?.if_there(),
        }
    }

    /// The process it means now; `Err` when the registry to ask does not run.
    pub(crate) fn find(&self) -> Result<Option<Arc<dyn AnyProcess>>, Failure> {
        match self {
            Place::Incarnation(process) => Ok(Some(process.erased())),
            Place::Found(lookup) => lookup.at.find(),
        }
    }

    /// As [`find`](Self::find), checked to be an `S`.
    pub(crate) fn resolve(&self) -> Result<Arc<Process<S>>, Failure> {
        match (self.known(), self) {
            (Some(process), _) | (None, Place::Incarnation(process)) => Ok(process.clone()),
            (None, Place::Found(lookup)) => lookup.resolve(),
        }
    }

    /// Waits until a live process is there, or cannot come.
    pub(crate) async fn arrival(&self, deadline: Option<Instant>) -> Result<(), Failure> {
        match self {
            Place::Incarnation(_) => Ok(()),
            Place::Found(lookup) => lookup.at.arrival(deadline).await,
        }
    }

    pub(crate) fn pid(&self) -> Option<Pid> {
        match self {
            Place::Incarnation(process) => Some(process.head.pid),
            Place::Found(lookup) => lookup.at.pid(),
        }
    }

    /// A message has reached nobody.
    #[cold]
    pub(crate) fn dead_letter(&self, kind: DeadLetter, name: &'static str) {
        match self {
            Place::Incarnation(process) => Whereabouts::Pid(process.head.pid).lost(kind, name),
            Place::Found(lookup) => lookup.at.lost(kind, name),
        }
    }

    pub(crate) fn target(&self) -> Target {
        match self {
            Place::Incarnation(process) => Target::Pid(process.head.pid),
            Place::Found(lookup) => lookup.at.target(),
        }
    }
}

impl<S: GenServer> Clone for Place<S> {
    fn clone(&self) -> Self {
        match self {
            Place::Incarnation(process) => Place::Incarnation(process.clone()),
            Place::Found(lookup) => Place::Found(lookup.clone()),
        }
    }
}
