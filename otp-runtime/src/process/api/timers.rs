//! Timers, and waiting.

use crate::system::clock::after_or_far;
use crate::system::timers::{Destination, Payload, TimerRef, Timers};
use crate::system::{self, System};
use crate::{AnyMessage, Pid};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Who a timer's message goes to: a [`Pid`], or a name that is resolved when the timer fires.
pub trait Recipient {
    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn destination(self) -> Destination;
}

impl Recipient for Pid {
    #[allow(private_interfaces)]
    fn destination(self) -> Destination {
        Destination::Pid(self)
    }
}

impl Recipient for &str {
    #[allow(private_interfaces)]
    fn destination(self) -> Destination {
        Destination::Name(Arc::from(self))
    }
}

/// Sends `message` after `delay` (Erlang's `send_after/3`). A timer for a pid ends with that process, one for a name does
/// not.
///
/// # Panics
///
/// Outside a tokio runtime.
pub fn send_after<M: Send + 'static>(to: impl Recipient, delay: Duration, message: M) -> TimerRef {
    start_timer(to.destination(), after_or_far(delay), message)
}

/// Sends `message` at `at`; at once when that has passed (Erlang's `send_after/4` with an absolute time).
///
/// # Panics
///
/// Outside a tokio runtime.
pub fn send_at<M: Send + 'static>(to: impl Recipient, at: Instant, message: M) -> TimerRef {
    start_timer(to.destination(), at.into(), message)
}

fn start_timer<M: Send + 'static>(to: Destination, at: tokio::time::Instant, message: M) -> TimerRef {
    let owner = match &to {
        Destination::Pid(pid) => system::find(*pid),
        Destination::Name(_) => None,
    };
    // a timer lives where the process does that it ends with
    let system = owner.as_ref().map_or_else(System::current, |owner| owner.head().system.clone());
    Timers::start(&system, at, to, owner.as_ref(), Payload::Once(AnyMessage::new(message)))
}

/// Waits. As [`tokio::time::sleep`], and never panics however long it is (Elixir's `Process.sleep/1`).
pub async fn sleep(duration: Duration) {
    tokio::time::sleep_until(after_or_far(duration)).await;
}

/// How many timers have not fired yet on this runtime.
pub fn pending_timers() -> usize {
    System::try_current().map_or(0, |system| system.timers.count())
}
