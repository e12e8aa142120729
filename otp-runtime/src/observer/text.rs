//! Other people's words, within limits.

use crate::ExitReason;
use crate::process::panics::guarded;

/// A reason as text. The error in it is the user's.
pub(super) fn reason(reason: &ExitReason) -> String {
    let text = guarded(|| reason.to_string());
    cut(text.unwrap_or_else(|_| "(its `Display` panicked)".to_owned()), 500)
}

pub(super) use crate::telemetry::meter::cut;
