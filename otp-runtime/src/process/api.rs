//! What code can do with processes, its own and others (Elixir's `Process`).

mod dictionary;
mod info;
mod kin;
mod names;
mod receive;
mod snapshot;
mod spawn;
mod sys;
mod ties;
mod timers;

pub use dictionary::*;
pub use info::*;
pub use kin::*;
pub use names::*;
pub use receive::*;
pub use snapshot::*;
pub(crate) use spawn::{new_process, tie};
pub use spawn::{spawn, spawn_link, spawn_monitor};
pub use sys::sys;
pub use ties::*;
pub use timers::*;

use super::current;
use super::head::AnyProcess;
use super::panics::drop_guarded;
use super::signals::{Origin, send_exit};
use super::status::{DEAD, Next};
use crate::monitor::current_process;
use crate::telemetry::DeadLetter;
use crate::{AnyMessage, ExitReason, Pid, Target, system};
use std::any::type_name;
use std::sync::Arc;

impl Pid {
    /// The calling process. `None` outside one: in plain `main`, in tasks of `tokio::spawn`.
    pub fn current() -> Option<Pid> {
        current::pid()
    }

    /// Sends any message. A server takes it with the `#[info]` handler for `M`, or logs and drops it; a process made by
    /// [`spawn`] receives it. It never fails: a message to nobody is dropped.
    pub fn send<M: Send + 'static>(self, message: M) {
        match system::find(self) {
            Some(process) => {
                let next = process.deposit(AnyMessage::new(message));
                if next == Next::Nothing && process.head().status.has(DEAD) {
                    process.head().system.hub.dead_letter(DeadLetter::Message, type_name::<M>(), Some(self));
                }
                process.follow(next);
            }
            None => {
                if let Some(system) = system::of(self) {
                    system.hub.dead_letter(DeadLetter::Message, type_name::<M>(), Some(self));
                }
                drop_guarded(message);
            }
        }
    }

    /// Stops the process in order, whatever it is: see [`Stop`](crate::Stop).
    pub fn stop(self) -> crate::Stop {
        let process = system::find(self);
        let kind = process.as_ref().map_or("process", |process| process.kind());
        crate::Stop::new(process.ok_or(crate::error::Failure::NoProc), kind, Target::Pid(self))
    }

    /// Sends an exit signal (Erlang's `exit/2`). It never fails.
    ///
    /// `Kill` ends any process, with reason `Killed`. Any other reason is a message ([`Exit`](crate::Exit)) to a process that traps
    /// exits; else `Normal` does nothing (except to oneself) and all others end it with that reason, at once and without
    /// `terminate`: a handler is cut off at its next `.await`.
    pub fn exit(self, reason: ExitReason) {
        if let Some(process) = system::find(self) {
            send_exit(&process, own_or_outside(), reason, Origin::Explicit);
        }
    }
}

/// The calling process, or a pid that is nobody's.
pub(crate) fn own_or_outside() -> Pid {
    current::pid().unwrap_or(Pid::new(0, 0))
}

#[track_caller]
fn myself() -> Arc<dyn AnyProcess> {
    match current_process() {
        Some(process) => process,
        None => panic!(
            "this code runs outside any process: use `#[otp_runtime::main]`, `#[otp_runtime::test]` or `process::spawn`"
        ),
    }
}
