//! Reading requests: all that is wrong with one is found at once.

use std::num::NonZeroU64;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};

use super::error::HttpError;
use crate::money::Cents;
use crate::transaction::{AccountName, Key, LIMIT};

/// The account in the address.
pub struct Name(pub AccountName);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        let name = Path::<String>::from_request_parts(parts, state).await.ok();
        let name = name.and_then(|Path(name)| name.parse().ok());
        name.map(Name).ok_or_else(|| HttpError::bad_request("bad_name", crate::transaction::BadName.to_string()))
    }
}

/// The `Idempotency-Key`, or a new one.
pub struct IdempotencyKey(pub Key);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        let mut given = parts.headers.get_all("idempotency-key").iter();
        let key = match (given.next(), given.next()) {
            (None, _) => Some(Key::random()),
            (Some(key), None) => key.to_str().ok().and_then(|key| key.parse().ok()),
            (Some(_), Some(_)) => None,
        };
        key.map(IdempotencyKey).ok_or_else(|| {
            HttpError::bad_request("bad_key", format!("`Idempotency-Key`: {}, once", crate::transaction::BadKey))
        })
    }
}

/// The numbers behind the question mark.
pub struct Page {
    /// `before`: a transaction's number.
    pub before: i64,
    /// `after`: a name, or the beginning of one.
    pub after: String,
    /// `limit`: 1 to 500; default 50.
    pub limit: u32,
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        let Query(given) = Query::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map_err(|error| HttpError::bad_request("bad_query", error.body_text()))?;
        let mut page = Page { before: i64::MAX, after: String::new(), limit: 50 };
        let mut wrong = Map::new();
        for (name, text) in given {
            let problem = match name.as_str() {
                "before" => {
                    text.parse().map(|number| page.before = number).err().map(|_| "the number of a transaction")
                }
                "after" => {
                    page.after = text;
                    None
                }
                "limit" => match text.parse() {
                    Ok(limit @ 1..=500) => {
                        page.limit = limit;
                        None
                    }
                    _ => Some("a number from 1 to 500"),
                },
                _ => Some("there is no such parameter"),
            };
            if let Some(problem) = problem {
                wrong.insert(name, Value::from(problem));
            }
        }
        if wrong.is_empty() { Ok(page) } else { Err(HttpError::fields(wrong)) }
    }
}

/// The body: a JSON object whose fields are taken one by one. [`Fields::finish`] says what is wrong with all of them.
pub struct Fields {
    given: Map<String, Value>,
    wrong: Map<String, Value>,
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        if !is_json(request.headers()) {
            let message = "the body must be JSON: `Content-Type: application/json`";
            return Err(HttpError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", message));
        }
        let body = Bytes::from_request(request, state).await.map_err(|error: BytesRejection| {
            let code = if error.status() == StatusCode::PAYLOAD_TOO_LARGE { "too_large" } else { "bad_body" };
            HttpError::new(error.status(), code, error.body_text())
        })?;
        match serde_json::from_slice(&body) {
            Ok(Value::Object(given)) => Ok(Fields { given, wrong: Map::new() }),
            Ok(_) => Err(HttpError::bad_request("bad_json", "the body must be a JSON object")),
            Err(error) => Err(HttpError::bad_request("bad_json", format!("the body is not JSON: {error}"))),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|given| given.to_str().ok()).unwrap_or_default();
    given.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

impl Fields {
    /// The name of an account.
    pub fn name(&mut self, field: &str) -> Option<AccountName> {
        self.text(field, |text| text.parse::<AccountName>().map_err(|error| error.to_string()))
    }

    /// Some money.
    pub fn amount(&mut self, field: &str) -> Option<NonZeroU64> {
        self.text(field, |text| NonZeroU64::new(cents(text)?).ok_or_else(|| String::from("nothing is moved")))
    }

    /// Some money or none.
    pub fn deposit(&mut self, field: &str) -> Option<u64> {
        if self.given.contains_key(field) { self.text(field, cents) } else { Some(0) }
    }

    /// Says that two fields do not fit together.
    pub fn refuse(&mut self, field: &str, why: &str) {
        self.wrong.insert(field.to_owned(), Value::from(why));
    }

    /// What was made of the fields, if all of them are right and there are no others.
    pub fn finish<T>(mut self, made: Option<T>) -> Result<T, HttpError> {
        for field in self.given.keys() {
            self.wrong.insert(field.clone(), Value::from("there is no such field"));
        }
        match made {
            Some(made) if self.wrong.is_empty() => Ok(made),
            _ => Err(HttpError::fields(self.wrong)),
        }
    }

    fn text<T>(&mut self, field: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let read = match self.given.remove(field) {
            Some(Value::String(text)) => read(&text),
            Some(_) => Err(String::from("a text is wanted: \"…\"")),
            None => Err(String::from("is missing")),
        };
        match read {
            Ok(value) => Some(value),
            Err(why) => {
                self.refuse(field, &why);
                None
            }
        }
    }
}

fn cents(text: &str) -> Result<u64, String> {
    let Cents(cents) = text.parse::<Cents>().map_err(|error| error.to_string())?;
    if cents > LIMIT { Err(format!("at most {} at once", Cents(LIMIT))) } else { Ok(cents) }
}
