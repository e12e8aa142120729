//! A process between its birth and the end of its start.

use super::current;
use super::head::AnyProcess;
use super::signals::{Origin, link, send_exit, unlink};
use super::status::{DEAD, SIGNAL};
use crate::monitor::Monitor;
use crate::start::StartOptions;
use crate::{ExitReason, StartError, Target};
use std::sync::Arc;

/// A process whose starter has not been told yet. Dropping the start kills it: nobody would get a handle.
pub(super) struct HalfStarted {
    process: Arc<dyn AnyProcess>,
    starter: Option<Arc<dyn AnyProcess>>,
    done: bool,
}

impl HalfStarted {
    pub(super) fn new(process: Arc<dyn AnyProcess>, starter: Option<Arc<dyn AnyProcess>>) -> Self {
        HalfStarted { process, starter, done: false }
    }

    /// Makes the process known, as a start is told to. `Err`: it has no name and is to end.
    pub(super) fn enlisted(
        process: Arc<dyn AnyProcess>,
        options: &StartOptions,
    ) -> Result<(Self, Option<Monitor>), Box<StartError>> {
        let head = process.head();
        head.system.enlist(process.clone());
        let monitor = options.monitor.then(|| Monitor::new(Some(process.clone()), Target::Pid(head.pid)));
        let starter = if options.link { current::pid().and_then(crate::system::find) } else { None };
        if let Some(starter) = &starter {
            if let Some(cold) = head.control.lock().living() {
                cold.has_parent = true;
            }
            link(&process, Some(starter.clone()), starter.head().pid);
        }
        let mut half_started = HalfStarted::new(process, starter);
        if let Err(taken) = options.name.register(&half_started.process) {
            half_started.leave_starter_alone();
            half_started.done();
            return Err(taken.into());
        }
        Ok((half_started, monitor))
    }

    /// Ends a process that took too long.
    pub(super) async fn give_up(&self) {
        self.leave_starter_alone();
        let pid = self.process.head().pid;
        let gone = Monitor::new(Some(self.process.clone()), Target::Pid(pid));
        send_exit(&self.process, pid, ExitReason::Kill, Origin::Explicit);
        gone.await;
    }

    pub(super) fn done(&mut self) {
        self.done = true;
    }

    pub(super) fn leave_starter_alone(&self) {
        if let Some(starter) = &self.starter {
            unlink(self.process.head(), Some(starter.clone()), starter.head().pid);
        }
    }

    /// A starter that dies of the failed start never sees its error.
    pub(super) async fn let_starter_die(&self) {
        if let Some(starter) = &self.starter
            && current::pid() == Some(starter.head().pid)
            && starter.head().status.has(SIGNAL | DEAD)
        {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for HalfStarted {
    fn drop(&mut self) {
        // a starter that dies leaves the process to its link, or alone
        let dies = |starter: Arc<dyn AnyProcess>| starter.head().status.has(SIGNAL | DEAD);
        if !self.done && !current::pid().and_then(crate::system::find).is_some_and(dies) {
            self.leave_starter_alone();
            send_exit(&self.process, self.process.head().pid, ExitReason::Kill, Origin::Explicit);
        }
    }
}
