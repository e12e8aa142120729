//! What goes wrong with applications and their configuration.

use super::env::variable_name;
use crate::ExitReason;
use std::fmt;
use std::sync::Arc;

/// Why an operation on an application failed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AppError {
    /// Nobody has told of an application of this name, by `load`, `register` or as a dependency.
    #[error("there is no application \"{0}\": neither loaded nor registered")]
    NotFound(Arc<str>),
    /// `load` of one that is loaded.
    #[error("the application \"{0}\" is loaded already")]
    AlreadyLoaded(Arc<str>),
    /// It is not loaded.
    #[error("the application \"{0}\" is not loaded")]
    NotLoaded(Arc<str>),
    /// `start` of one that runs.
    #[error("the application \"{0}\" runs already")]
    AlreadyStarted(Arc<str>),
    /// It, or one that another needs, has never been started, or has been stopped.
    #[error("the application \"{0}\" is not started")]
    NotStarted(Arc<str>),
    /// It was started and has ended since, or is about to end.
    #[error("the application \"{0}\" does not run any more")]
    NotRunning(Arc<str>),
    /// It runs and so cannot be unloaded.
    #[error("the application \"{0}\" runs")]
    Running(Arc<str>),
    /// It runs, and has no top process: it is a library.
    #[error("the application \"{0}\" has no top process")]
    NoTop(Arc<str>),
    /// It is included in another one, which starts it.
    #[error("the application \"{app}\" is included in \"{by}\", which starts it")]
    Included {
        /// The application.
        app: Arc<str>,
        /// The one that includes it.
        by: Arc<str>,
    },
    /// It depends on itself, by way of others.
    #[error("the application \"{0}\" depends on itself")]
    Circular(Arc<str>),
    /// A callback of the application waits for the application.
    #[error("the application \"{0}\" waits for itself: a callback of it asked for this")]
    CallingSelf(Arc<str>),
    /// Its configuration is wrong.
    #[error(transparent)]
    Config(ConfigError),
    /// The start callback, or a start phase, returned an error.
    #[error("the application \"{app}\" did not start: {call}: {reason}")]
    Start {
        /// The application.
        app: Arc<str>,
        /// The error; [`ExitReason::downcast_ref`] finds it.
        reason: ExitReason,
        /// The callback and its arguments.
        call: Arc<str>,
    },
    /// The start callback, or a start phase, panicked, exited, was killed, or gave no top process.
    #[error("the application \"{app}\" did not start, bad return: {call} ended with {reason}")]
    BadReturn {
        /// The application.
        app: Arc<str>,
        /// Why it ended.
        reason: ExitReason,
        /// The callback and its arguments.
        call: Arc<str>,
    },
    /// Its `config_change` panicked or exited.
    #[error("the application \"{app}\" did not take the change of its configuration: {reason}")]
    ConfigChange {
        /// The application.
        app: Arc<str>,
        /// Why.
        reason: ExitReason,
    },
    /// Everything is being shut down, or has been.
    #[error("the application \"{0}\" did not start: everything shuts down")]
    ShuttingDown(Arc<str>),
}

impl AppError {
    /// The application it is about.
    pub fn app(&self) -> &str {
        match self {
            AppError::NotFound(app)
            | AppError::AlreadyLoaded(app)
            | AppError::NotLoaded(app)
            | AppError::AlreadyStarted(app)
            | AppError::NotStarted(app)
            | AppError::NotRunning(app)
            | AppError::Running(app)
            | AppError::NoTop(app)
            | AppError::Circular(app)
            | AppError::CallingSelf(app)
            | AppError::ShuttingDown(app)
            | AppError::Included { app, .. }
            | AppError::Start { app, .. }
            | AppError::BadReturn { app, .. }
            | AppError::ConfigChange { app, .. } => app,
            AppError::Config(error) => error.app(),
        }
    }
}

/// What is wrong with the configuration of an application: all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigError {
    pub(crate) app: Arc<str>,
    pub(crate) problems: Vec<EnvError>,
}

impl ConfigError {
    /// An error of your own.
    pub fn new(app: impl Into<Arc<str>>, why: impl Into<String>) -> Self {
        let app = app.into();
        ConfigError { app: app.clone(), problems: vec![EnvError::Other { app, why: why.into() }] }
    }

    /// The application.
    pub fn app(&self) -> &str {
        &self.app
    }

    /// Each thing that is wrong.
    pub fn problems(&self) -> &[EnvError] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration of {} is wrong:", self.app)?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl std::error::Error for ConfigError {}

/// Why a key of an application's environment was not read, or not set.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum EnvError {
    /// The application is neither loaded nor configured.
    NoApplication(Arc<str>),
    /// The key is not set.
    NotSet {
        /// The application.
        app: Arc<str>,
        /// The key.
        key: Arc<str>,
    },
    /// The key holds a value of another type.
    WrongType {
        /// The application.
        app: Arc<str>,
        /// The key.
        key: Arc<str>,
        /// The type that was asked for.
        expected: String,
        /// The type of the value.
        found: String,
    },
    /// The text does not stand for a value of the type.
    Invalid {
        /// The application.
        app: Arc<str>,
        /// The key.
        key: Arc<str>,
        /// The environment variable that the text comes from; `None` when code set it.
        variable: Option<Arc<str>>,
        /// The text.
        text: String,
        /// The type that was asked for.
        expected: String,
        /// What is wrong with it.
        why: String,
    },
    /// One setting names an application twice.
    DuplicateApp(Arc<str>),
    /// One setting names a key twice.
    DuplicateKey {
        /// The application.
        app: Arc<str>,
        /// The key.
        key: Arc<str>,
    },
    /// Anything else.
    Other {
        /// The application.
        app: Arc<str>,
        /// What is wrong.
        why: String,
    },
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EnvError::NoApplication(app) => write!(f, "the application \"{app}\" is neither loaded nor configured"),
            EnvError::NotSet { app, key } => write!(f, "{key} is not set, nor is {}", variable_name(app, key)),
            EnvError::WrongType { key, expected, found, .. } => {
                write!(f, "{key} is a value of type {found}: expected {expected}")
            }
            EnvError::Invalid { variable: Some(variable), text, expected, why, .. } => {
                write!(f, "{variable}={text:?}: expected {expected}: {why}")
            }
            EnvError::Invalid { key, text, expected, why, .. } => {
                write!(f, "{key} is {text:?}: expected {expected}: {why}")
            }
            EnvError::DuplicateApp(app) => write!(f, "the application \"{app}\" is set twice"),
            EnvError::DuplicateKey { app, key } => write!(f, "the key \"{key}\" of \"{app}\" is set twice"),
            EnvError::Other { why, .. } => f.write_str(why),
        }
    }
}

impl std::error::Error for EnvError {}

impl From<EnvError> for ConfigError {
    fn from(problem: EnvError) -> Self {
        ConfigError { app: problem.app(), problems: vec![problem] }
    }
}

impl EnvError {
    fn app(&self) -> Arc<str> {
        match self {
            EnvError::NoApplication(app) | EnvError::DuplicateApp(app) => app.clone(),
            EnvError::NotSet { app, .. }
            | EnvError::WrongType { app, .. }
            | EnvError::Invalid { app, .. }
            | EnvError::DuplicateKey { app, .. }
            | EnvError::Other { app, .. } => app.clone(),
        }
    }
}
