//! What keeps one run of an application: a task that no exit signal reaches. It has the callbacks run in the host process, and
//! sees to the end of the application whoever ends.

mod begin;
mod in_host;

use super::callback::State;
use super::controller::Stage;
use super::host::{Host, Overseer, Watch, kill_members, shut_down};
use super::run::{Command, Push, Run};
use super::stop::{ShutdownReason, begin_shutdown};
use super::{AppError, report};
use crate::system::System;
use crate::{ExitReason, Restart, Shutdown};
use in_host::Cut;
use std::future::poll_fn;
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
            if self.run.spec.callback().is_none() {
                let _ = done.send(Ok(()));
                continue;
            }
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
        match &reason {
            Some(reason) => report::ended(&self.name, reason, restart),
            None => report::stopped(&self.name, restart),
        }
        let stage = if reason.is_some() { Stage::Ended } else { Stage::Idle };
        // begun before anybody can start something else
        if let Some(reason) = reason {
            self.takes_all_down(reason);
        }
        self.system.apps.lock().set_stage(&self.run, stage);
        self.tell_end(None);
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
