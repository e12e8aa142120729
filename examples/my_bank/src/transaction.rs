//! What customers ask for, and what the books say to it.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;

use crate::money::Cents;

/// The most that one transaction may move, in cents: ten billion and a bit more would do for everybody.
pub const LIMIT: u64 = 1_000_000_000_000;

/// The name of an account: a small letter, then up to 31 small letters, digits, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountName(Arc<str>);

/// A text that is not the name of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a name is a small letter and up to 31 more of a-z, 0-9, - and _")]
pub struct BadName;

impl FromStr for AccountName {
    type Err = BadName;

    fn from_str(text: &str) -> Result<Self, BadName> {
        let begins = text.starts_with(|first: char| first.is_ascii_lowercase());
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
        if begins && text.len() <= 32 && text.bytes().all(fits) {
            Ok(AccountName(Arc::from(text)))
        } else {
            Err(BadName)
        }
    }
}

impl AccountName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What makes a transaction one and the same: asked for twice under one key it is carried out once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(Arc<str>);

/// A text that is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a key is 1 to 64 letters, digits and any of - _ . :")]
pub struct BadKey;

impl FromStr for Key {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
        if (1..=64).contains(&text.len()) && text.bytes().all(fits) { Ok(Key(Arc::from(text))) } else { Err(BadKey) }
    }
}

impl Key {
    /// A key that nobody has used: for those who send none.
    pub fn random() -> Self {
        Key(Arc::from(format!("auto-{:032x}", fastrand::u128(..))))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A new account with so many cents in it.
    Open(AccountName, u64),
    /// Money comes in.
    Deposit(AccountName, NonZeroU64),
    /// Money goes out.
    Withdraw(AccountName, NonZeroU64),
    /// Money goes from the first account to the second.
    Transfer(AccountName, AccountName, NonZeroU64),
    /// What is left goes out, and the account is no more.
    Close(AccountName),
}

impl Operation {
    /// The account that it is asked of.
    pub fn account(&self) -> &AccountName {
        match self {
            Operation::Open(account, _)
            | Operation::Deposit(account, _)
            | Operation::Withdraw(account, _)
            | Operation::Transfer(account, ..)
            | Operation::Close(account) => account,
        }
    }

    /// The other account of a transfer.
    pub fn other(&self) -> Option<&AccountName> {
        match self {
            Operation::Transfer(_, to, _) => Some(to),
            _ => None,
        }
    }

    /// How the books call it.
    pub fn kind(&self) -> &'static str {
        match self {
            Operation::Open(..) => "open",
            Operation::Deposit(..) => "deposit",
            Operation::Withdraw(..) => "withdraw",
            Operation::Transfer(..) => "transfer",
            Operation::Close(_) => "close",
        }
    }

    /// What it moves, as far as that is known before.
    pub fn amount(&self) -> Option<u64> {
        match self {
            Operation::Open(_, amount) => Some(*amount),
            Operation::Deposit(_, amount) | Operation::Withdraw(_, amount) | Operation::Transfer(.., amount) => {
                Some(amount.get())
            }
            Operation::Close(_) => None,
        }
    }
}

/// An operation under its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Under which it is carried out once.
    pub key: Key,
    /// What is to be done.
    pub operation: Operation,
}

/// A transaction as the books have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Counted from 1, in the order in which they were carried out.
    pub number: i64,
    /// What was done: `open`, `deposit`, `withdraw`, `transfer` or `close`.
    pub kind: String,
    /// Whose account.
    pub account: String,
    /// The other account of a transfer.
    pub other: Option<String>,
    /// The cents that were moved.
    pub amount: u64,
    /// What the account held afterwards.
    pub balance: u64,
    /// What the other account held afterwards.
    pub other_balance: Option<u64>,
    /// When, in milliseconds of Unix time.
    pub at: i64,
}

/// A receipt, and whether it is an old one: the transaction had been carried out before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The transaction as it is in the books.
    pub receipt: Receipt,
    /// It was asked for again.
    pub replayed: bool,
}

/// Why the books refuse; nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// There never was one.
    #[error("there is no account {0}")]
    UnknownAccount(AccountName),
    /// There was one.
    #[error("account {0} is closed")]
    AccountClosed(AccountName),
    /// There is or was one.
    #[error("the name {0} is taken")]
    NameTaken(AccountName),
    /// It holds less than it is asked for.
    #[error("account {0} holds {held} only", held = Cents(*.1))]
    InsufficientFunds(AccountName, u64),
    /// It would hold more than it can count.
    #[error("account {0} cannot hold that much")]
    BalanceTooLarge(AccountName),
    /// All that ever came in would be more than the bank can count.
    #[error("the bank cannot take in that much")]
    BankFull,
    /// Somebody has used the key for something else.
    #[error("this key belongs to another transaction")]
    KeyReused,
}
