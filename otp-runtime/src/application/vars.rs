//! The configuration of applications, by name (OTP's `application:get_env` and its kin).

use super::controller::{Apps, Entries, Table};
use super::env::shout;
use super::env_value::EnvValue;
use super::error::EnvError;
use super::setting::{IntoSetting, Setting};
use crate::process::panics::drop_guarded;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Values for the keys of one application.
///
/// ```
/// use otp_runtime::application::{self, Settings};
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// application::put_all_env([Settings::of("shop").set("port", 80_u16).set("host", "localhost")])?;
/// assert_eq!(application::fetch_env::<String>("shop", "host")?, "localhost");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) app: Arc<str>,
    /// `None`: the key is removed.
    pub(crate) keys: Vec<(Arc<str>, Option<Setting>)>,
}

impl Settings {
    /// None yet, for an application.
    pub fn of(app: impl Into<Arc<str>>) -> Self {
        Settings { app: app.into(), keys: Vec::new() }
    }

    /// Sets a key.
    pub fn set<T: IntoSetting>(mut self, key: impl Into<Arc<str>>, value: T) -> Self {
        self.keys.push((key.into(), Some(value.into_setting())));
        self
    }

    /// Removes a key.
    pub fn remove(mut self, key: impl Into<Arc<str>>) -> Self {
        self.keys.push((key.into(), None));
        self
    }
}

/// Refuses what names an application or a key twice.
pub(crate) fn checked(settings: impl IntoIterator<Item = Settings>) -> Result<Vec<Settings>, EnvError> {
    let settings: Vec<Settings> = settings.into_iter().collect();
    let mut apps = BTreeSet::new();
    for Settings { app, keys } in &settings {
        if !apps.insert(app) {
            return Err(EnvError::DuplicateApp(app.clone()));
        }
        let mut seen = BTreeSet::new();
        if let Some((key, _)) = keys.iter().find(|(key, _)| !seen.insert(key)) {
            return Err(EnvError::DuplicateKey { app: app.clone(), key: key.clone() });
        }
    }
    Ok(settings)
}

impl Table {
    /// Sets or removes a key; what was there before, to be dropped later.
    pub(crate) fn put(&mut self, app: &Arc<str>, key: Arc<str>, value: Option<Setting>) -> [Option<Setting>; 2] {
        let (env, variable) = match self.loaded.get_mut(app) {
            Some(loaded) => {
                let variable = loaded.variables.remove(&shout(&key));
                (&mut loaded.env, variable)
            }
            None => (self.early.entry(app.clone()).or_default(), None),
        };
        [put_in(env, key, value), variable]
    }

    fn kept_in(
        kept: &mut BTreeMap<Arc<str>, Entries>,
        app: &Arc<str>,
        key: Arc<str>,
        value: Option<Setting>,
    ) -> Option<Setting> {
        put_in(kept.entry(app.clone()).or_default(), key, value)
    }

    pub(crate) fn put_persistent(&mut self, app: &Arc<str>, key: Arc<str>, value: Option<Setting>) -> Option<Setting> {
        Table::kept_in(&mut self.persistent, app, key, value)
    }

    pub(crate) fn configure(&mut self, app: &Arc<str>, key: Arc<str>, value: Option<Setting>) -> Option<Setting> {
        Table::kept_in(&mut self.configured, app, key, value)
    }
}

fn put_in(env: &mut Entries, key: Arc<str>, value: Option<Setting>) -> Option<Setting> {
    match value {
        Some(value) => env.insert(key, value),
        None => env.remove(&key),
    }
}

impl Apps {
    pub(crate) fn put_env(&self, settings: Vec<Settings>, persistent: bool) {
        let mut before = Vec::new();
        {
            let mut table = self.lock();
            for Settings { app, keys } in settings {
                for (key, value) in keys {
                    if persistent {
                        before.extend(table.put_persistent(&app, key.clone(), value.clone()));
                    }
                    before.extend(table.put(&app, key, value).into_iter().flatten());
                }
            }
        }
        before.into_iter().for_each(drop_guarded);
    }

    /// What a key holds, and whether the application is loaded, or configured at all.
    fn setting(&self, app: &str, key: &str) -> (Option<Setting>, bool) {
        let mut table = self.lock();
        let Some(loaded) = table.loaded.get_mut(app) else {
            let early = table.early.get(app);
            return (early.and_then(|env| env.get(key)).cloned(), early.is_some_and(|env| !env.is_empty()));
        };
        if !loaded.env.contains_key(key)
            && let Some(variable) = loaded.variables.remove(&shout(key))
        {
            loaded.env.insert(Arc::from(key), variable);
        }
        (loaded.env.get(key).cloned(), true)
    }

    pub(crate) fn get_env<T: EnvValue>(&self, app: &str, key: &str) -> Result<Option<T>, EnvError> {
        let (setting, _) = self.setting(app, key);
        setting.map(|setting| setting.read(&Arc::from(app), key)).transpose()
    }

    pub(crate) fn fetch_env<T: EnvValue>(&self, app: &str, key: &str) -> Result<T, EnvError> {
        match self.setting(app, key) {
            (Some(setting), _) => setting.read(&Arc::from(app), key),
            (None, true) => Err(EnvError::NotSet { app: Arc::from(app), key: Arc::from(key) }),
            (None, false) => Err(EnvError::NoApplication(Arc::from(app))),
        }
    }

    pub(crate) fn all_env(&self, app: &str) -> Vec<(Arc<str>, Setting)> {
        let table = self.lock();
        let env = table.loaded.get(app).map(|loaded| &loaded.env).or_else(|| table.early.get(app));
        env.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect()
    }
}
