//! How a server's `init` ends.

use crate::{ContinueFor, ExitReason, GenServer};
use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

/// What `#[init]` decides (the results of Erlang's `init/1`).
///
/// An `#[init]` may return the state itself, a `Result` of it, or one of these.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// struct Cache;
/// struct Warm;
///
/// #[gen_server]
/// impl Cache {
///     #[init]
///     fn init(enabled: bool) -> Init<Self> {
///         if enabled { Init::ok(Cache).and_continue(Warm) } else { Init::ignore() }
///     }
///     #[handle_continue]
///     fn warm(&mut self, _: Warm) {}
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// assert!(Cache::start(true).await.is_ok());
/// assert!(matches!(Cache::start(false).await, Err(StartError::Ignored)));
/// # }
/// ```
#[must_use]
pub struct Init<S: GenServer>(pub(crate) Decision<S>);

pub(crate) enum Decision<S: GenServer> {
    Serve { state: S, go_on: Option<S::Continue>, idle: Option<Duration>, hibernate: bool },
    Ignore,
    Stop(ExitReason),
}

impl<S: GenServer> Init<S> {
    /// Serve with this state.
    pub fn ok(state: S) -> Self {
        Init(Decision::Serve { state, go_on: None, idle: None, hibernate: false })
    }

    /// Do not run: `start` gives `Ignored`, the process ends `Normal`.
    pub fn ignore() -> Self {
        Init(Decision::Ignore)
    }

    /// Fail: `start` gives this reason, and the process ends with it.
    pub fn stop(reason: ExitReason) -> Self {
        Init(Decision::Stop(reason))
    }

    /// First go on with this, before any message (`{:ok, state, {:continue, with}}`).
    pub fn and_continue<M>(mut self, with: M) -> Self
    where
        M: ContinueFor<S>,
    {
        if let Decision::Serve { go_on, .. } = &mut self.0 {
            *go_on = Some(with.into_continue());
        }
        self
    }

    /// Send [`IdleTimeout`](crate::IdleTimeout) if nothing arrives for this long.
    pub fn idle_timeout(mut self, after: Duration) -> Self {
        if let Decision::Serve { idle, .. } = &mut self.0 {
            *idle = Some(after);
        }
        self
    }

    /// Hibernate until the first message.
    pub fn hibernate(mut self) -> Self {
        if let Decision::Serve { hibernate, .. } = &mut self.0 {
            *hibernate = true;
        }
        self
    }
}

impl<S: GenServer> fmt::Debug for Init<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Decision::Serve { .. } => f.write_str("Init::ok(..)"),
            Decision::Ignore => f.write_str("Init::ignore()"),
            Decision::Stop(reason) => write!(f, "Init::stop({reason:?})"),
        }
    }
}

/// What an `#[init]` may return: `Self`, `Result<Self, E>`, `Init<Self>` or `Result<Init<Self>, E>`.
#[diagnostic::on_unimplemented(
    message = "`#[init]` must return `Self`, `Result<Self, E>` or `Init<Self>`, not `{Self}`",
    label = "this is not the state of a server"
)]
pub trait IntoInit<S: GenServer> {
    /// The `E` of a `Result`.
    type Error: Send + 'static;
    /// The decision.
    fn into_init(self) -> Result<Init<S>, Self::Error>;
}

#[diagnostic::do_not_recommend]
impl<S: GenServer> IntoInit<S> for S {
    type Error = Infallible;
    fn into_init(self) -> Result<Init<S>, Infallible> {
        Ok(Init::ok(self))
    }
}

#[diagnostic::do_not_recommend]
impl<S: GenServer, E: Send + 'static> IntoInit<S> for Result<S, E> {
    type Error = E;
    fn into_init(self) -> Result<Init<S>, E> {
        self.map(Init::ok)
    }
}

#[diagnostic::do_not_recommend]
impl<S: GenServer> IntoInit<S> for Init<S> {
    type Error = Infallible;
    fn into_init(self) -> Result<Init<S>, Infallible> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<S: GenServer, E: Send + 'static> IntoInit<S> for Result<Init<S>, E> {
    type Error = E;
    fn into_init(self) -> Result<Init<S>, E> {
        self
    }
}
