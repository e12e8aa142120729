//! Looking into exit reasons.

use otp_runtime::{ExitReason, PanicLocation};

/// The message of a panic.
pub(crate) fn panic_message(reason: &ExitReason) -> Option<&str> {
    match reason {
        ExitReason::Panic { message, .. } => Some(message),
        _ => None,
    }
}

/// Where a panic was.
pub(crate) fn panic_place(reason: &ExitReason) -> &PanicLocation {
    match reason {
        ExitReason::Panic { location: Some(at), .. } => at,
        other => panic!("no panic with a place: {other:?}"),
    }
}
