//! What can go wrong between a client and a server.

use crate::{ExitReason, Pid, Target};
use std::any::Any;
use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

/// Why a call, or another operation on a process, failed.
///
/// `Handler(e)` is the domain's own error, returned by the handler. All others come from the runtime and carry the
/// operation, its target as the caller gave it, and the timeout.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// # struct Till;
/// # #[gen_server]
/// # impl Till {
/// #     #[init] fn init() -> Self { Till }
/// #     #[call] pub fn take(&mut self, cents: u64) -> Result<u64, String> { Err(format!("no {cents} cents here")) }
/// # }
/// let till = Till::start().await.unwrap();
/// match till.take(50).await {
///     Ok(left) => println!("{left} left"),
///     Err(CallError::Handler(why)) => println!("refused: {why}"),
///     Err(other) => println!("not served: {other}"),
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CallError<E = Infallible> {
    /// The handler returned this error.
    Handler(E),
    /// No reply in time. The request stands: the server may still handle it.
    Timeout(Box<CallSite>),
    /// There is no such process, or it was dead already.
    NoProc(Box<CallSite>),
    /// The caller is the target.
    CallingSelf(Box<CallSite>),
    /// The process ended before it replied.
    Exit(ExitReason, Box<CallSite>),
    /// The server dropped its [`ReplyTo`](crate::ReplyTo) without a reply.
    NoReply(Box<CallSite>),
    /// The target runs, but is a process of another type.
    WrongServer(Box<CallSite>),
    /// The registry that the target's name belongs to does not run.
    NoRegistry(Box<CallSite>),
}

/// Where a [`CallError`] happened.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CallSite {
    /// The handler's name, or what else was asked for (`stop`).
    pub operation: &'static str,
    /// The server's type.
    pub server: &'static str,
    /// The target as the caller gave it.
    pub target: Target,
    /// How long the caller was ready to wait; `None` is for ever.
    pub timeout: Option<Duration>,
    /// The reason that a `stop` asked for; `None` for all else.
    pub reason: Option<ExitReason>,
}

impl<E> CallError<E> {
    /// Where it happened; `None` for the handler's own error.
    pub fn site(&self) -> Option<&CallSite> {
        match self {
            CallError::Handler(_) => None,
            CallError::Timeout(site)
            | CallError::NoProc(site)
            | CallError::CallingSelf(site)
            | CallError::Exit(_, site)
            | CallError::NoReply(site)
            | CallError::WrongServer(site)
            | CallError::NoRegistry(site) => Some(site),
        }
    }

    /// The same error for a caller that had this much time in all.
    pub(crate) fn within(mut self, timeout: Option<Duration>) -> Self {
        match &mut self {
            CallError::Handler(_) => {}
            CallError::Timeout(site)
            | CallError::NoProc(site)
            | CallError::CallingSelf(site)
            | CallError::Exit(_, site)
            | CallError::NoReply(site)
            | CallError::WrongServer(site)
            | CallError::NoRegistry(site) => site.timeout = timeout,
        }
        self
    }

    /// The failure as an exit reason, as OTP's caller would exit with it; `None` for the handler's own error.
    pub fn reason(&self) -> Option<ExitReason> {
        match self {
            CallError::Handler(_) => None,
            CallError::Timeout(_) => Some(ExitReason::Timeout),
            CallError::NoProc(_) => Some(ExitReason::NoProc),
            CallError::CallingSelf(_) => Some(ExitReason::CallingSelf),
            CallError::Exit(reason, _) => Some(reason.clone()),
            CallError::NoReply(_) => Some(ExitReason::error("the server dropped the request without a reply")),
            CallError::WrongServer(_) => Some(ExitReason::error("the target is a process of another type")),
            CallError::NoRegistry(_) => Some(ExitReason::error("the registry does not run")),
        }
    }

    /// The same error with the handler's own error changed by `f`.
    pub fn map_handler<F>(self, f: impl FnOnce(E) -> F) -> CallError<F> {
        match self {
            CallError::Handler(error) => CallError::Handler(f(error)),
            CallError::Timeout(site) => CallError::Timeout(site),
            CallError::NoProc(site) => CallError::NoProc(site),
            CallError::CallingSelf(site) => CallError::CallingSelf(site),
            CallError::Exit(reason, site) => CallError::Exit(reason, site),
            CallError::NoReply(site) => CallError::NoReply(site),
            CallError::WrongServer(site) => CallError::WrongServer(site),
            CallError::NoRegistry(site) => CallError::NoRegistry(site),
        }
    }
}

impl CallError<Infallible> {
    /// The same error for a caller whose other calls fail with `E`: `.map_err(CallError::widen)?`.
    pub fn widen<E>(self) -> CallError<E> {
        self.map_handler(|never| match never {})
    }
}

impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Handler(error) => fmt::Display::fmt(error, f),
            CallError::Timeout(site) => match site.timeout {
                Some(timeout) => write!(f, "{site}: no reply within {timeout:?}"),
                None => write!(f, "{site}: no reply in time"),
            },
            CallError::NoProc(site) => write!(f, "{site}: no such process"),
            CallError::CallingSelf(site) => write!(f, "{site}: a process cannot wait for itself"),
            CallError::Exit(reason, site) => write!(f, "{site}: the process ended first ({reason})"),
            CallError::NoReply(site) => write!(f, "{site}: the server dropped the request without a reply"),
            CallError::WrongServer(site) => write!(f, "{site}: the target is not a `{}`", site.server),
            CallError::NoRegistry(site) => write!(f, "{site}: the registry does not run"),
        }
    }
}

impl<E: crate::check::HandlerError> std::error::Error for CallError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            CallError::Handler(error) => error.source(),
            CallError::Exit(reason, _) => Some(reason),
            _ => None,
        }
    }
}

impl fmt::Display for CallSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` on {} {}", self.operation, self.server, self.target)
    }
}

/// Why a server did not start.
///
/// When `start` returns one of these the process is gone and its name is free.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StartError<E = Infallible> {
    /// `#[init]` returned this error.
    #[error(transparent)]
    Init(E),
    /// `#[init]` decided not to run.
    #[error("not started: init chose to ignore the start")]
    Ignored,
    /// A live process has the name already.
    #[error("not started: {0} already runs under this name")]
    AlreadyStarted(Pid),
    /// The process ended in `#[init]`: `Init::stop`, a panic, `exit`, or a signal.
    #[error("not started: init ended with {0}")]
    Exit(ExitReason),
    /// `#[init]` took longer than this and was killed.
    #[error("not started: init took longer than {0:?}")]
    Timeout(Duration),
    /// The registry for the name does not run.
    #[error("not started: the registry of {0} does not run")]
    NoRegistry(Target),
    /// The registry for the name has duplicate keys, and so no names.
    #[error("not started: {0} is no name, its registry has duplicate keys")]
    NotUnique(Target),
}

impl StartError {
    /// The same of a server whose `init` may fail: this one is none of its errors.
    pub(crate) fn of<E>(self) -> StartError<E> {
        self.map(|never| match never {})
    }
}

impl StartError<Box<dyn Any + Send>> {
    /// With the error of `init` as what it is.
    pub(crate) fn typed<E: 'static>(self) -> StartError<E> {
        self.map(|error| *error.downcast().expect("a server's `init` fails with its own error"))
    }
}

impl<A> StartError<A> {
    fn map<E>(self, init: impl FnOnce(A) -> E) -> StartError<E> {
        match self {
            StartError::Init(error) => StartError::Init(init(error)),
            StartError::Ignored => StartError::Ignored,
            StartError::AlreadyStarted(pid) => StartError::AlreadyStarted(pid),
            StartError::Exit(reason) => StartError::Exit(reason),
            StartError::Timeout(limit) => StartError::Timeout(limit),
            StartError::NoRegistry(target) => StartError::NoRegistry(target),
            StartError::NotUnique(target) => StartError::NotUnique(target),
        }
    }
}

/// A failure inside the runtime, before it is given its [`CallSite`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Failure {
    Timeout,
    NoProc,
    CallingSelf,
    Exit(ExitReason),
    NoReply,
    WrongServer,
    NoRegistry,
}

impl Failure {
    pub(crate) fn at<E>(self, site: CallSite) -> CallError<E> {
        let site = Box::new(site);
        match self {
            Failure::Timeout => CallError::Timeout(site),
            Failure::NoProc => CallError::NoProc(site),
            Failure::CallingSelf => CallError::CallingSelf(site),
            Failure::Exit(reason) => CallError::Exit(reason, site),
            Failure::NoReply => CallError::NoReply(site),
            Failure::WrongServer => CallError::WrongServer(site),
            Failure::NoRegistry => CallError::NoRegistry(site),
        }
    }
}
