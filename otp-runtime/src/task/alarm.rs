//! A deadline that counts from the first look at it.

use crate::system::System;
use crate::system::clock;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep};

/// How long `join` and its like wait.
pub(crate) const LIMIT: Duration = Duration::from_secs(5);

pub(crate) struct Alarm {
    limit: Option<Duration>,
    at: Option<Instant>,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Alarm {
    pub(crate) fn new(limit: Option<Duration>) -> Self {
        Alarm { limit, at: None, sleep: None }
    }

    /// How long it is; for errors.
    pub(crate) fn limit(&self) -> Duration {
        self.limit.unwrap_or_default()
    }

    /// Whether the time is up. `system` is whose time it is on a thread without a runtime.
    pub(crate) fn poll(&mut self, system: Option<&Arc<System>>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(limit) = self.limit else { return Poll::Pending };
        if limit.is_zero() {
            return Poll::Ready(());
        }
        let Some(sleep) = &mut self.sleep else {
            let _there = match system {
                Some(system) if Handle::try_current().is_err() => Some(system.handle.enter()),
                _ => None,
            };
            let at = *self.at.get_or_insert_with(|| clock::after_or_far(limit));
            let mut sleep = Box::pin(tokio::time::sleep_until(at));
            let up = sleep.as_mut().poll(cx);
            self.sleep = Some(sleep);
            return up;
        };
        sleep.as_mut().poll(cx)
    }
}
