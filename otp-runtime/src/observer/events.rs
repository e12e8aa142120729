//! What the page shows, again each second: server-sent events.

use super::fault::Fault;
use super::find::{Found, MOST, ORDERS, Order, Search};
use super::history::{Rate, Sample};
use super::look::{Ended, Look};
use super::query::Parameters;
use super::rows::{PAGE, Rows};
use super::shared::Shared;
use super::summary::Summary;
use super::unfold::unfold;
use crate::Pid;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;

/// How many open nodes one page may have.
const OPEN: usize = 64;

/// What somebody wants to see.
pub(super) struct Subscription {
    open: Vec<(u64, usize)>,
    pid: Option<Pid>,
    search: Option<Search>,
    rates: bool,
    crashes: bool,
}

impl Subscription {
    pub(super) fn of(mut parameters: Parameters) -> Result<Self, Fault> {
        let subscription = Subscription {
            open: parameters.nodes("open", OPEN)?,
            pid: parameters.pid("pid")?,
            search: search(&mut parameters)?,
            rates: parameters.flag("rates")?,
            crashes: parameters.flag("crashes")?,
        };
        parameters.done()?;
        Ok(subscription)
    }
}

/// `None` when neither words nor an order are given.
pub(super) fn search(parameters: &mut Parameters) -> Result<Option<Search>, Fault> {
    let words = parameters.text("q")?;
    let order = parameters.one_of("sort", ORDERS)?;
    let most = parameters.number("limit", 1..=MOST)?;
    if words.is_none() && order.is_none() && most.is_none() {
        return Ok(None);
    }
    let words = words.unwrap_or_default().trim().to_lowercase();
    Ok(Some(Search { words, order: order.unwrap_or(Order::Pid), most: most.unwrap_or(MOST) }))
}

#[derive(Serialize)]
struct Update<'a> {
    summary: Summary,
    /// The last minutes, at first; then the last second is in the summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<Vec<Sample>>,
    /// The tops, and the open nodes that are there.
    tree: Vec<Rows<'a>>,
    /// `null`: it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    process: Option<Option<Look>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<Found<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rates: Option<Vec<Rate>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crashes: Option<Vec<Ended>>,
}

/// What that is now, as JSON.
async fn update(shared: &Shared, wanted: &Subscription, first: bool) -> String {
    let view = shared.view().await;
    let process = match wanted.pid {
        Some(pid) => Some(look(shared, pid).await),
        None => None,
    };
    let open = wanted.open.iter().map(|(key, offset)| (Some(*key), *offset));
    let update = Update {
        summary: Summary::of(shared, &view),
        history: first.then(|| shared.history.lock().samples()),
        tree: std::iter::once((None, 0)).chain(open).filter_map(|(key, offset)| view.rows(key, offset, PAGE)).collect(),
        process,
        found: wanted.search.as_ref().map(|search| view.find(search)),
        rates: wanted.rates.then(|| shared.history.lock().rates(PAGE).0),
        crashes: wanted.crashes.then(|| shared.meter.crashes().into_iter().take(PAGE).map(Ended::from).collect()),
    };
    serde_json::to_string(&update).unwrap_or_else(|error| format!(r#"{{"error":"{error}"}}"#))
}

/// A look at a process, and what it says of its state.
pub(super) async fn look(shared: &Shared, pid: Pid) -> Option<Look> {
    let view = shared.view().await;
    let mut look = Look::at(pid, &view, shared.meter.crashes())?;
    look.state = Some(shared.asked.state_of(pid, shared.closing.clone()).await);
    // one that ended meanwhile has said nothing
    pid.is_alive().then_some(look)
}

/// An update now, and one each second until the page or the observer goes.
pub(super) fn stream(shared: Arc<Shared>, wanted: Subscription) -> Result<Response, Fault> {
    let Ok(place) = shared.viewers.clone().try_acquire_owned() else {
        return Err(Fault::new(StatusCode::SERVICE_UNAVAILABLE, "viewers", "too many look at once"));
    };
    let (ticks, closing) = (shared.ticks.subscribe(), shared.closing.clone());
    let begin = (shared, wanted, ticks, closing, place, true);
    let events = unfold(begin, |(shared, wanted, mut ticks, mut closing, place, first)| async move {
        if !first {
            tokio::select! {
                ticked = ticks.changed() => ticked.ok()?,
                _ = closing.wait_for(|closing| *closing) => return None,
            }
        }
        ticks.mark_unchanged();
        let text = update(&shared, &wanted, first).await;
        Some((Event::default().event("update").data(text), (shared, wanted, ticks, closing, place, false)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}
