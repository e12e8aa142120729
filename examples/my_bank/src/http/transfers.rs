//! `/transfers`.

use axum::response::Response;

use super::answer::perform;
use super::error::HttpError;
use super::input::{Fields, IdempotencyKey};
use crate::transaction::{Operation, Transaction};

pub(super) async fn transfer(IdempotencyKey(key): IdempotencyKey, mut fields: Fields) -> Result<Response, HttpError> {
    let (from, to, amount) = (fields.name("from"), fields.name("to"), fields.amount("amount"));
    if from.is_some() && from == to {
        fields.refuse("to", "the same account as `from`");
    }
    let parts = from.zip(to).zip(amount);
    let operation = fields.finish(parts.map(|((from, to), amount)| Operation::Transfer(from, to, amount)))?;
    perform(Transaction { key, operation }).await
}
