//! Requests of a protocol: calls that are sent now and awaited later.

use super::call::opened;
use super::route::Waiting;
use super::{Protocol, ProtocolRef};
use crate::CallError;
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// A call of a protocol that has been sent ([`ProtocolCall::send`](crate::ProtocolCall::send), OTP's `send_request`): a future
/// of its reply that borrows nothing, and all that a [`Request`](crate::Request) is.
///
/// Awaiting it waits until the call's timeout, counted from the sending. Dropping it drops the reply; the handler runs all
/// the same. [`Requests`](crate::Requests) collects those of several servers.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// #[protocol]
/// pub trait Till {
///     #[call]
///     fn cents(&self) -> u64;
/// }
/// # struct Here; struct There;
/// # #[gen_server(protocol = Till)]
/// # impl Here { #[init] fn init() -> Self { Here } }
/// # impl Till for Here { fn cents(&self) -> u64 { 5 } }
/// # #[gen_server(protocol = Till)]
/// # impl There { #[init] fn init() -> Self { There } }
/// # impl Till for There { fn cents(&self) -> u64 { 7 } }
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tills: [TillClient; 2] = [Here::start().await?.into(), There::start().await?.into()];
/// let sent = tills.map(|till| till.cents().send()); // both, before either is awaited
/// let mut sum = 0;
/// for cents in sent {
///     sum += cents.await?;
/// }
/// assert_eq!(sum, 12);
/// # Ok(())
/// # }
/// ```
#[must_use = "the reply comes to whoever awaits this"]
pub struct ProtocolRequest<P: Protocol, T, E = Infallible> {
    to: ProtocolRef<P>,
    name: &'static str,
    reply: Waiting<'static, P>,
    open: fn(P::Reply) -> Result<T, E>,
}

impl<P: Protocol, T, E> ProtocolRequest<P, T, E> {
    pub(super) fn new(
        to: ProtocolRef<P>,
        name: &'static str,
        reply: Waiting<'static, P>,
        open: fn(P::Reply) -> Result<T, E>,
    ) -> Self {
        ProtocolRequest { to, name, reply, open }
    }

    /// Waits at most this long for the reply (OTP's `wait_response/2`): `None` keeps the request for another try.
    ///
    /// # Panics
    ///
    /// When the outcome was taken already.
    pub async fn wait(&mut self, limit: Duration) -> Option<Result<T, CallError<E>>> {
        tokio::time::timeout(limit, &mut *self).await.ok()
    }
}

impl<P: Protocol, T, E> Future for ProtocolRequest<P, T, E> {
    type Output = Result<T, CallError<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let told = ready!(this.reply.as_mut().poll(cx));
        Poll::Ready(opened(told, this.open))
    }
}

impl<P: Protocol, T, E> fmt::Debug for ProtocolRequest<P, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProtocolRequest(`{}` on {:?})", self.name, self.to)
    }
}
