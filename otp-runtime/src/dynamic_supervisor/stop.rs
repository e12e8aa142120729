//! Ending children: one when asked to, or all at once.

use super::requests::Core;
use crate::place::Seat;
use crate::supervisor::report;
use crate::supervisor::stop::{is_expected, stop_process};
use crate::system::clock::after_or_far;
use crate::{ChildSpec, ExitReason, Monitor, Pid, Shutdown};
use std::sync::Arc;
use tokio::time::{Instant, timeout_at};

/// Ends a child and waits until it has ended.
pub(super) async fn stop_one(pid: Pid, spec: &ChildSpec, seat: &Seat) {
    let reason = stop_process(pid, spec.shutdown_kind()).await;
    check(pid, spec, seat, &reason);
}

fn check(pid: Pid, spec: &ChildSpec, seat: &Seat, reason: &ExitReason) {
    report::stopped(seat, pid, reason, is_expected(reason, spec.shutdown_kind(), spec.restart_type()));
}

/// A child that has been told to end.
struct Ending {
    pid: Pid,
    spec: ChildSpec,
    seat: Arc<Seat>,
    monitor: Monitor,
    /// When it is killed; `None`: never.
    deadline: Option<Instant>,
}

impl Core {
    /// Ends all children at once, and waits for the slowest.
    pub(super) async fn stop_all(&mut self) {
        let mut ending = self.watch_all();
        for child in &mut ending {
            let (reason, grace) = match child.spec.shutdown_kind() {
                Shutdown::BrutalKill => (ExitReason::Kill, None),
                Shutdown::After(grace) => (ExitReason::Shutdown, Some(grace)),
                Shutdown::Infinity => (ExitReason::Shutdown, None),
            };
            child.pid.exit(reason);
            child.deadline = grace.map(after_or_far);
        }
        // the first to run out of time is waited for first: whoever is late is killed in time, one after another
        ending.sort_by_key(|child| child.deadline);
        let mut slow = Vec::new();
        for mut child in ending {
            match child.deadline {
                None => slow.push(child),
                Some(deadline) => match timeout_at(deadline, &mut child.monitor).await {
                    Ok(down) => check(child.pid, &child.spec, &child.seat, &down.reason),
                    Err(_) => {
                        child.pid.exit(ExitReason::Kill);
                        slow.push(child);
                    }
                },
            }
        }
        for child in slow {
            let down = child.monitor.await;
            check(child.pid, &child.spec, &child.seat, &down.reason);
        }
        self.children = Default::default();
    }

    /// The children that run, each with a monitor: one that has unlinked itself would not be heard of.
    fn watch_all(&self) -> Vec<Ending> {
        let running = self.children.oldest_first().filter(|(_, child)| child.runs());
        running
            .map(|(pid, child)| Ending {
                pid,
                spec: child.spec.clone(),
                seat: child.seat.clone(),
                monitor: pid.monitor(),
                deadline: None,
            })
            .collect()
    }
}
