//! What happens when a child ends by itself.

use super::children::Key;
use super::requests::ChildState;
use super::{AutoShutdown, Strategy, Supervisor, report};
use crate::{ChildStartError, Context, Exit, ExitReason, Restart};

/// A restart that failed, to be tried again after the requests that came meanwhile.
pub struct Retry(Key);

impl Supervisor {
    pub(super) async fn child_ended(&mut self, exit: Exit, ctx: &mut Context<Self>) {
        // a stranger that was linked, or a child that was stopped just before
        let Some(key) = self.children.with_pid(exit.from) else { return };
        let Some(child) = self.children.get(key) else { return };
        let (restart, significant) = (child.spec.restart_type(), child.spec.is_significant());
        report::ended(&child.seat, exit.from, &exit.reason, restart);
        let again = match restart {
            Restart::Permanent => true,
            Restart::Transient => !exit.reason.is_clean(),
            Restart::Temporary => false,
        };
        if again {
            return self.restart(key, ctx).await;
        }
        if restart == Restart::Temporary {
            self.forget(key);
        } else {
            self.children.set(key, ChildState::Stopped);
        }
        let over = match self.flags.auto_shutdown {
            AutoShutdown::Never => false,
            AutoShutdown::AnySignificant => significant,
            AutoShutdown::AllSignificant => significant && !self.children.any_significant(),
        };
        if over {
            report::auto_shutdown(&self.seat, ctx.pid());
            ctx.stop(ExitReason::Shutdown);
        }
    }

    pub(super) async fn try_again(&mut self, Retry(key): Retry, ctx: &mut Context<Self>) {
        // it may have been terminated, or deleted, meanwhile
        if self.children.get(key).is_some_and(|child| child.state() == ChildState::Restarting) {
            self.restart(key, ctx).await;
        }
    }

    /// One attempt, by the strategy. It counts, whether it succeeds or not.
    async fn restart(&mut self, failed: Key, ctx: &mut Context<Self>) {
        self.children.set(failed, ChildState::Restarting);
        if !self.window.allows_another(&ctx.process.head.system) {
            report::gave_up(&self.seat, ctx.pid(), self.flags.max_restarts, self.flags.max_seconds);
            self.children.set(failed, ChildState::Stopped);
            return ctx.stop(ExitReason::Shutdown);
        }
        let group = match self.flags.strategy {
            Strategy::OneForOne => vec![failed],
            Strategy::RestForOne => self.children.from(failed),
            Strategy::OneForAll => self.children.from(0),
        };
        for key in group.iter().rev().filter(|key| **key != failed) {
            self.stop_one(*key).await;
        }
        for key in group {
            if let Err(error) = self.start_again(key).await {
                if let Some(child) = self.children.get(key) {
                    report::restart_failed(&child.seat, &error);
                }
                // the one that failed before it may have been another
                self.children.set(failed, self.stopped_or_running(failed));
                self.children.set(key, ChildState::Restarting);
                // whoever holds its name may be dying
                tokio::task::yield_now().await;
                return ctx.pid().send(Retry(key));
            }
        }
    }

    /// A child whose turn did not come is stopped, not being restarted.
    fn stopped_or_running(&self, key: Key) -> ChildState {
        match self.children.get(key).map(super::children::Entry::state) {
            Some(ChildState::Running(pid)) => ChildState::Running(pid),
            _ => ChildState::Stopped,
        }
    }

    /// Starts a child of the list again; one that was dropped with its group is not there any more.
    async fn start_again(&mut self, key: Key) -> Result<(), ChildStartError> {
        let Some(child) = self.children.get(key) else { return Ok(()) };
        let (spec, seat) = (child.spec.clone(), child.seat.clone());
        match spec.launch(Some(seat.clone())).await {
            Ok(started) => {
                report::restarted(&seat, started.pid);
                self.children.set(key, ChildState::Running(started.pid));
                Ok(())
            }
            Err(ChildStartError::Ignored) => {
                self.children.set(key, ChildState::Stopped);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}
