//! `/accounts`.

use axum::Json;
use axum::response::Response;
use serde_json::{Value, json};

use super::answer::{Balance, Line, perform};
use super::error::HttpError;
use super::input::{Fields, IdempotencyKey, Name, Page};
use crate::money::Cents;
use crate::teller;
use crate::transaction::{Operation, Transaction};

pub(super) async fn open(IdempotencyKey(key): IdempotencyKey, mut fields: Fields) -> Result<Response, HttpError> {
    let (name, deposit) = (fields.name("name"), fields.deposit("deposit"));
    let operation = fields.finish(name.zip(deposit).map(|(name, deposit)| Operation::Open(name, deposit)))?;
    perform(Transaction { key, operation }).await
}

pub(super) async fn list(page: Page) -> Result<Json<Value>, HttpError> {
    let accounts = teller::accounts(&page.after, page.limit).await?;
    let accounts: Vec<_> = accounts.into_iter().map(Balance::from).collect();
    Ok(Json(json!({ "accounts": accounts })))
}

pub(super) async fn balance(Name(name): Name) -> Result<Json<Balance>, HttpError> {
    let balance = Cents(teller::balance(&name).await?).to_string();
    Ok(Json(Balance { account: name.to_string(), balance }))
}

pub(super) async fn statement(Name(name): Name, page: Page) -> Result<Json<Value>, HttpError> {
    let receipts = teller::statement(&name, page.before, page.limit).await?;
    let lines: Vec<_> = receipts.into_iter().map(|receipt| Line::seen_by(name.as_str(), receipt)).collect();
    Ok(Json(json!({ "account": name.as_str(), "transactions": lines })))
}

pub(super) async fn deposit(
    Name(name): Name,
    IdempotencyKey(key): IdempotencyKey,
    mut fields: Fields,
) -> Result<Response, HttpError> {
    let amount = fields.amount("amount");
    let operation = fields.finish(amount.map(|amount| Operation::Deposit(name, amount)))?;
    perform(Transaction { key, operation }).await
}

pub(super) async fn withdraw(
    Name(name): Name,
    IdempotencyKey(key): IdempotencyKey,
    mut fields: Fields,
) -> Result<Response, HttpError> {
    let amount = fields.amount("amount");
    let operation = fields.finish(amount.map(|amount| Operation::Withdraw(name, amount)))?;
    perform(Transaction { key, operation }).await
}

pub(super) async fn close(Name(name): Name, IdempotencyKey(key): IdempotencyKey) -> Result<Response, HttpError> {
    perform(Transaction { key, operation: Operation::Close(name) }).await
}
