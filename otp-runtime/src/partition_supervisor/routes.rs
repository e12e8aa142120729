//! The table that keys are looked up in. It belongs to one incarnation of a partition supervisor.

use super::key::RouteKey;
use crate::Target;
use crate::client::target::Place;
use crate::place::seat_of;
use crate::process::current;
use crate::process::head::AnyProcess;
use crate::supervisor::Supervisor;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many partitions there are, and what their children are called. Where these run is in their seats.
pub(crate) struct Routes {
    ids: Box<[Arc<str>]>,
    size: AtomicUsize,
    /// Held by whoever changes the size.
    pub(super) resizing: tokio::sync::Mutex<()>,
}

impl Routes {
    pub(super) fn new(partitions: usize) -> Arc<Self> {
        let ids = (0..partitions).map(|partition| Arc::from(partition.to_string())).collect();
        Arc::new(Routes { ids, size: AtomicUsize::new(partitions), resizing: tokio::sync::Mutex::default() })
    }

    /// Makes the calling process the one that this belongs to.
    pub(super) fn install(self: Arc<Self>) {
        if let Some(me) = current::pid().and_then(crate::system::find) {
            me.head().with_extras(|extras| extras.shared = Some(self));
        }
    }

    /// `None`: the process is no partition supervisor, or has ended.
    pub(super) fn of(process: &dyn AnyProcess) -> Option<Arc<Self>> {
        process.head().shared()?.downcast().ok()
    }

    pub(super) fn size(&self) -> usize {
        self.size.load(Ordering::Acquire)
    }

    pub(super) fn set_size(&self, partitions: usize) {
        self.size.store(partitions, Ordering::Release);
    }

    /// The ids of all partitions it started with.
    pub(super) fn ids(&self) -> &[Arc<str>] {
        &self.ids
    }

    fn id(&self, key: RouteKey) -> Option<&Arc<str>> {
        self.ids.get(key.partition(self.size())?)
    }
}

/// The way to the partition of a key, found anew at each use.
pub(crate) struct Route {
    pub(super) supervisor: Place<Supervisor>,
    pub(super) key: RouteKey,
}

impl Route {
    pub(crate) fn find(&self) -> Option<Arc<dyn AnyProcess>> {
        let supervisor = self.supervisor.find().ok()??;
        let routes = Routes::of(&*supervisor)?;
        seat_of(&*supervisor)?.find(routes.id(self.key)?)?.holder()
    }

    /// `tills/2`, after the supervisor's own place.
    pub(crate) fn target(&self) -> Target {
        let supervisor = self.supervisor.find().ok().flatten();
        let above = match (supervisor.as_ref().and_then(|supervisor| seat_of(&**supervisor)), self.supervisor.target())
        {
            (Some(seat), _) => seat.path(),
            (None, Target::Name(name) | Target::Child(name)) => name.to_string(),
            (None, other) => other.to_string(),
        };
        let routes = supervisor.and_then(|supervisor| Routes::of(&*supervisor));
        match routes.as_ref().and_then(|routes| routes.id(self.key)) {
            Some(id) => Target::Child(Arc::from(format!("{above}/{id}"))),
            None => Target::Child(Arc::from(format!("{above}/no partition"))),
        }
    }
}
