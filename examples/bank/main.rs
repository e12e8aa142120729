//! A bank that works through a ledger: one process for each account, found by its name.
//!
//! ```text
//! cargo run --example bank                 # the ledger beside this file
//! cargo run --example bank -- my.csv       # another one
//! cargo run --example bank -- -            # standard input
//! ```
//!
//! A line that is wrong is reported on standard error and changes nothing. The last line of the output says whether the
//! money that came in is the money that is held and the money that was paid out; so does the exit code: 0 if it is, 1 if
//! not, 2 if the ledger cannot be read.

pub mod account;
pub mod bank;
pub mod ledger;
pub mod money;
pub mod statement;

use std::error::Error;
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use crate::bank::Bank;
use crate::ledger::{Line, LineError, Operation};
use crate::statement::Statement;

const LEDGER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bank/ledger.csv");

#[otp_runtime::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let path = arguments.next().unwrap_or_else(|| LEDGER.into());
    if arguments.next().is_some() {
        eprintln!("usage: bank [LEDGER.csv | -]");
        return ExitCode::from(2);
    }
    let ledger = match read(&path) {
        Ok(ledger) => ledger,
        Err(error) => {
            eprintln!("cannot read {}: {error}", path.display());
            return ExitCode::from(2);
        }
    };
    match work_through(&ledger).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The whole of a file, or of standard input if that is what `path` says.
fn read(path: &OsStr) -> io::Result<Vec<u8>> {
    if path != "-" {
        return std::fs::read(path);
    }
    let mut ledger = Vec::new();
    io::stdin().read_to_end(&mut ledger)?;
    Ok(ledger)
}

/// Applies a ledger line by line, reports what is wrong in it and prints the statement. The answer is whether the books
/// balance.
async fn work_through(ledger: &[u8]) -> Result<bool, Box<dyn Error + Send + Sync>> {
    let mut bank = Bank::default();
    let (mut done, mut refused) = (0, 0);
    for Line { number, content } in ledger::parse(ledger) {
        match apply(&mut bank, content).await {
            Ok(()) => done += 1,
            Err(error) => {
                eprintln!("line {number}: {error}");
                refused += 1;
            }
        }
    }
    let statement = Statement {
        done,
        refused,
        balances: bank.balances().await?,
        received: bank.received(),
        paid_out: bank.paid_out(),
    };
    writeln!(io::stdout(), "{statement}")?;
    Ok(statement.is_balanced())
}

async fn apply(bank: &mut Bank, content: Result<Operation<'_>, LineError>) -> Result<(), Box<dyn Error + Send + Sync>> {
    Ok(bank.apply(content?).await?)
}
