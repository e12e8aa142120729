//! One value of an application's environment: typed, or a text that is parsed when it is read.

use super::env_value::EnvValue;
use super::error::EnvError;
use crate::process::panics::{drop_guarded, guarded};
use std::any::Any;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

/// A value as it was set. Cheap to clone.
#[derive(Clone)]
pub struct Setting(Held);

#[derive(Clone)]
enum Held {
    Value(Value),
    Text(Arc<str>),
    /// An environment variable.
    Variable {
        name: Arc<str>,
        text: OsString,
    },
}

/// A user's value. Its destructor may panic, and many values go at once: a second panic would end the program.
#[derive(Clone)]
struct Value(Option<Arc<dyn AnyValue>>);

impl Value {
    fn get(&self) -> &dyn AnyValue {
        // taken only when it is dropped
        self.0.as_deref().expect("a value")
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        drop_guarded(self.0.take());
    }
}

trait AnyValue: Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn expected(&self) -> String;
    fn same(&self, other: &dyn AnyValue) -> bool;
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: EnvValue> AnyValue for T {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn expected(&self) -> String {
        T::expected()
    }

    fn same(&self, other: &dyn AnyValue) -> bool {
        other.as_any().downcast_ref::<T>() == Some(self)
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt(f)
    }
}

/// What a key can be set to: any [`EnvValue`], or a `&str`, which is parsed when it is read as an environment variable is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a value of an application's configuration",
    label = "not an `EnvValue`",
    note = "implement `EnvValue` for it: it says how the type is parsed from an environment variable"
)]
pub trait IntoSetting {
    /// The value.
    fn into_setting(self) -> Setting;
}

#[diagnostic::do_not_recommend]
impl<T: EnvValue> IntoSetting for T {
    fn into_setting(self) -> Setting {
        Setting(Held::Value(Value(Some(Arc::new(self)))))
    }
}

impl IntoSetting for &str {
    fn into_setting(self) -> Setting {
        Setting(Held::Text(Arc::from(self)))
    }
}

impl IntoSetting for Setting {
    fn into_setting(self) -> Setting {
        self
    }
}

impl Setting {
    pub(crate) fn variable(name: impl Into<Arc<str>>, text: OsString) -> Self {
        Setting(Held::Variable { name: name.into(), text })
    }

    /// The value as a `T`.
    pub(crate) fn read<T: EnvValue>(&self, app: &Arc<str>, key: &str) -> Result<T, EnvError> {
        let (text, variable) = match &self.0 {
            Held::Value(value) => {
                return match value.get().as_any().downcast_ref::<T>() {
                    // `Clone` is the user's
                    Some(value) => {
                        guarded(|| value.clone()).map_err(|why| self.bad::<T>(app, key, None, why.to_string()))
                    }
                    None => Err(EnvError::WrongType {
                        app: app.clone(),
                        key: Arc::from(key),
                        expected: T::expected(),
                        found: value.get().expected(),
                    }),
                };
            }
            Held::Text(text) => (&**text, None),
            Held::Variable { name, text } => match text.to_str() {
                Some(text) => (text, Some(name.clone())),
                None => return Err(self.bad::<T>(app, key, Some(name.clone()), "it is not UTF-8".to_owned())),
            },
        };
        let parsed = guarded(|| T::parse(text)).unwrap_or_else(|why| Err(why.to_string()));
        parsed.map_err(|why| self.bad::<T>(app, key, variable, why))
    }

    /// As [`read`](Self::read), of a value that may have been set as an `Option`.
    pub(crate) fn read_optional<T: EnvValue>(&self, app: &Arc<str>, key: &str) -> Result<Option<T>, EnvError> {
        match &self.0 {
            Held::Value(value) if value.get().as_any().is::<Option<T>>() => self.read::<Option<T>>(app, key),
            _ => self.read::<T>(app, key).map(Some),
        }
    }

    fn bad<T: EnvValue>(&self, app: &Arc<str>, key: &str, variable: Option<Arc<str>>, why: String) -> EnvError {
        let text = match &self.0 {
            Held::Value(_) => String::new(),
            Held::Text(text) => text.to_string(),
            Held::Variable { text, .. } => text.to_string_lossy().into_owned(),
        };
        EnvError::Invalid { app: app.clone(), key: Arc::from(key), variable, text, expected: T::expected(), why }
    }
}

/// Two are equal when they hold equal values of one type, or the same text.
impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Held::Value(one), Held::Value(two)) => guarded(|| one.get().same(two.get())).unwrap_or(false),
            (Held::Text(one), Held::Text(two)) => one == two,
            (Held::Variable { text: one, .. }, Held::Variable { text: two, .. }) => one == two,
            _ => false,
        }
    }
}

impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Held::Value(value) => value.get().show(f),
            Held::Text(text) => write!(f, "{text:?}"),
            Held::Variable { text, .. } => write!(f, "{text:?}"),
        }
    }
}
