//! What code can do with applications (Erlang's `application`, Elixir's `Application`).

use super::controller::Stage;
use super::start::{StartAll, StartApp};
use super::stop::StopAll;
use super::{AppError, AppInfo, AppRef, AppSpec, ShutdownReason, included, permit as permission, stop as stopping};
use crate::process::current;
use crate::system::System;
use crate::{ExitReason, Pid, Restart};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// Loads an application and those it includes: its configuration is there from then on (OTP's `application:load/1`).
/// Starting loads what is not loaded yet.
///
/// The configuration is what the spec says, overridden by what the program was configured with ([`Runner::env`](super::Runner::env),
/// [`reconfigure`](super::reconfigure)), that by what was set to last ([`put_env_persistent`](super::put_env_persistent)), that by environment variables, and those by the
/// command line ([`Runner::argument`](super::Runner::argument)). Keys that were set before and that the spec says nothing of are kept.
///
/// # Errors
///
/// `AlreadyLoaded`; `NotFound` of an application that it includes; `Config` when its defaults were not made.
///
/// # Panics
///
/// Outside a tokio runtime, as all functions here.
///
/// ```
/// use otp_runtime::application;
/// use otp_runtime::AppSpec;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// application::load(AppSpec::new("metrics").version("1.2.0").env("interval_ms", 500_u64))?;
/// assert_eq!(application::fetch_env::<u64>("metrics", "interval_ms")?, 500);
/// application::start("metrics").await?;
/// assert_eq!(application::started()[0].name.as_ref(), "metrics");
/// application::stop("metrics").await?;
/// application::unload("metrics")?;
/// # Ok(())
/// # }
/// ```
#[track_caller]
pub fn load(spec: impl Into<AppSpec>) -> Result<(), AppError> {
    System::current().apps.load(spec.into())
}

/// Forgets an application that does not run, those it includes, and their configuration (OTP's `application:unload/1`).
///
/// # Errors
///
/// `NotLoaded`; `Running`, also while it starts or stops.
#[track_caller]
pub fn unload(name: &str) -> Result<(), AppError> {
    System::current().apps.unload(name)
}

/// Makes a spec known, so that its name alone will do.
#[track_caller]
pub fn register(spec: impl Into<AppSpec>) {
    System::current().apps.register(spec.into());
}

/// Starts an application, once awaited (OTP's `application:start/2`). It is loaded first if need be; all that it depends on
/// has to run.
///
/// It is done when the start callback and all phases are. Those who start one application at the same time share one run
/// and its result. After a failed start nothing of it is left: the tree is stopped, and what remains is killed; neither
/// `prep_stop` nor `stop` is called. Dropping the start leaves the application starting.
///
/// # Errors
///
/// `AlreadyStarted`, `NotFound`, `NotStarted` or `NotRunning` of a dependency, `Config`, `Start` with the error of a callback,
/// `BadReturn` when one panicked, exited or was killed.
pub fn start(app: impl Into<AppRef>) -> StartApp {
    StartApp { app: app.into(), restart: Restart::Temporary, ensure: false }
}

/// As [`start`]; one that runs already is fine (OTP's `application:ensure_started/2`).
pub fn ensure_started(app: impl Into<AppRef>) -> StartApp {
    StartApp { app: app.into(), restart: Restart::Temporary, ensure: true }
}

/// Starts an application after all that it depends on, once awaited; the names of those that this started, in order (OTP's
/// `application:ensure_all_started/2`). Optional dependencies are started too, if they exist.
///
/// # Errors
///
/// Those of [`start`], of whichever application failed ([`AppError::app`]); what this has started is stopped again. `Circular`
/// when an application depends on itself.
///
/// # Cancellation
///
/// Dropping it starts no more of them; those that have been started run on, and one that is starting goes on starting.
///
/// ```
/// use otp_runtime::{AppSpec, application};
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let metrics = AppSpec::new("metrics");
/// let shop = AppSpec::new("shop").depends_on(metrics);
/// assert_eq!(application::ensure_all_started(&shop).await?, ["metrics".into(), "shop".into()]);
/// assert!(application::ensure_all_started("shop").await?.is_empty());
/// # Ok(())
/// # }
/// ```
pub fn ensure_all_started(app: impl Into<AppRef>) -> StartAll {
    StartAll { app: app.into(), restart: Restart::Temporary }
}

/// Starts an application that the calling process's application includes, in the calling process; its top process (the call
/// of an included application's start function in OTP). It belongs to the including application, which stops it with its
/// own tree: `ChildSpec::new("part", || async { .. start_included("part").await .. })` makes it a child. Its start phases
/// run with those of the including application; its `prep_stop` and `stop` are not called.
///
/// # Errors
///
/// `NotFound` when the calling process belongs to no application that includes it, `NoTop` of a library; those of its start
/// callback.
///
/// # Cancellation
///
/// Dropping it drops the start callback where it waits.
pub async fn start_included(name: &str) -> Result<Pid, AppError> {
    included::start_included(&System::current(), name).await
}

/// Stops an application (OTP's `application:stop/1`): `prep_stop`, then `Shutdown` to the top process, then `stop`, then all
/// processes that belong to it and still live are killed. It stays loaded; others do not notice.
///
/// A process belongs to the application of the process that started it; what a task of `tokio::spawn` starts belongs to none.
/// The calling process is killed with the others if it belongs to the application, which is stopped all the same.
///
/// # Errors
///
/// `NotStarted`; `CallingSelf` in a callback of the application.
///
/// # Cancellation
///
/// Once polled, it is stopped also if nobody waits for that any more.
pub async fn stop(name: &str) -> Result<(), AppError> {
    stopping::stop(&System::current(), name).await
}

/// Grants or withdraws the permission to run, which every application that is loaded has at first (OTP's
/// `application:permit/2`). One that runs is stopped; one that is started without permission, or was stopped for the lack of
/// it, starts when it is granted.
///
/// # Errors
///
/// `NotLoaded`; those of the start, or of the stop.
///
/// # Cancellation
///
/// The permission is as told once this is polled, and what that starts or stops goes on; one
/// that was still starting when it lost the permission then runs.
pub async fn permit(name: &str, permitted: bool) -> Result<(), AppError> {
    permission::permit(&System::current(), name, permitted).await
}

/// Stops everything, once awaited: the shutdown hooks run, then all applications stop, the last that was started first (OTP's
/// `init:stop/0`). Nothing starts meanwhile. In a callback of an application it asks for it and does not wait. Once polled, it goes
/// on also if nobody waits.
///
/// ```
/// use otp_runtime::{AppSpec, application};
/// use std::time::Duration;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// application::start(AppSpec::new("metrics")).await?;
/// application::on_shutdown(|reason| async move { println!("going down: {reason}") });
/// application::stop_all().limit(Duration::from_secs(10)).await;
/// assert!(application::started().is_empty());
/// # Ok(())
/// # }
/// ```
pub fn stop_all() -> StopAll {
    StopAll { limit: None }
}

/// How long each application may take to stop when everything is shut down, whoever asks for it; then it is killed (OTP's
/// `shutdown_timeout`). The default is no limit.
#[track_caller]
pub fn set_shutdown_limit(limit: Duration) {
    System::current().apps.lock().limit = Some(limit);
}

/// Has a function called when everything is shut down, before the first application is stopped (OTP's `shutdown_func`): with
/// `Shutdown` when it was asked for, else with the reason of the application whose end it is. Hooks run in the order they
/// were given, each once, in a process of its own; one that takes longer than the limit of an application is killed.
#[track_caller]
pub fn on_shutdown<F>(hook: impl FnOnce(ExitReason) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    let hook: stopping::Hook = Box::new(|reason| Box::pin(hook(reason)));
    System::current().apps.lock().hooks.push(hook);
}

/// Waits until everything has been shut down: by [`stop_all`], or because an application ended that must not end alone. Of the
/// latter it tells at any time after, too; then nothing can be started any more.
pub async fn wait_for_shutdown() -> ShutdownReason {
    stopping::wait_for_shutdown(&System::current()).await
}

/// The applications that are loaded, by name (OTP's `loaded_applications/0`).
#[track_caller]
pub fn loaded() -> Vec<AppInfo> {
    System::current().apps.lock().loaded.values().map(AppInfo::of).collect()
}

/// The applications that run, in the order in which they were started (OTP's `which_applications/0`).
#[track_caller]
pub fn started() -> Vec<AppInfo> {
    let system = System::current();
    let table = system.apps.lock();
    let running = table.order.iter().filter_map(|run| table.loaded.get(run.spec.name()));
    running.filter(|loaded| matches!(loaded.stage, Stage::Running(_))).map(AppInfo::of).collect()
}

/// The spec of an application that is loaded (OTP's `application:get_all_key/1`).
#[track_caller]
pub fn spec(name: &str) -> Option<AppSpec> {
    System::current().apps.lock().loaded.get(name).map(|loaded| loaded.spec.clone())
}

/// The top process of an application that runs.
///
/// # Errors
///
/// `NotStarted`; `NotRunning` when it has ended, or is about to; `NoTop` of a library.
#[track_caller]
pub fn top(name: &str) -> Result<Pid, AppError> {
    let system = System::current();
    let table = system.apps.lock();
    match table.loaded.get(name).map(|loaded| &loaded.stage) {
        None | Some(Stage::Idle | Stage::Starting(_)) => Err(AppError::NotStarted(Arc::from(name))),
        Some(Stage::Ended | Stage::Stopping(_)) => Err(AppError::NotRunning(Arc::from(name))),
        Some(Stage::Running(run)) => run.parts.lock().top.ok_or_else(|| AppError::NoTop(run.name())),
    }
}

/// The application that the calling process belongs to: that of the process that started it (OTP's `get_application/0`).
pub fn current() -> Option<Arc<str>> {
    let number = current::app();
    if number == 0 { None } else { crate::monitor::current_process()?.head().system.apps.name_of(number) }
}

/// The application that a process belongs to (OTP's `get_application/1`).
pub fn application_of(pid: Pid) -> Option<Arc<str>> {
    let process = crate::system::find(pid)?;
    process.head().system.apps.name_of(process.head().app)
}
