//! The books: all accounts and all transactions, in one SQLite file.

mod apply;
mod read;
mod schema;

pub use read::{AccountRow, Totals};

use std::path::Path;

use rusqlite::Connection;

use crate::transaction::{Committed, Refusal, Transaction};

/// A connection to the books.
pub struct Books {
    connection: Connection,
}

impl Books {
    /// The books in that file, made if they are not there. What this connection commits is on the disk.
    pub fn open(file: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(file)?;
        schema::prepare(&connection)?;
        Ok(Books { connection })
    }

    /// The books in that file, to look into.
    pub fn open_to_read(file: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(file)?;
        schema::look_only(&connection)?;
        Ok(Books { connection })
    }

    /// Carries out all these transactions, or none if the disk fails. What is refused among them changes nothing.
    pub fn commit<'a>(
        &mut self,
        batch: impl IntoIterator<Item = &'a Transaction>,
    ) -> rusqlite::Result<Vec<Result<Committed, Refusal>>> {
        let writing = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let results =
            batch.into_iter().map(|transaction| apply::apply(&writing, transaction)).collect::<Result<_, _>>()?;
        writing.commit()?;
        Ok(results)
    }
}
