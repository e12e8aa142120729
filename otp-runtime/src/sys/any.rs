//! System requests to a process of any type.

use super::Status;
use super::options::{Log, Options, Statistics};
use super::served::{AnyRequest, Served};
use crate::error::{CallSite, Failure};
use crate::process::head::AnyProcess;
use crate::process::panics::drop_guarded;
use crate::reply::Slot;
use crate::stop::StopRequest;
use crate::system::clock;
use crate::{CallError, ExitReason, Pid, Target};
use std::collections::VecDeque;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// System requests to a process of any type, from [`process::sys`](crate::process::sys); what it answers is text and numbers.
/// A client's [`Sys`](crate::Sys) derefs to it, and has the requests that need the server's type.
///
/// They wait in the process's mailbox behind earlier messages, 5 s at most, are served also while it is suspended, and fail as
/// calls do. Dropped before the answer, a request stands. Supervisors, registries and agents are servers like any other. A
/// process that is none ([`process::spawn`](crate::process::spawn), a task) has nobody to serve them: but for
/// [`status`](ProcessSys::status) and [`terminate`](ProcessSys::terminate) it gives [`CallError::WrongServer`].
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::process;
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let till = Till::start(5).await?;
/// let sys = process::sys(till.pid().unwrap());
/// sys.log_on(10).await?;
/// till.cents().await?;
/// for event in sys.logged().await? {
///     println!("{event}"); // got call `cents` Cents from <1.0>; sent Cents(5) to <1.0>; new state Till
/// }
/// sys.no_debug().await?;
/// # Ok(())
/// # }
/// ```
pub struct ProcessSys {
    process: Result<Arc<dyn AnyProcess>, Failure>,
    server: &'static str,
    target: Target,
    timeout: Option<Duration>,
}

impl ProcessSys {
    pub(crate) fn new(process: Result<Arc<dyn AnyProcess>, Failure>, server: &'static str, target: Target) -> Self {
        ProcessSys { process, server, target, timeout: Some(Duration::from_secs(5)) }
    }

    pub(crate) fn at(pid: Pid) -> Self {
        let process = crate::system::find(pid).ok_or(Failure::NoProc);
        let server = process.as_ref().map_or("server", |process| process.kind());
        ProcessSys::new(process, server, Target::Pid(pid))
    }

    /// How long each request waits.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Waits for ever.
    pub fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    pub(super) fn at_site(&self, operation: &'static str, failure: Failure) -> CallError {
        let (server, target) = (self.server, self.target.clone());
        failure.at(CallSite { operation, server, target, timeout: self.timeout, reason: None })
    }

    /// Has `run` run in the server.
    pub(crate) async fn ask<R: Send + 'static>(
        &self,
        operation: &'static str,
        run: impl FnOnce(&mut dyn Served) -> R + Send + 'static,
    ) -> Result<R, CallError> {
        let asked = self.exchange(|process, answer| {
            let slot = answer.slot.clone();
            let request: AnyRequest = Box::new(move |served| {
                let result = run(served);
                answer.slot.tell(Ok(result));
            });
            match process.deposit_sys(request) {
                Ok(next) => process.clone().follow(next),
                Err((refused, failure)) => {
                    slot.tell(Err(failure));
                    drop_guarded(refused);
                }
            }
        });
        asked.await.map_err(|failure| self.at_site(operation, failure))
    }

    /// Waits for what `post` has the process asked.
    pub(super) async fn exchange<R>(
        &self,
        post: impl FnOnce(&Arc<dyn AnyProcess>, Answering<R>),
    ) -> Result<R, Failure> {
        let process = self.process.as_ref().map_err(Clone::clone)?;
        let head = process.head();
        if crate::process::current::pid() == Some(head.pid) {
            return Err(Failure::CallingSelf);
        }
        let slot = Slot::new();
        post(process, Answering { slot: slot.clone(), process: process.clone() });
        match self.timeout.and_then(clock::after) {
            None => slot.wait().await,
            Some(deadline) => match clock::timeout_at(&head.system, deadline, slot.wait()).await {
                Ok(outcome) => outcome,
                Err(_) => slot.take().unwrap_or(Err(Failure::Timeout)),
            },
        }
    }

    /// A look at the process (`sys:get_status/1`).
    pub async fn status(&self) -> Result<Status, CallError> {
        let asked = self.ask("status", |served| Status {
            pid: served.head().pid,
            server: served.kind(),
            suspended: served.is_suspended(),
            parent: served.head().parent(),
            queue_len: served.queue_len(),
            debug: served.debug_names(),
            state: served.state(),
        });
        match (asked.await, &self.process) {
            (Err(CallError::WrongServer(_)), Ok(process)) if !process.is_server() => Ok(Status {
                pid: process.head().pid,
                server: process.kind(),
                suspended: false,
                parent: process.head().parent(),
                queue_len: process.queue_len(),
                debug: Vec::new(),
                state: process.kind().to_owned(),
            }),
            (asked, _) => asked,
        }
    }

    /// Sets all messages aside but system requests, a [`stop`](crate::Stop) and the parent's exit, until
    /// [`resume`](ProcessSys::resume). Suspending twice is suspending once. A suspended supervisor restarts nothing.
    pub async fn suspend(&self) -> Result<(), CallError> {
        self.ask("suspend", |served| served.suspend(true)).await
    }

    /// Goes on with the messages that were set aside, in their order.
    pub async fn resume(&self) -> Result<(), CallError> {
        self.ask("resume", |served| served.suspend(false)).await
    }

    /// Has the process end with this reason, as [`stop`](crate::Stop) does, without waiting for its end (`sys:terminate/2`).
    pub async fn terminate(&self, reason: ExitReason) -> Result<(), CallError> {
        if let Ok(process) = &self.process
            && !process.is_server()
        {
            let (request, _) = StopRequest::new(reason);
            return match process.deposit_stop(request) {
                Ok(next) => {
                    process.clone().follow(next);
                    Ok(())
                }
                Err(_) => Err(self.at_site("terminate", Failure::NoProc)),
            };
        }
        self.ask("terminate", move |served| served.stop(reason)).await
    }

    /// Counts messages from now on (`sys:statistics(_, true)`); no change when it does so already.
    pub async fn statistics_on(&self) -> Result<(), CallError> {
        self.debug("statistics_on", |options| {
            options.statistics.get_or_insert_with(Statistics::begin);
        })
        .await
    }

    /// Counts no more.
    pub async fn statistics_off(&self) -> Result<(), CallError> {
        self.debug("statistics_off", |options| options.statistics = None).await
    }

    /// What has been counted; `None` when it is off (`sys:statistics(_, get)`).
    pub async fn statistics(&self) -> Result<Option<Statistics>, CallError> {
        let counted = self.debug("statistics", |options| options.statistics.clone()).await?;
        Ok(counted.map(|counted| Statistics { now: SystemTime::now(), ..counted }))
    }

    /// Keeps the last `keep` events as lines of text (`sys:log(_, {true, n})`; OTP keeps 10). No change when it does so
    /// already, whatever the number.
    pub async fn log_on(&self, keep: usize) -> Result<(), CallError> {
        let log = Log { keep: keep.max(1), lines: VecDeque::new() };
        self.debug("log_on", |options| {
            options.log.get_or_insert(log);
        })
        .await
    }

    /// Keeps no events any more, and forgets those it has.
    pub async fn log_off(&self) -> Result<(), CallError> {
        self.debug("log_off", |options| options.log = None).await
    }

    /// The events that were kept, oldest first (`sys:log(_, get)`).
    pub async fn logged(&self) -> Result<Vec<String>, CallError> {
        self.debug("logged", |options| {
            options.log.as_ref().map(|log| log.lines.iter().cloned().collect()).unwrap_or_default()
        })
        .await
    }

    /// Makes a `tracing` event of each event, at level `TRACE` with target `otp_runtime::sys` and the fields `server` and
    /// `pid` (`sys:trace(_, true)`).
    pub async fn trace_on(&self) -> Result<(), CallError> {
        self.debug("trace_on", |options| options.trace = true).await
    }

    /// Traces no more.
    pub async fn trace_off(&self) -> Result<(), CallError> {
        self.debug("trace_off", |options| options.trace = false).await
    }

    /// Writes each event as a line to a file, or whatever else takes bytes (`sys:log_to_file/2`). One takes another's place; one
    /// that fails is given up. It is written to in the server, so a slow one makes a slow server.
    pub async fn log_to(&self, writer: impl Write + Send + 'static) -> Result<(), CallError> {
        self.debug("log_to", |options| drop_guarded(options.writer.replace(Box::new(writer)))).await
    }

    /// Writes no more, and drops the writer.
    pub async fn log_to_off(&self) -> Result<(), CallError> {
        self.debug("log_to_off", |options| drop_guarded(options.writer.take())).await
    }

    /// Has `read` told each event as a line from now on, as [`Sys::install`](crate::Sys::install) has of a server whose type is
    /// known. It is run in the server, until it says `Break`, panics, or is [removed](ProcessSys::remove_text). An id that is
    /// there already stays as it is.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use otp_runtime::process;
    /// use std::ops::ControlFlow;
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let till = Till::start(5).await?;
    /// let me = Pid::current().unwrap();
    /// let read = move |line: &str| {
    ///     me.send(line.to_owned());
    ///     ControlFlow::Break(()) // one is enough
    /// };
    /// process::sys(till.pid().unwrap()).install_text("first", read).await?;
    /// till.cents().await?;
    /// assert!(process::receive::<String>().await.starts_with("got call `cents`"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn install_text(
        &self,
        id: impl Into<String>,
        read: impl FnMut(&str) -> ControlFlow<()> + Send + 'static,
    ) -> Result<(), CallError> {
        let id = id.into();
        self.debug("install_text", move |options| options.install(id, Box::new(read))).await
    }

    /// Removes what [`install_text`](ProcessSys::install_text) installed; nothing happens when it is not there.
    pub async fn remove_text(&self, id: impl Into<String>) -> Result<(), CallError> {
        let id = id.into();
        self.debug("remove_text", move |options| options.remove(&id)).await
    }

    /// Turns all debug options off, installed functions too (`sys:no_debug/1`).
    pub async fn no_debug(&self) -> Result<(), CallError> {
        self.ask("no_debug", |served| served.no_debug()).await
    }

    /// Has `with` run on the debug options, in the server.
    async fn debug<R: Send + 'static>(
        &self,
        operation: &'static str,
        with: impl FnOnce(&mut Options) -> R + Send + 'static,
    ) -> Result<R, CallError> {
        let run = move |served: &mut dyn Served| {
            let (mut with, mut result) = (Some(with), None);
            served.debug(&mut |options| result = with.take().map(|with| with(options)));
            result
        };
        let result = self.ask(operation, run).await?;
        result.ok_or_else(|| self.at_site(operation, Failure::NoReply))
    }
}

pub(super) struct Answering<R> {
    pub(super) slot: Arc<Slot<R>>,
    process: Arc<dyn AnyProcess>,
}

impl<R> Drop for Answering<R> {
    // a request that is dropped unserved was in the mailbox of a server that ended
    fn drop(&mut self) {
        let ended = self.process.head().end_reason();
        self.slot.tell(Err(Failure::Exit(ended)));
    }
}

impl std::fmt::Debug for ProcessSys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sys({}({}))", self.server, self.target)
    }
}
