//! Messages that are neither calls nor casts, and the system's own.

use crate::task::Ticket;
use crate::{ExitReason, GenServer, MonitorRef, Pid, Target};
use std::any::{Any, TypeId, type_name};
use std::fmt;

/// A server that has an `#[info]` handler for `M`.
///
/// `#[gen_server]` implements it for the message type of each `#[info]` handler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `#[info]` handler for `{M}`",
    label = "this message would be dropped",
    note = "add `#[info] fn on_message(&mut self, message: {M})` to the `#[gen_server]` impl of `{Self}`"
)]
pub trait Handles<M>: GenServer {
    /// Wraps the message as the server's own info type.
    fn info_from(message: M) -> Self::Info;
}

/// A server that has a `#[handle_continue]` handler for `M`.
///
/// `#[gen_server]` implements it for the argument type of each `#[handle_continue]` handler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `#[handle_continue]` handler for `{M}`",
    label = "nothing would go on with this",
    note = "add `#[handle_continue] fn go_on(&mut self, with: {M})` to the `#[gen_server]` impl of `{Self}`"
)]
pub trait Continues<M>: GenServer {
    /// Wraps the argument as the server's own continue type.
    fn continue_from(message: M) -> Self::Continue;
}

/// A message that `S` has an `#[info]` handler for: [`Handles`], seen from the message.
///
/// Whatever sends asks for this one. With a bound on the server rustc would take the only message it handles for the one
/// that was meant, and call any other a mismatched type.
#[diagnostic::on_unimplemented(
    message = "`{S}` has no `#[info]` handler for `{Self}`",
    label = "this message would be dropped",
    note = "add `#[info] fn on_message(&mut self, message: {Self})` to the `#[gen_server]` impl of `{S}`"
)]
pub trait InfoFor<S: GenServer>: Sized {
    /// Wraps the message as the server's own info type.
    fn into_info(self) -> S::Info;
}

#[diagnostic::do_not_recommend]
impl<S: Handles<M>, M> InfoFor<S> for M {
    fn into_info(self) -> S::Info {
        S::info_from(self)
    }
}

/// An argument that `S` has a `#[handle_continue]` handler for: [`Continues`], seen from the argument.
#[diagnostic::on_unimplemented(
    message = "`{S}` has no `#[handle_continue]` handler for `{Self}`",
    label = "nothing would go on with this",
    note = "add `#[handle_continue] fn go_on(&mut self, with: {Self})` to the `#[gen_server]` impl of `{S}`"
)]
pub trait ContinueFor<S: GenServer>: Sized {
    /// Wraps the argument as the server's own continue type.
    fn into_continue(self) -> S::Continue;
}

#[diagnostic::do_not_recommend]
impl<S: Continues<M>, M> ContinueFor<S> for M {
    fn into_continue(self) -> S::Continue {
        S::continue_from(self)
    }
}

/// Any message to a process (an Erlang term in a mailbox).
///
/// What the system itself sends ([`Down`], [`Exit`], [`IdleTimeout`]) and what [`Pid::send`] and timers carry arrives as
/// one of these; a server's `#[info]` handlers pick theirs by type. A handler that takes an `AnyMessage` gets whatever the
/// others leave.
///
/// ```
/// use otp_runtime::AnyMessage;
///
/// let mut message = AnyMessage::new(7_u32);
/// assert_eq!(message.take::<String>(), None);
/// assert_eq!(message.take::<u32>(), Some(7));
/// ```
pub struct AnyMessage {
    /// `None` once it was taken.
    message: Option<Box<dyn Any + Send>>,
    type_name: &'static str,
}

impl AnyMessage {
    /// Wraps a message of any type.
    pub fn new<M: Send + 'static>(message: M) -> Self {
        let mut message = Some(message);
        if let Some(whole) = (&mut message as &mut dyn Any).downcast_mut::<Option<AnyMessage>>()
            && let Some(whole) = whole.take()
        {
            return whole;
        }
        AnyMessage { message: message.map(|message| Box::new(message) as _), type_name: type_name::<M>() }
    }

    /// A message that a task's cell holds the content of.
    pub(crate) fn of_task(ticket: Ticket) -> Self {
        let type_name = ticket.type_name();
        AnyMessage { message: Some(Box::new(ticket)), type_name }
    }

    fn ticket(&self) -> Option<&Ticket> {
        self.message.as_ref()?.downcast_ref()
    }

    /// Whether what it tells has been told otherwise: it counts as never sent.
    pub(crate) fn is_void(&self) -> bool {
        self.ticket().is_some_and(Ticket::is_void)
    }

    /// The message for whoever asked for it, with its content; `None` when it is void.
    pub(crate) fn open(mut self) -> Option<Self> {
        if self.ticket().is_none() {
            return Some(self);
        }
        let ticket = self.take::<Ticket>()?;
        Some(AnyMessage { message: Some(ticket.open()?), type_name: self.type_name })
    }

    /// Nobody looks at it any more, and it stays.
    pub(crate) fn conceal(&mut self) {
        if let Some(ticket) = self.message.as_mut().and_then(|message| message.downcast_mut::<Ticket>()) {
            ticket.conceal();
        }
    }

    pub(crate) fn from_parts(message: Box<dyn Any + Send>, type_name: &'static str) -> Self {
        AnyMessage { message: Some(message), type_name }
    }

    pub(crate) fn into_parts(self) -> (Box<dyn Any + Send>, &'static str) {
        (self.message.unwrap_or_else(|| Box::new(())), self.type_name)
    }

    /// Takes the message out if it is a `T` and leaves an empty one behind; otherwise nothing changes. `T = AnyMessage`
    /// takes whatever it is.
    pub fn take<T: 'static>(&mut self) -> Option<T> {
        if TypeId::of::<T>() == TypeId::of::<AnyMessage>() {
            let mut whole = Some(AnyMessage { message: self.message.take(), type_name: self.type_name });
            return (&mut whole as &mut dyn Any).downcast_mut::<Option<T>>()?.take();
        }
        match self.message.take()?.downcast::<T>() {
            Ok(message) => Some(*message),
            Err(other) => {
                self.message = Some(other);
                None
            }
        }
    }

    /// The message, if it is a `T`; whatever it is for `T = AnyMessage`.
    pub fn downcast_ref<T: 'static>(&self) -> Option<&T> {
        (self as &dyn Any).downcast_ref().or_else(|| {
            let message = self.message.as_ref()?;
            message.downcast_ref().or_else(|| message.downcast_ref::<Ticket>()?.show())
        })
    }

    /// The name of the message's type, for logs.
    pub fn type_name(&self) -> &'static str {
        self.type_name
    }
}

impl fmt::Debug for AnyMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(down) = self.downcast_ref::<Down>() {
            return down.fmt(f);
        }
        if let Some(exit) = self.downcast_ref::<Exit>() {
            return exit.fmt(f);
        }
        write!(f, "AnyMessage({})", self.type_name)
    }
}

/// A monitored process has ended (Erlang's `'DOWN'` message).
#[derive(Clone, Debug, PartialEq)]
pub struct Down {
    /// The monitor that this answers; each answers once.
    pub monitor: MonitorRef,
    /// The process; `None` when the monitored name belonged to nobody.
    pub pid: Option<Pid>,
    /// The target as it was given to `monitor`: a pid or a name.
    pub target: Target,
    /// Why it ended; `NoProc` when it was not there to begin with.
    pub reason: ExitReason,
}

/// An exit signal that arrived as a message, because its receiver traps exits (Erlang's `'EXIT'` message).
#[derive(Clone, Debug, PartialEq)]
pub struct Exit {
    /// Who sent the signal: the linked process that ended, or the caller of [`Pid::exit`].
    pub from: Pid,
    /// The signal's reason.
    pub reason: ExitReason,
}

/// Nothing arrived for as long as [`Context::idle_timeout`](crate::Context::idle_timeout) asked (Elixir's `:timeout`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdleTimeout {
    pub(crate) generation: u64,
}
