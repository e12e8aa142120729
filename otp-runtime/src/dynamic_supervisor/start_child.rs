//! The start of a child, as a future with a name: it does not depend on what the child was made from.

use super::{DynamicStartError, DynamicSupervisor};
use crate::place::ChildPlace;
use crate::supervised::{AnyChild, Supervised};
use crate::{Call, CallError, ChildSpec, IntoChildSpec};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// What is the spec of a child of type `C`: a [`ChildSpec<C>`](ChildSpec), or a builder of `C`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the spec of a `{C}`",
    label = "the children of this supervisor are all of type `{C}`",
    note = "a `DynamicSupervisor<AnyChild>` takes children of any type, each as `spec.erase()`"
)]
pub trait SpecOf<C: Supervised> {
    /// The spec.
    fn spec(self) -> ChildSpec<C>;
}

#[diagnostic::do_not_recommend]
impl<T: IntoChildSpec> SpecOf<T::Child> for T {
    fn spec(self) -> ChildSpec<T::Child> {
        self.into_child_spec()
    }
}

/// A child about to be started: await it for the child's client. It is sent when it is first polled.
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
