//! The account manager: opens, finds and closes accounts.

use otp_runtime::prelude::*;
use otp_runtime::{ChildStartError, DynamicStartError};
use thiserror::Error;

use crate::account::{BankAccount, BankAccountClient};
use crate::tree::BranchSupervisor;
use crate::vault::{AccountId, Holding, Vault, VaultClient};

/// Knows where everything is, and keeps nothing itself.
pub struct AccountManager {
    vault: VaultClient,
}

/// Why there is no account.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ManagerError {
    /// There is one already.
    #[error("account {0:?} is already open")]
    AlreadyOpen(String),
    /// There never was one.
    #[error("unknown account {0:?}")]
    Unknown(String),
    /// There was one.
    #[error("account {0:?} is closed")]
    Closed(String),
    /// Something it needs is just being restarted.
    #[error("account {0:?} cannot be reached: {1}")]
    Unavailable(String, String),
}

#[gen_server]
impl AccountManager {
    /// Begins with what the vault knows.
    #[init]
    pub fn init() -> Self {
        AccountManager { vault: Vault::named("vault") }
    }

    /// Opens an account with `amount` cents in it.
    #[call]
    pub async fn create(&mut self, number: u64, name: String, amount: u64) -> Result<(), ManagerError> {
        match self.holding(&name).await? {
            // a second time: the answer to the first was lost
            Some(holding) if holding.last == number => {}
            Some(holding) if !holding.closed => return Err(ManagerError::AlreadyOpen(name)),
            _ => {
                let opened = Holding { balance: amount, last: number, closed: false };
                self.vault.open(AccountId::Customer(name.clone()), opened).await.map_err(unavailable(&name))?;
            }
        }
        self.started(name).await.map(drop)
    }

    /// The account of that name. Its process is started if it does not run.
    #[call]
    pub async fn get(&mut self, name: String) -> Result<BankAccountClient, ManagerError> {
        match self.holding(&name).await? {
            None => Err(ManagerError::Unknown(name)),
            Some(holding) if holding.closed => Err(ManagerError::Closed(name)),
            Some(_) => self.started(name).await,
        }
    }

    /// Closes an account; the answer is what was left in it.
    #[call]
    pub async fn close(&mut self, number: u64, name: String) -> Result<u64, ManagerError> {
        match self.holding(&name).await? {
            None => Err(ManagerError::Unknown(name)),
            Some(holding) if holding.closed && holding.last == number => Ok(holding.balance),
            Some(holding) if holding.closed => Err(ManagerError::Closed(name)),
            Some(_) => {
                let account = self.started(name.clone()).await?;
                let down = account.monitor();
                let left = account.close(number).await.map_err(unavailable(&name))?;
                // its name is free afterwards
                down.await;
                Ok(left)
            }
        }
    }

    async fn holding(&self, name: &str) -> Result<Option<Holding>, ManagerError> {
        self.vault.holding(AccountId::Customer(name.to_owned())).await.map_err(unavailable(name))
    }

    /// The client of an account that is open, by its key in the registry.
    async fn started(&self, name: String) -> Result<BankAccountClient, ManagerError> {
        let branch = BranchSupervisor::named("branch");
        let (id, registry) = (AccountId::Customer(name.clone()), branch.registry());
        let account = BankAccount::via(&registry, id.clone());
        if account.is_alive() {
            return Ok(account);
        }
        let spec = BankAccount::child(id.clone()).start_with(move || {
            let start = BankAccount::start_link(id.clone()).via(&registry, id.clone());
            async move {
                match start.await {
                    Ok(account) => account.pid().ok_or(ChildStartError::Ignored),
                    // somebody else was faster: one process is enough
                    Err(StartError::AlreadyStarted(_)) => Err(ChildStartError::Ignored),
                    Err(error) => Err(error.into()),
                }
            }
        });
        match branch.accounts().start_child(spec).await {
            Ok(_) | Err(CallError::Handler(DynamicStartError::Ignored)) => Ok(account),
            Err(error) => Err(unavailable(&name)(error)),
        }
    }
}

fn unavailable<E: std::fmt::Display>(name: &str) -> impl Fn(E) -> ManagerError {
    move |error| ManagerError::Unavailable(name.to_owned(), error.to_string())
}
