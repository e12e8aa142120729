//! What is done in the host process.

use super::super::callback::{Running, State};
use super::super::host::Host;
use super::super::run::Push;
use super::Keeper;
use crate::ExitReason;
use crate::process::panics::{drop_each, drop_guarded};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

/// Why something was not done in the host.
pub(super) enum Cut {
    /// Somebody presses.
    Pushed,
    /// The host has ended.
    Host(ExitReason),
    /// A callback that never returned has the state.
    Busy,
}

impl Keeper {
    pub(super) async fn with_state<T: Send + 'static>(
        &mut self,
        until: Push,
        callback: impl for<'a> FnOnce(&'a mut Box<dyn State>) -> Running<'a, T> + Send + 'static,
    ) -> Result<T, Cut> {
        let state = self.state.clone();
        let done = self.in_host(until, async move {
            // taken only while a callback is stuck in a thread that was given up
            let mut state = state.try_lock().ok()?;
            Some(callback(state.as_mut()?).await)
        });
        done.await?.ok_or(Cut::Busy)
    }

    /// Has the host do something; a new one, if somebody has killed it.
    pub(super) async fn in_host<T, F>(&mut self, until: Push, job: F) -> Result<T, Cut>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        if *self.push.borrow() >= until {
            return Err(Cut::Pushed);
        }
        let gone = self.host.as_mut().is_none_or(|host| host.down.is_down());
        if gone {
            let host = Host::spawn(&self.system, &self.name, self.run.number);
            self.run.parts.lock().host = Some(host.pid);
            self.host = Some(host);
        }
        let Some(host) = self.host.as_mut() else { return Err(Cut::Busy) };
        let mut told = host.run(job);
        let mut push = self.push.clone();
        let mut pushed = pin!(push.wait_for(|push| *push >= until));
        poll_fn(|cx| {
            if let Poll::Ready(Ok(output)) = Pin::new(&mut told).poll(cx) {
                return Poll::Ready(Ok(output));
            }
            if let Poll::Ready(reason) = host.down.poll(cx) {
                return Poll::Ready(Err(Cut::Host(reason)));
            }
            match pushed.as_mut().poll(cx) {
                Poll::Ready(_) => Poll::Ready(Err(Cut::Pushed)),
                Poll::Pending => Poll::Pending,
            }
        })
        .await
    }

    /// Its destructor is the user's, and runs as one of the application's processes does.
    pub(super) async fn drop_state(&mut self) {
        let (state, run) = (self.state.clone(), self.run.clone());
        let _ = self
            .in_host(Push::Kill, async move {
                if let Ok(mut state) = state.try_lock() {
                    drop_guarded(state.take());
                }
                let included = std::mem::take(&mut *run.included.lock());
                drop_each(included.into_values());
            })
            .await;
    }

    pub(super) fn lose_state(&mut self) {
        if let Ok(mut state) = self.state.try_lock() {
            drop_guarded(state.take());
        }
        let included = std::mem::take(&mut *self.run.included.lock());
        drop_each(included.into_values());
    }
}
