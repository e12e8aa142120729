//! What keeps one run of an application: a task that no exit signal reaches. It has the callbacks run in the host process, and
//! sees to the end of the application whoever ends.

use super::callback::{Failed, Running, State};
use super::controller::Stage;
use super::host::{Host, Overseer, Watch, kill_members, shut_down, shut_down_linked};
use super::run::{Command, Push, Run};
use super::stop::{ShutdownReason, begin_shutdown};
use super::{AppError, report};
use crate::process::panics::drop_guarded;
use crate::system::System;
use crate::{ExitReason, Restart, Shutdown};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use tokio::sync::{Mutex, mpsc, watch};

pub(crate) struct Keeper {
    system: Arc<System>,
    run: Arc<Run>,
    name: Arc<str>,
    commands: mpsc::UnboundedReceiver<Command>,
    push: watch::Receiver<Push>,
    host: Option<Host>,
    overseer: Option<Overseer>,
    top: Option<Watch>,
    /// Locked while a callback runs.
    state: Arc<Mutex<Option<Box<dyn State>>>>,
    ended: bool,
}

/// Why something was not done in the host.
enum Cut {
    /// Somebody presses.
    Pushed,
    /// The host has ended.
    Host(ExitReason),
    /// A callback that never returned has the state.
    Busy,
}

impl Keeper {
    pub(crate) fn spawn(system: &Arc<System>, run: Arc<Run>, commands: mpsc::UnboundedReceiver<Command>) {
        let keeper = Keeper {
            system: system.clone(),
            name: run.name(),
            push: run.push.subscribe(),
            run,
            commands,
            host: None,
            overseer: None,
            top: None,
            state: Arc::default(),
            ended: false,
        };
        system.handle.spawn(keeper.keep());
    }

    async fn keep(mut self) {
        if let Err(error) = self.start().await {
            self.give_up_start().await;
            return self.start_failed(error);
        }
        self.system.apps.lock().set_stage(&self.run, Stage::Running(self.run.clone()));
        report::started(&self.name, self.run.parts.lock().top);
        self.run.progress.send_modify(|progress| progress.started = Some(Ok(())));
        let reason = self.until_end().await;
        // asked for by now: then that is why
        let asked = !self.system.apps.lock().begin_stop(&self.run);
        self.stop().await;
        self.over(reason.filter(|_| !asked));
    }

    /// The start callback and the phases.
    async fn start(&mut self) -> Result<(), AppError> {
        let Some(callback) = self.run.spec.callback() else { return Ok(()) };
        let (call, env) = (callback.call(), self.system.apps.env(&self.name));
        let overseer = Overseer::spawn(&self.system, &self.name, self.run.number);
        self.run.parts.lock().overseer = Some(overseer.pid);
        self.overseer = Some(overseer);
        let state = self.state.clone();
        let (env, started) = self
            .in_host(Push::Abort, async move {
                let (env, launched) = callback.start(env).await;
                let top = match launched {
                    Ok(launched) => {
                        *state.lock().await = Some(launched.state);
                        Ok(launched.top)
                    }
                    Err(failed) => Err(failed),
                };
                (env, top)
            })
            .await
            .map_err(|cut| self.cut_off(cut, &call))?;
        self.system.apps.name_keys(&self.name, env.found());
        let no_top = || Failed::Ended(ExitReason::error("it gave no top process"));
        let top = started.and_then(|top| top.ok_or_else(no_top)).map_err(|failed| self.failed(failed, &call))?;
        self.top = Some(Watch::new(top.monitor()));
        self.run.parts.lock().top = Some(top);
        for phase in self.run.spec.shared_phases().to_vec() {
            self.phase(phase, &call).await?;
        }
        Ok(())
    }

    /// One phase: of the application, then of those it includes that list it.
    async fn phase(&mut self, phase: Arc<str>, call: &str) -> Result<(), AppError> {
        let call = call.replace("::start(Normal)", &format!("::start_phase({phase:?})"));
        let own = phase.clone();
        let done = self.with_state(Push::Abort, move |state| Box::pin(async move { state.start_phase(&own).await }));
        done.await.map_err(|cut| self.cut_off(cut, &call))?.map_err(|failed| self.failed(failed, &call))?;
        for part in self.system.apps.included_with_phase(&self.run.spec, &phase) {
            let Some(mut state) = self.run.included.lock().remove(&part) else { continue };
            let (run, phase, call) = (self.run.clone(), phase.clone(), format!("start_phase({phase:?}) of {part}"));
            let done = self.in_host(Push::Abort, async move {
                let done = state.start_phase(&phase).await;
                let newer = {
                    let mut included = run.included.lock();
                    // one that has been started again meanwhile has its new state
                    if included.contains_key(&part) { Some(state) } else { included.insert(part, state) }
                };
                drop_guarded(newer);
                done
            });
            done.await.map_err(|cut| self.cut_off(cut, &call))?.map_err(|failed| self.failed(failed, &call))?;
        }
        Ok(())
    }

    fn cut_off(&self, cut: Cut, call: &str) -> AppError {
        match cut {
            Cut::Pushed | Cut::Busy => AppError::ShuttingDown(self.name.clone()),
            Cut::Host(reason) => self.failed(Failed::Ended(reason), call),
        }
    }

    fn failed(&self, failed: Failed, call: &str) -> AppError {
        let (app, call) = (self.name.clone(), Arc::from(call));
        match failed {
            Failed::Config(error) => AppError::Config(error),
            Failed::Error(reason) => AppError::Start { app, reason, call },
            Failed::Ended(reason) => AppError::BadReturn { app, reason, call },
        }
    }

    /// After a failed start nothing is left: neither `prep_stop` nor `stop` is called.
    async fn give_up_start(&mut self) {
        if self.run.spec.callback().is_none() {
            return;
        }
        let (system, number) = (self.system.clone(), self.run.number);
        let top = self.run.parts.lock().top;
        let _ = self
            .in_host(Push::Kill, async move {
                shut_down_linked(system, number).await;
                if let Some(top) = top {
                    shut_down(top, Shutdown::Infinity).await;
                }
            })
            .await;
        self.drop_state().await;
        self.clear().await;
    }

    fn start_failed(&mut self, error: AppError) {
        let restart = self.run.restart;
        self.system.apps.lock().set_stage(&self.run, Stage::Idle);
        report::start_failed(&self.name, &error, restart);
        let reason = match &error {
            AppError::Start { reason, .. } | AppError::BadReturn { reason, .. } => Some(reason.clone()),
            AppError::Config(error) => Some(ExitReason::error(error.clone())),
            _ => None,
        };
        self.tell_end(Some(Err(error)));
        if let Some(reason) = reason {
            self.takes_all_down(reason);
        }
    }

    /// Waits until the application is to end; the reason, if it does so by itself.
    async fn until_end(&mut self) -> Option<ExitReason> {
        loop {
            let command = poll_fn(|cx| {
                let (top, overseer, host) = (
                    self.top.as_mut(),
                    self.overseer.as_mut().map(|overseer| &mut overseer.down),
                    self.host.as_mut().map(|host| &mut host.down),
                );
                for down in [top, overseer, host].into_iter().flatten() {
                    if let Poll::Ready(reason) = down.poll(cx) {
                        return Poll::Ready(Err(Some(reason)));
                    }
                }
                match self.commands.poll_recv(cx) {
                    Poll::Ready(Some(Command::Change(change, done))) => Poll::Ready(Ok((change, done))),
                    Poll::Ready(_) => Poll::Ready(Err(None)),
                    Poll::Pending => Poll::Pending,
                }
            })
            .await;
            let (change, done) = match command {
                Ok(change) => change,
                Err(end) => return end,
            };
            let changed = self.with_state(Push::Kill, move |state| state.config_change(change)).await;
            let changed = changed.unwrap_or_else(|cut| match cut {
                Cut::Host(reason) => Err(reason),
                Cut::Pushed | Cut::Busy => Err(ExitReason::Killed),
            });
            let _ = done.send(changed);
        }
    }

    /// `prep_stop`, the tree, `stop`, and whoever is left.
    async fn stop(&mut self) {
        if self.run.spec.callback().is_none() {
            return;
        }
        let prepared = self.with_state(Push::Kill, |state| state.prep_stop()).await;
        self.callback_done("prep_stop", prepared);
        let top = self.run.parts.lock().top;
        if let Some(top) = top {
            let _ = self.in_host(Push::Kill, shut_down(top, Shutdown::Infinity)).await;
        }
        let stopped = self.with_state(Push::Kill, |state| state.stop()).await;
        self.callback_done("stop", stopped);
        self.drop_state().await;
        self.clear().await;
    }

    fn callback_done(&self, callback: &str, done: Result<Result<(), ExitReason>, Cut>) {
        match done {
            Ok(Ok(())) | Err(Cut::Pushed | Cut::Busy) => {}
            Ok(Err(reason)) | Err(Cut::Host(reason)) => report::callback_failed(&self.name, callback, &reason),
        }
    }

    /// Its destructor is the user's, and runs as one of the application's processes does.
    async fn drop_state(&mut self) {
        let (state, run) = (self.state.clone(), self.run.clone());
        let _ = self
            .in_host(Push::Kill, async move {
                if let Ok(mut state) = state.try_lock() {
                    drop_guarded(state.take());
                }
                let included = std::mem::take(&mut *run.included.lock());
                crate::process::panics::drop_each(included.into_values());
            })
            .await;
    }

    fn lose_state(&mut self) {
        if let Ok(mut state) = self.state.try_lock() {
            drop_guarded(state.take());
        }
        let included = std::mem::take(&mut *self.run.included.lock());
        crate::process::panics::drop_each(included.into_values());
    }

    /// Kills all processes that are left, and ends its own.
    async fn clear(&mut self) {
        let mut own = [self.host.as_ref().map(|host| host.pid), self.overseer.as_ref().map(|overseer| overseer.pid)];
        if *self.push.borrow() == Push::Kill {
            report::killed(&self.name);
            own = [None, None];
            self.lose_state();
        }
        kill_members(&self.system, self.run.number, own).await;
        if let Some(host) = self.host.take() {
            host.finish().await;
        }
        if let Some(overseer) = self.overseer.take() {
            overseer.finish().await;
        }
    }

    /// It has ended; by itself, when there is a reason.
    fn over(&mut self, reason: Option<ExitReason>) {
        let restart = self.run.restart;
        let stage = if reason.is_some() { Stage::Ended } else { Stage::Idle };
        self.system.apps.lock().set_stage(&self.run, stage);
        match &reason {
            Some(reason) => report::ended(&self.name, reason, restart),
            None => report::stopped(&self.name, restart),
        }
        self.tell_end(None);
        if let Some(reason) = reason {
            self.takes_all_down(reason);
        }
    }

    fn tell_end(&mut self, started: Option<Result<(), AppError>>) {
        self.ended = true;
        self.run.progress.send_modify(|progress| {
            progress.ended = true;
            if started.is_some() {
                progress.started = started;
            }
        });
    }

    /// A permanent application does not end alone, a transient one only normally.
    fn takes_all_down(&self, reason: ExitReason) {
        let alone = match self.run.restart {
            Restart::Permanent => false,
            Restart::Transient => reason == ExitReason::Normal,
            Restart::Temporary => true,
        };
        if !alone {
            let reason = ShutdownReason::Ended { app: self.name.clone(), reason, restart: self.run.restart };
            begin_shutdown(&self.system, reason, None);
        }
    }

    async fn with_state<T: Send + 'static>(
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
    async fn in_host<T, F>(&mut self, until: Push, job: F) -> Result<T, Cut>
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
        let mut pushed = std::pin::pin!(push.wait_for(|push| *push >= until));
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
}

/// Dropped with the runtime: whoever waits is told.
impl Drop for Keeper {
    fn drop(&mut self) {
        self.lose_state();
        if !self.ended {
            let gone = AppError::ShuttingDown(self.name.clone());
            self.run.progress.send_modify(|progress| {
                progress.started.get_or_insert(Err(gone));
                progress.ended = true;
            });
        }
    }
}
