//! Local names: at most one process a name, at most one name a process.

use crate::Pid;
use crate::client::sighting::Sighting;
use crate::process::head::AnyProcess;
use crate::process::status::DEAD;
use foldhash::fast::RandomState;
use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Default)]
pub(crate) struct Names(RwLock<HashMap<Arc<str>, Arc<dyn AnyProcess>, RandomState>>);

/// Why a name was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameTaken {
    /// By this process.
    By(Pid),
    /// The process has a name, or is dead.
    Refused,
}

impl Names {
    pub(crate) fn register(&self, name: &Arc<str>, process: &Arc<dyn AnyProcess>) -> Result<(), NameTaken> {
        let mut names = self.0.write();
        if let Some(holder) = names.get(name).map(|holder| holder.head())
            && !holder.status.has(DEAD)
        {
            return Err(NameTaken::By(holder.pid));
        }
        // the two locks are only ever taken in this order
        let mut control = process.head().control.lock();
        let Some(cold) = control.living() else { return Err(NameTaken::Refused) };
        if cold.extras().name.is_some() {
            return Err(NameTaken::Refused);
        }
        cold.extras().name = Some(name.clone());
        names.insert(name.clone(), process.clone());
        Ok(())
    }

    pub(crate) fn whereis(&self, name: &str) -> Option<Arc<dyn AnyProcess>> {
        self.look(name).map(|found| found.process)
    }

    /// As [`whereis`](Self::whereis), for clients.
    pub(crate) fn look(&self, name: &str) -> Option<Sighting> {
        self.0.read().get(name).filter(|holder| !holder.head().status.has(DEAD)).map(Sighting::lasting)
    }

    /// Takes the name from `pid`, if it is its own.
    pub(crate) fn unregister(&self, name: &str, pid: Pid) -> bool {
        let mut names = self.0.write();
        let own = names.get(name).is_some_and(|holder| holder.head().pid == pid);
        let removed = if own { names.remove(name) } else { None };
        if let Some(holder) = &removed {
            holder.head().moved();
        }
        drop(names);
        drop(removed);
        own
    }

    pub(crate) fn all(&self) -> Vec<Arc<str>> {
        self.0.read().keys().cloned().collect()
    }
}
