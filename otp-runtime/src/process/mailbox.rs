//! The mailbox: one queue for everything, in the order it came.

use super::own_task::OwnTask;
use crate::reply::Slot;
use crate::stop::StopRequest;
use crate::sys::served::SysRequest;
use crate::{Answer, GenServer};
use std::any::Any;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// When this many messages wait, a server that was woken should have begun.
pub(crate) const PILE: usize = 64;

/// A queue that had this many messages gives its memory back.
pub(crate) const KEEP: usize = 256;

/// It is closed when the status word says that the process is dead; that is said under its lock.
#[repr(C)] // the queue beside the lock
pub(crate) struct Mailbox<S: GenServer> {
    pub(crate) queue: VecDeque<Envelope<S>>,
    pub(crate) task: OwnTask,
    /// A handler that was begun in place and had to wait: the own task goes on with it first.
    pub(crate) begun: Option<Begun<S>>,
}

/// The slot a caller waits on.
pub(crate) type Caller<S> = Arc<Slot<<S as GenServer>::Reply>>;

pub(crate) struct Begun<S: GenServer> {
    /// `None` while it runs.
    pub(crate) handler: Option<BoxedCall<S>>,
    pub(crate) caller: Caller<S>,
}

/// The future of an async call handler, borrowing the state from inside.
pub(crate) type BoxedCall<S> = Pin<Box<dyn Future<Output = Ran<<S as GenServer>::Reply>> + Send>>;

/// What a call handler left.
pub(crate) enum Ran<R> {
    /// A reply, and nothing in the context to look at.
    Replied(R),
    Unusual(Answer<R>),
}

impl<R> Ran<R> {
    pub(crate) fn into_answer(self) -> Answer<R> {
        match self {
            Ran::Replied(reply) => Answer::Reply(reply),
            Ran::Unusual(answer) => answer,
        }
    }
}

/// In this order a name and what a message consists of mostly lie where sixteen bytes are copied at once: the processor waits
/// when it has to put together again what was just written in two pieces.
#[repr(C)]
pub(crate) struct Envelope<S: GenServer> {
    /// The handler's name, or the message's type.
    pub(crate) name: &'static str,
    /// The sender's pid, or 0.
    pub(crate) from: u64,
    pub(crate) body: Body<S>,
}

pub(crate) enum Body<S: GenServer> {
    Call(S::Call, Caller<S>),
    Cast(S::Cast),
    Info(S::Info),
    /// Not yet recognised; its type's name is the envelope's.
    Any(Box<dyn Any + Send>),
    Stop(Box<StopRequest>),
    /// Boxed, for the others are smaller, and there are more of them.
    Sys(Box<SysRequest<S>>),
}

impl<S: GenServer> Envelope<S> {
    /// Whether a bounded mailbox counts it.
    pub(crate) fn is_counted(&self) -> bool {
        matches!(self.body, Body::Call(..) | Body::Cast(_))
    }
}

impl<S: GenServer> Mailbox<S> {
    pub(crate) fn new() -> Self {
        Mailbox { queue: VecDeque::new(), task: OwnTask::default(), begun: None }
    }

    /// Room for a message more, to be asked for before that is in hand: the compiler knows then that queueing it cannot fail,
    /// and makes it where it is to lie. The first one mostly comes alone, and most processes are small: there is room for one.
    #[inline]
    pub(crate) fn make_room(&mut self) {
        let queue = &mut self.queue;
        if queue.len() == queue.capacity() {
            grow(queue);
        }
        assert!(queue.len() < queue.capacity());
    }

    /// Where the caller of a handler in place is told, should it have to wait.
    pub(crate) fn caller(&mut self) -> Caller<S> {
        self.begun.get_or_insert_with(|| Begun { handler: None, caller: Slot::new() }).caller.clone()
    }
}

#[cold]
fn grow<T>(queue: &mut VecDeque<T>) {
    match queue.capacity() {
        0 => queue.reserve_exact(1),
        _ => queue.reserve(1),
    }
}

/// Gives back the memory of a queue that was long once.
pub(crate) fn trim<T>(queue: &mut VecDeque<T>) {
    if queue.is_empty() && queue.capacity() > KEEP {
        *queue = VecDeque::new();
    }
}
