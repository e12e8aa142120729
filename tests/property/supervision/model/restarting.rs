//! What a supervisor does when a child has ended.

use super::{Child, Failure, MAIN, Mail, Model, Now, Reason};
use crate::supervision::spec::Flags;
use otp_runtime::{AutoShutdown, Restart, Strategy};

impl Model {
    pub(super) fn child_ended(&mut self, supervisor: usize, process: usize, reason: Reason) {
        let running = |child: &Child| child.state == Now::Running(process);
        let Some(at) = self.supervisor(supervisor).children.iter().position(running) else { return };
        let child = self.supervisor(supervisor).children[at];
        let again = match self.restart_type(child.node) {
            Restart::Permanent => true,
            Restart::Transient => !reason.is_clean(),
            Restart::Temporary => false,
        };
        if again {
            return self.restart(supervisor, child.key);
        }
        if self.restart_type(child.node) == Restart::Temporary {
            self.supervisor_mut(supervisor).children.remove(at);
        } else {
            self.supervisor_mut(supervisor).children[at].state = Now::Stopped;
        }
        let who = self.processes[supervisor].who;
        if !self.tree.significant(who.0, child.node) {
            return;
        }
        let over = match self.flags(supervisor).auto_shutdown {
            AutoShutdown::Never => false,
            AutoShutdown::AnySignificant => true,
            AutoShutdown::AllSignificant => !self
                .supervisor(supervisor)
                .children
                .iter()
                .any(|child| child.state != Now::Stopped && self.tree.significant(who.0, child.node)),
        };
        if over {
            self.tally.auto_shutdowns += 1;
            self.stop(supervisor, Reason::Shutdown);
        }
    }

    pub(super) fn set(&mut self, supervisor: usize, key: u64, state: Now) {
        if let Some(child) = self.supervisor_mut(supervisor).children.iter_mut().find(|child| child.key == key) {
            child.state = state;
        }
    }

    /// One attempt.
    pub(super) fn restart(&mut self, supervisor: usize, key: u64) {
        let Flags { restarts: strategy, max_restarts, max_seconds, .. } = self.flags(supervisor);
        self.set(supervisor, key, Now::Restarting);
        let second = self.now / 1_000;
        let restarts = &mut self.supervisor_mut(supervisor).restarts;
        restarts.retain(|at| at + max_seconds >= second);
        restarts.push(second);
        let restarts = restarts.len();
        self.tally.restarts += 1;
        if restarts > max_restarts as usize {
            self.tally.gave_up += 1;
            return self.stop(supervisor, Reason::Shutdown);
        }
        let children = self.supervisor(supervisor).children.clone();
        let failed = children.iter().position(|child| child.key == key).expect("the child");
        let group = match strategy {
            Strategy::OneForOne => &children[failed..=failed],
            Strategy::RestForOne => &children[failed..],
            Strategy::OneForAll => &children[..],
        };
        for child in group.iter().rev().filter(|child| child.key != key) {
            self.terminate(supervisor, *child);
        }
        for child in group {
            if !self.supervisor(supervisor).children.iter().any(|there| there.key == child.key) {
                continue;
            }
            let state = match self.start_node(Some(supervisor), child.node) {
                Ok(process) => Now::Running(process),
                Err(Failure::Ignored) => Now::Stopped,
                Err(_) => {
                    let failed = self.supervisor(supervisor).children.iter().find(|child| child.key == key);
                    if failed.is_some_and(|child| child.state == Now::Restarting) {
                        self.set(supervisor, key, Now::Stopped);
                    }
                    self.set(supervisor, child.key, Now::Restarting);
                    self.supervisor_mut(supervisor).mail.push_back(Mail::Retry(child.key));
                    return;
                }
            };
            self.set(supervisor, child.key, state);
        }
    }

    /// Stops one child; a temporary one is forgotten.
    pub(super) fn terminate(&mut self, supervisor: usize, child: Child) {
        self.now = self.stop_child(child, self.now, None, MAIN);
        if self.restart_type(child.node) == Restart::Temporary {
            self.supervisor_mut(supervisor).children.retain(|there| there.key != child.key);
        } else {
            self.set(supervisor, child.key, Now::Stopped);
        }
    }
}
