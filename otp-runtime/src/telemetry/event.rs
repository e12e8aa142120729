//! What handlers are told.

use super::waits::WaitStep;
use crate::{ExitReason, Pid};
use std::fmt;
use std::time::Duration;

/// Something that happened, for the handlers of [`attach`](super::attach).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A process was made; a server's `init` comes next.
    ProcessStarted {
        /// The process.
        pid: Pid,
        /// The server's type, `Task` or `process`.
        server: &'static str,
        /// Who started it.
        starter: Option<Pid>,
    },
    /// A process has ended. One is told for each that was made.
    ProcessExited {
        /// The process.
        pid: Pid,
        /// The server's type, `Task` or `process`.
        server: &'static str,
        /// Why.
        reason: &'a ExitReason,
    },
    /// A supervisor has started a child again.
    ChildRestarted {
        /// The new process.
        pid: Pid,
        /// The server's type, `Task` or `process`.
        server: &'static str,
        /// Its place, the ids from the root of the tree: `bank/treasury`.
        child: &'a str,
    },
    /// There were too many restarts: a supervisor ends its children and itself.
    SupervisorGaveUp {
        /// The supervisor.
        pid: Pid,
        /// Its place.
        supervisor: &'a str,
    },
    /// A call reached its server's process, or is sent to it.
    CallStarted {
        /// The process that is called.
        pid: Pid,
        /// Its type.
        server: &'static str,
        /// What is called.
        method: &'static str,
        /// Who calls, if that is a process.
        caller: Option<Pid>,
    },
    /// A call is over for its caller. One is told for each that has started.
    CallStopped {
        /// The process that was called.
        pid: Pid,
        /// Its type.
        server: &'static str,
        /// What was called.
        method: &'static str,
        /// Who called, if that is a process.
        caller: Option<Pid>,
        /// How long the caller waited, queue and handler together.
        duration: Duration,
        /// How it ended.
        outcome: CallOutcome,
    },
    /// A cast was sent to a process.
    Cast {
        /// The process.
        pid: Pid,
        /// Its type.
        server: &'static str,
        /// What is cast.
        method: &'static str,
        /// Who sent it, if that is a process.
        from: Option<Pid>,
    },
    /// A server has handled a message.
    Handled {
        /// The server.
        pid: Pid,
        /// Its type.
        server: &'static str,
        /// The handler, or the message's type.
        handler: &'static str,
        /// What kind of message it was.
        kind: MessageKind,
        /// From the begin of the handler to its end. Of one in place that has to wait: until its caller does.
        duration: Duration,
    },
    /// A message that reaches nobody.
    DeadLetter {
        /// What it was.
        kind: DeadLetter,
        /// The handler it was for, or the message's type.
        message: &'static str,
        /// Whom it was for; `None` for a name that nobody has.
        to: Option<Pid>,
        /// Who sent it, if that is a process.
        from: Option<Pid>,
    },
    /// Processes wait for each other: see [`detect_deadlocks`](super::detect_deadlocks).
    Deadlock {
        /// Each waits for the next, and the last for the first.
        path: &'a [WaitStep],
    },
    /// A process holds a thread for long: see [`slow_handlers`](super::slow_handlers).
    SlowHandler {
        /// The process.
        pid: Pid,
        /// The server's type, `Task` or `process`.
        server: &'static str,
        /// The handler, if messages are watched.
        handler: Option<&'static str>,
        /// How long it has held it so far, at least.
        so_far: Duration,
    },
}

impl Event<'_> {
    /// Whether it is of a message on its usual way, and so one of very many.
    pub(super) fn is_of_message(&self) -> bool {
        matches!(
            self,
            Event::CallStarted { .. } | Event::CallStopped { .. } | Event::Cast { .. } | Event::Handled { .. }
        )
    }
}

/// How a call ended for its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallOutcome {
    /// With a reply, an `Err` of the handler's own among them.
    Replied,
    /// Without one, in time.
    Timeout,
    /// The server ended first, or was not there.
    Exit,
    /// The server dropped the request, or it could not be asked.
    Refused,
    /// The caller did not wait for it.
    Cancelled,
}

/// The kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// A call.
    Call,
    /// A cast.
    Cast,
    /// Anything else.
    Info,
}

/// What kind of message reached nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeadLetter {
    /// A cast.
    Cast,
    /// What was sent with `send`.
    Message,
    /// The message of a timer.
    Timer,
    /// A reply whose caller waits no more.
    Reply,
}

/// An exit reason as a word, for labels.
pub(super) fn exit_word(reason: &ExitReason) -> &'static str {
    match reason {
        ExitReason::Normal => "normal",
        ExitReason::Shutdown | ExitReason::ShutdownWith(_) | ExitReason::RuntimeGone => "shutdown",
        ExitReason::Kill | ExitReason::Killed => "killed",
        ExitReason::Panic { .. } => "panic",
        _ => "error",
    }
}

macro_rules! words {
    ($($type:ident { $($variant:ident => $word:literal),* })*) => {$(
        impl $type {
            /// As a word, for labels.
            pub fn word(self) -> &'static str {
                match self { $($type::$variant => $word),* }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    )*};
}

words! {
    CallOutcome { Replied => "replied", Timeout => "timeout", Exit => "exit", Refused => "refused", Cancelled => "cancelled" }
    MessageKind { Call => "call", Cast => "cast", Info => "info" }
    DeadLetter { Cast => "cast", Message => "message", Timer => "timer", Reply => "reply" }
}
