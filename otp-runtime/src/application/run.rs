//! One run of an application, from its start to its end, as those see it who wait for it.

use super::callback::State;
use super::{AppError, AppSpec, ConfigChange};
use crate::{ExitReason, Pid, Restart};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};

pub(crate) struct Run {
    pub(crate) spec: AppSpec,
    /// The number of its application, which its processes have.
    pub(crate) number: u32,
    pub(crate) restart: Restart,
    pub(crate) progress: watch::Sender<Progress>,
    pub(crate) push: watch::Sender<Push>,
    pub(crate) commands: mpsc::UnboundedSender<Command>,
    pub(crate) parts: Mutex<Parts>,
    /// The states of the applications it includes and has started.
    pub(crate) included: Mutex<BTreeMap<Arc<str>, Box<dyn State>>>,
}

/// How far it has come.
#[derive(Clone, Default)]
pub(crate) struct Progress {
    pub(crate) started: Option<Result<(), AppError>>,
    pub(crate) ended: bool,
}

/// How hard it is pressed to end.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd)]
pub(crate) enum Push {
    #[default]
    None,
    /// A start is to be given up.
    Abort,
    /// Its time is up.
    Kill,
}

/// Its processes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Parts {
    pub(crate) top: Option<Pid>,
    /// Runs the callbacks.
    pub(crate) host: Option<Pid>,
    pub(crate) overseer: Option<Pid>,
}

pub(crate) enum Command {
    Stop,
    Change(ConfigChange, oneshot::Sender<Result<(), ExitReason>>),
}

impl Run {
    pub(crate) fn new(spec: AppSpec, number: u32, restart: Restart) -> (Arc<Run>, mpsc::UnboundedReceiver<Command>) {
        let (commands, received) = mpsc::unbounded_channel();
        let run = Run {
            spec,
            number,
            restart,
            progress: watch::Sender::default(),
            push: watch::Sender::default(),
            commands,
            parts: Mutex::default(),
            included: Mutex::default(),
        };
        (Arc::new(run), received)
    }

    pub(crate) fn name(&self) -> Arc<str> {
        self.spec.shared_name()
    }

    /// Waits until the start is done, or has failed.
    pub(crate) async fn started(&self) -> Result<(), AppError> {
        let mut progress = self.progress.subscribe();
        match progress.wait_for(|progress| progress.started.is_some()).await {
            Ok(progress) => progress.started.clone().unwrap_or(Ok(())),
            Err(_) => Err(AppError::ShuttingDown(self.name())),
        }
    }

    pub(crate) async fn ended(&self) {
        let _ = self.progress.subscribe().wait_for(|progress| progress.ended).await;
    }

    /// Presses harder, never less.
    pub(crate) fn press(&self, push: Push) {
        self.push.send_if_modified(|before| {
            let more = *before < push;
            if more {
                *before = push;
            }
            more
        });
    }

    /// Whether the calling process runs a callback of it, and would wait for itself.
    pub(crate) fn is_me(&self) -> bool {
        let host = self.parts.lock().host;
        host.is_some() && host == Pid::current()
    }
}
