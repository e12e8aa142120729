//! What a debugged server does, step by step.

use crate::process::panics::guarded;
use crate::{GenServer, Pid, Shown};
use std::fmt;

/// What a server that is being looked at has just done or got, for the functions of [`Sys::install`](crate::Sys::install)
/// (the system events of Erlang's `sys`). Its `Display` is the line of a log or trace.
pub enum SysEvent<'a, S: GenServer> {
    /// A message came (`{in, message}`).
    In {
        /// The name of its handler, or the message's type.
        handler: &'static str,
        /// The message.
        message: Shown<'a, S>,
        /// Who sent it, if that was a process.
        from: Option<Pid>,
    },
    /// A message came that no handler takes; its type.
    Unknown {
        /// The message's type.
        message: &'static str,
        /// Who sent it, if that was a process.
        from: Option<Pid>,
    },
    /// The handler of a call gave this reply (`{out, reply, to, state}`).
    Out {
        /// The reply.
        reply: &'a S::Reply,
        /// Who gets it, if that is a process.
        to: Option<Pid>,
    },
    /// A handler is done, and gave no reply (`{noreply, state}`).
    NoReply,
    /// The server goes on with this (`{continue, term}`).
    Continue(&'a S::Continue),
}

impl<S: GenServer> fmt::Display for SysEvent<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SysEvent::In { handler, message, from } => {
                let kind = match message {
                    Shown::Call(_) => "call",
                    Shown::Cast(_) => "cast",
                    _ => "info",
                };
                came(f, &format_args!("{kind} `{handler}` {message}"), *from)
            }
            SysEvent::Unknown { message, from } => {
                came(f, &format_args!("a message that no handler takes: {message}"), *from)
            }
            SysEvent::Out { reply, to } => went(f, &Shown::<S>::Reply(reply), *to),
            SysEvent::NoReply => f.write_str("done"),
            SysEvent::Continue(with) => write!(f, "goes on with {}", Shown::<S>::Continue(with)),
        }
    }
}

fn came(f: &mut fmt::Formatter<'_>, message: &dyn fmt::Display, from: Option<Pid>) -> fmt::Result {
    write!(f, "got {message}")?;
    if let Some(from) = from { write!(f, " from {from}") } else { Ok(()) }
}

fn went(f: &mut fmt::Formatter<'_>, reply: &dyn fmt::Display, to: Option<Pid>) -> fmt::Result {
    write!(f, "sent {reply}")?;
    if let Some(to) = to { write!(f, " to {to}") } else { Ok(()) }
}

impl<S: GenServer> fmt::Debug for SysEvent<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<S: GenServer> SysEvent<'_, S> {
    /// The line of a log, with the state that a handler left.
    pub(super) fn line(&self, state: &S) -> String {
        let left = matches!(self, SysEvent::Out { .. } | SysEvent::NoReply).then(|| state_text(state));
        line_of(self, left)
    }
}

fn line_of(event: &dyn fmt::Display, state: Option<String>) -> String {
    let line = guarded(|| match state {
        Some(state) => format!("{event}; new state {state}"),
        None => event.to_string(),
    });
    line.unwrap_or_else(|_| "(a `Debug` panicked)".to_owned())
}

/// The state as `#[format_status]` shows it, or else its `Debug`, or else the server's name.
pub(crate) fn state_text<S: GenServer>(state: &S) -> String {
    text_of(S::NAME, &mut || state.format_status(), &Shown::Server(state))
}

fn text_of(server: &str, status: &mut dyn FnMut() -> Option<String>, shown: &dyn fmt::Display) -> String {
    let shown = guarded(|| {
        status().unwrap_or_else(|| match shown.to_string() {
            none if none == "_" => server.to_owned(),
            shown => shown,
        })
    });
    shown.unwrap_or_else(|_| format!("({server}::format_status panicked)"))
}
