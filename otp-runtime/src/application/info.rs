//! What there is, for people.

use super::controller::{Loaded, Stage};
use super::run::Parts;
use crate::{Pid, Restart};
use std::sync::Arc;

/// An application that is loaded, as [`loaded`](super::loaded) and [`started`](super::started) list it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppInfo {
    /// Its name.
    pub name: Arc<str>,
    /// A line on what it is.
    pub description: Arc<str>,
    /// Its version.
    pub version: Arc<str>,
    /// What its end means for others, when it runs.
    pub restart_type: Option<Restart>,
    /// Its top process, when it runs and has one.
    pub top: Option<Pid>,
    /// The process whose end is its end, when it runs and has a top process.
    pub overseer: Option<Pid>,
}

impl AppInfo {
    pub(crate) fn of(loaded: &Loaded) -> Self {
        let (description, version) = loaded.spec.shared_version();
        let run = match &loaded.stage {
            Stage::Running(run) => Some(run),
            _ => None,
        };
        let parts = run.map_or_else(Parts::default, |run| *run.parts.lock());
        AppInfo {
            name: loaded.spec.shared_name(),
            description,
            version,
            restart_type: run.map(|run| run.restart),
            top: parts.top,
            overseer: parts.overseer,
        }
    }
}
