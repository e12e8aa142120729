//! What there is at which address.
//!
//! | | |
//! |---|---|
//! | `GET /` | the page |
//! | `GET /api/summary` | the system in a few figures |
//! | `GET /api/tree` `?node=&offset=&limit=` | the tops of the trees, or a node's children, 100 at most |
//! | `GET /api/processes` `?q=&sort=&limit=` | processes by what they are called, or the most out of the ordinary, 50 at most |
//! | `GET /api/process/{pid}` | one process, with its state |
//! | `GET /api/rates` | the last minutes, and rates by server and method |
//! | `GET /api/crashes` `?limit=` | the last crashes, newest first |
//! | `GET /api/events` `?open=&pid=&q=&sort=&limit=&rates=&crashes=` | all that a page shows, again each second |
//! | `POST /api/process/{pid}/suspend`, `resume`, `kill` | what they say |
//! | `POST /api/process/{pid}/trace` | its messages, as they come |

use super::events::{self, Subscription};
use super::fault::{Fault, json};
use super::find::{MOST, Order, Search};
use super::gate::Matter;
use super::look::Ended;
use super::query::{self, Parameters};
use super::rows::PAGE;
use super::shared::Shared;
use super::summary::Summary;
use super::{page, trace};
use crate::{ExitReason, Pid};
use axum::Router;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::json as object;
use std::sync::Arc;

type Here = State<Arc<Shared>>;

pub(super) fn router(shared: Arc<Shared>) -> Router {
    let api = Router::new()
        .route("/api/summary", get(summary))
        .route("/api/tree", get(tree))
        .route("/api/processes", get(processes))
        .route("/api/process/{pid}", get(process))
        .route("/api/rates", get(rates))
        .route("/api/crashes", get(crashes))
        .route("/api/events", get(events))
        .route("/api/process/{pid}/suspend", post(suspend))
        .route("/api/process/{pid}/resume", post(resume))
        .route("/api/process/{pid}/kill", post(kill))
        .route("/api/process/{pid}/trace", post(follow));
    page::routes(api)
        .fallback(async || Fault::not_found("there is nothing at this address"))
        .method_not_allowed_fallback(async || {
            Fault::new(StatusCode::METHOD_NOT_ALLOWED, "method", "this address does not take this method")
        })
        .layer(from_fn_with_state(shared.clone(), guard))
        .with_state(shared)
}

/// Whoever comes in passes the gate, and whatever goes out stays where it goes.
async fn guard(State(shared): Here, request: Request, next: Next) -> Response {
    let matter = Matter::of(request.method(), request.uri().path());
    let mut response = match shared.gate.admit(matter, request.headers()) {
        Ok(()) => next.run(request).await,
        Err(fault) => fault.into_response(),
    };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, page::POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.headers_mut().insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

/// The process in an address, `/api/process/1.42`.
struct Named(Pid);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let text = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = text.map_err(|_| Fault::parameter("pid", "not a pid, as 1.42"))?;
        query::pid("pid", &text).map(Named)
    }
}

fn ended(pid: Pid) -> Fault {
    Fault::not_found(format!("there is no process {pid}: it has ended, or never was"))
}

async fn summary(State(shared): Here, parameters: Parameters) -> Result<Response, Fault> {
    parameters.done()?;
    let view = shared.view().await;
    Ok(json(&Summary::of(&shared, &view)))
}

async fn tree(State(shared): Here, mut parameters: Parameters) -> Result<Response, Fault> {
    let node = parameters.node("node")?;
    let offset = parameters.number("offset", 0..=usize::MAX)?.unwrap_or(0);
    let limit = parameters.number("limit", 1..=PAGE)?.unwrap_or(PAGE);
    parameters.done()?;
    let view = shared.view().await;
    match view.rows(node, offset, limit) {
        Some(rows) => Ok(json(&rows)),
        None => Err(Fault::not_found("there is no such node: it has gone, or never was")),
    }
}

async fn processes(State(shared): Here, mut parameters: Parameters) -> Result<Response, Fault> {
    let search = events::search(&mut parameters)?;
    parameters.done()?;
    let search = search.unwrap_or(Search { words: String::new(), order: Order::Pid, most: MOST });
    let view = shared.view().await;
    Ok(json(&view.find(&search)))
}

async fn process(State(shared): Here, Named(pid): Named, parameters: Parameters) -> Result<Response, Fault> {
    parameters.done()?;
    let look = events::look(&shared, pid).await;
    look.map(|look| json(&look)).ok_or_else(|| ended(pid))
}

async fn rates(State(shared): Here, parameters: Parameters) -> Result<Response, Fault> {
    parameters.done()?;
    let history = shared.history.lock();
    let (rates, more) = history.rates(PAGE);
    Ok(json(&object!({ "history": history.samples(), "rates": rates, "more": more })))
}

async fn crashes(State(shared): Here, mut parameters: Parameters) -> Result<Response, Fault> {
    let limit = parameters.number("limit", 1..=PAGE)?.unwrap_or(PAGE);
    parameters.done()?;
    let all = shared.meter.crashes();
    let kept = all.len();
    let crashes: Vec<_> = all.into_iter().take(limit).map(Ended::from).collect();
    Ok(json(&object!({ "crashes": crashes, "kept": kept })))
}

async fn events(State(shared): Here, parameters: Parameters) -> Result<Response, Fault> {
    events::stream(shared, Subscription::of(parameters)?)
}

async fn suspend(State(shared): Here, Named(pid): Named, parameters: Parameters) -> Result<Response, Fault> {
    parameters.done()?;
    if pid == shared.own {
        return Err(Fault::new(StatusCode::CONFLICT, "own", "an observer that is suspended would not see it"));
    }
    log(pid, "suspends");
    trace::sys(pid).suspend().await.map_err(|error| trace::refused(pid, error))?;
    Ok(done(pid))
}

async fn resume(Named(pid): Named, parameters: Parameters) -> Result<Response, Fault> {
    parameters.done()?;
    log(pid, "resumes");
    trace::sys(pid).resume().await.map_err(|error| trace::refused(pid, error))?;
    Ok(done(pid))
}

async fn kill(Named(pid): Named, parameters: Parameters) -> Result<Response, Fault> {
    parameters.done()?;
    if !pid.is_alive() {
        return Err(ended(pid));
    }
    log(pid, "kills");
    pid.exit(ExitReason::Kill);
    Ok(done(pid))
}

async fn follow(State(shared): Here, Named(pid): Named, parameters: Parameters) -> Result<Response, Fault> {
    parameters.done()?;
    if !pid.is_alive() {
        return Err(ended(pid));
    }
    trace::stream(shared, pid).await
}

fn log(pid: Pid, does: &'static str) {
    tracing::warn!(target: "otp_runtime::observer", %pid, does, "somebody at the observer changes a process");
}

fn done(pid: Pid) -> Response {
    json(&object!({ "pid": pid }))
}
