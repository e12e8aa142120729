//! A process as it was found, and for how long that holds: a client that has found its server need not look again.

use crate::GenServer;
use crate::process::cell::Process;
use crate::process::head::AnyProcess;
use crate::process::status::DEAD;
use std::sync::Arc;

/// A process where somebody looked for it.
pub(crate) struct Sighting {
    pub(crate) process: Arc<dyn AnyProcess>,
    /// Of its moves; `None`: whoever looks again may find another process, whatever becomes of this one.
    moves: Option<u32>,
}

impl Sighting {
    /// It cannot leave without a move being counted. To be asked under the lock that it would need for that.
    pub(crate) fn lasting(process: &Arc<dyn AnyProcess>) -> Self {
        Sighting { process: process.clone(), moves: Some(process.head().moves()) }
    }

    pub(crate) fn passing(process: Arc<dyn AnyProcess>) -> Self {
        Sighting { process, moves: None }
    }

    pub(super) fn moves(&self) -> Option<u32> {
        self.moves
    }
}

/// A server that was found, for as long as looking again would find it.
pub(super) struct Known<S: GenServer> {
    process: Arc<Process<S>>,
    moves: u32,
}

impl<S: GenServer> Known<S> {
    pub(super) fn new(process: Arc<Process<S>>, moves: u32) -> Self {
        Known { process, moves }
    }

    #[inline]
    pub(super) fn if_there(&self) -> Option<&Arc<Process<S>>> {
        let head = &self.process.head;
        (head.moves() == self.moves && !head.status.has(DEAD)).then_some(&self.process)
    }
}
