//! The bank's counter: carries out what the ledger asks, and asks again when a process died over it.

use std::num::NonZeroU64;
use std::time::{Duration, Instant};

use otp_runtime::prelude::*;
use thiserror::Error;

use crate::account::{AccountError, BankAccountClient};
use crate::ledger::Operation;
use crate::manager::ManagerError;
use crate::tree::BankSupervisorClient;

/// How long an operation may take, with all its restarts.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a process may be away before the manager is asked for another.
const AWAY: Duration = Duration::from_millis(100);

/// What the counter knows: what went in and out, and how many operations there were. The money is in the vault.
#[derive(Debug)]
pub struct Bank {
    tree: BankSupervisorClient,
    operations: u64,
    // wider than a balance, so that no sum of balances overflows them
    received: u128,
    paid_out: u128,
}

/// Why the bank refuses an operation.
#[derive(Debug, Error)]
pub enum BankError {
    /// There is no such account, or there is one.
    #[error(transparent)]
    Manager(#[from] ManagerError),
    /// The account says no.
    #[error("{1} in account {0:?}")]
    Refused(String, AccountError),
    /// Whom it asked died, time and again.
    #[error("no answer within {PATIENCE:?}: {0}")]
    GaveUp(String),
}

/// One attempt: refused for good, or worth another one.
enum Failed {
    Refused(BankError),
    Lost(String),
}

impl Bank {
    /// The counter of a bank that runs.
    pub fn new(tree: BankSupervisorClient) -> Self {
        Bank { tree, operations: 0, received: 0, paid_out: 0 }
    }

    /// Does what the ledger asks, all of it or nothing.
    pub async fn apply(&mut self, operation: Operation<'_>) -> Result<(), BankError> {
        match operation {
            Operation::Open(name, amount) => {
                let number = self.next();
                self.insist(|bank| bank.create(number, name, amount)).await?;
                self.received += u128::from(amount);
            }
            Operation::Deposit(name, amount) => {
                self.deposit(name, amount).await?;
                self.received += u128::from(amount.get());
            }
            Operation::Withdraw(name, amount) => {
                self.withdraw(name, amount).await?;
                self.paid_out += u128::from(amount.get());
            }
            Operation::Transfer(from, amount, to) => self.transfer(from, amount, to).await?,
            Operation::Close(name) => {
                let number = self.next();
                self.paid_out += u128::from(self.insist(|bank| bank.close(number, name)).await?);
            }
            Operation::Crash(name) => {
                self.insist(|bank| bank.crash(name)).await?;
            }
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

    /// Asks every account that is open for its balance, and the treasury.
    pub async fn balances(&self) -> Result<Vec<(String, u64)>, BankError> {
        let mut balances = Vec::new();
        for name in self.insist(|bank| bank.customers()).await? {
            let balance = self.insist(|bank| bank.balance(&name)).await?;
            balances.push((name, balance));
        }
        match self.insist(|bank| bank.in_transit()).await? {
            0 => {}
            lost => balances.push((String::from("the treasury"), lost)),
        }
        Ok(balances)
    }

    async fn deposit(&mut self, name: &str, amount: NonZeroU64) -> Result<u64, BankError> {
        let number = self.next();
        self.insist(|bank| bank.on_account(name, move |account| async move { account.deposit(number, amount).await }))
            .await
    }

    async fn withdraw(&mut self, name: &str, amount: NonZeroU64) -> Result<u64, BankError> {
        let number = self.next();
        self.insist(|bank| bank.on_account(name, move |account| async move { account.withdraw(number, amount).await }))
            .await
    }

    /// By way of the treasury, so that the books balance at every moment. When the deposit is refused the money goes back
    /// to where it came from.
    async fn transfer(&mut self, from: &str, amount: NonZeroU64, to: &str) -> Result<(), BankError> {
        self.withdraw(from, amount).await?;
        let into = self.next();
        self.insist(|bank| bank.on_treasury(move |treasury| async move { treasury.deposit(into, amount).await }))
            .await?;
        let arrived = self.deposit(to, amount).await.map(drop);
        if arrived.is_err() {
            self.deposit(from, amount).await?;
        }
        let out = self.next();
        self.insist(|bank| bank.on_treasury(move |treasury| async move { treasury.withdraw(out, amount).await }))
            .await?;
        arrived
    }

    fn next(&mut self) -> u64 {
        self.operations += 1;
        self.operations
    }

    /// Tries until there is an answer. The number of the operation stays the same, so it is carried out once.
    async fn insist<'a, T, F>(&'a self, mut attempt: impl FnMut(&'a Bank) -> F) -> Result<T, BankError>
    where
        F: Future<Output = Result<T, Failed>>,
    {
        let begin = Instant::now();
        loop {
            match attempt(self).await {
                Ok(answer) => return Ok(answer),
                Err(Failed::Refused(error)) => return Err(error),
                Err(Failed::Lost(why)) if begin.elapsed() > PATIENCE => return Err(BankError::GaveUp(why)),
                Err(Failed::Lost(_)) => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        }
    }

    async fn create(&self, number: u64, name: &str, amount: u64) -> Result<(), Failed> {
        let manager = self.tree.branch().manager();
        Ok(manager.create(number, name.to_owned(), amount).wait().await?)
    }

    async fn close(&self, number: u64, name: &str) -> Result<u64, Failed> {
        Ok(self.tree.branch().manager().close(number, name.to_owned()).wait().await?)
    }

    /// Lets the account's process die, and waits until its supervisor has started it again.
    async fn crash(&self, name: &str) -> Result<(), Failed> {
        let account = self.account(name).await?;
        match account.crash().await {
            Ok(()) | Err(CallError::Exit(..)) => {}
            Err(error) => return Err(Failed::Lost(error.to_string())),
        }
        account.balance().timeout(AWAY).wait().await.map_err(|error| Failed::Lost(error.to_string()))?;
        Ok(())
    }

    async fn customers(&self) -> Result<Vec<String>, Failed> {
        self.tree.vault().customers().await.map_err(|error| Failed::Lost(error.to_string()))
    }

    async fn balance(&self, name: &str) -> Result<u64, Failed> {
        let account = self.account(name).await?;
        account.balance().timeout(AWAY).wait().await.map_err(|error| Failed::Lost(error.to_string()))
    }

    async fn in_transit(&self) -> Result<u64, Failed> {
        let treasury = self.tree.branch().treasury();
        treasury.balance().timeout(AWAY).wait().await.map_err(|error| Failed::Lost(error.to_string()))
    }

    async fn account(&self, name: &str) -> Result<BankAccountClient, Failed> {
        Ok(self.tree.branch().manager().get(name.to_owned()).wait().await?)
    }

    async fn on_account<F>(&self, name: &str, work: impl FnOnce(BankAccountClient) -> F) -> Result<u64, Failed>
    where
        F: Future<Output = Result<u64, CallError<AccountError>>>,
    {
        work(self.account(name).await?).await.map_err(|error| Failed::at(name, error))
    }

    async fn on_treasury<F>(&self, work: impl FnOnce(BankAccountClient) -> F) -> Result<u64, Failed>
    where
        F: Future<Output = Result<u64, CallError<AccountError>>>,
    {
        work(self.tree.branch().treasury()).await.map_err(|error| Failed::at("the treasury", error))
    }
}

impl Failed {
    fn at(name: &str, error: CallError<AccountError>) -> Self {
        match error {
            CallError::Handler(error) => Failed::Refused(BankError::Refused(name.to_owned(), error)),
            lost => Failed::Lost(lost.to_string()),
        }
    }
}

impl From<CallError<ManagerError>> for Failed {
    fn from(error: CallError<ManagerError>) -> Self {
        match error {
            CallError::Handler(ManagerError::Unavailable(_, why)) => Failed::Lost(why),
            CallError::Handler(error) => Failed::Refused(BankError::Manager(error)),
            lost => Failed::Lost(lost.to_string()),
        }
    }
}
