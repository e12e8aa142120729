//! The calling process's mailbox.

use super::myself;
use crate::process::plain::Plain;
use crate::{AnyMessage, Exit, Pid};
use std::future::poll_fn;
use std::time::Duration;

/// Takes the first message of type `T` from the calling process's mailbox, waiting for one if need be. Messages of other
/// types stay (Erlang's selective `receive`).
///
/// # Panics
///
/// Outside a process made by [`spawn`](super::spawn), `#[otp_runtime::main]` or `#[otp_runtime::test]`.
pub async fn receive<T: 'static>() -> T {
    let mut message = receive_where(|message| message.downcast_ref::<T>().is_some()).await;
    message.take().expect("a message of the type that was looked for")
}

/// As [`receive`], for at most this long.
pub async fn receive_within<T: 'static>(limit: Duration) -> Option<T> {
    tokio::time::timeout(limit, receive()).await.ok()
}

/// Takes the first message that `wanted` accepts.
///
/// # Panics
///
/// As [`receive`].
pub async fn receive_where(wanted: impl Fn(&AnyMessage) -> bool) -> AnyMessage {
    poll_fn(|cx| Plain::current().poll_receive(cx, &wanted)).await
}

/// Removes the [`Exit`] messages of one process from the calling process's mailbox.
///
/// # Panics
///
/// As [`receive`].
#[track_caller]
pub fn flush_exits(from: Pid) {
    Plain::current().flush(|message| message.downcast_ref::<Exit>().is_some_and(|exit| exit.from == from));
}

/// How many messages wait for the calling process.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn queue_len() -> usize {
    myself().queue_len()
}

/// What waits in the calling process's mailbox, for people.
#[doc(hidden)]
#[track_caller]
pub fn describe_mailbox() -> Vec<String> {
    Plain::current().describe()
}
