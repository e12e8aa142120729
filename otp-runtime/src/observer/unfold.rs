//! A stream made of a state and a step.

use axum::response::sse::Event;
use futures_core::Stream;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

struct Unfold<T, Step, Next> {
    state: Option<T>,
    step: Step,
    next: Option<Pin<Box<Next>>>,
}

impl<T, Step, Next> Unpin for Unfold<T, Step, Next> {}

impl<T, Step, Next> Stream for Unfold<T, Step, Next>
where
    Step: FnMut(T) -> Next,
    Next: Future<Output = Option<(Event, T)>>,
{
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(state) = this.state.take() {
            this.next = Some(Box::pin((this.step)(state)));
        }
        let Some(next) = &mut this.next else { return Poll::Ready(None) };
        let made = ready!(next.as_mut().poll(cx));
        this.next = None;
        Poll::Ready(made.map(|(event, state)| {
            this.state = Some(state);
            Ok(event)
        }))
    }
}

/// The events that `step` makes of one state after the other, until it makes none.
pub(super) fn unfold<T, Step, Next>(
    state: T,
    step: Step,
) -> impl Stream<Item = Result<Event, Infallible>> + Send + 'static
where
    T: Send + 'static,
    Step: FnMut(T) -> Next + Send + 'static,
    Next: Future<Output = Option<(Event, T)>> + Send + 'static,
{
    Unfold { state: Some(state), step, next: None }
}
