//! The messages of one process as they come: server-sent events.

use super::fault::Fault;
use super::shared::Shared;
use super::text::cut;
use super::unfold::unfold;
use crate::{CallError, Pid, ProcessSys, process};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use tokio::sync::mpsc::{self, error::TrySendError};

/// How many lines wait for the page; what comes then is counted, and left out.
const WAITING: usize = 200;
/// How much of a line is shown, in bytes.
const LINE: usize = 2_000;
/// How long the process may take until it is traced.
const PATIENCE: Duration = Duration::from_secs(2);

/// A line, and how many were left out before it.
#[derive(Serialize)]
struct Line {
    text: String,
    missed: u64,
}

/// Traces while it lives.
struct Tracing {
    pid: Pid,
    id: String,
}

impl Drop for Tracing {
    fn drop(&mut self) {
        let (sys, id) = (process::sys(self.pid).no_timeout(), std::mem::take(&mut self.id));
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { sys.remove_text(id).await });
        }
    }
}

pub(super) async fn stream(shared: Arc<Shared>, pid: Pid) -> Result<Response, Fault> {
    let Ok(place) = shared.viewers.clone().try_acquire_owned() else {
        return Err(Fault::new(StatusCode::SERVICE_UNAVAILABLE, "viewers", "too many look at once"));
    };
    let (tell, lines) = mpsc::channel(WAITING);
    let missed = AtomicU64::new(0);
    let read = move |text: &str| {
        let line = Line { text: cut(text.to_owned(), LINE), missed: missed.load(Relaxed) };
        match tell.try_send(line) {
            Ok(()) => missed.store(0, Relaxed),
            Err(TrySendError::Full(_)) => {
                missed.fetch_add(1, Relaxed);
            }
            Err(TrySendError::Closed(_)) => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    };
    let tracing = Tracing { pid, id: format!("observer {}", crate::system::new_id()) };
    let installed = process::sys(pid).timeout(PATIENCE).install_text(tracing.id.clone(), read).await;
    installed.map_err(|error| refused(pid, error))?;
    let begin = (lines, tracing, shared.closing.clone(), place, true);
    let events = unfold(begin, |(mut lines, tracing, mut closing, place, first)| async move {
        let event = if first {
            Event::default().event("begin").data("{}")
        } else {
            let line = tokio::select! {
                line = lines.recv() => line?,
                _ = closing.wait_for(|closing| *closing) => return None,
            };
            Event::default().event("line").data(serde_json::to_string(&line).unwrap_or_default())
        };
        Some((event, (lines, tracing, closing, place, false)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

/// Why a system request did not get through.
pub(super) fn refused(pid: Pid, error: CallError) -> Fault {
    match error {
        CallError::Timeout(_) => Fault::new(
            StatusCode::GATEWAY_TIMEOUT,
            "busy",
            format!("{pid} is busy: it does so as soon as it comes to it"),
        ),
        CallError::WrongServer(_) => Fault::new(
            StatusCode::CONFLICT,
            "no_server",
            format!("{pid} is no server: nobody in it serves such requests"),
        ),
        _ => Fault::not_found(format!("{pid} has ended")),
    }
}

/// System requests that a person waits for.
pub(super) fn sys(pid: Pid) -> ProcessSys {
    process::sys(pid).timeout(PATIENCE)
}
