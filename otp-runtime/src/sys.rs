//! System requests: looking into a running server, whatever it does (OTP's `sys`).

mod any;
pub(crate) mod event;
pub(crate) mod options;
pub(crate) mod served;

pub use any::ProcessSys;
pub use event::SysEvent;
pub use options::Statistics;

use crate::error::Failure;
use crate::process::cell::Process;
use crate::process::current;
use crate::process::mailbox::{Body, Envelope};
use crate::process::panics::{drop_guarded, guarded};
use crate::{CallError, Context, ExitReason, GenServer, Pid, Ref};
use served::SysRequest;
use std::ops::{ControlFlow, Deref};
use std::sync::Arc;
use std::time::Duration;

/// System requests to a server of a known type, from [`Ref::sys`]. Those that need no type (`suspend`, `status`, `log_on`,
/// `trace_on`, `terminate`, …) are [`ProcessSys`]'s, which it derefs to and which says what holds for all of them.
///
/// While any debug option is on, the server's messages go through its mailbox, calls in place are none; turned off, it is as
/// fast as before.
///
/// ```
/// use otp_runtime::prelude::*;
/// # #[derive(Clone)] struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() {
/// let till = Till::start(5).await.unwrap();
/// till.sys().replace_state(|till| till.cents *= 2).await.unwrap();
/// assert_eq!(till.sys().with_state(|till| till.cents).await, Ok(10));
/// # }
/// ```
pub struct Sys<S: GenServer> {
    server: Result<Arc<Process<S>>, Failure>,
    any: ProcessSys,
}

/// Why a function given to a server failed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SysError {
    /// The request did not get through.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The function panicked; the state is as it was before.
    #[error("the function given to `{operation}` panicked: {reason}")]
    CallbackFailed {
        /// The request.
        operation: &'static str,
        /// The panic.
        reason: ExitReason,
    },
}

/// What [`ProcessSys::status`] tells of a process.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Status {
    /// The process.
    pub pid: Pid,
    /// The server's type, `Task` or `process`.
    pub server: &'static str,
    /// Whether [`ProcessSys::suspend`] holds it.
    pub suspended: bool,
    /// Its parent, if it was started linked.
    pub parent: Option<Pid>,
    /// How many messages wait.
    pub queue_len: usize,
    /// The debug options that are on, and the ids of installed functions.
    pub debug: Vec<String>,
    /// The state as `#[format_status]` shows it, or its `Debug`; else the server's name.
    pub state: String,
}

impl<S: GenServer> Sys<S> {
    pub(crate) fn new(to: &Ref<S>) -> Self {
        let server = to.resolve();
        let process = server.as_ref().map(Process::erased).map_err(Clone::clone);
        Sys { server, any: ProcessSys::new(process, S::NAME, to.target()) }
    }

    /// How long each request waits.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.any = self.any.timeout(timeout);
        self
    }

    /// Waits for ever.
    pub fn no_timeout(mut self) -> Self {
        self.any = self.any.no_timeout();
        self
    }

    /// Has `run`, a function of the caller's, run in the server.
    async fn run<R: Send + 'static>(
        &self,
        operation: &'static str,
        run: impl FnOnce(&mut S, &mut Context<S>) -> R + Send + 'static,
    ) -> Result<R, SysError> {
        let asked = self.any.exchange(|_, answer| {
            let Ok(server) = &self.server else { return };
            let slot = answer.slot.clone();
            let run = move |state: &mut S, ctx: &mut Context<S>| {
                let result = guarded(|| run(state, ctx));
                answer.slot.tell(Ok(result));
            };
            let (from, body) = (current::raw_and_depth().0, Body::Sys(Box::new(SysRequest::Typed(Box::new(run)))));
            if let Err(refused) = server.push(Envelope { from, name: operation, body }) {
                slot.tell(Err(Failure::NoProc));
                drop_guarded(refused);
            }
        });
        let result = asked.await.map_err(|failure| self.any.at_site(operation, failure))?;
        result.map_err(|reason| SysError::CallbackFailed { operation, reason: *reason })
    }

    /// A copy of the state (`sys:get_state/1`). A `Clone` that panics is [`SysError::CallbackFailed`].
    pub async fn get_state(&self) -> Result<S, SysError>
    where
        S: Clone,
    {
        self.run("get_state", |state, _| state.clone()).await
    }

    /// What `look` makes of the state, run in the server. A panic in it is [`SysError::CallbackFailed`].
    pub async fn with_state<R: Send + 'static>(
        &self,
        look: impl FnOnce(&S) -> R + Send + 'static,
    ) -> Result<R, SysError> {
        self.run("with_state", |state, _| look(state)).await
    }

    /// Changes the state in the server (`sys:replace_state/2`): `change` works on a copy, which takes the state's place
    /// unless `change` panics; the new state is returned.
    pub async fn replace_state(&self, change: impl FnOnce(&mut S) + Send + 'static) -> Result<S, SysError>
    where
        S: Clone,
    {
        let replace = |state: &mut S, _: &mut Context<S>| {
            let mut new = state.clone();
            change(&mut new);
            let copy = new.clone();
            drop_guarded(std::mem::replace(state, new));
            copy
        };
        self.run("replace_state", replace).await
    }

    /// Has `watch` see each event of the server, and its state, from now on (`sys:install/2`): what it keeps between them it
    /// captures. It is run in the server, until it says `Break`, panics, or is [removed](Sys::remove). An id that is there
    /// already stays as it is.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use otp_runtime::SysEvent;
    /// use std::ops::ControlFlow;
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let till = Till::start(5).await?;
    /// let me = Pid::current().unwrap();
    /// let mut calls = 0_u32;
    /// let watch = move |event: &SysEvent<'_, Till>, till: &Till| {
    ///     if let SysEvent::In { handler, .. } = event {
    ///         calls += 1;
    ///         me.send((calls, *handler, till.cents));
    ///     }
    ///     if calls < 2 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    /// };
    /// till.sys().install("first two", watch).await?;
    /// till.cents().await?;
    /// assert_eq!(otp_runtime::process::receive::<(u32, &str, u64)>().await, (1, "cents", 5));
    /// till.sys().remove("first two").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn install(
        &self,
        id: impl Into<String>,
        watch: impl FnMut(&SysEvent<'_, S>, &S) -> ControlFlow<()> + Send + 'static,
    ) -> Result<(), SysError> {
        let mut new: Option<(String, Box<options::Watch<S>>)> = Some((id.into(), Box::new(watch)));
        let install = move |_: &mut S, ctx: &mut Context<S>| {
            ctx.debugging(&mut |debugging| {
                if let Some((id, watch)) = new.take() {
                    debugging.install(id, watch);
                }
            });
        };
        self.run("install", install).await
    }

    /// Removes an installed function (`sys:remove/2`); nothing happens when it is not there.
    pub async fn remove(&self, id: impl Into<String>) -> Result<(), SysError> {
        let id = id.into();
        self.run("remove", move |_, ctx| ctx.debugging(&mut |debugging| debugging.remove(&id))).await
    }
}

impl<S: GenServer> Deref for Sys<S> {
    type Target = ProcessSys;

    fn deref(&self) -> &ProcessSys {
        &self.any
    }
}

impl<S: GenServer> std::fmt::Debug for Sys<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.any.fmt(f)
    }
}
