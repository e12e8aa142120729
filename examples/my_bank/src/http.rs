//! The bank over HTTP: routes, and what they answer.
//!
//! | | |
//! |---|---|
//! | `POST /accounts` `{"name", "deposit"?}` | opens an account |
//! | `GET /accounts` `?after=&limit=` | the open accounts, by name |
//! | `GET /accounts/{name}` | a balance |
//! | `GET /accounts/{name}/statement` `?before=&limit=` | its transactions, newest first |
//! | `POST /accounts/{name}/deposit` `{"amount"}` | pays in |
//! | `POST /accounts/{name}/withdraw` `{"amount"}` | pays out |
//! | `DELETE /accounts/{name}` | pays out what is left, and closes it |
//! | `POST /transfers` `{"from", "to", "amount"}` | from one account to another |
//! | `GET /health` | whether all is well: 200, or 503 |
//! | `GET /tree` | the supervision tree |
//! | `GET /` | the page |
//!
//! Amounts are texts, `"12.50"`. A write may carry an `Idempotency-Key`: sent again with the same key it is not carried out
//! again, and the first answer comes back. An error is `{"error": {"code", "message", "fields"?}}`.

mod accounts;
pub mod answer;
pub mod error;
pub mod input;
mod status;
mod transfers;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use error::HttpError;

/// The most bytes that a request may carry.
const BODY: usize = 16 * 1024;

/// All the routes.
pub fn router() -> Router {
    let routes = Router::new()
        .route("/", get(status::page))
        .route("/health", get(status::health))
        .route("/tree", get(status::tree))
        .route("/accounts", get(accounts::list).post(accounts::open))
        .route("/accounts/{name}", get(accounts::balance).delete(accounts::close))
        .route("/accounts/{name}/statement", get(accounts::statement))
        .route("/accounts/{name}/deposit", post(accounts::deposit))
        .route("/accounts/{name}/withdraw", post(accounts::withdraw))
        .route("/transfers", post(transfers::transfer));
    routes
        .fallback(async || HttpError::not_found())
        .method_not_allowed_fallback(async || HttpError::method_not_allowed())
        .layer(DefaultBodyLimit::max(BODY))
}
