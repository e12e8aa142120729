//! What a dynamic supervisor does when it is asked to. It does not depend on the type of the children.

use super::DynamicStartError;
use super::builder::Flags;
use super::children::{Children, Entry};
use crate::place::{ChildPlace, Seat};
use crate::process::panics::guarded;
use crate::supervisor::tree::{Describe, Described};
use crate::supervisor::window::Window;
use crate::supervisor::{Child, ChildCounts, NoSuchChild, report};
use crate::{ChildSpec, Pid, Restart};
use std::sync::Arc;

pub(super) struct Core {
    pub(super) seat: Arc<Seat>,
    pub(super) flags: Flags,
    pub(super) children: Children,
    pub(super) window: Window,
}

impl Core {
    pub(super) fn new(seat: Arc<Seat>, flags: Flags) -> Self {
        let window = Window::new(flags.max_restarts, flags.max_seconds);
        Core { seat, flags, children: Children::default(), window }
    }

    pub(super) async fn start_child(&mut self, spec: ChildSpec) -> Result<ChildPlace, DynamicStartError> {
        self.check_room()?;
        self.start(spec, None).await
    }

    /// Starts a child whose spec is made anew for each start.
    pub(super) async fn start_made(
        &mut self,
        make: Arc<dyn Fn() -> ChildSpec + Send + Sync>,
    ) -> Result<ChildPlace, DynamicStartError> {
        self.check_room()?;
        let spec = guarded(|| make()).map_err(|reason| DynamicStartError::Failed(*reason))?;
        check_spec(&spec)?;
        let again = spec.clone().made_by(make);
        self.start(spec, Some(again)).await
    }

    fn check_room(&self) -> Result<(), DynamicStartError> {
        match self.flags.max_children {
            Some(most) if self.children.len() >= most => Err(DynamicStartError::MaxChildren),
            _ => Ok(()),
        }
    }

    /// Starts a child by one spec, and again by the other.
    async fn start(&mut self, spec: ChildSpec, again: Option<ChildSpec>) -> Result<ChildPlace, DynamicStartError> {
        let seat = self.seat.unlisted(spec.shared_id());
        let started = spec.launch(Some(seat.clone())).await?;
        report::started(&seat, started.pid);
        let mut place = ChildPlace::of(seat.clone());
        place.info = started.info;
        let mut kept = match again {
            Some(again) => again,
            None => spec,
        };
        if kept.restart_type() == Restart::Temporary {
            // its arguments may be large, and there may be many of them
            kept = kept.without_start();
        }
        self.children.runs_as(started.pid, Entry::new(kept, seat));
        Ok(place)
    }

    pub(super) async fn terminate_child(&mut self, pid: Pid) -> Result<(), NoSuchChild> {
        let child = self.children.get(pid).ok_or(NoSuchChild)?;
        if child.runs() {
            let (spec, seat) = (child.spec.clone(), child.seat.clone());
            super::stop::stop_one(pid, &spec, &seat).await;
        }
        self.children.remove(pid);
        Ok(())
    }

    /// Youngest first, as far as pids tell.
    pub(super) fn which_children(&self) -> Vec<Child> {
        let children = self.children.oldest_first().rev();
        children.map(|(pid, child)| Child::new(child.spec.shared_id(), child.state(pid), child.spec.kind())).collect()
    }

    pub(super) fn count_children(&self) -> ChildCounts {
        let mut counts = ChildCounts::default();
        for (_, child) in self.children.oldest_first() {
            counts.add(child.spec.kind(), child.runs());
        }
        counts
    }

    pub(super) fn get_childspec(&self, pid: Pid) -> Result<ChildSpec, NoSuchChild> {
        self.children.get(pid).map(|child| child.spec.clone()).ok_or(NoSuchChild)
    }

    pub(super) fn describe(&self, ask: Describe, pid: Pid) {
        let mut children = self.which_children();
        children.reverse();
        ask.answer(Described { id: self.seat.id().clone(), pid, label: "dynamic", children });
    }

    pub(super) fn status(&self) -> String {
        let counts = self.count_children();
        format!("{} of {} children of {} run", counts.active, counts.specs, self.seat)
    }
}

/// Whether a dynamic supervisor can have such a child.
pub(super) fn check_spec(spec: &ChildSpec) -> Result<(), DynamicStartError> {
    if spec.is_significant() { Err(DynamicStartError::InvalidSignificant) } else { Ok(()) }
}
