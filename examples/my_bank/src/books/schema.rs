//! The tables.

use std::time::Duration;

use rusqlite::Connection;

/// `totals` says what has come in and gone out, so that the books can be checked without adding up all transactions.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS accounts (
    name    TEXT PRIMARY KEY,
    balance INTEGER NOT NULL CHECK (balance >= 0),
    open    INTEGER NOT NULL,
    last    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS transactions (
    number        INTEGER PRIMARY KEY,
    key           TEXT NOT NULL UNIQUE,
    kind          TEXT NOT NULL,
    account       TEXT NOT NULL REFERENCES accounts (name),
    other         TEXT REFERENCES accounts (name),
    amount        INTEGER NOT NULL,
    balance       INTEGER NOT NULL,
    other_balance INTEGER,
    at            INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS by_account ON transactions (account, number);
CREATE INDEX IF NOT EXISTS by_other ON transactions (other, number) WHERE other IS NOT NULL;

CREATE TABLE IF NOT EXISTS totals (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    received INTEGER NOT NULL,
    paid_out INTEGER NOT NULL
) STRICT;
INSERT OR IGNORE INTO totals VALUES (1, 0, 0);
";

/// How long to wait while somebody else writes: a processor that was killed may not have let go yet.
const BUSY: Duration = Duration::from_secs(5);

/// Makes what is not there, and has every commit wait for the disk.
pub(super) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.execute_batch(&format!("BEGIN IMMEDIATE; {TABLES} COMMIT;"))
}

/// Has the connection change nothing.
pub(super) fn look_only(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "query_only", true)
}
