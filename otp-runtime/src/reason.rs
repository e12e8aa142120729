//! Why processes end.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Why a process ended, or is to end (Erlang's exit reason).
///
/// `Normal`, `Shutdown` and `ShutdownWith` are *clean*: nothing is logged and a transient child is not restarted.
///
/// ```
/// use otp_runtime::ExitReason;
///
/// let reason = ExitReason::error("disk full");
/// assert!(!reason.is_clean());
/// assert_eq!(reason.to_string(), "disk full");
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum ExitReason {
    /// The process had nothing more to do.
    Normal,
    /// It was asked to end, usually by its supervisor.
    Shutdown,
    /// As `Shutdown`, with a word on why.
    ShutdownWith(Cause),
    /// As an exit signal: ends any process, which then dies with `Killed`. As the reason a process gives itself it is a
    /// reason like any other.
    Kill,
    /// The process was killed.
    Killed,
    /// There is no such process.
    NoProc,
    /// Something did not happen in time.
    Timeout,
    /// A process tried to call or stop itself.
    CallingSelf,
    /// Code of the process panicked.
    Panic {
        /// The panic's message.
        message: Arc<str>,
        /// Where it panicked; `None` when a later panic hook does not chain to ours.
        location: Option<Arc<PanicLocation>>,
    },
    /// Any other reason: an error.
    Error(Cause),
    /// The tokio runtime the process lived on has shut down.
    RuntimeGone,
}

/// A place in the source, as in [`std::panic::Location`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanicLocation {
    /// The file, as the compiler was given it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// The error in an [`ExitReason`], cheap to clone. Two causes are equal when they are the same value or read the same.
#[derive(Clone)]
pub struct Cause(Arc<dyn Error + Send + Sync>);

impl ExitReason {
    /// An error as reason: from any error, a `String` or a `&str`.
    pub fn error(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        ExitReason::Error(Cause::new(error))
    }

    /// `Shutdown` with a word on why (Erlang's `{shutdown, Term}`).
    pub fn shutdown_with(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        ExitReason::ShutdownWith(Cause::new(error))
    }

    /// Whether this is `Normal`, `Shutdown` or `ShutdownWith`.
    pub fn is_clean(&self) -> bool {
        matches!(self, ExitReason::Normal | ExitReason::Shutdown | ExitReason::ShutdownWith(_))
    }

    /// The error of type `E` behind an `Error` or `ShutdownWith`.
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        match self {
            ExitReason::Error(cause) | ExitReason::ShutdownWith(cause) => cause.downcast_ref(),
            _ => None,
        }
    }
}

impl fmt::Display for ExitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExitReason::Normal => f.write_str("normal"),
            ExitReason::Shutdown => f.write_str("shutdown"),
            ExitReason::ShutdownWith(cause) => write!(f, "shutdown: {cause}"),
            ExitReason::Kill => f.write_str("kill"),
            ExitReason::Killed => f.write_str("killed"),
            ExitReason::NoProc => f.write_str("no process"),
            ExitReason::Timeout => f.write_str("timeout"),
            ExitReason::CallingSelf => f.write_str("a process called itself"),
            ExitReason::Panic { message, location: Some(at) } => {
                write!(f, "panicked at {}:{}:{}: {message}", at.file, at.line, at.column)
            }
            ExitReason::Panic { message, location: None } => write!(f, "panicked: {message}"),
            ExitReason::Error(cause) => fmt::Display::fmt(cause, f),
            ExitReason::RuntimeGone => f.write_str("the runtime shut down"),
        }
    }
}

impl fmt::Debug for ExitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExitReason::Normal => f.write_str("Normal"),
            ExitReason::Shutdown => f.write_str("Shutdown"),
            ExitReason::ShutdownWith(cause) => f.debug_tuple("ShutdownWith").field(cause).finish(),
            ExitReason::Kill => f.write_str("Kill"),
            ExitReason::Killed => f.write_str("Killed"),
            ExitReason::NoProc => f.write_str("NoProc"),
            ExitReason::Timeout => f.write_str("Timeout"),
            ExitReason::CallingSelf => f.write_str("CallingSelf"),
            ExitReason::Panic { message, location } => f
                .debug_struct("Panic")
                .field("message", message)
                .field("location", &location.as_ref().map(|at| format!("{}:{}:{}", at.file, at.line, at.column)))
                .finish(),
            ExitReason::Error(cause) => f.debug_tuple("Error").field(cause).finish(),
            ExitReason::RuntimeGone => f.write_str("RuntimeGone"),
        }
    }
}

impl Error for ExitReason {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            ExitReason::Error(cause) | ExitReason::ShutdownWith(cause) => cause.0.source(),
            _ => None,
        }
    }
}

impl Cause {
    /// A cause from any error, a `String` or a `&str`.
    pub fn new(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Cause(Arc::from(error.into()))
    }

    /// The error, when it is an `E`.
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }

    /// The error itself.
    pub fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
        &*self.0
    }
}

impl PartialEq for Cause {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.to_string() == other.to_string()
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// As text.
#[cfg(feature = "serde")]
impl serde::Serialize for ExitReason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
