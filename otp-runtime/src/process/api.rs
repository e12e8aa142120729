//! What code can do with processes, its own and others (Elixir's `Process`).

use super::current;
use super::head::{AnyProcess, Origin, link as link_processes, send_exit, unlink as unlink_processes};
use super::panics::drop_guarded;
use super::plain::Plain;
use crate::context::Monitored;
use crate::monitor::{Monitor, demonitor as remove_monitor, monitor_as};
use crate::system::clock::after_or_far;
use crate::system::names::NameTaken;
use crate::system::timers::{Destination, Payload, TimerRef, Timers};
use crate::system::{self, System};
use crate::{AnyMessage, Down, Exit, ExitReason, MonitorRef, Pid, Target};
use std::any::Any;
use std::collections::btree_map::Entry;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

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
                process.follow(next);
            }
            None => drop_guarded(message),
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
    /// `Kill` ends any process, with reason `Killed`. Any other reason is a message ([`Exit`]) to a process that traps
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

/// Starts a process that runs `body`, tied to nobody (Erlang's `spawn/1`). It ends `Normal` when `body` returns.
///
/// # Panics
///
/// Outside a tokio runtime.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::process;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let me = Pid::current().unwrap();
/// process::spawn(async move { me.send("hello") });
/// assert_eq!(process::receive::<&str>().await, "hello");
/// # }
/// ```
pub fn spawn(body: impl Future<Output = ()> + Send + 'static) -> Pid {
    spawn_process(body, false).head().pid
}

/// As [`spawn`], linked to the calling process from birth (Erlang's `spawn_link/1`).
pub fn spawn_link(body: impl Future<Output = ()> + Send + 'static) -> Pid {
    spawn_process(body, true).head().pid
}

/// As [`spawn`], monitored from birth (Erlang's `spawn_monitor/1`).
pub fn spawn_monitor(body: impl Future<Output = ()> + Send + 'static) -> (Pid, Monitor) {
    let system = System::current();
    let process = Plain::new(&system);
    let pid = process.head().pid;
    let monitor = Monitor::new(Some(process.clone()), Target::Pid(pid));
    system.handle.spawn(process.live(body));
    (pid, monitor)
}

pub(crate) fn spawn_process(body: impl Future<Output = ()> + Send + 'static, linked: bool) -> Arc<Plain> {
    let (process, _) = new_process(linked);
    process.head().system.handle.spawn(process.clone().live(body));
    process
}

/// A process that does not run yet, and the parent it is linked to.
pub(crate) fn new_process(linked: bool) -> (Arc<Plain>, Option<Arc<dyn AnyProcess>>) {
    let process = Plain::new(&System::current());
    let parent = if linked { current_process() } else { None };
    if let Some(parent) = &parent {
        if let Some(cold) = process.head().control.lock().living() {
            cold.has_parent = true;
        }
        let erased: Arc<dyn AnyProcess> = process.clone();
        link_processes(&erased, Some(parent.clone()), parent.head().pid);
    }
    (process, parent)
}

fn current_process() -> Option<Arc<dyn AnyProcess>> {
    crate::monitor::current_process()
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

/// Links the calling process to another: when one ends, the other gets its exit signal. A process that is not there sends
/// `NoProc` at once.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn link(other: Pid) {
    link_processes(&myself(), system::find(other), other);
}

/// Removes a link of the calling process; nothing of it arrives afterwards. An [`Exit`] that has arrived stays.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn unlink(other: Pid) {
    unlink_processes(myself().head(), system::find(other), other);
}

/// The processes linked to the calling one.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn links() -> Vec<Pid> {
    let me = myself();
    let control = me.head().control.lock();
    control.cold().map(|cold| cold.links.iter().copied().collect()).unwrap_or_default()
}

/// Whether exit signals arrive as [`Exit`] messages instead of ending the calling process; what it was before.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn trap_exit(trap: bool) -> bool {
    let me = myself();
    let mut control = me.head().control.lock();
    control.living().is_some_and(|cold| std::mem::replace(&mut cold.trap_exit, trap))
}

/// Watches a process: its [`Down`] arrives in the calling process's mailbox. [`Pid::monitor`] gives a future instead.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn monitor(target: impl Monitored) -> MonitorRef {
    let (process, target) = target.resolve();
    monitor_as(&myself(), process, target)
}

/// Removes a monitor of the calling process, and its [`Down`] if that has arrived already (`[:flush]`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn demonitor(monitor: MonitorRef) {
    if !remove_monitor(&myself(), monitor) {
        Plain::current().flush(|message| message.downcast_ref::<Down>().is_some_and(|down| down.monitor == monitor));
    }
}

/// Takes the first message of type `T` from the calling process's mailbox, waiting for one if need be. Messages of other
/// types stay (Erlang's selective `receive`).
///
/// # Panics
///
/// Outside a process made by [`spawn`], `#[otp_runtime::main]` or `#[otp_runtime::test]`.
pub async fn receive<T: 'static>() -> T {
    let mut message = receive_where(|message| message.downcast_ref::<T>().is_some()).await;
    message.take().expect("a message of the type that was looked for")
}

/// As [`receive`], for at most this long.
pub async fn receive_within<T: 'static>(limit: Duration) -> Option<T> {
    tokio::time::timeout(limit, receive()).await.ok()
}

/// Takes the first message that `wanted` accepts.
///
/// # Panics
///
/// As [`receive`].
pub async fn receive_where(wanted: impl Fn(&AnyMessage) -> bool) -> AnyMessage {
    poll_fn(|cx| Plain::current().poll_receive(cx, &wanted)).await
}

/// Removes the [`Exit`] messages of one process from the calling process's mailbox.
///
/// # Panics
///
/// As [`receive`].
#[track_caller]
pub fn flush_exits(from: Pid) {
    Plain::current().flush(|message| message.downcast_ref::<Exit>().is_some_and(|exit| exit.from == from));
}

/// How many messages wait for the calling process.
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn queue_len() -> usize {
    myself().queue_len()
}

/// What waits in the calling process's mailbox, for people.
#[doc(hidden)]
#[track_caller]
pub fn describe_mailbox() -> Vec<String> {
    Plain::current().describe()
}

/// Who a timer's message goes to: a [`Pid`], or a name that is resolved when the timer fires.
pub trait Recipient {
    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn destination(self) -> Destination;
}

impl Recipient for Pid {
    #[allow(private_interfaces)]
    fn destination(self) -> Destination {
        Destination::Pid(self)
    }
}

impl Recipient for &str {
    #[allow(private_interfaces)]
    fn destination(self) -> Destination {
        Destination::Name(Arc::from(self))
    }
}

/// Sends `message` after `delay` (Erlang's `send_after/3`). A timer for a pid ends with that process, one for a name does
/// not.
///
/// # Panics
///
/// Outside a tokio runtime.
pub fn send_after<M: Send + 'static>(to: impl Recipient, delay: Duration, message: M) -> TimerRef {
    start_timer(to.destination(), after_or_far(delay), message)
}

/// Sends `message` at `at`; at once when that has passed (Erlang's `send_after/4` with an absolute time).
///
/// # Panics
///
/// Outside a tokio runtime.
pub fn send_at<M: Send + 'static>(to: impl Recipient, at: Instant, message: M) -> TimerRef {
    start_timer(to.destination(), at.into(), message)
}

fn start_timer<M: Send + 'static>(to: Destination, at: tokio::time::Instant, message: M) -> TimerRef {
    let owner = match &to {
        Destination::Pid(pid) => system::find(*pid),
        Destination::Name(_) => None,
    };
    // a timer lives where the process does that it ends with
    let system = owner.as_ref().map_or_else(System::current, |owner| owner.head().system.clone());
    Timers::start(&system, at, to, owner.as_ref(), Payload::Once(AnyMessage::new(message)))
}

/// Waits. As [`tokio::time::sleep`], and never panics however long it is (Elixir's `Process.sleep/1`).
pub async fn sleep(duration: Duration) {
    tokio::time::sleep_until(after_or_far(duration)).await;
}

/// Why a name was not given to a process.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// This process has it.
    #[error("the name \"{0}\" belongs to {1}")]
    Taken(Arc<str>, Pid),
    /// The process has a name, or is dead.
    #[error("the name \"{0}\" was refused: {1} has a name already, or has ended")]
    Refused(Arc<str>, Pid),
}

/// Gives a process a local name (Erlang's `register/2`). It is free again when the process ends.
pub fn register(name: impl Into<Arc<str>>, pid: Pid) -> Result<(), NameError> {
    let name = name.into();
    let Some(process) = system::find(pid) else { return Err(NameError::Refused(name, pid)) };
    process.head().system.names.register(&name, &process).map_err(|taken| match taken {
        NameTaken::By(holder) => NameError::Taken(name, holder),
        NameTaken::Refused => NameError::Refused(name, pid),
    })
}

/// Frees a local name; false when nobody has it (Erlang's `unregister/1`).
pub fn unregister(name: &str) -> bool {
    let Some(system) = System::try_current() else { return false };
    let Some(holder) = system.names.whereis(name) else { return false };
    holder.head().with_extras(|extras| extras.name = None);
    system.names.unregister(name, holder.head().pid)
}

/// The process with this local name (Elixir's `GenServer.whereis/1`). `None` outside a tokio runtime.
pub fn whereis(name: &str) -> Option<Pid> {
    System::try_current()?.names.whereis(name).map(|holder| holder.head().pid)
}

/// All local names of this runtime.
pub fn registered() -> Vec<Arc<str>> {
    System::try_current().map(|system| system.names.all()).unwrap_or_default()
}

/// All living processes of this runtime (Elixir's `Process.list/0`).
pub fn list() -> Vec<Pid> {
    let mut all: Vec<_> = System::try_current()
        .map(|system| {
            system.processes().iter().map(|process| process.head().pid).filter(|pid| pid.is_alive()).collect()
        })
        .unwrap_or_default();
    all.sort_unstable();
    all
}

/// Looks for tasks of idle processes now, as is done every ten seconds: one that is seen idle twice is let go.
#[doc(hidden)]
pub fn sweep_idle_tasks() {
    if let Some(system) = System::try_current() {
        system.retire_idle_tasks();
    }
}

/// How many timers have not fired yet on this runtime.
pub fn pending_timers() -> usize {
    System::try_current().map_or(0, |system| system.timers.count())
}

/// What [`info`] tells of a living process.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProcessInfo {
    /// The process.
    pub pid: Pid,
    /// Its server type, or `process`.
    pub kind: &'static str,
    /// Its local name.
    pub registered_name: Option<Arc<str>>,
    /// What [`set_label`] called it.
    pub label: Option<Arc<str>>,
    /// Who started it.
    pub starter: Option<Pid>,
    /// The processes linked to it.
    pub links: Vec<Pid>,
    /// How many monitors watch it.
    pub monitored_by: usize,
    /// Whether it traps exits.
    pub trap_exit: bool,
    /// How many messages wait in its mailbox.
    pub message_queue_len: usize,
}

/// A look at a process; `None` when it has ended (Elixir's `Process.info/1`).
pub fn info(pid: Pid) -> Option<ProcessInfo> {
    let process = system::find(pid)?;
    let head = process.head();
    let message_queue_len = process.queue_len();
    let control = head.control.lock();
    if control.dead().is_some() {
        return None;
    }
    let cold = control.cold();
    let extras = cold.and_then(|cold| cold.extras.as_ref());
    Some(ProcessInfo {
        pid,
        kind: process.kind(),
        registered_name: extras.and_then(|extras| extras.name.clone()),
        label: extras.and_then(|extras| extras.label.clone()),
        starter: head.starter,
        links: cold.map(|cold| cold.links.iter().copied().collect()).unwrap_or_default(),
        monitored_by: cold.map_or(0, |cold| cold.watchers.len()),
        trap_exit: cold.is_some_and(|cold| cold.trap_exit),
        message_queue_len,
    })
}

/// Labels the calling process, for crash reports and [`info`] (Elixir's `Process.set_label/1`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn set_label(label: impl Into<Arc<str>>) {
    let label = label.into();
    myself().head().with_extras(|extras| extras.label = Some(label));
}

/// The label of a process, if it has one (Elixir's `Process.get_label/1`).
pub fn label(pid: Pid) -> Option<Arc<str>> {
    info(pid)?.label
}

/// Puts a value into the calling process's dictionary; what was there under the key (Erlang's `put/2`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn put<T: Any + Send>(key: impl Into<String>, value: T) -> Option<Box<dyn Any + Send>> {
    let key = key.into();
    myself().head().with_extras(|extras| extras.dictionary.insert(key, Box::new(value))).flatten()
}

/// A copy of a value in the calling process's dictionary, when it is a `T` (Erlang's `get/1`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn get<T: Any + Clone>(key: &str) -> Option<T> {
    look_at(key, |value| value.downcast_ref::<T>().cloned())?
}

/// Cloning and comparing are user code: they run without the lock, on a value taken out meanwhile.
#[track_caller]
fn look_at<R>(key: &str, look: impl FnOnce(&(dyn Any + Send)) -> R) -> Option<R> {
    let me = myself();
    let (key, value) = me.head().with_extras(|extras| extras.dictionary.remove_entry(key)).flatten()?;
    let seen = catch_unwind(AssertUnwindSafe(|| look(&*value)));
    // what `look` has put there itself is newer
    let outdated = me.head().with_extras(|extras| match extras.dictionary.entry(key) {
        Entry::Vacant(entry) => {
            entry.insert(value);
            None
        }
        Entry::Occupied(_) => Some(value),
    });
    drop(outdated);
    Some(seen.unwrap_or_else(|panic| resume_unwind(panic)))
}

/// Removes a value from the calling process's dictionary (Erlang's `erase/1`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn delete(key: &str) -> Option<Box<dyn Any + Send>> {
    myself().head().with_extras(|extras| extras.dictionary.remove(key)).flatten()
}

/// The keys of the calling process's dictionary, sorted (Erlang's `get_keys/0`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn keys() -> Vec<String> {
    myself().head().with_extras(|extras| extras.dictionary.keys().cloned().collect()).unwrap_or_default()
}

/// The keys under which the calling process's dictionary has this value, sorted (Erlang's `get_keys/1`).
///
/// # Panics
///
/// Outside a process.
///
/// ```
/// use otp_runtime::process;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// process::put("low", 1);
/// process::put("high", 9);
/// process::put("first", 1);
/// assert_eq!(process::keys_of(&1), ["first", "low"]);
/// # }
/// ```
#[track_caller]
pub fn keys_of<T: Any + PartialEq>(value: &T) -> Vec<String> {
    let mut keys = keys();
    keys.retain(|key| look_at(key, |found| found.downcast_ref() == Some(value)) == Some(true));
    keys
}
