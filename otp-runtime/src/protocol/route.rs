//! The way from a client of a protocol to a server, whose type is forgotten here.

use super::{Protocol, Speaks};
use crate::process::head::AnyProcess;
use crate::{CallError, ExitReason, GenServer, Monitor, Pid, Ref, Stop, Target};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

/// What becomes of a call that has been sent.
pub(super) type Told<P> = Result<<P as Protocol>::Reply, CallError>;

/// One that has to wait for it.
pub(super) type Waiting<'a, P> = Pin<Box<dyn Future<Output = Told<P>> + Send + 'a>>;

/// A call that has not been sent.
pub(super) struct Unsent<P: Protocol> {
    pub(super) name: &'static str,
    pub(super) call: P::Call,
    /// `None`: as long as calls of the server wait.
    pub(super) limit: Option<Limit>,
}

/// How long to wait; `None` is for ever.
pub(super) type Limit = Option<Duration>;

/// A server behind a client: a [`Ref`], which is resolved at each use.
pub(super) trait Route<P: Protocol>: Send + Sync {
    /// Sends a call. One that is answered at once, as in place, needs no box; `Err` is one that is not.
    fn call<'a>(&'a self, unsent: Unsent<P>, cx: &mut Context<'_>) -> Result<Told<P>, Waiting<'a, P>>;
    fn wait(&self, unsent: Unsent<P>) -> Waiting<'_, P>;
    fn send(&self, unsent: Unsent<P>) -> Waiting<'static, P>;
    fn block(&self, unsent: Unsent<P>) -> Told<P>;
    fn cast(&self, name: &'static str, cast: P::Cast);
    fn find(&self) -> (Option<Arc<dyn AnyProcess>>, Target);
    fn pid(&self) -> Option<Pid>;
    fn target(&self) -> Target;
    fn monitor(&self) -> Monitor;
    fn stop(&self) -> Stop;
    fn exit(&self, reason: ExitReason);
    /// The name of the server's type.
    fn server(&self) -> &'static str;
}

impl<P: Protocol> Unsent<P> {
    fn on<S: Speaks<P>>(self, server: &Ref<S>) -> crate::Call<'_, S, P::Reply> {
        let call = server.call(self.name, S::wrap_call(self.call), |reply| Ok(S::open_reply(reply)));
        match self.limit {
            None => call,
            Some(None) => call.no_timeout(),
            Some(Some(limit)) => call.timeout(limit),
        }
    }
}

impl<P: Protocol, S: Speaks<P>> Route<P> for Ref<S> {
    fn call<'a>(&'a self, unsent: Unsent<P>, cx: &mut Context<'_>) -> Result<Told<P>, Waiting<'a, P>> {
        let mut call = unsent.on(self);
        match Pin::new(&mut call).poll(cx) {
            Poll::Ready(told) => Ok(told),
            Poll::Pending => Err(Box::pin(call)),
        }
    }

    fn wait(&self, unsent: Unsent<P>) -> Waiting<'_, P> {
        Box::pin(unsent.on(self).wait())
    }

    fn send(&self, unsent: Unsent<P>) -> Waiting<'static, P> {
        Box::pin(unsent.on(self).send())
    }

    fn block(&self, unsent: Unsent<P>) -> Told<P> {
        unsent.on(self).blocking()
    }

    fn cast(&self, name: &'static str, cast: P::Cast) {
        self.cast(name, S::wrap_cast(cast));
    }

    fn find(&self) -> (Option<Arc<dyn AnyProcess>>, Target) {
        Ref::find(self)
    }

    fn pid(&self) -> Option<Pid> {
        Ref::pid(self)
    }

    fn target(&self) -> Target {
        Ref::target(self)
    }

    fn monitor(&self) -> Monitor {
        Ref::monitor(self)
    }

    fn stop(&self) -> Stop {
        Ref::stop(self)
    }

    fn exit(&self, reason: ExitReason) {
        Ref::exit(self, reason);
    }

    fn server(&self) -> &'static str {
        <S as GenServer>::NAME
    }
}
