//! What a supervisor does when it is asked to.

use super::children::Key;
use super::{DeleteChildError, FailedToStart, NoSuchChild, RestartChildError, StartChildError, Supervisor, report};
use crate::place::ChildPlace;
use crate::{ChildKind, ChildSpec, ChildStartError, Pid, Restart};
use std::fmt;
use std::sync::Arc;

/// A child, as `which_children` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Child {
    /// Its id.
    pub id: Arc<str>,
    /// Whether it runs.
    pub state: ChildState,
    /// Worker or supervisor.
    pub kind: ChildKind,
}

impl Child {
    pub(crate) fn new(id: Arc<str>, state: ChildState, kind: ChildKind) -> Self {
        Child { id, state, kind }
    }

    /// Its pid, if it runs.
    pub fn pid(&self) -> Option<Pid> {
        match self.state {
            ChildState::Running(pid) => Some(pid),
            ChildState::Restarting | ChildState::Stopped => None,
        }
    }
}

/// Whether a child runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum ChildState {
    /// It runs, as far as its supervisor knows.
    Running(Pid),
    /// It ended and did not start again yet.
    Restarting,
    /// It does not run, and its spec is kept.
    Stopped,
}

impl fmt::Display for ChildState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChildState::Running(pid) => write!(f, "{pid}"),
            ChildState::Restarting => f.write_str("restarting"),
            ChildState::Stopped => f.write_str("stopped"),
        }
    }
}

/// How many children a supervisor has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChildCounts {
    /// All of them, running or not.
    pub specs: usize,
    /// Those that run.
    pub active: usize,
    /// Those declared supervisors, running or not.
    pub supervisors: usize,
    /// Those declared workers, running or not.
    pub workers: usize,
}

impl ChildCounts {
    pub(crate) fn add(&mut self, kind: ChildKind, active: bool) {
        self.specs += 1;
        self.active += usize::from(active);
        match kind {
            ChildKind::Worker => self.workers += 1,
            ChildKind::Supervisor => self.supervisors += 1,
        }
    }
}

impl Supervisor {
    /// Starts a child of the initial list.
    pub(super) async fn start_listed(&mut self, spec: ChildSpec) -> Result<(), FailedToStart> {
        let id = spec.shared_id();
        match self.start_new(spec, true).await {
            Ok(_) => Ok(()),
            Err(error) => {
                let error = match error {
                    StartChildError::AlreadyStarted(pid) => ChildStartError::AlreadyStarted(pid),
                    StartChildError::Failed { error, .. } => error,
                    error => ChildStartError::Failed(crate::ExitReason::error(error)),
                };
                report::start_failed(&self.seat.unlisted(id.clone()), &error);
                Err(FailedToStart { id, error })
            }
        }
    }

    pub(super) async fn start_child(&mut self, spec: ChildSpec) -> Result<ChildPlace, StartChildError> {
        self.start_new(spec, false).await
    }

    async fn start_new(&mut self, spec: ChildSpec, listed: bool) -> Result<ChildPlace, StartChildError> {
        self.flags.check_child(&spec)?;
        if let Some((_, child)) = self.children.find(spec.id_str()) {
            return Err(match child.state() {
                ChildState::Running(pid) => StartChildError::AlreadyStarted(pid),
                ChildState::Restarting | ChildState::Stopped => StartChildError::AlreadyPresent,
            });
        }
        let seat = self.seat.child_seat(&spec.shared_id(), self.children.owner(), listed);
        let mut place = ChildPlace::of(seat.clone());
        let temporary = spec.restart_type() == Restart::Temporary;
        match spec.launch(Some(seat.clone())).await {
            Ok(started) => {
                report::started(&seat, started.pid);
                place.info = started.info;
                let key = self.children.push(if temporary { spec.without_start() } else { spec }, seat);
                self.children.set(key, ChildState::Running(started.pid));
                Ok(place)
            }
            Err(ChildStartError::Ignored) if temporary => {
                self.seat.remove(spec.id_str(), self.children.owner());
                Ok(place)
            }
            Err(ChildStartError::Ignored) => {
                self.children.push(spec, seat);
                Ok(place)
            }
            Err(error) => {
                self.seat.remove(spec.id_str(), self.children.owner());
                Err(match error {
                    ChildStartError::AlreadyStarted(pid) => StartChildError::AlreadyStarted(pid),
                    error => StartChildError::Failed { error, spec: Box::new(spec) },
                })
            }
        }
    }

    pub(super) async fn terminate_child(&mut self, id: &str) -> Result<(), NoSuchChild> {
        let key = self.key(id).ok_or(NoSuchChild)?;
        self.stop_one(key).await;
        Ok(())
    }

    pub(super) async fn restart_child(&mut self, id: &str) -> Result<ChildPlace, RestartChildError> {
        let (key, child) = self.children.find(id).ok_or(RestartChildError::NotFound)?;
        match child.state() {
            ChildState::Running(_) => return Err(RestartChildError::Running),
            ChildState::Restarting => return Err(RestartChildError::Restarting),
            ChildState::Stopped => {}
        }
        let (spec, seat) = (child.spec.clone(), child.seat.clone());
        let mut place = ChildPlace::of(seat.clone());
        match spec.launch(Some(seat.clone())).await {
            Ok(started) => {
                report::started(&seat, started.pid);
                place.info = started.info;
                self.children.set(key, ChildState::Running(started.pid));
                Ok(place)
            }
            Err(ChildStartError::Ignored) => Ok(place),
            Err(error) => Err(RestartChildError::Failed(error)),
        }
    }

    pub(super) fn delete_child(&mut self, id: &str) -> Result<(), DeleteChildError> {
        let (key, child) = self.children.find(id).ok_or(DeleteChildError::NotFound)?;
        match child.state() {
            ChildState::Running(_) => Err(DeleteChildError::Running),
            ChildState::Restarting => Err(DeleteChildError::Restarting),
            ChildState::Stopped => {
                self.forget(key);
                Ok(())
            }
        }
    }

    pub(super) fn which_children(&self) -> Vec<Child> {
        let children = self.children.oldest_first().rev();
        children.map(|(_, child)| Child::new(child.spec.shared_id(), child.state(), child.spec.kind())).collect()
    }

    /// A child whose death its supervisor has not heard of, or never will, is not active.
    pub(super) fn count_children(&self) -> ChildCounts {
        let mut counts = ChildCounts::default();
        for (_, child) in self.children.oldest_first() {
            let active = matches!(child.state(), ChildState::Running(pid) if pid.is_alive());
            counts.add(child.spec.kind(), active);
        }
        counts
    }

    pub(super) fn get_childspec(&self, id: &str) -> Result<ChildSpec, NoSuchChild> {
        self.children.find(id).map(|(_, child)| child.spec.clone()).ok_or(NoSuchChild)
    }

    fn key(&self, id: &str) -> Option<Key> {
        self.children.find(id).map(|(key, _)| key)
    }
}
