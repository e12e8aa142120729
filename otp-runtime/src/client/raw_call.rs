//! A call without the type of its reply: from the caller to the server, in place or by the mailbox.

use super::body::CallBody;
use super::waiting::{Queued, Waiting};
use crate::error::{CallSite, Failure};
use crate::process::cell::Process;
use crate::process::current::raw_and_depth;
use crate::process::in_place::InPlace;
use crate::process::panics::drop_guarded;
use crate::reply::Slot;
use crate::system::clock;
use crate::telemetry::running::CallWatch;
use crate::{CallError, GenServer, Ref};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::task::coop;
use tokio::time::Instant;

/// Everything but the type of the reply: code here is generic over the server, and what is carried to it.
pub(super) struct RawCall<'a, S: GenServer, B> {
    /// `None` when it has been sent.
    pub(super) body: Option<B>,
    pub(super) sent: Sent<'a, S>,
}

impl<S: GenServer, B> Unpin for RawCall<'_, S, B> {}

impl<'a, S: GenServer, B: CallBody<S>> RawCall<'a, S, B> {
    #[inline]
    pub(super) fn new(to: &'a Ref<S>, name: &'static str, body: B) -> Self {
        RawCall { body: Some(body), sent: Sent { to, name, timeout: S::OPTIONS.timeout, stage: Stage::AtRest } }
    }

    #[inline]
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Reply, Failure>> {
        if self.body.is_some() {
            ready!(coop::poll_proceed(cx)).made_progress();
            let Some(body) = self.body.take() else { return Poll::Pending };
            return match self.sent.to.place().known() {
                Some(process) => self.sent.begin(process, body, cx),
                None => match self.sent.to.resolve() {
                    Ok(process) => self.sent.begin(&process, body, cx),
                    Err(failure) => refuse(body, failure),
                },
            };
        }
        self.sent.go_on(cx)
    }
}

/// A call on its way: the same code whatever it carries.
pub(super) struct Sent<'a, S: GenServer> {
    pub(super) to: &'a Ref<S>,
    pub(super) name: &'static str,
    pub(super) timeout: Option<Duration>,
    pub(super) stage: Stage<S>,
}

pub(super) enum Stage<S: GenServer> {
    /// Not sent yet, or over.
    AtRest,
    Queued(Queued<S>),
    /// As `Queued`, and watched.
    Watched(Box<(Box<CallWatch>, Stage<S>)>),
}

impl<S: GenServer> Stage<S> {
    fn poll(&mut self, cx: &mut Context<'_>, operation: &'static str) -> Poll<Result<S::Reply, Failure>> {
        let told = match self {
            Stage::Queued(queued) => ready!(queued.poll(cx, operation)),
            Stage::Watched(watched) => ready!(watched.1.poll(cx, operation)),
            Stage::AtRest => panic!("a call was polled after it had completed"),
        };
        if let Stage::Watched(mut watched) = std::mem::replace(self, Stage::AtRest) {
            watched.0.done(&told);
        }
        Poll::Ready(told)
    }
}

impl<S: GenServer> Sent<'_, S> {
    #[inline]
    fn begin<B: CallBody<S>>(
        &mut self,
        process: &Arc<Process<S>>,
        body: B,
        cx: &mut Context<'_>,
    ) -> Poll<Result<S::Reply, Failure>> {
        let (caller, depth) = raw_and_depth();
        if caller == process.head.pid.raw() {
            return refuse(body, Failure::CallingSelf);
        }
        if !body.blocks() && process.enter(depth) {
            return match process.run_in_place(self.name, body) {
                InPlace::Done(outcome) => Poll::Ready(outcome),
                InPlace::Wait(slot) => self.wait(process, slot, cx),
            };
        }
        if process.head.system.hub.is_watched() {
            return self.begin_watched(process, body.into_message(), cx);
        }
        self.queue(process, body.into_message(), cx)
    }

    pub(super) fn queue(
        &mut self,
        process: &Arc<Process<S>>,
        call: S::Call,
        cx: &mut Context<'_>,
    ) -> Poll<Result<S::Reply, Failure>> {
        self.stage = Stage::Queued(Queued::send(process, self.name, call, || self.deadline())?);
        self.go_on(cx)
    }

    fn go_on(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Reply, Failure>> {
        self.stage.poll(cx, self.name)
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.timeout.and_then(clock::after)
    }

    #[cold]
    pub(super) fn wait(
        &mut self,
        process: &Arc<Process<S>>,
        slot: Arc<Slot<S::Reply>>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<S::Reply, Failure>> {
        self.stage = Stage::Queued(Queued::Waiting(Waiting::new(process, slot, self.deadline())));
        self.go_on(cx)
    }

    #[cold]
    pub(super) fn at_site<E>(&self, failure: Failure) -> CallError<E> {
        failure.at(CallSite {
            operation: self.name,
            server: S::NAME,
            target: self.to.target(),
            timeout: self.timeout,
            reason: None,
        })
    }
}

/// A message that reaches nobody is dropped, whatever its destructor does.
#[cold]
fn refuse<C, R>(call: C, failure: Failure) -> Poll<Result<R, Failure>> {
    drop_guarded(call);
    Poll::Ready(Err(failure))
}
