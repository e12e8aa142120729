//! Synchronous starts: the starter waits until the new process says that it is ready (OTP's `proc_lib:start_link`).

use super::api::new_process;
use super::half_started::HalfStarted;
use super::head::AnyProcess;
use super::signals::{Origin, send_exit, unlink};
use crate::error::Failure;
use crate::reply::Slot;
use crate::{ExitReason, Monitor, Pid, StartError, Target};
use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

type Body<T> = Box<dyn FnOnce(Ack<T>) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send>;

/// Starts a process that runs `body` and waits, once awaited, until that has called [`Ack::done`] (OTP's
/// `proc_lib:start/3`).
///
/// # Errors
///
/// [`StartError::Exit`] with the child's reason when it ended before that, [`StartError::Timeout`] when it took longer than
/// [`StartProcess::timeout`]. Then the child is gone, and no exit or down message of it is left with a starter that
/// traps exits. One that is linked and does not trap them dies with the child instead, unless the reason is `Normal` or
/// the time was up.
///
/// # Panics
///
/// When awaited outside a tokio runtime.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::process;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let meter = process::start(|ack| async move {
///     let scale = 10; // whatever has to be there first
///     ack.done(scale);
///     while let Some(n) = process::receive_within::<u32>(std::time::Duration::from_secs(1)).await {
///         println!("{}", n * scale);
///     }
/// })
/// .link()
/// .await
/// .unwrap();
/// assert_eq!(meter.value, 10);
/// meter.pid.send(4_u32);
///
/// let refused = process::start(|_: process::Ack<()>| async { otp_runtime::exit(ExitReason::error("no disk")) }).await;
/// assert_eq!(refused.err(), Some(StartError::Exit(ExitReason::error("no disk"))));
/// # }
/// ```
pub fn start<T, F>(body: impl FnOnce(Ack<T>) -> F + Send + 'static) -> StartProcess<T>
where
    T: Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    StartProcess { body: Box::new(|ack| Box::pin(body(ack))), link: false, monitor: false, timeout: None }
}

/// What a process made by [`start`] tells its starter with that it is ready (OTP's `proc_lib:init_ack`).
///
/// Dropping it says nothing: the starter waits until the process has ended, or the time is up.
#[must_use = "the starter waits for it"]
pub struct Ack<T>(Arc<Slot<T>>);

impl<T> Ack<T> {
    /// Lets the starter go on, with a value. It never fails: nobody may be waiting any more.
    pub fn done(self, value: T) {
        self.0.tell(Ok(value));
    }
}

impl<T> fmt::Debug for Ack<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ack(..)")
    }
}

/// A process about to start, from [`start`]. Dropping it while it is awaited kills the process.
#[must_use = "a start does nothing until it is awaited"]
pub struct StartProcess<T> {
    body: Body<T>,
    link: bool,
    monitor: bool,
    timeout: Option<Duration>,
}

/// A process that has said it is ready.
#[derive(Debug)]
#[non_exhaustive]
pub struct Started<T> {
    /// The process.
    pub pid: Pid,
    /// What it gave to [`Ack::done`].
    pub value: T,
    /// With [`StartProcess::monitor`]: its monitor, from birth.
    pub monitor: Option<Monitor>,
}

impl<T: Send + 'static> StartProcess<T> {
    /// Links the process to the calling one from birth. Outside a process there is nobody to link to.
    pub fn link(mut self) -> Self {
        self.link = true;
        self
    }

    /// Monitors the process from birth.
    pub fn monitor(mut self) -> Self {
        self.monitor = true;
        self
    }

    /// How long to wait until it is ready; default for ever. When it takes longer the process is killed.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    async fn run(self) -> Result<Started<T>, StartError> {
        let StartProcess { body, link, monitor, timeout } = self;
        let (process, parent) = new_process(link);
        let (erased, pid): (Arc<dyn AnyProcess>, _) = (process.clone(), process.head().pid);
        let watch = || Monitor::new(Some(erased.clone()), Target::Pid(pid));
        let (monitor, mut death) = (monitor.then(watch), watch());
        let mut half_started = HalfStarted::new(erased.clone(), parent.clone());
        let slot = Slot::new();
        let unready = Unready { process: erased.clone(), parent, slot: slot.clone() };
        let ack = Ack(slot.clone());
        process.head().system.handle.spawn(process.clone().live(async move {
            let _unready = unready;
            body(ack).await;
        }));

        let ready = poll_fn(|cx| match slot.poll(cx) {
            Poll::Ready(Ok(value)) => Poll::Ready(Ok(value)),
            // it will never be: why, its death tells
            Poll::Ready(Err(_)) | Poll::Pending => match Pin::new(&mut death).poll(cx) {
                Poll::Ready(down) => Poll::Ready(last_word(&slot, down.reason)),
                Poll::Pending => Poll::Pending,
            },
        });
        let outcome = match timeout {
            None => ready.await,
            Some(limit) => match tokio::time::timeout(limit, ready).await {
                Ok(outcome) => outcome,
                Err(_) => match slot.take() {
                    Some(Ok(value)) => Ok(value),
                    _ => {
                        half_started.leave_starter_alone();
                        send_exit(&erased, pid, ExitReason::Kill, Origin::Explicit);
                        death.await;
                        Err(StartError::Timeout(limit))
                    }
                },
            },
        };
        half_started.done();
        match outcome {
            Ok(value) => Ok(Started { pid, value, monitor }),
            Err(error) => {
                half_started.let_starter_die().await;
                Err(error)
            }
        }
    }
}

/// A process that has ended may have been ready just before.
fn last_word<T>(slot: &Slot<T>, reason: ExitReason) -> Result<T, StartError> {
    match slot.take() {
        Some(Ok(value)) => Ok(value),
        _ => Err(StartError::Exit(reason)),
    }
}

impl<T: Send + 'static> IntoFuture for StartProcess<T> {
    type Output = Result<Started<T>, StartError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T> fmt::Debug for StartProcess<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let StartProcess { link, monitor, timeout, .. } = self;
        write!(f, "StartProcess {{ link: {link}, monitor: {monitor}, timeout: {timeout:?} }}")
    }
}

/// Lives in the new process's code, and is dropped before the process's links are told of its death.
struct Unready<T> {
    process: Arc<dyn AnyProcess>,
    parent: Option<Arc<dyn AnyProcess>>,
    slot: Arc<Slot<T>>,
}

impl<T> Drop for Unready<T> {
    fn drop(&mut self) {
        if !self.slot.tell(Err(Failure::NoProc)) {
            return;
        }
        // a starter that traps exits is told by the result alone
        if let Some(parent) = self.parent.take()
            && parent.head().control.lock().cold().is_some_and(|cold| cold.trap_exit)
        {
            let pid = parent.head().pid;
            unlink(self.process.head(), Some(parent), pid);
        }
    }
}
