//! Assertions on the calling process's mailbox (ExUnit's `assert_receive` and `refute_receive`).

/// Waits for a message that matches the pattern, and gives it; others stay in the mailbox. The message's type follows from
/// the pattern. Panics after a second, or after `within`, showing what did arrive.
///
/// ```
/// use otp_runtime::{assert_receive, prelude::*};
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let pid = otp_runtime::process::spawn(async { otp_runtime::exit(ExitReason::Shutdown) });
/// let watch = otp_runtime::process::monitor(pid);
/// let down = assert_receive!(Down { monitor, .. } if *monitor == watch);
/// assert!(matches!(down.reason, ExitReason::Shutdown | ExitReason::NoProc));
/// # }
/// ```
#[macro_export]
macro_rules! assert_receive {
    ($pattern:pat $(if $guard:expr)? $(, within = $limit:expr)? $(,)?) => {{
        #[allow(unused_mut, unused_assignments)]
        let mut limit = ::core::time::Duration::from_secs(1);
        $(limit = $limit;)?
        $crate::__private::expect_message(
            limit,
            ::core::stringify!($pattern $(if $guard)?),
            #[allow(unused_variables)]
            |message| ::core::matches!(message, $pattern $(if $guard)?),
        )
        .await
    }};
}

/// Panics if a message that matches the pattern is in the mailbox, or arrives within 100 ms or `within`.
///
/// ```
/// use otp_runtime::{refute_receive, prelude::*};
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// refute_receive!(Down { .. });
/// # }
/// ```
#[macro_export]
macro_rules! refute_receive {
    ($pattern:pat $(if $guard:expr)? $(, within = $limit:expr)? $(,)?) => {{
        #[allow(unused_mut, unused_assignments)]
        let mut limit = ::core::time::Duration::from_millis(100);
        $(limit = $limit;)?
        $crate::__private::refuse_message(
            limit,
            ::core::stringify!($pattern $(if $guard)?),
            #[allow(unused_variables)]
            |message| ::core::matches!(message, $pattern $(if $guard)?),
        )
        .await
    }};
}

use crate::process::{describe_mailbox, receive_where};
use std::time::Duration;

#[doc(hidden)]
pub async fn expect_message<M: 'static>(limit: Duration, pattern: &str, wanted: impl Fn(&M) -> bool) -> M {
    let found = receive_where(|message| message.downcast_ref::<M>().is_some_and(&wanted));
    match tokio::time::timeout(limit, found).await {
        Ok(mut message) => message.take().expect("a message of the type that was looked for"),
        Err(_) => panic!(
            "no message matching `{pattern}` arrived within {limit:?}; the mailbox holds {:?}",
            describe_mailbox()
        ),
    }
}

#[doc(hidden)]
pub async fn refuse_message<M: 'static>(limit: Duration, pattern: &str, wanted: impl Fn(&M) -> bool) {
    let found = receive_where(|message| message.downcast_ref::<M>().is_some_and(&wanted));
    if tokio::time::timeout(limit, found).await.is_ok() {
        panic!("a message matching `{pattern}` arrived");
    }
}
