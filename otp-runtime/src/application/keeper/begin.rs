//! The start of a run: the start callback, the phases, and what is left of them when they fail.

use super::super::callback::Failed;
use super::super::controller::Stage;
use super::super::host::{Overseer, Watch, shut_down, shut_down_linked};
use super::super::run::Push;
use super::super::{AppError, report};
use super::Keeper;
use super::in_host::Cut;
use crate::process::panics::drop_guarded;
use crate::{ExitReason, Shutdown};
use std::collections::btree_map::Entry;
use std::sync::Arc;

impl Keeper {
    /// The start callback and the phases.
    pub(super) async fn start(&mut self) -> Result<(), AppError> {
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
                        match launched.top {
                            Some(top) => Ok(Some((top, Watch::top(top).await))),
                            None => Ok(None),
                        }
                    }
                    Err(failed) => Err(failed),
                };
                (env, top)
            })
            .await
            .map_err(|cut| self.cut_off(cut, &call))?;
        self.system.apps.name_keys(&self.name, env.found());
        let no_top = || Failed::Ended(ExitReason::error("it gave no top process"));
        let started = started.and_then(|top| top.ok_or_else(no_top));
        let (top, watch) = started.map_err(|failed| self.failed(failed, &call))?;
        self.top = Some(watch);
        self.run.parts.lock().top = Some(top);
        for phase in self.run.spec.shared_phases().to_vec() {
            self.phase(phase, &call).await?;
        }
        Ok(())
    }

    /// One phase: of the application, then of those it includes that list it.
    pub(super) async fn phase(&mut self, phase: Arc<str>, call: &str) -> Result<(), AppError> {
        let call = call.replace("::start(Normal)", &format!("::start_phase({phase:?})"));
        let own = phase.clone();
        let done = self.with_state(Push::Abort, move |state| Box::pin(async move { state.start_phase(&own).await }));
        done.await.map_err(|cut| self.cut_off(cut, &call))?.map_err(|failed| self.failed(failed, &call))?;
        for part in self.system.apps.included_with_phase(&self.run.spec, &phase) {
            let Some(mut state) = self.run.included.lock().remove(&part) else { continue };
            let (run, phase, call) = (self.run.clone(), phase.clone(), format!("start_phase({phase:?}) of {part}"));
            let done = self.in_host(Push::Abort, async move {
                let done = state.start_phase(&phase).await;
                // one that has been started again meanwhile has its new state
                let newer = match run.included.lock().entry(part) {
                    Entry::Occupied(_) => Some(state),
                    Entry::Vacant(place) => {
                        place.insert(state);
                        None
                    }
                };
                drop_guarded(newer);
                done
            });
            done.await.map_err(|cut| self.cut_off(cut, &call))?.map_err(|failed| self.failed(failed, &call))?;
        }
        Ok(())
    }

    pub(super) fn cut_off(&self, cut: Cut, call: &str) -> AppError {
        match cut {
            Cut::Pushed | Cut::Busy => AppError::ShuttingDown(self.name.clone()),
            Cut::Host(reason) => self.failed(Failed::Ended(reason), call),
        }
    }

    pub(super) fn failed(&self, failed: Failed, call: &str) -> AppError {
        let (app, call) = (self.name.clone(), Arc::from(call));
        match failed {
            Failed::Config(error) => AppError::Config(error),
            Failed::Error(reason) => AppError::Start { app, reason, call },
            Failed::Ended(reason) => AppError::BadReturn { app, reason, call },
        }
    }

    /// After a failed start nothing is left: neither `prep_stop` nor `stop` is called.
    pub(super) async fn give_up_start(&mut self) {
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

    pub(super) fn start_failed(&mut self, error: AppError) {
        let restart = self.run.restart;
        report::start_failed(&self.name, &error, restart);
        let reason = match &error {
            AppError::Start { reason, .. } | AppError::BadReturn { reason, .. } => Some(reason.clone()),
            AppError::Config(error) => Some(ExitReason::error(error.clone())),
            _ => None,
        };
        if let Some(reason) = reason {
            self.takes_all_down(reason);
        }
        self.system.apps.lock().set_stage(&self.run, Stage::Idle);
        self.tell_end(Some(Err(error)));
    }
}
