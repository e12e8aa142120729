//! A change of an application's configuration while it runs.

use super::env::{Config, Env};
use super::env_value::EnvValue;
use super::error::{ConfigError, EnvError};
use std::sync::Arc;

/// What has changed in an application's configuration (the arguments of OTP's `config_change/3`), and what it is now.
#[derive(Debug)]
pub struct ConfigChange {
    pub(crate) changed: Vec<Arc<str>>,
    pub(crate) new: Vec<Arc<str>>,
    pub(crate) removed: Vec<Arc<str>>,
    pub(crate) env: Env,
}

impl ConfigChange {
    /// The keys that have another value now.
    pub fn changed(&self) -> impl Iterator<Item = &str> {
        self.changed.iter().map(|key| &**key)
    }

    /// The keys that were not set before.
    pub fn new_keys(&self) -> impl Iterator<Item = &str> {
        self.new.iter().map(|key| &**key)
    }

    /// The keys that are not set any more.
    pub fn removed(&self) -> impl Iterator<Item = &str> {
        self.removed.iter().map(|key| &**key)
    }

    /// The value of a key now.
    ///
    /// # Errors
    ///
    /// As [`Env::get`].
    pub fn get<T: EnvValue>(&self, key: &str) -> Result<Option<T>, EnvError> {
        self.env.get(key)
    }

    /// The whole configuration, read again.
    ///
    /// # Errors
    ///
    /// What is wrong with it now.
    pub fn config<C: Config>(&self) -> Result<C, ConfigError> {
        C::read(&self.env)
    }
}
