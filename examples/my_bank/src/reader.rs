//! The reader: looks into the books while the processor writes.

use std::path::PathBuf;
use std::sync::Arc;

use otp_runtime::prelude::*;

use crate::books::{AccountRow, Books, Totals};
use crate::transaction::{AccountName, Receipt};

/// A second connection to the books: what it finds was committed before it was asked.
pub struct Reader {
    books: Books,
}

#[gen_server]
impl Reader {
    /// Opens the books; the processor has made them.
    #[init]
    pub fn init(file: Arc<PathBuf>) -> rusqlite::Result<Self> {
        Ok(Reader { books: Books::open_to_read(&file)? })
    }

    /// One account, open or closed.
    #[call]
    pub fn account(&mut self, name: AccountName) -> rusqlite::Result<Option<AccountRow>> {
        self.books.account(&name)
    }

    /// The open accounts after that name, in order, as many as `limit`.
    #[call(blocking)]
    pub fn accounts(&mut self, after: String, limit: u32) -> rusqlite::Result<Vec<AccountRow>> {
        self.books.accounts(&after, limit)
    }

    /// The transactions of an account with a number below `before`, newest first, as many as `limit`; `None` if there
    /// never was such an account.
    #[call(blocking)]
    pub fn statement(&mut self, name: AccountName, before: i64, limit: u32) -> rusqlite::Result<Option<Vec<Receipt>>> {
        let known = self.books.account(&name)?;
        known.map(|_| self.books.statement(&name, before, limit)).transpose()
    }

    /// All the money there is.
    #[call(blocking)]
    pub fn totals(&mut self) -> rusqlite::Result<Totals> {
        self.books.totals()
    }
}
