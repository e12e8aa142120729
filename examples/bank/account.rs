//! The account: one process each. It decides what may be done, and may crash: the money is in the vault.

use std::num::NonZeroU64;

use otp_runtime::prelude::*;
use thiserror::Error;

use crate::vault::{AccountId, Holding, Vault, VaultClient};

/// A bank account: the money of one customer, in cents.
pub struct BankAccount {
    id: AccountId,
    vault: VaultClient,
    session: u64,
    holding: Holding,
}

/// Why an account refuses; its balance is then what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AccountError {
    /// There is less in it than was asked for.
    #[error("insufficient funds")]
    InsufficientFunds,
    /// There would be more in it than it can count.
    #[error("the balance would overflow")]
    Overflow,
}

/// Each operation has a number. One that is asked for again, because the process died before it could answer, is not
/// carried out a second time.
#[gen_server(restart = transient)]
impl BankAccount {
    /// The account is as the vault knows it; a closed one is not started again.
    #[init]
    pub async fn init(id: AccountId) -> Result<Init<Self>, CallError> {
        let vault = Vault::named("vault");
        Ok(match vault.begin(id.clone()).await? {
            Some((session, holding)) if !holding.closed => Init::ok(BankAccount { id, vault, session, holding }),
            _ => Init::ignore(),
        })
    }

    /// The current balance.
    #[call]
    pub fn balance(&self) -> u64 {
        self.holding.balance
    }

    /// Pays in; the answer is the new balance.
    #[call]
    pub async fn deposit(&mut self, number: u64, amount: NonZeroU64) -> Result<u64, AccountError> {
        if self.holding.last != number {
            let balance = self.holding.balance.checked_add(amount.get()).ok_or(AccountError::Overflow)?;
            self.record(Holding { balance, last: number, closed: false }).await;
        }
        Ok(self.holding.balance)
    }

    /// Pays out; the answer is the new balance.
    #[call]
    pub async fn withdraw(&mut self, number: u64, amount: NonZeroU64) -> Result<u64, AccountError> {
        if self.holding.last != number {
            let balance = self.holding.balance.checked_sub(amount.get()).ok_or(AccountError::InsufficientFunds)?;
            self.record(Holding { balance, last: number, closed: false }).await;
        }
        Ok(self.holding.balance)
    }

    /// Ends the account; the answer is what was left in it.
    #[call]
    pub async fn close(&mut self, number: u64, ctx: &mut Context<Self>) -> u64 {
        self.record(Holding { last: number, closed: true, ..self.holding }).await;
        ctx.stop(ExitReason::Normal);
        self.holding.balance
    }

    /// Crashes in the middle of its work: it has lost count, and the vault has not heard of it.
    ///
    /// `exit` leaves the handler at once, as a panic does, but prints nothing.
    #[call]
    pub fn crash(&mut self) {
        self.holding.balance /= 2;
        otp_runtime::exit(ExitReason::error("ink all over the page"))
    }

    /// An account that cannot write down what it does is of no use: let it crash.
    async fn record(&mut self, holding: Holding) {
        if let Err(error) = self.vault.record(self.id.clone(), self.session, holding).await {
            otp_runtime::exit(ExitReason::error(error));
        }
        self.holding = holding;
    }
}
