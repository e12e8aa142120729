//! Applications that are parts of another one, which starts them in its own tree.

use super::callback::Failed;
use super::controller::{Apps, Stage};
use super::run::Run;
use super::{AppError, AppSpec};
use crate::process::{current, panics};
use crate::system::System;
use crate::{ExitReason, Pid};
use std::sync::Arc;

impl Apps {
    /// The included applications, in order and with theirs, that list this phase.
    pub(crate) fn included_with_phase(&self, spec: &AppSpec, phase: &Arc<str>) -> Vec<Arc<str>> {
        let table = self.lock();
        let (mut found, mut left) = (Vec::new(), Vec::from_iter(spec.includes_refs().iter().rev().cloned()));
        while let Some(part) = left.pop() {
            let Some(loaded) = table.loaded.get(part.name()) else { continue };
            if found.contains(&part.shared_name()) {
                continue;
            }
            left.extend(loaded.spec.includes_refs().iter().rev().cloned());
            found.push(part.shared_name());
        }
        found.retain(|part| table.loaded.get(part).is_some_and(|loaded| loaded.spec.shared_phases().contains(phase)));
        found
    }

    /// The run that the calling process belongs to.
    fn own_run(&self) -> Option<Arc<Run>> {
        let name = self.name_of(current::app())?;
        match &self.lock().loaded.get(&name)?.stage {
            Stage::Starting(run) | Stage::Running(run) | Stage::Stopping(run) => Some(run.clone()),
            Stage::Idle | Stage::Ended => None,
        }
    }

    fn includes(&self, spec: &AppSpec, name: &str) -> bool {
        let table = self.lock();
        let (mut seen, mut left) = (Vec::new(), Vec::from(spec.includes_refs()));
        while let Some(part) = left.pop() {
            if part.name() == name {
                return true;
            }
            if !seen.contains(&part.shared_name())
                && let Some(loaded) = table.loaded.get(part.name())
            {
                left.extend(loaded.spec.includes_refs().iter().cloned());
            }
            seen.push(part.shared_name());
        }
        false
    }
}

/// Runs the start callback of an included application in the calling process.
pub(crate) async fn start_included(system: &Arc<System>, name: &str) -> Result<Pid, AppError> {
    let name: Arc<str> = Arc::from(name);
    let run = system.apps.own_run().filter(|run| system.apps.includes(&run.spec, &name));
    let Some(run) = run else { return Err(AppError::NotFound(name)) };
    let spec = match system.apps.lock().loaded.get(&name) {
        Some(loaded) => loaded.spec.clone(),
        None => return Err(AppError::NotLoaded(name)),
    };
    let Some(callback) = spec.callback() else { return Err(AppError::NoTop(name)) };
    let call = callback.call();
    let (env, launched) = callback.start(system.apps.env(&name)).await;
    system.apps.name_keys(&name, env.found());
    let failed = |failed| {
        let (app, call) = (name.clone(), Arc::from(call.as_str()));
        match failed {
            Failed::Config(error) => AppError::Config(error),
            Failed::Error(reason) => AppError::Start { app, reason, call },
            Failed::Ended(reason) => AppError::BadReturn { app, reason, call },
        }
    };
    let launched = launched.map_err(failed)?;
    let top = launched.top.ok_or_else(|| failed(Failed::Ended(ExitReason::error("it gave no top process"))))?;
    let before = run.included.lock().insert(name.clone(), launched.state);
    panics::drop_guarded(before);
    Ok(top)
}
