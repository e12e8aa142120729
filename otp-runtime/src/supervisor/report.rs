//! What supervisors tell the log: one event for each start, end, restart and give-up, with the child's path in the tree.

use crate::place::Seat;
use crate::telemetry::Event;
use crate::{ChildStartError, ExitReason, Pid, Restart};

macro_rules! event {
    ($level:ident, $seat:expr, { $($fields:tt)* }, $message:literal) => {
        tracing::$level!(target: "otp_runtime::supervisor", child = %$seat, $($fields)* $message)
    };
}

pub(crate) fn started(seat: &Seat, pid: Pid) {
    event!(info, seat, { %pid, }, "child started");
}

pub(crate) fn start_failed(seat: &Seat, error: &ChildStartError) {
    event!(error, seat, { context = "start_error", reason = %error, }, "child did not start");
}

/// A child ended by itself. Of a permanent one that is an error, whatever the reason.
pub(crate) fn ended(seat: &Seat, pid: Pid, reason: &ExitReason, restart: Restart) {
    seat.note_exit(reason);
    if reason.is_clean() && restart != Restart::Permanent {
        event!(info, seat, { %pid, %reason, }, "child ended");
    } else {
        event!(error, seat, { %pid, context = "child_terminated", %reason, }, "child ended");
    }
}

pub(crate) fn restarted(seat: &Seat, pid: Pid) {
    seat.note_restart(true);
    event!(info, seat, { %pid, }, "child restarted");
    if let Some(process) = crate::system::find(pid)
        && process.head().system.hub.is_attached()
    {
        let (server, child) = (process.kind(), seat.path());
        process.head().system.hub.tell(&Event::ChildRestarted { pid, server, child: &child });
    }
}

pub(crate) fn restart_failed(seat: &Seat, error: &ChildStartError) {
    seat.note_restart(false);
    event!(error, seat, { context = "start_error", reason = %error, }, "child did not restart");
}

/// A child has ended that was told to; as it was told, or otherwise.
pub(crate) fn stopped(seat: &Seat, pid: Pid, reason: &ExitReason, as_told: bool) {
    seat.note_exit(reason);
    if as_told {
        event!(debug, seat, { %pid, %reason, }, "child stopped");
    } else {
        event!(error, seat, { %pid, context = "shutdown_error", %reason, }, "child did not shut down as told");
    }
}

pub(crate) fn gave_up(seat: &Seat, pid: Pid, max_restarts: u32, max_seconds: u64) {
    tracing::error!(
        target: "otp_runtime::supervisor",
        supervisor = %seat, %pid, context = "shutdown", reason = "reached_max_restart_intensity", max_restarts, max_seconds,
        "supervisor gives up"
    );
    if let Some(system) = crate::system::of(pid)
        && system.hub.is_attached()
    {
        system.hub.tell(&Event::SupervisorGaveUp { pid, supervisor: &seat.path() });
    }
}

pub(crate) fn auto_shutdown(seat: &Seat, pid: Pid) {
    tracing::info!(target: "otp_runtime::supervisor", supervisor = %seat, %pid, "supervisor shuts down with its children");
}
