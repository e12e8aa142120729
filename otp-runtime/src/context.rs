//! What a handler can do besides its reply.

use crate::gen_server::HandlerResult;
use crate::monitor::{Monitor, demonitor, monitor_as};
use crate::process::agenda::Agenda;
use crate::process::cell::Process;
use crate::process::head::{AnyProcess, Control};
use crate::process::mailbox::{Body, Envelope};
use crate::process::panics::drop_guarded;
use crate::process::signals::{link, unlink};
use crate::reply::Slot;
use crate::system::clock::after_or_far;
use crate::system::timers::{Destination, Payload, TimerRef, Timers};
use crate::task::Ticket;
use crate::{
    AnyMessage, ContinueFor, Down, Exit, ExitReason, GenServer, Handles, InfoFor, MonitorRef, Pid, Protocol,
    ProtocolRef, Ref, ReplyTo, Target,
};
use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A server's own view of its process, for its handlers.
///
/// Any handler takes it as an argument of type `&mut Context<Self>`, at any place.
pub struct Context<S: GenServer> {
    pub(crate) process: Arc<Process<S>>,
    /// Messages taken from the mailbox and not handled yet.
    pub(crate) batch: VecDeque<Envelope<S>>,
    /// The caller of the current handler, if it waits in a slot.
    pub(crate) slot: Option<Arc<Slot<S::Reply>>>,
    /// The sender of the message being handled, and its name.
    pub(crate) last: (u64, &'static str),
    /// The handler left something that must be looked at before the next message.
    pub(crate) attention: bool,
    pub(crate) agenda: Option<Box<Agenda<S>>>,
}

impl<S: GenServer> Context<S> {
    pub(crate) fn new(process: Arc<Process<S>>) -> Self {
        Context { process, batch: VecDeque::new(), slot: None, last: (0, "init"), attention: false, agenda: None }
    }

    /// Asks for a look before the next message.
    pub(crate) fn agenda(&mut self) -> &mut Agenda<S> {
        self.attention = true;
        self.agenda.get_or_insert_default()
    }

    fn me(&self) -> Arc<dyn AnyProcess> {
        self.process.clone()
    }

    /// The server's own pid.
    pub fn pid(&self) -> Pid {
        self.process.head.pid
    }

    /// A client for this server, to give to others. Calling it from a handler of the same server is
    /// [`CallError::CallingSelf`](crate::CallError::CallingSelf); casting is fine.
    pub fn client(&self) -> S::Client {
        Ref::of(self.process.clone()).into()
    }

    /// The process that started this one linked to itself: its exit ends this server, through
    /// [`terminate`](GenServer::terminate) if it traps exits.
    pub fn parent(&self) -> Option<Pid> {
        self.process.head.parent()
    }

    /// Stops the server after this handler (`{:stop, reason, state}`). A reply of the same handler is sent once
    /// `terminate` has run. The first reason counts.
    pub fn stop(&mut self, reason: ExitReason) {
        // a reply address that the handler drops from here on: the caller is told of the death
        if let Some(slot) = &self.slot {
            slot.seal();
        }
        self.agenda().exit.get_or_insert(reason);
    }

    /// Stops the server with the error of a handler that returned `Err`.
    pub fn stop_on_err(&mut self, result: impl HandlerResult) {
        if let Some(reason) = result.into_exit() {
            self.stop(reason);
        }
    }

    /// Goes on with this before anything in the mailbox (`{:noreply, state, {:continue, with}}`). A reply of this handler
    /// goes out first.
    pub fn continue_with<M>(&mut self, with: M)
    where
        M: ContinueFor<S>,
    {
        self.agenda().go_on.push_back(with.into_continue());
    }

    /// Sends [`IdleTimeout`](crate::IdleTimeout) if nothing arrives for this long after this handler. Any message cancels
    /// it; a handler that still wants it asks again.
    pub fn idle_timeout(&mut self, after: Duration) {
        self.agenda().idle = Some(after);
    }

    /// Runs the `#[hibernate]` handler when this one is done and no message waits.
    pub fn hibernate(&mut self) {
        self.agenda().hibernate = true;
    }

    /// The reply address of the current call, for a handler that answers later. `#[gen_server]` calls this for a
    /// `ReplyTo<T>` argument.
    pub fn reply_to<T: 'static>(&mut self, into: fn(T) -> S::Reply) -> ReplyTo<T> {
        // a handler in place may have to wait before it is done: its caller is told here as well
        let slot = self.slot.get_or_insert_with(|| self.process.mailbox.lock().caller()).clone();
        slot.defer();
        let agenda = self.agenda();
        agenda.deferred = true;
        if agenda.waiting.len() == agenda.waiting.capacity() {
            agenda.waiting.retain(|slot| slot.strong_count() > 0);
        }
        agenda.waiting.push(Arc::downgrade(&slot));
        ReplyTo::new(slot, into, Some(self.pid()))
    }

    /// Sends `message` to this server after `delay`.
    pub fn send_after<M>(&self, delay: Duration, message: M) -> TimerRef
    where
        M: InfoFor<S> + Send + 'static,
    {
        self.timer(after_or_far(delay), Payload::Once(AnyMessage::new(message)))
    }

    /// Sends `message` to this server at `at`; at once when that has passed.
    pub fn send_at<M>(&self, at: Instant, message: M) -> TimerRef
    where
        M: InfoFor<S> + Send + 'static,
    {
        self.timer(at.into(), Payload::Once(AnyMessage::new(message)))
    }

    /// Sends a clone of `message` to this server every `period`, first after one. No period is skipped: a server that
    /// falls behind finds them in its mailbox.
    pub fn send_interval<M>(&self, period: Duration, message: M) -> TimerRef
    where
        M: InfoFor<S> + Clone + Send + 'static,
    {
        // a period of nothing would never let the timer rest
        let period = period.max(Duration::from_micros(1));
        let make = Box::new(move || AnyMessage::new(message.clone()));
        self.timer(after_or_far(period), Payload::Every(period, make))
    }

    fn timer(&self, at: tokio::time::Instant, message: Payload) -> TimerRef {
        let head = &self.process.head;
        Timers::start(&head.system, at, Destination::Pid(head.pid), Some(&self.me()), message)
    }

    /// Links this server to another process: when one ends, the other gets its exit signal. A process that is not there
    /// sends `NoProc` at once.
    pub fn link(&self, other: Pid) {
        link(&self.me(), self.process.head.system.find(other), other);
    }

    /// Removes the link; no exit signal of it arrives afterwards. An [`Exit`] that has arrived stays: see
    /// [`flush_exits`](Context::flush_exits).
    pub fn unlink(&self, other: Pid) {
        unlink(&self.process.head, self.process.head.system.find(other), other);
    }

    /// Removes the [`Exit`] messages of one process from the mailbox.
    pub fn flush_exits(&mut self, other: Pid) {
        self.flush(|message| message.downcast_ref::<Exit>().is_some_and(|exit| exit.from == other));
    }

    /// The processes linked to this one.
    pub fn links(&self) -> Vec<Pid> {
        let control = self.process.head.control.lock();
        control.cold().map(|cold| cold.links.iter().copied().collect()).unwrap_or_default()
    }

    /// Watches a process: its end arrives as [`Down`], which the server needs an `#[info]` handler for. Take
    /// [`Ref::monitor`](crate::Ref::monitor) instead to wait for it.
    pub fn monitor(&self, target: impl Monitored) -> MonitorRef
    where
        S: Handles<Down>,
    {
        let (process, target) = target.resolve();
        monitor_as(&self.me(), process, target)
    }

    /// Removes a monitor, and its [`Down`] if that waits in the mailbox.
    pub fn demonitor(&mut self, monitor: MonitorRef) {
        if !demonitor(&self.me(), monitor) {
            let of_task =
                |message: &dyn Any| message.downcast_ref().is_some_and(|ticket: &Ticket| ticket.is_down_of(monitor));
            let is = |down: &Down| down.monitor == monitor;
            self.flush(|message| message.downcast_ref::<Down>().is_some_and(is) || of_task(message));
        }
    }

    fn flush(&mut self, unwanted: impl Fn(&dyn Any) -> bool) {
        let unwanted = |envelope: &Envelope<S>| matches!(&envelope.body, Body::Any(message) if unwanted(&**message));
        self.batch.retain(|envelope| !unwanted(envelope));
        let removed: VecDeque<_> = {
            let mut mailbox = self.process.mailbox.lock();
            let (removed, kept) = std::mem::take(&mut mailbox.queue).into_iter().partition(unwanted);
            mailbox.queue = kept;
            removed
        };
        // a reason may hold user data: dropped without the lock
        removed.into_iter().for_each(drop_guarded);
    }

    /// Whether exit signals arrive as [`Exit`] messages instead of ending the server (`Process.flag(:trap_exit, true)`).
    /// The parent's never does: it stops the server through `terminate`.
    pub fn trap_exit(&self, trap: bool) {
        if let Some(cold) = self.process.head.control.lock().living() {
            cold.trap_exit = trap;
        }
    }

    /// How many messages wait, those of the system included.
    pub fn queue_len(&self) -> usize {
        self.batch.len() + self.process.queue_len()
    }
}

impl<S: GenServer> fmt::Debug for Context<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("server", &S::NAME).field("pid", &self.pid()).finish_non_exhaustive()
    }
}

/// What can be monitored: a [`Pid`], a client, a name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be monitored",
    label = "neither a pid nor a client nor a name",
    note = "monitor a `Pid`, a `&client` or a local name (`&str`)"
)]
pub trait Monitored: sealed::Resolve {}

pub(crate) mod sealed {
    use super::*;

    pub trait Resolve {
        #[doc(hidden)]
        #[allow(private_interfaces)]
        fn resolve(self) -> (Option<Arc<dyn AnyProcess>>, Target);
    }

    /// What the clients wrap.
    pub trait Handle {
        #[doc(hidden)]
        #[allow(private_interfaces)]
        fn found(&self) -> (Option<Arc<dyn AnyProcess>>, Target);
    }

    impl<T: GenServer> Handle for Ref<T> {
        #[allow(private_interfaces)]
        fn found(&self) -> (Option<Arc<dyn AnyProcess>>, Target) {
            self.find()
        }
    }

    impl<P: Protocol> Handle for ProtocolRef<P> {
        #[allow(private_interfaces)]
        fn found(&self) -> (Option<Arc<dyn AnyProcess>>, Target) {
            self.find()
        }
    }
}

impl Monitored for Pid {}
impl sealed::Resolve for Pid {
    #[allow(private_interfaces)]
    fn resolve(self) -> (Option<Arc<dyn AnyProcess>>, Target) {
        (crate::system::find(self), Target::Pid(self))
    }
}

impl<C: Deref<Target: sealed::Handle>> Monitored for &C {}
impl<C: Deref<Target: sealed::Handle>> sealed::Resolve for &C {
    #[allow(private_interfaces)]
    fn resolve(self) -> (Option<Arc<dyn AnyProcess>>, Target) {
        sealed::Handle::found(&**self)
    }
}

impl<T: GenServer> Monitored for &Ref<T> {}
impl<T: GenServer> sealed::Resolve for &Ref<T> {
    #[allow(private_interfaces)]
    fn resolve(self) -> (Option<Arc<dyn AnyProcess>>, Target) {
        self.find()
    }
}

impl<P: Protocol> Monitored for &ProtocolRef<P> {}
impl<P: Protocol> sealed::Resolve for &ProtocolRef<P> {
    #[allow(private_interfaces)]
    fn resolve(self) -> (Option<Arc<dyn AnyProcess>>, Target) {
        self.find()
    }
}

impl Monitored for &str {}
impl sealed::Resolve for &str {
    #[allow(private_interfaces)]
    fn resolve(self) -> (Option<Arc<dyn AnyProcess>>, Target) {
        let process = crate::system::System::try_current().and_then(|system| system.names.whereis(self));
        (process, Target::Name(Arc::from(self)))
    }
}

impl Pid {
    /// Watches the process: a future of its [`Down`], `NoProc` at once when it is not there.
    pub fn monitor(self) -> Monitor {
        Monitor::new(crate::system::find(self), Target::Pid(self))
    }

    /// Whether the process is there and has not ended.
    pub fn is_alive(self) -> bool {
        crate::system::find(self).is_some_and(|process| !matches!(&*process.head().control.lock(), Control::Dead(_)))
    }
}
