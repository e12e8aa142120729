//! What goes wrong, as an answer.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::teller::TellerError;
use crate::transaction::Refusal;

/// An error as customers see it: a status, a code for programs and a sentence for people.
#[derive(Debug)]
pub struct HttpError {
    status: StatusCode,
    code: &'static str,
    message: String,
    /// What is wrong with which field.
    fields: Map<String, Value>,
}

impl HttpError {
    /// An error with this code.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        HttpError { status, code, message: message.into(), fields: Map::new() }
    }

    /// A request that cannot be understood.
    pub fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// A request whose fields are wrong, each in its own way.
    pub fn fields(fields: Map<String, Value>) -> Self {
        let names: Vec<_> = fields.keys().map(String::as_str).collect();
        let message = format!("these fields cannot be taken: {}", names.join(", "));
        HttpError { fields, ..Self::bad_request("invalid_fields", message) }
    }

    /// An address that is none.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is nothing at this address")
    }

    /// A method that an address does not take.
    pub fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this address does not take this method")
    }

    /// An answer that cannot be given now.
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", message)
    }
}

impl From<TellerError> for HttpError {
    fn from(error: TellerError) -> Self {
        let refusal = match error {
            TellerError::Refused(refusal) => refusal,
            TellerError::Unavailable(_) => {
                tracing::warn!("{error}");
                return Self::unavailable("the bank cannot answer now: ask again, with the same key");
            }
        };
        let (status, code) = match &refusal {
            Refusal::UnknownAccount(_) => (StatusCode::NOT_FOUND, "unknown_account"),
            Refusal::AccountClosed(_) => (StatusCode::CONFLICT, "account_closed"),
            Refusal::NameTaken(_) => (StatusCode::CONFLICT, "name_taken"),
            Refusal::InsufficientFunds(..) => (StatusCode::CONFLICT, "insufficient_funds"),
            Refusal::BalanceTooLarge(_) => (StatusCode::CONFLICT, "balance_too_large"),
            Refusal::BankFull => (StatusCode::CONFLICT, "bank_full"),
            Refusal::KeyReused => (StatusCode::CONFLICT, "key_reused"),
        };
        Self::new(status, code, refusal.to_string())
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let mut error = json!({ "code": self.code, "message": self.message });
        if !self.fields.is_empty() {
            error["fields"] = Value::Object(self.fields);
        }
        let mut response = (self.status, Json(json!({ "error": error }))).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
        }
        response
    }
}
