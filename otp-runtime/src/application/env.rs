//! The environment of an application, as its configuration is read from it.

use super::env_value::EnvValue;
use super::error::{ConfigError, EnvError};
use super::setting::{IntoSetting, Setting};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

/// The configuration of an application as a type. `#[config]` writes it for a struct; `()` is none.
///
/// ```
/// use otp_runtime::application::{Config, ConfigError, Env};
///
/// struct Listen {
///     port: u16,
///     host: String,
///     label: Option<String>,
/// }
///
/// impl Config for Listen {
///     fn defaults(env: &mut Env) {
///         env.set("port", 8080_u16);
///     }
///
///     fn read(env: &Env) -> Result<Self, ConfigError> {
///         let mut read = env.reader();
///         let port = read.value("port");
///         let host = read.value("host");
///         let label = read.optional("label");
///         read.done(|| Some(Listen { port: port?, host: host?, label }))
///     }
/// }
///
/// let mut env = Env::new("listen");
/// Listen::defaults(&mut env);
/// let error = Listen::read(&env).err().unwrap();
/// assert_eq!(error.to_string(), "the configuration of listen is wrong:\n  host is not set, nor is LISTEN_HOST");
/// env.set("host", "localhost");
/// assert_eq!(Listen::read(&env).map(|listen| listen.port), Ok(8080));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a configuration",
    label = "not a `Config`",
    note = "`#[config]` on a struct with named fields makes it one"
)]
pub trait Config: Sized + Send + 'static {
    /// Sets the keys that have a default.
    fn defaults(env: &mut Env) {
        let _ = env;
    }

    /// Reads the configuration. It tells of all that is wrong at once.
    fn read(env: &Env) -> Result<Self, ConfigError>;
}

impl Config for () {
    fn read(_: &Env) -> Result<Self, ConfigError> {
        Ok(())
    }
}

/// The keys and values of one application (OTP's application environment).
///
/// A key of the application `my_bank` is overridden by the environment variable `MY_BANK_` and the key in upper case.
pub struct Env {
    app: Arc<str>,
    entries: BTreeMap<Arc<str>, Setting>,
    /// The environment variables with the application's prefix, by what follows it.
    variables: HashMap<String, Setting>,
    /// Keys that were found among the variables.
    found: Mutex<Vec<Arc<str>>>,
}

impl Env {
    /// That of an application, without a value yet.
    pub fn new(app: impl Into<Arc<str>>) -> Self {
        Env::with(app.into(), BTreeMap::new(), HashMap::new())
    }

    pub(crate) fn with(
        app: Arc<str>,
        entries: BTreeMap<Arc<str>, Setting>,
        variables: HashMap<String, Setting>,
    ) -> Self {
        Env { app, entries, variables, found: Mutex::default() }
    }

    /// The application.
    pub fn app(&self) -> &str {
        &self.app
    }

    /// Sets a key.
    pub fn set<T: IntoSetting>(&mut self, key: impl Into<Arc<str>>, value: T) {
        self.entries.insert(key.into(), value.into_setting());
    }

    /// The value of a key; `None` when it is not set.
    ///
    /// # Errors
    ///
    /// [`EnvError::WrongType`] or [`EnvError::Invalid`] when it is something else than a `T`.
    pub fn get<T: EnvValue>(&self, key: &str) -> Result<Option<T>, EnvError> {
        self.setting(key).map(|setting| setting.read(&self.app, key)).transpose()
    }

    /// The keys that are set, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(|key| &**key)
    }

    /// Reads several keys, and tells of all that is wrong.
    pub fn reader(&self) -> EnvReader<'_> {
        EnvReader { env: self, problems: Vec::new() }
    }

    pub(crate) fn setting(&self, key: &str) -> Option<Setting> {
        if let Some(setting) = self.entries.get(key) {
            return Some(setting.clone());
        }
        let setting = self.variables.get(&shout(key))?;
        self.found.lock().push(Arc::from(key));
        Some(setting.clone())
    }

    pub(crate) fn into_entries(self) -> BTreeMap<Arc<str>, Setting> {
        self.entries
    }

    /// The keys that were read and found among the variables only.
    pub(crate) fn found(self) -> Vec<Arc<str>> {
        self.found.into_inner()
    }
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Env").field("app", &self.app).field("entries", &self.entries).finish_non_exhaustive()
    }
}

/// Reads the keys of an [`Env`] one by one, and collects what is wrong with them.
#[derive(Debug)]
pub struct EnvReader<'a> {
    env: &'a Env,
    problems: Vec<EnvError>,
}

impl EnvReader<'_> {
    /// A key that has to be set; `None` when it is not, or is no `T`: [`done`](Self::done) will say so.
    pub fn value<T: EnvValue>(&mut self, key: &str) -> Option<T> {
        match self.env.setting(key) {
            Some(setting) => self.noted(setting.read(&self.env.app, key)),
            None => self.noted(Err(EnvError::NotSet { app: self.env.app.clone(), key: Arc::from(key) })),
        }
    }

    /// A key that need not be set: `None` when it is not. One that is no `T` is wrong all the same.
    pub fn optional<T: EnvValue>(&mut self, key: &str) -> Option<T> {
        let setting = self.env.setting(key)?;
        self.noted(setting.read_optional(&self.env.app, key)).flatten()
    }

    fn noted<T>(&mut self, read: Result<T, EnvError>) -> Option<T> {
        read.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// What `make` makes of the values, or all that was wrong with them.
    pub fn done<T>(self, make: impl FnOnce() -> Option<T>) -> Result<T, ConfigError> {
        let app = self.env.app.clone();
        if !self.problems.is_empty() {
            return Err(ConfigError { app, problems: self.problems });
        }
        make().ok_or_else(|| {
            let why = "a value was dropped while it was read".to_owned();
            ConfigError { app: app.clone(), problems: vec![EnvError::Other { app, why }] }
        })
    }
}

/// A name as environment variables spell it.
pub(crate) fn shout(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}

/// The environment variable for a key.
pub(crate) fn variable_name(app: &str, key: &str) -> String {
    format!("{}_{}", shout(app), shout(key))
}

/// The environment variables that are an application's, by what follows its name.
pub(crate) fn variables_of(app: &str) -> HashMap<String, Setting> {
    let prefix = shout(app) + "_";
    std::env::vars_os()
        .filter_map(|(name, text)| {
            let name = name.into_string().ok()?;
            let key = name.strip_prefix(&prefix)?.to_owned();
            Some((key, Setting::variable(name, text)))
        })
        .collect()
}
