//! An application's callbacks without its type: each ends in a value or in the reason why it did not.

use super::change::ConfigChange;
use super::env::{Config, Env};
use super::error::ConfigError;
use super::{Application, StartType, Top};
use crate::process::panics::guarded;
use crate::{Cause, ExitReason, Pid};
use std::any::type_name;
use std::error::Error;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::task::Poll;

pub(crate) type Running<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a start callback or a phase gave nothing.
pub(crate) enum Failed {
    Config(ConfigError),
    /// It returned this error.
    Error(ExitReason),
    /// It panicked, or exited.
    Ended(ExitReason),
}

/// The start callback of a type.
pub(crate) trait Callback: Send + Sync {
    /// As errors name it.
    fn call(&self) -> String;
    /// Starts it; the state and the top process.
    fn start(&self, env: Env) -> Running<'static, (Env, Result<Launched, Failed>)>;
}

pub(crate) struct Launched {
    pub(crate) top: Option<Pid>,
    pub(crate) state: Box<dyn State>,
}

/// The state of a running application.
pub(crate) trait State: Send {
    fn start_phase<'a>(&'a mut self, phase: &'a str) -> Running<'a, Result<(), Failed>>;
    fn prep_stop(&mut self) -> Running<'_, Result<(), ExitReason>>;
    fn stop(&mut self) -> Running<'_, Result<(), ExitReason>>;
    fn config_change(&mut self, change: ConfigChange) -> Running<'_, Result<(), ExitReason>>;
}

pub(crate) struct Typed<A>(PhantomData<fn() -> A>);

impl<A> Typed<A> {
    pub(crate) fn new() -> Self {
        Typed(PhantomData)
    }
}

impl<A: Application> Callback for Typed<A> {
    fn call(&self) -> String {
        format!("{}::start({:?})", super::env_value::short_name(type_name::<A>()), StartType::Normal)
    }

    fn start(&self, env: Env) -> Running<'static, (Env, Result<Launched, Failed>)> {
        Box::pin(async move {
            let config = match guarded(|| A::Config::read(&env)) {
                Ok(Ok(config)) => config,
                Ok(Err(error)) => return (env, Err(Failed::Config(error))),
                Err(reason) => return (env, Err(Failed::Ended(*reason))),
            };
            let started = caught(|| A::start(config, StartType::Normal)).await;
            let launched = match started {
                Ok(Ok(Top { pid, state })) => Ok(Launched { top: pid, state: Box::new(Held(state)) }),
                Ok(Err(error)) => Err(returned(error)),
                Err(reason) => Err(Failed::Ended(reason)),
            };
            (env, launched)
        })
    }
}

struct Held<A>(A);

impl<A: Application> State for Held<A> {
    fn start_phase<'a>(&'a mut self, phase: &'a str) -> Running<'a, Result<(), Failed>> {
        Box::pin(async move {
            match caught(|| self.0.start_phase(phase)).await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => Err(returned(error)),
                Err(reason) => Err(Failed::Ended(reason)),
            }
        })
    }

    fn prep_stop(&mut self) -> Running<'_, Result<(), ExitReason>> {
        Box::pin(caught(|| self.0.prep_stop()))
    }

    fn stop(&mut self) -> Running<'_, Result<(), ExitReason>> {
        Box::pin(caught(|| self.0.stop()))
    }

    fn config_change(&mut self, change: ConfigChange) -> Running<'_, Result<(), ExitReason>> {
        Box::pin(caught(|| self.0.config_change(change)))
    }
}

/// The error of a callback as a reason: an [`ExitReason`] is one already.
fn returned(error: impl Into<Box<dyn Error + Send + Sync>>) -> Failed {
    Failed::Error(guarded(|| error.into()).map_or_else(
        |reason| *reason,
        |error| match error.downcast::<ExitReason>() {
            Ok(reason) => *reason,
            Err(error) => ExitReason::Error(Cause::new(error)),
        },
    ))
}

/// Runs a callback; a panic or exit in it is its reason.
async fn caught<F: Future>(make: impl FnOnce() -> F) -> Result<F::Output, ExitReason> {
    let mut future = pin!(Some(guarded(make).map_err(|reason| *reason)?));
    let outcome = poll_fn(|cx| {
        let Some(future) = future.as_mut().as_pin_mut() else { return Poll::Pending };
        match guarded(|| future.poll(cx)) {
            Ok(poll) => poll.map(Ok),
            Err(reason) => Poll::Ready(Err(*reason)),
        }
    })
    .await;
    let _ = guarded(|| future.set(None));
    outcome
}
