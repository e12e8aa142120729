//! Looking into the books.

use rusqlite::{OptionalExtension, Row, named_params};

use super::Books;
use crate::transaction::{AccountName, Receipt};

/// An account as the books have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Whose it is.
    pub name: String,
    /// What it holds, in cents.
    pub balance: u64,
    /// Whether it is open.
    pub open: bool,
    /// The number of the transaction that changed it last.
    pub last: i64,
}

/// All the money there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many accounts are open.
    pub accounts: u64,
    /// How many transactions there have been.
    pub transactions: u64,
    /// What they hold together.
    pub held: u64,
    /// What ever came in.
    pub received: u64,
    /// What ever went out.
    pub paid_out: u64,
}

impl Totals {
    /// Whether what came in is what is held and what went out.
    pub fn balance(&self) -> bool {
        u128::from(self.received) == u128::from(self.held) + u128::from(self.paid_out)
    }
}

impl Books {
    /// One account.
    pub fn account(&self, name: &AccountName) -> rusqlite::Result<Option<AccountRow>> {
        let mut by_name = self.connection.prepare_cached("SELECT * FROM accounts WHERE name = ?")?;
        by_name.query_row([name.as_str()], account_of).optional()
    }

    /// The open accounts after that name, in order, as many as `limit`.
    pub fn accounts(&self, after: &str, limit: u32) -> rusqlite::Result<Vec<AccountRow>> {
        let mut all =
            self.connection.prepare_cached("SELECT * FROM accounts WHERE open AND name > ? ORDER BY name LIMIT ?")?;
        all.query_map((after, limit), account_of)?.collect()
    }

    /// The transactions of an account with a number below `before`, newest first, as many as `limit`.
    pub fn statement(&self, name: &AccountName, before: i64, limit: u32) -> rusqlite::Result<Vec<Receipt>> {
        let mut by_account = self.connection.prepare_cached(
            "SELECT * FROM transactions WHERE account = :name AND number < :before \
             UNION ALL SELECT * FROM transactions WHERE other = :name AND number < :before \
             ORDER BY number DESC LIMIT :limit",
        )?;
        let found = by_account
            .query_map(named_params! { ":name": name.as_str(), ":before": before, ":limit": limit }, receipt_of)?;
        found.collect()
    }

    /// All the money there is.
    pub fn totals(&self) -> rusqlite::Result<Totals> {
        let mut sums = self.connection.prepare_cached(
            "SELECT (SELECT count(*) FROM accounts WHERE open), (SELECT coalesce(max(number), 0) FROM transactions), \
             (SELECT coalesce(sum(balance), 0) FROM accounts), received, paid_out FROM totals",
        )?;
        sums.query_row([], |row| {
            Ok(Totals {
                accounts: row.get(0)?,
                transactions: row.get(1)?,
                held: row.get(2)?,
                received: row.get(3)?,
                paid_out: row.get(4)?,
            })
        })
    }
}

fn account_of(row: &Row<'_>) -> rusqlite::Result<AccountRow> {
    Ok(AccountRow { name: row.get(0)?, balance: row.get(1)?, open: row.get(2)?, last: row.get(3)? })
}

/// A transaction from a row of all columns.
pub(super) fn receipt_of(row: &Row<'_>) -> rusqlite::Result<Receipt> {
    Ok(Receipt {
        number: row.get(0)?,
        kind: row.get(2)?,
        account: row.get(3)?,
        other: row.get(4)?,
        amount: row.get(5)?,
        balance: row.get(6)?,
        other_balance: row.get(7)?,
        at: row.get(8)?,
    })
}
