//! How the bank is: for people, and for whoever watches over it.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use otp_runtime::{ChildState, Tree};
use serde_json::{Value, json};

use super::error::HttpError;
use crate::tree::bank;

/// How many children of one supervisor are shown.
const SHOWN: usize = 20;

pub(super) async fn page() -> Html<&'static str> {
    Html(include_str!("../page.html"))
}

pub(super) async fn health() -> Response {
    match bank().health().report().await {
        Ok(report) => {
            let status = if report.is_well() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
            (status, Json(report.to_json())).into_response()
        }
        Err(_) => HttpError::unavailable("nobody looks after the bank just now").into_response(),
    }
}

pub(super) async fn tree() -> Result<Json<Value>, HttpError> {
    let tree = bank().tree().await;
    tree.map(|tree| Json(draw(&tree))).map_err(|error| HttpError::unavailable(error.to_string()))
}

fn draw(tree: &Tree) -> Value {
    let state = match tree.state {
        ChildState::Running(pid) => pid.to_string(),
        other => other.to_string(),
    };
    let children: Vec<_> = tree.children.iter().take(SHOWN).map(draw).collect();
    json!({
        "id": &*tree.id,
        "state": state,
        "label": tree.label,
        "children": children,
        "hidden": tree.children.len().saturating_sub(SHOWN),
    })
}
