//! Stopping: one application, or everything.

use super::controller::{Apps, Closing, Loaded, Stage};
use super::permit::Permission;
use super::run::{Command, Push, Run};
use super::{AppError, report};
use crate::process::plain::Plain;
use crate::system::System;
use crate::system::clock::after_or_far;
use crate::{ExitReason, Pid, Restart};
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

pub(crate) type Hook = Box<dyn FnOnce(ExitReason) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send>;

/// Why everything is shut down.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ShutdownReason {
    /// Somebody asked for it, by [`stop_all`](super::stop_all).
    Asked,
    /// An application that must not end alone has ended, or has not started.
    Ended {
        /// The application.
        app: Arc<str>,
        /// Why it has.
        reason: ExitReason,
        /// Its restart type.
        restart: Restart,
    },
}

impl ShutdownReason {
    /// As the shutdown hooks are told it.
    pub(super) fn exit_reason(&self) -> ExitReason {
        match self {
            ShutdownReason::Asked => ExitReason::Shutdown,
            ShutdownReason::Ended { reason, .. } => reason.clone(),
        }
    }
}

impl fmt::Display for ShutdownReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShutdownReason::Asked => f.write_str("asked for"),
            ShutdownReason::Ended { app, reason, restart } => {
                let kind = format!("{restart:?}").to_lowercase();
                write!(f, "the {kind} application \"{app}\" ended: {reason}")
            }
        }
    }
}

/// What to wait for.
enum Wait {
    Stopped(Arc<Run>),
    Again(Arc<Run>),
}

pub(crate) async fn stop(system: &Arc<System>, name: &str) -> Result<(), AppError> {
    let held = match system.apps.lock().loaded.get_mut(name) {
        Some(Loaded { stage: Stage::Idle, permission: Permission::Withdrawn(wanted), .. }) => wanted.take(),
        _ => None,
    };
    // started, and not permitted to run
    if held.is_some() {
        return Ok(());
    }
    stop_running(system, name).await
}

pub(crate) async fn stop_running(system: &Arc<System>, name: &str) -> Result<(), AppError> {
    loop {
        let wait = ask_to_stop(&system.apps, name)?;
        match wait {
            None => return Ok(()),
            Some(Wait::Stopped(run)) => {
                run.ended().await;
                return Ok(());
            }
            Some(Wait::Again(run)) => run.ended().await,
        }
    }
}

/// `None`: it had ended by itself, and counts as stopped now.
fn ask_to_stop(apps: &Apps, name: &str) -> Result<Option<Wait>, AppError> {
    let mut table = apps.lock();
    let not_started = || AppError::NotStarted(Arc::from(name));
    let loaded = table.loaded.get_mut(name).ok_or_else(not_started)?;
    match loaded.stage.clone() {
        Stage::Idle | Stage::Starting(_) => Err(not_started()),
        Stage::Ended => {
            loaded.stage = Stage::Idle;
            Ok(None)
        }
        Stage::Running(run) | Stage::Stopping(run) if run.is_me() => Err(AppError::CallingSelf(run.name())),
        Stage::Running(run) => {
            loaded.stage = Stage::Stopping(run.clone());
            let _ = run.commands.send(Command::Stop);
            Ok(Some(Wait::Stopped(run)))
        }
        Stage::Stopping(run) => Ok(Some(Wait::Again(run))),
    }
}

/// Shuts everything down, once; the number of the shutdown to wait for.
pub(crate) fn begin_shutdown(system: &Arc<System>, reason: ShutdownReason, limit: Option<Duration>) -> u64 {
    let (closing, limit) = {
        let mut table = system.apps.lock();
        if let Some(closing) = &table.closing {
            return closing.number;
        }
        let closing = Closing { reason, number: system.apps.shutdowns.borrow().done + 1 };
        table.closing = Some(closing.clone());
        (closing, limit.or(table.limit))
    };
    report::shuts_down(&closing.reason);
    // in a task of its own: whoever asked for it may be stopped with the rest
    let done = Closed { system: system.clone(), closing: closing.clone() };
    let shutting = shut_down_all(system.clone(), closing.reason, limit);
    system.handle.spawn(async move {
        let _done = done;
        shutting.await;
    });
    closing.number
}

async fn shut_down_all(system: Arc<System>, reason: ShutdownReason, limit: Option<Duration>) {
    for run in starting(&system.apps) {
        run.press(Push::Abort);
    }
    let hooks = std::mem::take(&mut system.apps.lock().hooks);
    for hook in hooks {
        run_hook(&system, hook, reason.exit_reason(), limit).await;
    }
    for run in starting(&system.apps) {
        within(limit, &run, async {
            let _ = run.started().await;
        })
        .await;
    }
    loop {
        let last = system.apps.lock().order.last().cloned();
        let Some(run) = last else { return };
        // asked already, or ending by itself: then that is waited for
        let _ = ask_to_stop(&system.apps, run.spec.name());
        within(limit, &run, run.ended()).await;
    }
}

fn starting(apps: &Apps) -> Vec<Arc<Run>> {
    let table = apps.lock();
    let runs = table.loaded.values().filter_map(|loaded| match &loaded.stage {
        Stage::Starting(run) => Some(run.clone()),
        _ => None,
    });
    runs.collect()
}

/// Kills an application that has not come to an end after the limit.
async fn within(limit: Option<Duration>, run: &Run, end: impl Future<Output = ()>) {
    let mut end = std::pin::pin!(end);
    if let Some(limit) = limit {
        if tokio::time::timeout_at(after_or_far(limit), end.as_mut()).await.is_ok() {
            return;
        }
        run.press(Push::Kill);
    }
    end.await;
}

/// Runs a hook in a process, which is killed if it takes longer than the limit.
async fn run_hook(system: &Arc<System>, hook: Hook, reason: ExitReason, limit: Option<Duration>) {
    let process = Plain::of_app(system, 0);
    let pid = crate::process::head::AnyProcess::head(&*process).pid;
    let mut down = pid.monitor();
    system.handle.spawn(process.live(async move { hook(reason).await }));
    let ended = match limit {
        None => down.await,
        Some(limit) => match tokio::time::timeout_at(after_or_far(limit), &mut down).await {
            Ok(down) => down,
            Err(_) => {
                pid.exit(ExitReason::Kill);
                down.await
            }
        },
    };
    if !ended.reason.is_clean() {
        report::hook_failed(&ended.reason);
    }
}

/// Tells those who wait that everything has been shut down; also when its task is dropped with the runtime.
struct Closed {
    system: Arc<System>,
    closing: Closing,
}

impl Drop for Closed {
    fn drop(&mut self) {
        if self.closing.reason == ShutdownReason::Asked {
            self.system.apps.lock().closing = None;
        }
        self.system.apps.shutdowns.send_modify(|shutdowns| {
            shutdowns.done = self.closing.number;
            shutdowns.last = Some(self.closing.reason.clone());
        });
    }
}

/// Stops everything, once awaited: see [`stop_all`](super::stop_all).
#[derive(Debug)]
#[must_use = "nothing is stopped until it is awaited"]
pub struct StopAll {
    pub(crate) limit: Option<Duration>,
}

impl StopAll {
    /// How long each application may take; then it is killed. The default is what
    /// [`set_shutdown_limit`](super::set_shutdown_limit) says.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }
}

impl IntoFuture for StopAll {
    type Output = ();
    type IntoFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let system = System::current();
            let number = begin_shutdown(&system, ShutdownReason::Asked, self.limit);
            // a callback would wait for itself
            if !is_host(&system.apps) {
                let mut shutdowns = system.apps.shutdowns.subscribe();
                let _ = shutdowns.wait_for(|shutdowns| shutdowns.done >= number).await;
            }
        })
    }
}

/// Whether the calling process runs an application's callbacks.
fn is_host(apps: &Apps) -> bool {
    let Some(me) = Pid::current() else { return false };
    apps.lock().loaded.values().any(|loaded| match &loaded.stage {
        Stage::Starting(run) | Stage::Running(run) | Stage::Stopping(run) => run.parts.lock().host == Some(me),
        Stage::Idle | Stage::Ended => false,
    })
}

/// Waits until everything has been shut down.
pub(crate) async fn wait_for_shutdown(system: &Arc<System>) -> ShutdownReason {
    let mut shutdowns = system.apps.shutdowns.subscribe();
    let done = shutdowns.borrow().done;
    // one that ended of itself stays down
    let last = shutdowns.borrow().last.clone();
    if let Some(reason @ ShutdownReason::Ended { .. }) = last {
        return reason;
    }
    match shutdowns.wait_for(|shutdowns| shutdowns.done > done).await {
        Ok(shutdowns) => shutdowns.last.clone().unwrap_or(ShutdownReason::Asked),
        Err(_) => ShutdownReason::Asked,
    }
}
