//! What applications tell the log: one event for each start, failed start and end.

use super::AppError;
use crate::{ExitReason, Pid, Restart};

macro_rules! event {
    ($level:ident, $app:expr, { $($fields:tt)* }, $message:literal) => {
        tracing::$level!(target: "otp_runtime::application", application = %$app, $($fields)* $message)
    };
}

pub(crate) fn started(app: &str, top: Option<Pid>) {
    event!(info, app, { top = top.map(tracing::field::display), }, "application started");
}

pub(crate) fn start_failed(app: &str, error: &AppError, restart: Restart) {
    event!(error, app, { restart_type = ?restart, reason = %error, }, "application did not start");
}

pub(crate) fn stopped(app: &str, restart: Restart) {
    event!(info, app, { restart_type = ?restart, reason = "stopped", }, "application ended");
}

/// It ended by itself. Of a permanent one that is an error, whatever the reason.
pub(crate) fn ended(app: &str, reason: &ExitReason, restart: Restart) {
    if reason.is_clean() && restart != Restart::Permanent {
        event!(info, app, { restart_type = ?restart, %reason, }, "application ended");
    } else {
        event!(error, app, { restart_type = ?restart, %reason, }, "application ended");
    }
}

pub(crate) fn callback_failed(app: &str, callback: &str, reason: &ExitReason) {
    event!(error, app, { callback, %reason, }, "a callback of the application failed");
}

pub(crate) fn killed(app: &str) {
    event!(error, app, {}, "application killed: it took too long to stop");
}

pub(crate) fn shuts_down(reason: &super::ShutdownReason) {
    tracing::info!(target: "otp_runtime::application", %reason, "everything is shut down");
}

pub(crate) fn hook_failed(reason: &ExitReason) {
    tracing::error!(target: "otp_runtime::application", %reason, "a hook of the shutdown failed");
}
