//! What a stream of tasks is made from.

use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};

pub(super) type Input<'a, I> = Pin<Box<dyn Stream<Item = I> + Send + 'a>>;

/// The items of an iterator, all there already.
pub(crate) struct Items<I>(pub(crate) I);

impl<I> Unpin for Items<I> {}

impl<I: Iterator> Stream for Items<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}
