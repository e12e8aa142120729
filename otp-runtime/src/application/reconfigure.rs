//! Changing the configuration of applications that run.

use super::controller::{Apps, Stage};
use super::run::{Command, Run};
use super::vars::Settings;
use super::{AppError, ConfigChange};
use crate::ExitReason;
use crate::process::panics::drop_guarded;
use crate::system::System;
use std::sync::Arc;
use tokio::sync::oneshot;

pub(crate) async fn reconfigure(system: &Arc<System>, settings: Vec<Settings>) -> Result<(), AppError> {
    let changed = apply(&system.apps, settings);
    let mut outcome = Ok(());
    for (run, change) in changed {
        let (done, told) = oneshot::channel();
        // one that has ended meanwhile reads its configuration when it starts
        let _ = run.commands.send(Command::Change(change, done));
        if run.is_me() {
            continue;
        }
        let changed = tell(told, &run).await;
        if let Err(reason) = changed {
            outcome = outcome.and(Err(AppError::ConfigChange { app: run.name(), reason }));
        }
    }
    outcome
}

async fn tell(told: oneshot::Receiver<Result<(), ExitReason>>, run: &Run) -> Result<(), ExitReason> {
    let mut told = std::pin::pin!(told);
    let mut ended = std::pin::pin!(run.ended());
    std::future::poll_fn(|cx| {
        if let std::task::Poll::Ready(told) = told.as_mut().poll(cx) {
            return std::task::Poll::Ready(told.unwrap_or(Ok(())));
        }
        ended.as_mut().poll(cx).map(|()| Ok(()))
    })
    .await
}

/// Sets the values, of this run and of later ones, and finds out who is to be told of what, in the order they were started.
fn apply(apps: &Apps, settings: Vec<Settings>) -> Vec<(Arc<Run>, ConfigChange)> {
    let mut changes = Vec::new();
    for Settings { app, keys } in settings {
        let before = apps.env(&app);
        let (mut changed, mut new, mut removed) = (Vec::new(), Vec::new(), Vec::new());
        for (key, value) in &keys {
            // compared outside the lock: the values are the users'
            match (before.setting(key), value) {
                (Some(before), Some(value)) if before != *value => changed.push(key.clone()),
                (None, Some(_)) => new.push(key.clone()),
                (Some(_), None) => removed.push(key.clone()),
                _ => {}
            }
        }
        let mut dropped = Vec::new();
        let run = {
            let mut table = apps.lock();
            for (key, value) in keys {
                dropped.extend(table.configure(&app, key.clone(), value.clone()));
                if table.loaded.contains_key(&app) {
                    dropped.extend(table.put(&app, key, value).into_iter().flatten());
                }
            }
            match table.loaded.get(&app).map(|loaded| &loaded.stage) {
                Some(Stage::Running(run)) => Some(run.clone()),
                _ => None,
            }
        };
        dropped.into_iter().for_each(drop_guarded);
        if let Some(run) = run
            && !(changed.is_empty() && new.is_empty() && removed.is_empty())
        {
            changes.push((run, ConfigChange { changed, new, removed, env: apps.env(&app) }));
        }
    }
    let order: Vec<Arc<Run>> = apps.lock().order.clone();
    changes.sort_by_key(|(run, _)| order.iter().position(|other| Arc::ptr_eq(other, run)));
    changes
}
