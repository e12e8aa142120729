//! The teller: asks the processes for what a customer wants, and asks again when one of them has just died.

use std::fmt;
use std::time::{Duration, Instant};

use otp_runtime::DynamicStartError;
use otp_runtime::prelude::*;

use crate::account::Account;
use crate::books::AccountRow;
use crate::transaction::{AccountName, Committed, Receipt, Refusal, Transaction};
use crate::tree::bank;

/// How long a customer is kept waiting, with all that may be restarted meanwhile.
const PATIENCE: Duration = Duration::from_secs(4);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum TellerError {
    /// The bank refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Whoever knows the answer does not give it in time.
    #[error("no answer within {PATIENCE:?}: {0}")]
    Unavailable(String),
}

/// Carries out a transaction. If the processor dies over it, it is asked again: the key sees to it that it is done once.
pub async fn perform(transaction: Transaction) -> Result<Committed, TellerError> {
    let processor = bank().books().processor();
    let mut patience = Patience::new();
    loop {
        match processor.commit(transaction.clone()).timeout(PATIENCE).await {
            Ok(committed) => return Ok(committed),
            Err(CallError::Handler(refusal)) => return Err(refusal.into()),
            Err(lost) => patience.wait(lost).await?,
        }
    }
}

/// What an account holds.
pub async fn balance(name: &AccountName) -> Result<u64, TellerError> {
    let account = Account::of(name);
    let mut patience = Patience::new();
    loop {
        // it usually runs
        match account.balance().await {
            Ok(balance) => return Ok(balance),
            Err(CallError::NoProc(_)) => {}
            Err(lost) => {
                patience.wait(lost).await?;
                continue;
            }
        }
        if let Err(why) = start(name).await {
            match bank().books().reader().account(name.clone()).await {
                Ok(None) => return Err(Refusal::UnknownAccount(name.clone()).into()),
                Ok(Some(row)) if !row.open => return Err(Refusal::AccountClosed(name.clone()).into()),
                Ok(Some(_)) => patience.wait(why).await?,
                Err(lost) => patience.wait(lost).await?,
            }
        }
    }
}

/// What has happened to an account, newest first: transactions below the number `before`.
pub async fn statement(name: &AccountName, before: i64, limit: u32) -> Result<Vec<Receipt>, TellerError> {
    let reader = bank().books().reader();
    let mut patience = Patience::new();
    loop {
        match reader.statement(name.clone(), before, limit).await {
            Ok(Some(receipts)) => return Ok(receipts),
            Ok(None) => return Err(Refusal::UnknownAccount(name.clone()).into()),
            Err(lost) => patience.wait(lost).await?,
        }
    }
}

/// The open accounts after that name.
pub async fn accounts(after: &str, limit: u32) -> Result<Vec<AccountRow>, TellerError> {
    let reader = bank().books().reader();
    let mut patience = Patience::new();
    loop {
        match reader.accounts(after.to_owned(), limit).await {
            Ok(accounts) => return Ok(accounts),
            Err(lost) => patience.wait(lost).await?,
        }
    }
}

/// Starts the process of an account. If somebody else was faster, that one will do.
async fn start(name: &AccountName) -> Result<(), CallError<DynamicStartError>> {
    let books = bank().books();
    let spec = Account::child(name.clone()).id(name.as_str()).via(&books.registry(), name.clone());
    match books.accounts().start_child(spec).await {
        Ok(_) | Err(CallError::Handler(DynamicStartError::AlreadyStarted(_))) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Between one attempt and the next.
struct Patience {
    end: Instant,
    pause: Duration,
}

impl Patience {
    fn new() -> Self {
        Patience { end: Instant::now() + PATIENCE, pause: Duration::from_millis(1) }
    }

    /// Waits a little, and a little longer each time, or gives up.
    async fn wait(&mut self, lost: impl fmt::Display) -> Result<(), TellerError> {
        if Instant::now() > self.end {
            return Err(TellerError::Unavailable(lost.to_string()));
        }
        tokio::time::sleep(self.pause).await;
        self.pause = (self.pause * 2).min(Duration::from_millis(50));
        Ok(())
    }
}
