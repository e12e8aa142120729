//! A bank over HTTP, as a real service built on `otp-runtime`: `cargo run --example my_bank`.
//!
//! [`tree`] shows who supervises whom, [`http`] what customers can ask for, [`processor`] how money is moved. Processes
//! are found by name; any of them may crash at any time, and the books are right all the same: a transaction is on the
//! disk before it is acknowledged, and one that is asked for twice under the same key is carried out once.

pub mod account;
pub mod application;
pub mod books;
pub mod chaos;
pub mod endpoint;
pub mod health;
pub mod http;
#[path = "../../bank/money.rs"]
pub mod money;
pub mod processor;
pub mod reader;
pub mod teller;
pub mod transaction;
pub mod tree;
