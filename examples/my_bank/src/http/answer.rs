//! What is answered, as JSON.

use axum::Json;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::HttpError;
use crate::books::AccountRow;
use crate::money::Cents;
use crate::teller;
use crate::transaction::{Committed, Operation, Receipt, Transaction};

/// An account and what it holds.
#[derive(Serialize)]
pub struct Balance {
    /// Its name.
    pub account: String,
    /// As a decimal.
    pub balance: String,
}

impl From<AccountRow> for Balance {
    fn from(row: AccountRow) -> Self {
        Balance { account: row.name, balance: Cents(row.balance).to_string() }
    }
}

/// A transaction.
#[derive(Serialize)]
pub struct Line {
    number: i64,
    kind: String,
    account: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    amount: String,
    /// Of the account it is asked of.
    balance: String,
    /// Milliseconds of Unix time.
    at: i64,
}

impl Line {
    /// As the account that it was asked of sees it.
    pub fn of(receipt: Receipt) -> Self {
        Line {
            number: receipt.number,
            kind: receipt.kind,
            account: receipt.account,
            to: receipt.other,
            amount: Cents(receipt.amount).to_string(),
            balance: Cents(receipt.balance).to_string(),
            at: receipt.at,
        }
    }

    /// As one of its two accounts sees it.
    pub fn seen_by(name: &str, receipt: Receipt) -> Self {
        let balance = match (&receipt.other, receipt.other_balance) {
            (Some(other), Some(balance)) if other == name => balance,
            _ => receipt.balance,
        };
        Line { balance: Cents(balance).to_string(), ..Line::of(receipt) }
    }
}

/// Carries out a transaction and answers with its receipt: 201 for what is new, 200 for what was carried out before.
pub async fn perform(transaction: Transaction) -> Result<Response, HttpError> {
    let opens = matches!(transaction.operation, Operation::Open(..));
    let Committed { receipt, replayed } = teller::perform(transaction).await?;
    let status = if opens && !replayed { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = (status, Json(Line::of(receipt))).into_response();
    if replayed {
        response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    Ok(response)
}
