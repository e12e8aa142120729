//! The start of a child, as a future with a name: it does not depend on what the child was made from.

use super::{DynamicStartError, DynamicSupervisor};
use crate::place::ChildPlace;
use crate::supervised::{AnyChild, Supervised};
use crate::{Call, CallError};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A child about to be started, from [`DynamicSupervisorClient::start_child`](crate::DynamicSupervisorClient::start_child):
/// await it for the child's client. It is sent when it is first polled; dropped after that, the child starts all the same.
#[must_use = "a child is started when this is awaited"]
pub struct StartChild<'a, C: Supervised = AnyChild, X: Send + Sync + 'static = ()> {
    call: Result<Call<'a, DynamicSupervisor<C, X>, ChildPlace, DynamicStartError>, DynamicStartError>,
}

impl<'a, C: Supervised, X: Send + Sync> StartChild<'a, C, X> {
    pub(super) fn asked(call: Call<'a, DynamicSupervisor<C, X>, ChildPlace, DynamicStartError>) -> Self {
        StartChild { call: Ok(call) }
    }

    /// Nothing is sent.
    pub(super) fn refused(error: DynamicStartError) -> Self {
        StartChild { call: Err(error) }
    }
}

impl<C: Supervised, X: Send + Sync> Future for StartChild<'_, C, X> {
    type Output = Result<C::Client, CallError<DynamicStartError>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.get_mut().call {
            Ok(call) => Poll::Ready(ready!(Pin::new(call).poll(cx)).map(C::client)),
            Err(error) => Poll::Ready(Err(CallError::Handler(error.clone()))),
        }
    }
}

impl<C: Supervised, X: Send + Sync> fmt::Debug for StartChild<'_, C, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.call {
            Ok(call) => fmt::Debug::fmt(call, f),
            Err(error) => write!(f, "StartChild(refused: {error})"),
        }
    }
}
