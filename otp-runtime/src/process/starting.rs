//! From arguments to a serving process.

use super::cell::Process;
use super::current::raw_and_depth;
use super::death::die;
use super::half_started::HalfStarted;
use super::in_place::MAX_DEPTH;
use super::init::{AnyError, Arguments, Beginning, Started, init_here, init_on_own_task};
use super::server_task::{Boxed, Serving};
use crate::monitor::Monitor;
use crate::reply::Slot;
use crate::start::StartOptions;
use crate::system::System;
use crate::telemetry::waits::WaitsFor;
use crate::{ExitReason, GenServer, StartError};
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

/// A process that serves, and its monitor if one was asked for.
pub(crate) type StartOutcome<S> = Result<(Arc<Process<S>>, Option<Monitor>), StartError<<S as GenServer>::InitError>>;

/// A start: over, or on its way.
pub(crate) enum Birth {
    Over(Result<Option<Monitor>, StartError<AnyError>>),
    Waits(Boxed<Result<Option<Monitor>, StartError<AnyError>>>),
}

/// A server being born. Dropping it before it is there kills it.
pub(crate) struct Newborn<S: GenServer> {
    /// `None`: there is no use in starting.
    process: Option<Arc<Process<S>>>,
    birth: Birth,
}

impl<S: GenServer> Newborn<S> {
    /// Starts a process. If `init` need not wait, all of it is done here.
    pub(crate) fn new(args: S::Args, options: StartOptions) -> Self {
        let system = System::current();
        if let Some(refused) = options.name.refused(&system) {
            return Newborn { process: None, birth: Birth::Over(Err(refused.of())) };
        }
        #[cfg(debug_assertions)]
        super::advice::large_messages::<S>();
        let process = Process::<S>::new(system);
        let mut init = Arguments { process: &process, args: Some(args) };
        let birth = give_birth(process.clone(), &mut init, options);
        Newborn { process: Some(process), birth }
    }

    pub(crate) fn poll(&mut self, cx: &mut TaskContext<'_>) -> Poll<StartOutcome<S>> {
        let outcome = match &mut self.birth {
            Birth::Over(outcome) => std::mem::replace(outcome, Err(StartError::Ignored)),
            Birth::Waits(waits) => ready!(waits.as_mut().poll(cx)),
        };
        Poll::Ready(match (outcome, self.process.take()) {
            (Ok(monitor), Some(process)) => Ok((process, monitor)),
            (Ok(_), None) => panic!("a start was polled after it had completed"),
            (Err(error), _) => Err(error.typed()),
        })
    }
}

pub(crate) async fn start<S: GenServer>(args: S::Args, options: StartOptions) -> StartOutcome<S> {
    let mut newborn = Newborn::new(args, options);
    poll_fn(|cx| newborn.poll(cx)).await
}

/// The same for servers of all types.
fn give_birth(process: Arc<dyn Serving>, init: &mut dyn Beginning, options: StartOptions) -> Birth {
    let (mut half_started, monitor) = match HalfStarted::enlisted(process.clone(), &options) {
        Ok(half_started) => half_started,
        Err(taken) => {
            die(&*process, ExitReason::Normal);
            return Birth::Over(Err(taken.of()));
        }
    };
    let (head, system) = (process.head(), &process.head().system);
    let waits = WaitsFor::note(system, head.pid, "init", || None);
    let here = options.timeout.is_none() && raw_and_depth().1 < MAX_DEPTH && system.at_home();
    let init = match if here { init_here(&process, init) } else { Err(init.future()) } {
        Err(init) => init,
        Ok(started) => {
            half_started.done();
            return match started {
                Ok(_) => Birth::Over(Ok(monitor)),
                Err(error) => Birth::Waits(Box::pin(async move {
                    half_started.let_starter_die().await;
                    Err(error)
                })),
            };
        }
    };
    let slot = init_on_own_task(process, init);
    Birth::Waits(Box::pin(async move {
        let started = match options.timeout {
            None => told(slot).await,
            Some(limit) => told_within(limit, slot, &half_started).await,
        };
        half_started.done();
        drop(waits);
        match started {
            Ok(_) => Ok(monitor),
            Err(error) => {
                half_started.let_starter_die().await;
                Err(error)
            }
        }
    }))
}

async fn told(slot: Arc<Slot<Started>>) -> Started {
    slot.wait().await.unwrap_or(Err(StartError::Exit(ExitReason::RuntimeGone)))
}

/// As `told`; when `init` takes too long the process is killed.
async fn told_within(limit: Duration, slot: Arc<Slot<Started>>, half_started: &HalfStarted) -> Started {
    match tokio::time::timeout(limit, slot.wait()).await {
        Ok(told) => told.unwrap_or(Err(StartError::Exit(ExitReason::RuntimeGone))),
        Err(_) => match slot.take() {
            Some(Ok(told)) => told,
            _ => {
                half_started.give_up().await;
                Err(StartError::Timeout(limit))
            }
        },
    }
}
