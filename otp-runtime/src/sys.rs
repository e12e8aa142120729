//! System requests: looking into a running server, whatever it does (OTP's `sys`).

use crate::client::target::Target;
use crate::error::{CallSite, Failure};
use crate::process::mailbox::{Body, Envelope};
use crate::process::panics::{drop_guarded, guarded};
use crate::reply::Slot;
use crate::system::clock;
use crate::{CallError, Context, ExitReason, GenServer, Pid, Ref};
use std::sync::Arc;
use std::time::Duration;

/// A request that is served in the server, also while it is suspended.
pub(crate) struct SysRequest<S: GenServer>(Box<Serve<S>>);

type Serve<S> = dyn FnOnce(&mut S, &mut Context<S>) + Send;

impl<S: GenServer> SysRequest<S> {
    pub(crate) fn run(self, state: &mut S, ctx: &mut Context<S>) {
        // a request guards the user code it runs; this is for the drop of its captures
        let _ = guarded(|| (self.0)(state, ctx));
    }
}

/// System requests to one server, from [`Ref::sys`]. They wait in its mailbox behind earlier messages, 5 s at most, and
/// fail as calls do.
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
pub struct Sys<'a, S: GenServer> {
    to: &'a Ref<S>,
    timeout: Option<Duration>,
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

/// What [`Sys::status`] tells of a server.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Status {
    /// The server.
    pub pid: Pid,
    /// Its type.
    pub server: &'static str,
    /// Whether [`Sys::suspend`] holds it.
    pub suspended: bool,
    /// Its parent, if it was started linked.
    pub parent: Option<Pid>,
    /// How many messages wait.
    pub queue_len: usize,
    /// The state as `#[format_status]` shows it, or the server's name.
    pub state: String,
}

impl<'a, S: GenServer> Sys<'a, S> {
    pub(crate) fn new(to: &'a Ref<S>) -> Self {
        Sys { to, timeout: Some(Duration::from_secs(5)) }
    }

    /// How long each request waits.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Waits for ever.
    pub fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    pub(crate) async fn ask<R: Send + 'static>(
        &self,
        operation: &'static str,
        run: impl FnOnce(&mut S, &mut Context<S>) -> R + Send + 'static,
    ) -> Result<R, CallError> {
        let outcome = self.try_ask(operation, run).await;
        outcome.map_err(|failure| {
            let target: Target = self.to.target();
            failure.at(CallSite { operation, server: S::NAME, target, timeout: self.timeout, reason: None })
        })
    }

    async fn try_ask<R: Send + 'static>(
        &self,
        name: &'static str,
        run: impl FnOnce(&mut S, &mut Context<S>) -> R + Send + 'static,
    ) -> Result<R, Failure> {
        let process = self.to.resolve()?;
        let (from, _) = crate::process::current::raw_and_depth();
        if from == process.head.pid.raw() {
            return Err(Failure::CallingSelf);
        }
        let slot: Arc<Slot<R>> = Slot::new();
        // a request that is dropped unserved was in the mailbox of a server that ended
        let answer = Answering { slot: slot.clone(), process: process.erased() };
        let request = SysRequest(Box::new(move |state: &mut S, ctx: &mut Context<S>| {
            let result = run(state, ctx);
            answer.slot.tell(Ok(result));
        }));
        if let Err(refused) = process.push(Envelope { from, name, body: Body::Sys(request) }) {
            slot.tell(Err(Failure::NoProc));
            drop_guarded(refused);
        }
        match self.timeout.and_then(clock::after) {
            None => slot.wait().await,
            Some(deadline) => match clock::timeout_at(&process.head.system, deadline, slot.wait()).await {
                Ok(outcome) => outcome,
                Err(_) => slot.take().unwrap_or(Err(Failure::Timeout)),
            },
        }
    }

    /// A copy of the state (`sys:get_state/1`).
    pub async fn get_state(&self) -> Result<S, CallError>
    where
        S: Clone,
    {
        self.ask("get_state", |state, _| state.clone()).await
    }

    /// What `look` makes of the state, run in the server. A panic in it is [`SysError::CallbackFailed`].
    pub async fn with_state<R: Send + 'static>(
        &self,
        look: impl FnOnce(&S) -> R + Send + 'static,
    ) -> Result<R, SysError> {
        let operation = "with_state";
        let result = self.ask(operation, move |state, _| guarded(|| look(state))).await?;
        result.map_err(|reason| SysError::CallbackFailed { operation, reason: *reason })
    }

    /// Changes the state in the server (`sys:replace_state/2`): `change` works on a copy, which takes the state's place
    /// unless `change` panics; the new state is returned.
    pub async fn replace_state(&self, change: impl FnOnce(&mut S) + Send + 'static) -> Result<S, SysError>
    where
        S: Clone,
    {
        let operation = "replace_state";
        let replace = move |state: &mut S, _: &mut Context<S>| {
            guarded(|| {
                let mut new = state.clone();
                change(&mut new);
                *state = new.clone();
                new
            })
        };
        let result = self.ask(operation, replace).await?;
        result.map_err(|reason| SysError::CallbackFailed { operation, reason: *reason })
    }

    /// Sets all messages aside but system requests and the parent's exit, until [`resume`](Sys::resume). Suspending twice
    /// is suspending once.
    pub async fn suspend(&self) -> Result<(), CallError> {
        self.ask("suspend", |_, ctx| ctx.agenda().suspended = true).await
    }

    /// Goes on with the messages that were set aside, in their order.
    pub async fn resume(&self) -> Result<(), CallError> {
        self.ask("resume", |_, ctx| ctx.agenda().suspended = false).await
    }

    /// A look at the server (`sys:get_status/1`).
    pub async fn status(&self) -> Result<Status, CallError> {
        self.ask("status", |state, ctx| {
            let shown = guarded(|| state.format_status());
            Status {
                pid: ctx.pid(),
                server: S::NAME,
                suspended: ctx.is_suspended(),
                parent: ctx.parent(),
                queue_len: ctx.queue_len(),
                state: match shown {
                    Ok(Some(state)) => state,
                    Ok(None) => S::NAME.to_owned(),
                    Err(_) => format!("({}::format_status panicked)", S::NAME),
                },
            }
        })
        .await
    }
}

struct Answering<R> {
    slot: Arc<Slot<R>>,
    process: Arc<dyn crate::process::head::AnyProcess>,
}

impl<R> Drop for Answering<R> {
    fn drop(&mut self) {
        let ended = self.process.head().end_reason();
        self.slot.tell(Err(Failure::Exit(ended)));
    }
}

impl<S: GenServer> std::fmt::Debug for Sys<'_, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sys({:?})", self.to)
    }
}
