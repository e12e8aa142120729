//! The supervision tree.
//!
//! ```text
//! my_bank one_for_one
//! ├─ books rest_for_one
//! │  ├─ processor      writes every transaction to the disk before it is acknowledged
//! │  ├─ reader         looks into the books meanwhile
//! │  ├─ registry       which process is whose account
//! │  └─ accounts       a process for each account that somebody asks for
//! ├─ connections       a task for each customer's connection
//! ├─ endpoint          lets the customers in
//! ├─ health            looks after all of it
//! └─ Observer          shows it, where it is told to
//! ```
//!
//! Only the top has a name: the others are found by their places in the tree, whoever is there. So a process that starts
//! never meets the name of the one before it, should that still be dying.
//!
//! When the processor goes down the accounts may not have heard of what it has written: they begin anew with it. The
//! endpoint comes after the books, so that when all of it is stopped the last customer is served before the books close.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use otp_runtime::prelude::*;

use crate::account::Account;
use crate::endpoint::Endpoint;
use crate::health::HealthChecker;
use crate::http;
use crate::processor::TransactionProcessor;
use crate::reader::Reader;
use crate::transaction::AccountName;

/// What the tree is started with.
#[derive(Clone, Debug)]
pub struct Premises {
    /// The SQLite file.
    pub file: Arc<PathBuf>,
    /// Where customers come in; it stays open while the endpoint is restarted.
    pub door: Arc<TcpListener>,
    /// How many restarts within five seconds a supervisor bears with.
    pub max_restarts: u32,
}

/// The whole bank.
#[supervisor(strategy = one_for_one, name = "my_bank", max_restarts = premises.max_restarts, args(premises: Premises))]
pub struct MyBankSupervisor {
    #[child(args(premises.clone()))]
    books: BooksSupervisor,
    #[child(max_children = 10_000)]
    connections: TaskSupervisor,
    #[child(args(premises.door.clone(), http::router()))]
    endpoint: Endpoint,
    health: HealthChecker,
}

/// The bank that runs, and by its places all that is in it.
pub fn bank() -> MyBankSupervisorClient {
    MyBankSupervisor::named("my_bank")
}

/// What keeps the money.
#[supervisor(strategy = rest_for_one, max_restarts = premises.max_restarts, args(premises: Premises))]
pub struct BooksSupervisor {
    #[child(args(premises.file.clone()))]
    processor: TransactionProcessor,
    #[child(args(premises.file.clone()))]
    reader: Reader,
    #[child(keys = unique)]
    registry: Registry<AccountName>,
    accounts: DynamicSupervisor<Account>,
}
