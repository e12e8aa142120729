//! The unit tests inside the bank example, which has to be built as a program for `bank.rs` and so is not a test itself.

#![allow(dead_code)]

#[path = "../bank/ledger.rs"]
pub mod ledger;
#[path = "../bank/money.rs"]
pub mod money;
#[path = "../bank/statement.rs"]
pub mod statement;
