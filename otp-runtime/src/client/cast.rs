//! Casts, and room in bounded mailboxes.

use crate::process::cell::Process;
use crate::process::current::{self, raw_and_depth};
use crate::process::head::Head;
use crate::process::mailbox::{Body, Envelope};
use crate::process::panics::drop_guarded;
use crate::process::room::Waiting;
use crate::telemetry::{DeadLetter, Event};
use crate::{GenServer, Ref, Target};
use std::fmt;
use std::sync::Arc;

impl<S: GenServer> Ref<S> {
    /// A cast under the name of its handler: sent, and forgotten (OTP's `gen_server:cast/2`). It never waits and never
    /// fails, whatever the target; it is handled before any later call of the same caller. Typed clients do this for each
    /// `#[cast]`.
    #[inline(always)] // or else the message is moved once more
    pub fn cast(&self, name: &'static str, cast: S::Cast) {
        let cast = &mut Some(cast);
        match self.place().known() {
            Some(process) => process.cast(name, cast),
            None => self.cast_afresh(name, cast),
        }
    }

    #[cold]
    fn cast_afresh(&self, name: &'static str, cast: &mut Option<S::Cast>) {
        match self.resolve() {
            Ok(process) => process.cast(name, cast),
            Err(_) => self.cast_to_nobody(name, cast.take()),
        }
    }

    /// As [`cast`](Ref::cast) to a server with `mailbox = N`: a full mailbox gives the message back. A target that is not
    /// there is `Ok`, as for any cast.
    pub fn try_cast(&self, name: &'static str, cast: S::Cast) -> Result<(), MailboxFull<S>> {
        let Ok(process) = self.resolve() else {
            self.cast_to_nobody(name, Some(cast));
            return Ok(());
        };
        if process.has_room() {
            process.queue_cast(name, &mut Some(cast));
            return Ok(());
        }
        Err(MailboxFull { process, target: self.target(), name, cast })
    }

    fn cast_to_nobody(&self, name: &'static str, cast: Option<S::Cast>) {
        self.place().dead_letter(DeadLetter::Cast, name);
        drop_guarded(cast);
    }
}

impl<S: GenServer> Process<S> {
    /// Takes a place in a bounded mailbox. A closed mailbox has room: the push finds out.
    pub(crate) fn has_room(&self) -> bool {
        if Self::BOUNDED { self.room.as_ref().is_none_or(|room| room.take()) } else { true }
    }

    /// Sends a message now if there is room, or else as soon as there is: `Some` waits for that. `Err` gives it back when
    /// the process is dead.
    pub(crate) fn push_when_room(self: &Arc<Self>, message: Envelope<S>) -> Result<Option<Waiting<S>>, Envelope<S>> {
        if Self::BOUNDED
            && let Some(room) = &self.room
        {
            return match room.wait(message) {
                Ok(waiting) => Ok(Some(waiting)),
                Err(message) => self.push(message).map(|()| None),
            };
        }
        self.push(message).map(|()| None)
    }

    /// A cast whose sender does not wait for room: over the bound there is some, too, and the message counts.
    fn cast(self: &Arc<Self>, name: &'static str, cast: &mut Option<S::Cast>) {
        if Self::BOUNDED
            && let Some(room) = &self.room
        {
            room.take_anyway();
        }
        self.queue_cast(name, cast);
    }

    fn queue_cast(self: &Arc<Self>, name: &'static str, cast: &mut Option<S::Cast>) {
        self.watch_cast(name);
        let from = raw_and_depth().0;
        self.post(cast, |cast| Envelope { from, name, body: Body::Cast(cast) });
        if let Some(refused) = cast.take() {
            self.cast_too_late(name, refused);
        }
    }

    /// A cast has come after the end.
    #[cold]
    fn cast_too_late<M>(&self, name: &'static str, refused: M) {
        self.head.system.hub.dead_letter(DeadLetter::Cast, name, Some(self.head.pid));
        drop_guarded(refused);
    }

    /// Tells whoever wants to know that a cast is about to be sent.
    #[inline]
    fn watch_cast(&self, name: &'static str) {
        if self.head.system.hub.tells_messages() {
            tell_cast(&self.head, S::NAME, name);
        }
    }
}

#[cold]
fn tell_cast(head: &Head, server: &'static str, method: &'static str) {
    head.system.hub.tell(&Event::Cast { pid: head.pid, server, method, from: current::pid() });
}

/// A cast that found the mailbox of a server with `mailbox = N` full. It holds the message.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// struct Log { lines: Vec<String> }
///
/// #[gen_server(mailbox = 1)]
/// impl Log {
///     #[init]
///     fn init() -> Self { Log { lines: Vec::new() } }
///     #[cast]
///     pub fn line(&mut self, text: String) { self.lines.push(text) }
///     #[call]
///     pub fn count(&self) -> usize { self.lines.len() }
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let log = Log::start().await.unwrap();
/// for n in 0..100 {
///     if let Err(full) = log.line(format!("line {n}")) {
///         full.when_room().await;
///     }
/// }
/// assert_eq!(log.count().await, Ok(100));
/// # }
/// ```
#[must_use = "the message was not sent"]
pub struct MailboxFull<S: GenServer> {
    process: Arc<Process<S>>,
    target: Target,
    name: &'static str,
    cast: S::Cast,
}

impl<S: GenServer> MailboxFull<S> {
    /// Sends the message as soon as there is room, in the order of those who wait. If the server ends first, the message is
    /// dropped, as any cast to a dead server is. Cancelled before there was room, nothing was sent.
    pub async fn when_room(self) {
        let MailboxFull { process, name, cast, .. } = self;
        let envelope = Envelope { from: raw_and_depth().0, name, body: Body::Cast(cast) };
        process.watch_cast(name);
        match process.push_when_room(envelope) {
            Ok(None) => {}
            // sent, or its server has ended
            Ok(Some(waiting)) => _ = waiting.await,
            Err(refused) => process.cast_too_late(name, refused),
        }
    }

    /// The message.
    pub fn into_message(self) -> S::Cast {
        self.cast
    }
}

impl<S: GenServer> fmt::Display for MailboxFull<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` to {} {}: its mailbox is full", self.name, S::NAME, self.target)
    }
}

impl<S: GenServer> fmt::Debug for MailboxFull<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailboxFull({self})")
    }
}

impl<S: GenServer> std::error::Error for MailboxFull<S> {}
