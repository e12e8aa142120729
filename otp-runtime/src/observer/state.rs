//! What a process says of its state. It may be too busy to answer: it is asked once, however many look.

use super::text::cut;
use crate::{Pid, process};
use parking_lot::Mutex;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How long to wait for an answer.
const PATIENCE: Duration = Duration::from_millis(250);
/// How much of it is shown, in bytes.
const SHOWN: usize = 8_000;

/// The requests that are on their way.
#[derive(Clone, Default)]
pub(super) struct Asked(Arc<Mutex<HashMap<Pid, watch::Receiver<Option<Said>>>>>);

#[derive(Clone, Debug, Serialize)]
pub(super) struct Said {
    /// `None`: it does not answer.
    text: Option<String>,
    /// Its debug options that are on.
    debug: Vec<String>,
    /// It has not answered yet, and is still asked.
    busy: bool,
}

impl Asked {
    pub(super) async fn state_of(&self, pid: Pid, mut closing: watch::Receiver<bool>) -> Said {
        let mut answer = {
            let mut asked = self.0.lock();
            match asked.get(&pid) {
                Some(answer) => answer.clone(),
                None => {
                    let (tell, answer) = watch::channel(None);
                    asked.insert(pid, answer.clone());
                    let all = self.clone();
                    tokio::spawn(async move {
                        let sys = process::sys(pid).no_timeout();
                        let said = tokio::select! {
                            status = sys.status() => Said::of(status),
                            _ = closing.wait_for(|closing| *closing) => Said::nothing(false),
                        };
                        all.0.lock().remove(&pid);
                        tell.send_replace(Some(said));
                    });
                    answer
                }
            }
        };
        match tokio::time::timeout(PATIENCE, answer.wait_for(Option::is_some)).await {
            Ok(Ok(said)) => said.clone().unwrap_or_else(|| Said::nothing(false)),
            Ok(Err(_)) => Said::nothing(false),
            Err(_) => Said::nothing(true),
        }
    }
}

impl Said {
    fn nothing(busy: bool) -> Said {
        Said { text: None, debug: Vec::new(), busy }
    }

    fn of(status: Result<crate::Status, crate::CallError>) -> Said {
        match status {
            Ok(status) => Said { text: Some(cut(status.state, SHOWN)), debug: status.debug, busy: false },
            Err(_) => Said::nothing(false),
        }
    }
}
