//! The account: one process each, which holds the money.

use std::num::NonZeroU64;

use otp_runtime::prelude::*;
use thiserror::Error;

/// A bank account: the money of one customer, in cents.
pub struct BankAccount {
    balance: u64,
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

#[gen_server]
impl BankAccount {
    /// The account begins with `initial_balance` cents.
    #[init]
    pub fn init(initial_balance: u64) -> Self {
        BankAccount { balance: initial_balance }
    }

    /// The current balance.
    #[call]
    pub fn balance(&self) -> u64 {
        self.balance
    }

    /// Pays in; the answer is the new balance.
    #[call]
    pub fn deposit(&mut self, amount: NonZeroU64) -> Result<u64, AccountError> {
        self.balance = self.balance.checked_add(amount.get()).ok_or(AccountError::Overflow)?;
        Ok(self.balance)
    }

    /// Pays out; the answer is the new balance.
    #[call]
    pub fn withdraw(&mut self, amount: NonZeroU64) -> Result<u64, AccountError> {
        self.balance = self.balance.checked_sub(amount.get()).ok_or(AccountError::InsufficientFunds)?;
        Ok(self.balance)
    }

    /// Ends the account; the answer is what was left in it.
    #[call]
    pub fn close(&mut self, ctx: &mut Context<Self>) -> u64 {
        ctx.stop(ExitReason::Normal);
        self.balance
    }
}
