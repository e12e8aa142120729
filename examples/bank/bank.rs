//! The bank: finds accounts by their names and keeps the books.

use std::collections::BTreeSet;
use std::num::NonZeroU64;

use otp_runtime::prelude::*;
use thiserror::Error;

use crate::account::{AccountError, BankAccount};
use crate::ledger::Operation;

/// What the bank itself knows: who ever had an account, and what went in and out. The money is with the accounts.
#[derive(Debug, Default)]
pub struct Bank {
    names: BTreeSet<String>,
    // wider than a balance, so that no sum of balances overflows them
    received: u128,
    paid_out: u128,
}

/// Why the bank refuses an operation.
#[derive(Debug, Error)]
pub enum BankError {
    /// There is an account of that name.
    #[error("account {0:?} is already open")]
    AlreadyOpen(String),
    /// There never was one.
    #[error("unknown account {0:?}")]
    Unknown(String),
    /// There was one.
    #[error("account {0:?} is closed")]
    Closed(String),
    /// The account says no.
    #[error("{1} in account {0:?}")]
    Refused(String, AccountError),
    /// The account's server failed.
    #[error("no answer from account {0:?}: {1}")]
    Failed(String, CallError<AccountError>),
    /// The account's server did not come up.
    #[error("account {0:?} cannot be opened: {1}")]
    NotOpened(String, StartError),
    /// A transfer failed half way, and its money found no way back.
    #[error("the transfer from {0:?} failed and its money cannot go back: {1}")]
    NotReturned(String, Box<BankError>),
}

impl Bank {
    /// Does what the ledger asks, all of it or nothing.
    pub async fn apply(&mut self, operation: Operation<'_>) -> Result<(), BankError> {
        match operation {
            Operation::Open(account, amount) => {
                self.open(account, amount).await?;
                self.received += u128::from(amount);
            }
            Operation::Deposit(account, amount) => {
                self.deposit(account, amount).await?;
                self.received += u128::from(amount.get());
            }
            Operation::Withdraw(account, amount) => {
                self.withdraw(account, amount).await?;
                self.paid_out += u128::from(amount.get());
            }
            Operation::Transfer(from, amount, to) => self.transfer(from, amount, to).await?,
            Operation::Close(account) => self.paid_out += u128::from(self.close(account).await?),
        }
        Ok(())
    }

    /// The money that ever came in, in cents.
    pub fn received(&self) -> u128 {
        self.received
    }

    /// The money that ever went out.
    pub fn paid_out(&self) -> u128 {
        self.paid_out
    }

    /// Asks every account that is open for its balance.
    pub async fn balances(&self) -> Result<Vec<(&str, u64)>, BankError> {
        let mut balances = Vec::new();
        for account in &self.names {
            match BankAccount::named(account.as_str()).balance().await {
                Ok(balance) => balances.push((account.as_str(), balance)),
                Err(CallError::NoProc(_)) => {} // closed
                Err(error) => return Err(self.error(account, error.widen())),
            }
        }
        Ok(balances)
    }

    async fn open(&mut self, account: &str, amount: u64) -> Result<(), BankError> {
        match BankAccount::start(amount).name(account).await {
            Ok(_) => {
                self.names.insert(account.to_owned());
                Ok(())
            }
            Err(StartError::AlreadyStarted(_)) => Err(BankError::AlreadyOpen(account.to_owned())),
            Err(error) => Err(BankError::NotOpened(account.to_owned(), error)),
        }
    }

    async fn deposit(&self, account: &str, amount: NonZeroU64) -> Result<u64, BankError> {
        BankAccount::named(account).deposit(amount).await.map_err(|error| self.error(account, error))
    }

    async fn withdraw(&self, account: &str, amount: NonZeroU64) -> Result<u64, BankError> {
        BankAccount::named(account).withdraw(amount).await.map_err(|error| self.error(account, error))
    }

    /// Withdraws here and deposits there; when the deposit is refused the money goes back to where it came from.
    async fn transfer(&self, from: &str, amount: NonZeroU64, to: &str) -> Result<(), BankError> {
        self.withdraw(from, amount).await?;
        match self.deposit(to, amount).await {
            Ok(_) => Ok(()),
            // it may have arrived, so giving it back could double it: the books will show
            Err(unanswered @ BankError::Failed(..)) => Err(unanswered),
            Err(refused) => match self.deposit(from, amount).await {
                Ok(_) => Err(refused),
                Err(error) => Err(BankError::NotReturned(from.to_owned(), error.into())),
            },
        }
    }

    /// Closes an account and answers what was left in it. The name is free afterwards.
    async fn close(&self, account: &str) -> Result<u64, BankError> {
        let client = BankAccount::named(account);
        let down = client.monitor();
        let left = client.close().await.map_err(|error| self.error(account, error.widen()))?;
        down.await;
        Ok(left)
    }

    fn error(&self, account: &str, error: CallError<AccountError>) -> BankError {
        let account = account.to_owned();
        match error {
            CallError::Handler(error) => BankError::Refused(account, error),
            CallError::NoProc(_) if self.names.contains(&account) => BankError::Closed(account),
            CallError::NoProc(_) => BankError::Unknown(account),
            error => BankError::Failed(account, error),
        }
    }
}
