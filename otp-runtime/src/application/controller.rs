//! What a system knows of its applications (OTP's `application_controller`). Its lock is never held while user code runs,
//! and what it gives up is dropped after it is released.

use super::env::{Env, shout, variables_of};
use super::permit::Permission;
use super::run::Run;
use super::setting::Setting;
use super::stop::{Hook, ShutdownReason};
use super::{AppError, AppRef, AppSpec, ConfigError};
use crate::process::panics::{drop_guarded, guarded};
use parking_lot::{Mutex, MutexGuard};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

pub(crate) type Entries = BTreeMap<Arc<str>, Setting>;

#[derive(Default)]
pub(crate) struct Apps {
    table: Mutex<Table>,
    pub(crate) shutdowns: watch::Sender<Shutdowns>,
}

/// The shutdowns so far, counted.
#[derive(Clone, Default)]
pub(crate) struct Shutdowns {
    pub(crate) done: u64,
    pub(crate) last: Option<ShutdownReason>,
}

#[derive(Default)]
pub(crate) struct Table {
    /// Specs that somebody has told of.
    pub(crate) known: BTreeMap<Arc<str>, AppSpec>,
    pub(crate) loaded: BTreeMap<Arc<str>, Loaded>,
    /// What was set of applications that are not loaded.
    pub(crate) early: BTreeMap<Arc<str>, Entries>,
    /// What was set to last.
    pub(crate) persistent: BTreeMap<Arc<str>, Entries>,
    /// What the program was configured with.
    pub(crate) configured: BTreeMap<Arc<str>, Entries>,
    /// What the program was told on its command line.
    pub(crate) arguments: BTreeMap<Arc<str>, Entries>,
    /// The names of all that have ever been loaded: the place of one, from 1, is its number.
    numbers: Vec<Arc<str>>,
    /// Those that run, in the order in which they were started.
    pub(crate) order: Vec<Arc<Run>>,
    pub(crate) hooks: Vec<Hook>,
    /// How long each may take to stop when everything is shut down.
    pub(crate) limit: Option<Duration>,
    pub(crate) closing: Option<Closing>,
}

/// Everything is being shut down.
#[derive(Clone)]
pub(crate) struct Closing {
    pub(crate) reason: ShutdownReason,
    /// Which of the [`Shutdowns`] it will have been.
    pub(crate) number: u64,
}

pub(crate) struct Loaded {
    pub(crate) spec: AppSpec,
    pub(crate) env: Entries,
    /// Its environment variables whose keys nobody has named yet.
    pub(crate) variables: HashMap<String, Setting>,
    /// Which application loaded it as a part of itself.
    pub(crate) included_by: Option<Arc<str>>,
    pub(crate) number: u32,
    pub(crate) stage: Stage,
    pub(crate) permission: Permission,
}

#[derive(Clone)]
pub(crate) enum Stage {
    /// Never started, or stopped.
    Idle,
    /// It was started, and ended by itself.
    Ended,
    Starting(Arc<Run>),
    Running(Arc<Run>),
    Stopping(Arc<Run>),
}

impl Stage {
    pub(crate) fn is_over(&self) -> bool {
        matches!(self, Stage::Idle | Stage::Ended)
    }
}

impl Apps {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock()
    }

    /// The runtime has gone.
    pub(crate) fn clear(&self) {
        let table = std::mem::take(&mut *self.table.lock());
        drop_guarded(table);
    }

    pub(crate) fn register(&self, spec: AppSpec) {
        let before = self.lock().known.insert(spec.shared_name(), spec);
        drop_guarded(before);
    }

    /// Loads an application and those it includes.
    pub(crate) fn load(&self, spec: AppSpec) -> Result<(), AppError> {
        self.load_as(spec, None)
    }

    fn load_as(&self, spec: AppSpec, included_by: Option<Arc<str>>) -> Result<(), AppError> {
        let name = spec.shared_name();
        let defaults = guarded(|| spec.env_defaults()).map_err(|why| {
            AppError::Config(ConfigError::new(name.clone(), format!("the defaults were not made: {why}")))
        })?;
        let (defaults, mut variables) = (defaults.into_entries(), variables_of(&name));
        // told the overridden values apart only to drop them after the lock is released
        let mut replaced = Vec::new();
        {
            let mut table = self.lock();
            if table.loaded.contains_key(&name) {
                drop(table);
                drop_guarded((defaults, variables));
                return Err(AppError::AlreadyLoaded(name));
            }
            let mut env = table.early.remove(&name).unwrap_or_default();
            let configured = table.configured.get(&name).cloned().unwrap_or_default();
            let persistent = table.persistent.get(&name).cloned().unwrap_or_default();
            for (key, value) in defaults.into_iter().chain(configured).chain(persistent) {
                replaced.extend(env.insert(key, value));
            }
            for (key, value) in &mut env {
                if let Some(variable) = variables.remove(&shout(key)) {
                    replaced.push(std::mem::replace(value, variable));
                }
            }
            for (key, value) in table.arguments.get(&name).cloned().unwrap_or_default() {
                replaced.extend(variables.remove(&shout(&key)));
                replaced.extend(env.insert(key, value));
            }
            let number = table.number(&name);
            let before = table.known.insert(name.clone(), spec.clone());
            let loaded = Loaded {
                spec: spec.clone(),
                env,
                variables,
                included_by,
                number,
                stage: Stage::Idle,
                permission: Permission::Granted,
            };
            table.loaded.insert(name.clone(), loaded);
            drop(table);
            drop_guarded(before);
        }
        drop_guarded(replaced);
        for part in spec.includes_refs() {
            if self.lock().loaded.contains_key(part.name()) {
                continue;
            }
            let loaded = self.spec_of(part).and_then(|spec| self.load_as(spec, Some(name.clone())));
            match loaded {
                Ok(()) | Err(AppError::AlreadyLoaded(_)) => {}
                Err(error) => {
                    let _ = self.unload(&name);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// The spec that a reference means. Runs user code.
    pub(crate) fn spec_of(&self, app: &AppRef) -> Result<AppSpec, AppError> {
        let not_found = || AppError::NotFound(app.shared_name());
        match guarded(|| app.spec()) {
            Ok(Some(spec)) => Ok(spec),
            Ok(None) => self.lock().known.get(app.name()).cloned().ok_or_else(not_found),
            Err(_) => Err(not_found()),
        }
    }

    /// Loads an application unless it is loaded.
    pub(crate) fn ensure_loaded(&self, app: &AppRef) -> Result<AppSpec, AppError> {
        if let Some(loaded) = self.lock().loaded.get(app.name()) {
            return Ok(loaded.spec.clone());
        }
        let spec = self.spec_of(app)?;
        match self.load(spec.clone()) {
            Ok(()) | Err(AppError::AlreadyLoaded(_)) => Ok(spec),
            Err(error) => Err(error),
        }
    }

    /// Whether more than the name of an application is known.
    pub(crate) fn exists(&self, app: &AppRef) -> bool {
        self.lock().loaded.contains_key(app.name()) || self.spec_of(app).is_ok()
    }

    pub(crate) fn unload(&self, name: &str) -> Result<(), AppError> {
        let removed = {
            let mut table = self.lock();
            match table.loaded.get(name) {
                None => return Err(AppError::NotLoaded(Arc::from(name))),
                Some(loaded) if !loaded.stage.is_over() => return Err(AppError::Running(Arc::from(name))),
                Some(_) => table.remove_loaded(name),
            }
        };
        drop_guarded(removed);
        Ok(())
    }

    /// The application's configuration as it is now.
    pub(crate) fn env(&self, name: &Arc<str>) -> Env {
        let table = self.lock();
        match table.loaded.get(name) {
            Some(loaded) => Env::with(name.clone(), loaded.env.clone(), loaded.variables.clone()),
            None => Env::new(name.clone()),
        }
    }

    /// Keys that were found among the environment variables are keys from now on.
    pub(crate) fn name_keys(&self, name: &str, keys: Vec<Arc<str>>) {
        let mut table = self.lock();
        let Some(loaded) = table.loaded.get_mut(name) else { return };
        for key in keys {
            if !loaded.env.contains_key(&key)
                && let Some(value) = loaded.variables.remove(&shout(&key))
            {
                loaded.env.insert(key, value);
            }
        }
    }

    pub(crate) fn name_of(&self, number: u32) -> Option<Arc<str>> {
        self.lock().numbers.get((number as usize).checked_sub(1)?).cloned()
    }
}

impl Table {
    /// The number of an application, for good.
    fn number(&mut self, name: &Arc<str>) -> u32 {
        let at = self.numbers.iter().position(|known| known == name).unwrap_or_else(|| {
            self.numbers.push(name.clone());
            self.numbers.len() - 1
        });
        at as u32 + 1
    }

    /// Those that were loaded as parts of it go with it.
    fn remove_loaded(&mut self, name: &str) -> Vec<Loaded> {
        let mut removed: Vec<Loaded> = self.loaded.remove(name).into_iter().collect();
        let parts: Vec<Arc<str>> = self
            .loaded
            .iter()
            .filter(|(_, loaded)| loaded.included_by.as_deref() == Some(name))
            .map(|(part, _)| part.clone())
            .collect();
        for part in parts {
            removed.extend(self.remove_loaded(&part));
        }
        removed
    }

    /// Whether all that an application cannot do without runs.
    pub(crate) fn needs_met(&self, spec: &AppSpec) -> Result<(), AppError> {
        for need in spec.needs().iter().filter(|need| !need.optional) {
            match self.loaded.get(need.app.name()).map(|loaded| &loaded.stage) {
                Some(Stage::Running(_)) => {}
                Some(Stage::Ended | Stage::Stopping(_)) => return Err(AppError::NotRunning(need.app.shared_name())),
                _ => return Err(AppError::NotStarted(need.app.shared_name())),
            }
        }
        Ok(())
    }

    pub(crate) fn set_stage(&mut self, run: &Arc<Run>, stage: Stage) {
        self.order.retain(|other| !Arc::ptr_eq(other, run));
        if let Stage::Running(run) = &stage {
            self.order.push(run.clone());
        }
        if let Some(loaded) = self.loaded.get_mut(run.spec.name()) {
            loaded.stage = stage;
        }
    }

    /// Takes it out of those that run. False: somebody had asked for its end before.
    pub(crate) fn begin_stop(&mut self, run: &Arc<Run>) -> bool {
        match self.loaded.get_mut(run.spec.name()) {
            Some(loaded) if matches!(loaded.stage, Stage::Running(_)) => {
                loaded.stage = Stage::Stopping(run.clone());
                true
            }
            _ => false,
        }
    }
}
