//! Permission to run: an application without it is started and does not run until it has it.

use super::controller::Stage;
use super::{AppError, AppRef, start, stop};
use crate::Restart;
use crate::system::System;
use std::sync::Arc;

/// Whether an application may run.
pub(crate) enum Permission {
    Granted,
    /// It is started as this once it may run.
    Withdrawn(Option<Restart>),
}

pub(crate) async fn permit(system: &Arc<System>, name: &str, permitted: bool) -> Result<(), AppError> {
    if permitted {
        let wanted = {
            let mut table = system.apps.lock();
            let loaded = table.loaded.get_mut(name).ok_or_else(|| AppError::NotLoaded(Arc::from(name)))?;
            match std::mem::replace(&mut loaded.permission, Permission::Granted) {
                Permission::Withdrawn(wanted) => wanted,
                Permission::Granted => None,
            }
        };
        let Some(restart) = wanted else { return Ok(()) };
        return match start::start(system, &AppRef::from(name), restart).await {
            Ok(_) | Err(AppError::AlreadyStarted(_)) => Ok(()),
            Err(error) => Err(error),
        };
    }
    loop {
        let starting = {
            let mut table = system.apps.lock();
            let loaded = table.loaded.get_mut(name).ok_or_else(|| AppError::NotLoaded(Arc::from(name)))?;
            let (wanted, starting) = match &loaded.stage {
                Stage::Idle | Stage::Ended | Stage::Stopping(_) => (None, None),
                Stage::Running(run) => (Some(run.restart), None),
                Stage::Starting(run) => (Some(run.restart), Some(run.clone())),
            };
            if let Permission::Granted = loaded.permission {
                loaded.permission = Permission::Withdrawn(wanted);
            }
            starting
        };
        match starting {
            Some(run) => {
                let _ = run.started().await;
            }
            None => {
                return match stop::stop_running(system, name).await {
                    Ok(()) | Err(AppError::NotStarted(_)) => Ok(()),
                    Err(error) => Err(error),
                };
            }
        }
    }
}
