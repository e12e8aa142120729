//! What a task sends to its owner's mailbox: tickets. What they stand for is in the task's cell, where a later `join` takes it
//! from: then the ticket is void, and counts as never sent.

use crate::{Down, MonitorRef};
use std::any::{Any, TypeId, type_name};
use std::cell::OnceCell;
use std::sync::Arc;

/// The value of a task whose owner did not wait for it, as a message (Elixir's `{ref, result}`).
///
/// An `#[info]` handler takes it by its type, [`receive`](crate::process::receive) as well. A [`Down`] with the same reference and reason
/// `Normal` follows.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::{TaskReply, process};
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let task = Task::spawn(async { 1 + 1 });
/// let reply = process::receive::<TaskReply<i32>>().await;
/// assert_eq!((reply.task, reply.value), (task.reference(), 2));
/// let down = process::receive::<Down>().await;
/// assert_eq!((down.monitor, down.reason), (task.reference(), ExitReason::Normal));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskReply<T> {
    /// The task: see [`Task::reference`](crate::Task::reference).
    pub task: MonitorRef,
    /// Its value.
    pub value: T,
}

/// Which of the two messages a ticket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Reply,
    Down,
}

type Message = Box<dyn Any + Send>;

/// A cell as its tickets see it.
pub(super) trait Outcome: Send + Sync {
    fn is_void(&self) -> bool;
    fn reference(&self) -> MonitorRef;
    /// The type of the reply, and its name.
    fn reply_type(&self) -> (TypeId, &'static str);
    /// The message itself, for a look; `None` when it is void.
    fn lend(&self, of: Of) -> Option<Message>;
    /// The look is over.
    fn give_back(&self, of: Of, message: Message);
    /// The message was taken for good.
    fn taken(&self, of: Of);
}

pub(crate) struct Ticket {
    outcome: Arc<dyn Outcome>,
    of: Of,
    /// While somebody looks at it.
    shown: OnceCell<Message>,
}

impl Ticket {
    pub(super) fn new(outcome: Arc<dyn Outcome>, of: Of) -> Self {
        Ticket { outcome, of, shown: OnceCell::new() }
    }

    pub(crate) fn type_name(&self) -> &'static str {
        match self.of {
            Of::Reply => self.outcome.reply_type().1,
            Of::Down => type_name::<Down>(),
        }
    }

    /// Takes no lock.
    pub(crate) fn is_void(&self) -> bool {
        self.outcome.is_void()
    }

    /// Takes no lock.
    pub(crate) fn is_down_of(&self, monitor: MonitorRef) -> bool {
        self.of == Of::Down && self.outcome.reference() == monitor
    }

    /// The message, if it is an `M`.
    pub(crate) fn show<M: 'static>(&self) -> Option<&M> {
        let shown = match self.of {
            Of::Reply => self.outcome.reply_type().0,
            Of::Down => TypeId::of::<Down>(),
        };
        if shown != TypeId::of::<M>() {
            return None;
        }
        if self.shown.get().is_none() {
            let _ = self.shown.set(self.outcome.lend(self.of)?);
        }
        self.shown.get()?.downcast_ref()
    }

    pub(crate) fn conceal(&mut self) {
        if let Some(message) = self.shown.take() {
            self.outcome.give_back(self.of, message);
        }
    }

    /// The message for good; `None` when it is void.
    pub(crate) fn open(mut self) -> Option<Message> {
        let message = self.shown.take().or_else(|| self.outcome.lend(self.of))?;
        self.outcome.taken(self.of);
        Some(message)
    }
}
