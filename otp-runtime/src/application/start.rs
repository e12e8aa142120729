//! Starting applications, one or with all that it needs.

use super::controller::{Stage, Table};
use super::keeper::Keeper;
use super::permit::Permission;
use super::run::Run;
use super::{AppError, AppRef, stop};
use crate::Restart;
use crate::system::System;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;

/// An application about to start, once awaited: see [`start`](super::start) and [`ensure_started`](super::ensure_started).
#[derive(Debug)]
#[must_use = "an application starts when this is awaited"]
pub struct StartApp {
    pub(crate) app: AppRef,
    pub(crate) restart: Restart,
    pub(crate) ensure: bool,
}

impl StartApp {
    /// What its end means for the others. The default is [`Restart::Temporary`]: nothing.
    ///
    /// When a permanent application ends by itself, or does not start, everything is shut down; so it is when a transient one
    /// does, unless the reason is `Normal`.
    pub fn restart_type(mut self, restart: Restart) -> Self {
        self.restart = restart;
        self
    }
}

impl IntoFuture for StartApp {
    type Output = Result<(), AppError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            match start(&System::current(), &self.app, self.restart).await {
                Err(AppError::AlreadyStarted(name)) if self.ensure && *name == *self.app.name() => Ok(()),
                started => started.map(|_| ()),
            }
        })
    }
}

/// Applications about to start, once awaited: see [`ensure_all_started`](super::ensure_all_started).
#[derive(Debug)]
#[must_use = "applications start when this is awaited"]
pub struct StartAll {
    pub(crate) app: AppRef,
    pub(crate) restart: Restart,
}

impl StartAll {
    /// As [`StartApp::restart_type`], for each that is started.
    pub fn restart_type(mut self, restart: Restart) -> Self {
        self.restart = restart;
        self
    }
}

impl IntoFuture for StartAll {
    type Output = Result<Vec<Arc<str>>, AppError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let system = System::current();
            let (mut above, mut started) = (Vec::new(), Vec::new());
            let all = start_with_needs(&system, &self.app, self.restart, &mut above, &mut started).await;
            if let Err(error) = all {
                for name in started.iter().rev() {
                    let _ = stop::stop(&system, name).await;
                }
                return Err(error);
            }
            Ok(started)
        })
    }
}

/// Whose run somebody waits for.
enum Wait {
    /// It was begun here: true, and elsewhere: false.
    Start(Arc<Run>, bool),
    End(Arc<Run>),
    /// It starts when it is permitted to.
    Nothing,
}

/// Starts an application. False: somebody else had begun to.
pub(crate) async fn start(system: &Arc<System>, app: &AppRef, restart: Restart) -> Result<bool, AppError> {
    loop {
        system.apps.ensure_loaded(app)?;
        let (wait, begun) = {
            let mut table = system.apps.lock();
            begin(&mut table, app, restart)?
        };
        if let Some((run, commands)) = begun {
            Keeper::spawn(system, run, commands);
        }
        match wait {
            Wait::Start(run, mine) => return run.started().await.map(|()| mine),
            Wait::End(run) => run.ended().await,
            Wait::Nothing => return Ok(true),
        }
    }
}

type Begun = (Arc<Run>, tokio::sync::mpsc::UnboundedReceiver<super::run::Command>);

fn begin(table: &mut Table, app: &AppRef, restart: Restart) -> Result<(Wait, Option<Begun>), AppError> {
    let name = app.shared_name();
    let Some(loaded) = table.loaded.get(&name) else { return Err(AppError::NotLoaded(name)) };
    match &loaded.stage {
        Stage::Running(_) => return Err(AppError::AlreadyStarted(name)),
        Stage::Starting(run) | Stage::Stopping(run) if run.is_me() => return Err(AppError::CallingSelf(name)),
        Stage::Starting(run) => return Ok((Wait::Start(run.clone(), false), None)),
        Stage::Stopping(run) => return Ok((Wait::End(run.clone()), None)),
        Stage::Idle | Stage::Ended => {}
    }
    if let Some(by) = &loaded.included_by {
        return Err(AppError::Included { app: name, by: by.clone() });
    }
    if table.closing.is_some() {
        return Err(AppError::ShuttingDown(name));
    }
    table.needs_met(&loaded.spec)?;
    if let Some(loaded) = table.loaded.get_mut(&name)
        && let Permission::Withdrawn(wanted) = &mut loaded.permission
    {
        *wanted = Some(restart);
        return Ok((Wait::Nothing, None));
    }
    let Some(loaded) = table.loaded.get(&name) else { return Err(AppError::NotLoaded(name)) };
    let (run, commands) = Run::new(loaded.spec.clone(), loaded.number, restart);
    table.set_stage(&run, Stage::Starting(run.clone()));
    Ok((Wait::Start(run.clone(), true), Some((run, commands))))
}

/// Depth first: what an application needs, then the application. `above` are those that are being looked at.
fn start_with_needs<'a>(
    system: &'a Arc<System>,
    app: &'a AppRef,
    restart: Restart,
    above: &'a mut Vec<Arc<str>>,
    started: &'a mut Vec<Arc<str>>,
) -> Pin<Box<dyn Future<Output = Result<(), AppError>> + Send + 'a>> {
    Box::pin(async move {
        let name = app.shared_name();
        if above.contains(&name) {
            return Err(AppError::Circular(name));
        }
        if is_running(&system.apps.lock(), &name) {
            return Ok(());
        }
        let spec = system.apps.ensure_loaded(app)?;
        above.push(name.clone());
        for need in spec.needs() {
            if need.optional && !system.apps.exists(&need.app) {
                continue;
            }
            start_with_needs(system, &need.app, restart, above, started).await?;
        }
        above.pop();
        match start(system, app, restart).await {
            Ok(true) => started.push(name),
            Ok(false) | Err(AppError::AlreadyStarted(_)) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    })
}

fn is_running(table: &Table, name: &str) -> bool {
    table.loaded.get(name).is_some_and(|loaded| matches!(loaded.stage, Stage::Running(_)))
}
