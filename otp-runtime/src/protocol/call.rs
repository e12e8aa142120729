//! Calls of a protocol: a request to some server, and the future of its reply.

use super::route::{Limit, Unsent, Waiting};
use super::{Protocol, ProtocolRef, ProtocolRequest};
use crate::CallError;
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::task::coop;

/// A call to a server that speaks `P`: a future of `Result<T, CallError<E>>`, and all that a [`Call`](crate::Call) is. It is
/// sent when first polled, an idle server's handler runs on its caller's thread, and errors name the server's own type.
///
/// One that has to wait for its reply is boxed then; one that is answered in place is not.
///
/// # Cancellation
///
/// As for a [`Call`](crate::Call): once it is sent, dropping it drops the reply, never the handler, and a timeout (default:
/// the server's, 5 s if nothing else is said) limits the waiting only.
///
/// ```
/// use otp_runtime::prelude::*;
/// use std::time::Duration;
///
/// #[protocol]
/// pub trait Clock {
///     #[call]
///     async fn hour(&self) -> Result<u8, String>;
/// }
/// # struct Stopped;
/// # #[gen_server(protocol = Clock)]
/// # impl Stopped { #[init] fn init() -> Self { Stopped } }
/// # impl Clock for Stopped { async fn hour(&self) -> Result<u8, String> { Err("it stands".to_owned()) } }
/// # #[otp_runtime::main]
/// # async fn main() {
/// let clock: ClockClient = Stopped::start().await.unwrap().into();
/// let hour = clock.hour().timeout(Duration::from_millis(500)).await;
/// assert_eq!(hour, Err(CallError::Handler("it stands".to_owned())));
/// # }
/// ```
#[must_use = "a call is sent when it is awaited"]
pub struct ProtocolCall<'a, P: Protocol, T, E = Infallible> {
    to: &'a ProtocolRef<P>,
    name: &'static str,
    limit: Option<Limit>,
    stage: Stage<'a, P>,
    open: fn(P::Reply) -> Result<T, E>,
}

enum Stage<'a, P: Protocol> {
    New(P::Call),
    Waiting(Waiting<'a, P>),
    Done,
}

impl<P: Protocol, T, E> Unpin for ProtocolCall<'_, P, T, E> {}

impl<'a, P: Protocol, T, E> ProtocolCall<'a, P, T, E> {
    pub(super) fn new(
        to: &'a ProtocolRef<P>,
        name: &'static str,
        call: P::Call,
        open: fn(P::Reply) -> Result<T, E>,
    ) -> Self {
        ProtocolCall { to, name, limit: None, stage: Stage::New(call), open }
    }

    /// How long to wait for the reply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limit = Some(Some(timeout));
        self
    }

    /// Waits for ever.
    pub fn no_timeout(mut self) -> Self {
        self.limit = Some(None);
        self
    }

    /// The name of what is called, in errors, logs and traces. The default is that of the handler.
    pub fn operation(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Waits, within the call's timeout, until there is a process to call: see [`Call::wait`](crate::Call::wait).
    pub async fn wait(self) -> Result<T, CallError<E>> {
        let (to, unsent, open) = self.unsent();
        opened(to.route.wait(unsent).await, open)
    }

    /// Sends the call now and gives a [`ProtocolRequest`] to await later, which borrows nothing (OTP's `send_request`). The
    /// handler does not run in place.
    pub fn send(self) -> ProtocolRequest<P, T, E> {
        let (to, unsent, open) = self.unsent();
        let name = unsent.name;
        ProtocolRequest::new(to.clone(), name, to.route.send(unsent), open)
    }

    /// Calls from code outside async: blocks this thread until the reply is there. The handler does not run in place.
    ///
    /// # Panics
    ///
    /// In async code, where blocking would hold a thread of the runtime: await the call there.
    pub fn blocking(self) -> Result<T, CallError<E>> {
        let (to, unsent, open) = self.unsent();
        opened(to.route.block(unsent), open)
    }

    #[allow(clippy::type_complexity)]
    fn unsent(self) -> (&'a ProtocolRef<P>, Unsent<P>, fn(P::Reply) -> Result<T, E>) {
        match self.stage {
            Stage::New(call) => (self.to, Unsent { name: self.name, call, limit: self.limit }, self.open),
            _ => panic!("a call that was polled has been sent already"),
        }
    }
}

impl<P: Protocol, T, E> Future for ProtocolCall<'_, P, T, E> {
    type Output = Result<T, CallError<E>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let Stage::Waiting(waiting) = &mut this.stage {
            let told = ready!(waiting.as_mut().poll(cx));
            this.stage = Stage::Done;
            return Poll::Ready(opened(told, this.open));
        }
        if !coop::has_budget_remaining() {
            // yields, and does so here: a call that is not sent yet needs no box
            ready!(coop::poll_proceed(cx)).made_progress();
        }
        let Stage::New(call) = std::mem::replace(&mut this.stage, Stage::Done) else {
            panic!("a call was polled after it had completed")
        };
        match this.to.route.call(Unsent { name: this.name, call, limit: this.limit }, cx) {
            Ok(told) => Poll::Ready(opened(told, this.open)),
            Err(waiting) => {
                this.stage = Stage::Waiting(waiting);
                Poll::Pending
            }
        }
    }
}

/// The protocol's reply as that of one call.
pub(super) fn opened<R, T, E>(told: Result<R, CallError>, open: fn(R) -> Result<T, E>) -> Result<T, CallError<E>> {
    match told {
        Ok(reply) => open(reply).map_err(CallError::Handler),
        Err(error) => Err(error.widen()),
    }
}

impl<P: Protocol, T, E> fmt::Debug for ProtocolCall<'_, P, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProtocolCall(`{}` on {:?})", self.name, self.to)
    }
}
