//! What goes wrong, as an answer.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A refusal: a status, a code for programs and a sentence for people.
#[derive(Debug)]
pub(super) struct Fault {
    status: StatusCode,
    told: Told,
}

#[derive(Debug, Serialize)]
struct Told {
    code: &'static str,
    message: String,
    /// The parameter that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
}

#[derive(Serialize)]
struct Body {
    error: Told,
}

impl Fault {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Fault { status, told: Told { code, message: message.into(), parameter: None } }
    }

    pub(super) fn forbidden(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    /// A parameter that cannot be taken.
    pub(super) fn parameter(name: impl Into<String>, message: impl Into<String>) -> Self {
        let name = name.into();
        let mut fault = Self::new(StatusCode::BAD_REQUEST, "parameter", format!("`{name}`: {}", message.into()));
        fault.told.parameter = Some(name);
        fault
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = (self.status, json(&Body { error: self.told })).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// A value as the body of an answer.
pub(super) fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
