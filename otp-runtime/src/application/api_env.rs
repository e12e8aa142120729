//! What code can do with the configuration of applications.

use super::env_value::EnvValue;
use super::setting::{IntoSetting, Setting};
use super::vars::{Settings, checked};
use super::{AppError, EnvError, reconfigure as changes};
use crate::system::System;
use std::sync::Arc;

/// The value of a key (OTP's `application:get_env/2`); `None` when it is not set.
///
/// # Errors
///
/// `WrongType` when it was set to a value of another type, `Invalid` when its text stands for no `T`.
///
/// ```
/// use otp_runtime::{EnvError, application};
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// assert_eq!(application::get_env("shop", "port"), Ok(None::<u16>));
/// application::put_env("shop", "port", 80_u16);
/// assert_eq!(application::get_env("shop", "port"), Ok(Some(80_u16)));
/// assert!(matches!(application::get_env::<String>("shop", "port"), Err(EnvError::WrongType { .. })));
/// # }
/// ```
#[track_caller]
pub fn get_env<T: EnvValue>(app: &str, key: &str) -> Result<Option<T>, EnvError> {
    System::current().apps.get_env(app, key)
}

/// The value of a key that has to be set (Elixir's `Application.fetch_env!/2`).
///
/// # Errors
///
/// As [`get_env`]; `NoApplication` when the application is neither loaded nor configured, `NotSet` of a key.
#[track_caller]
pub fn fetch_env<T: EnvValue>(app: &str, key: &str) -> Result<T, EnvError> {
    System::current().apps.fetch_env(app, key)
}

/// Sets a key (OTP's `application:set_env/3`), until the application is unloaded. Of one that is not loaded yet, its spec will
/// override what it says itself.
#[track_caller]
pub fn put_env(app: impl Into<Arc<str>>, key: impl Into<Arc<str>>, value: impl IntoSetting) {
    System::current().apps.put_env(vec![Settings::of(app).set(key, value.into_setting())], false);
}

/// As [`put_env`], for good: it overrides the spec, and holds when the application is loaded again.
#[track_caller]
pub fn put_env_persistent(app: impl Into<Arc<str>>, key: impl Into<Arc<str>>, value: impl IntoSetting) {
    System::current().apps.put_env(vec![Settings::of(app).set(key, value.into_setting())], true);
}

/// As [`put_env`], for many keys at once (OTP's `application:set_env/1`).
///
/// # Errors
///
/// `DuplicateApp` and `DuplicateKey`; then nothing is set.
#[track_caller]
pub fn put_all_env(settings: impl IntoIterator<Item = Settings>) -> Result<(), EnvError> {
    System::current().apps.put_env(checked(settings)?, false);
    Ok(())
}

/// As [`put_all_env`], for good.
///
/// # Errors
///
/// As [`put_all_env`].
#[track_caller]
pub fn put_all_env_persistent(settings: impl IntoIterator<Item = Settings>) -> Result<(), EnvError> {
    System::current().apps.put_env(checked(settings)?, true);
    Ok(())
}

/// Removes a key (OTP's `application:unset_env/2`), also one that the spec sets; what was set to last is back when the
/// application is loaded again.
#[track_caller]
pub fn delete_env(app: &str, key: &str) {
    System::current().apps.put_env(vec![Settings::of(app).remove(key)], false);
}

/// As [`delete_env`], and what was set to last is gone too.
#[track_caller]
pub fn delete_env_persistent(app: &str, key: &str) {
    System::current().apps.put_env(vec![Settings::of(app).remove(key)], true);
}

/// All keys of an application and what they hold, by key (OTP's `application:get_all_env/1`). An environment variable is among
/// them when a default, or somebody who read it, has named its key.
#[track_caller]
pub fn all_env(app: &str) -> Vec<(Arc<str>, Setting)> {
    System::current().apps.all_env(app)
}

/// Changes the configuration, of this run and of later ones, and tells the applications that run by `config_change` what has
/// changed of theirs, one after the other in the order they were started (OTP's `config_change`). In a callback of an
/// application, that application is told when the callback is done.
///
/// # Errors
///
/// `ConfigChange` of the first whose callback failed: the others are told all the same. `Config` for an application or key
/// that is named twice; then nothing changes.
///
/// # Cancellation
///
/// The values are set once this is polled. Dropping it before all have been told leaves out those whose turn had not come.
pub async fn reconfigure(settings: impl IntoIterator<Item = Settings>) -> Result<(), AppError> {
    let settings = checked(settings).map_err(|problem| AppError::Config(problem.into()))?;
    changes::reconfigure(&System::current(), settings).await
}
