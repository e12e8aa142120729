//! A bank that works through a ledger: a supervision tree with a process for each account.
//!
//! ```text
//! cargo run --example bank                   # the ledger beside this file
//! cargo run --example bank -- my.csv         # another one
//! cargo run --example bank -- -              # standard input
//! cargo run --example bank -- --chaos 1000   # and kill a thousand processes meanwhile
//! ```
//!
//! `tree.rs` shows the tree, `vault.rs` is the part that never crashes. A line of the ledger that is wrong is reported on
//! standard error and changes nothing. The last line of the output says whether the money that came in is the money that
//! is held and the money that was paid out; so does the exit code: 0 if it is, 1 if not, 2 if the ledger cannot be read.

pub mod account;
pub mod bank;
pub mod chaos;
pub mod ledger;
pub mod manager;
pub mod money;
pub mod statement;
pub mod tree;
pub mod vault;

use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::process::ExitCode;

use crate::bank::Bank;
use crate::chaos::Chaos;
use crate::ledger::{Line, LineError, Operation};
use crate::statement::Statement;
use crate::tree::BankSupervisor;

const LEDGER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bank/ledger.csv");

#[otp_runtime::main]
async fn main() -> ExitCode {
    let Some((path, chaos)) = arguments(std::env::args_os().skip(1)) else {
        eprintln!("usage: bank [--chaos N] [LEDGER.csv | -]");
        return ExitCode::from(2);
    };
    let ledger = match read(&path) {
        Ok(ledger) => ledger,
        Err(error) => {
            eprintln!("cannot read {}: {error}", path.display());
            return ExitCode::from(2);
        }
    };
    match work_through(&ledger, chaos).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The ledger's path, and how many processes are to be killed.
fn arguments(given: impl Iterator<Item = OsString>) -> Option<(OsString, usize)> {
    let (mut path, mut chaos) = (None, None);
    let mut given = given.peekable();
    while let Some(argument) = given.next() {
        if argument == "--chaos" && chaos.is_none() {
            chaos = Some(given.next()?.to_str()?.parse().ok()?);
        } else if path.is_none() && !argument.to_string_lossy().starts_with("--") {
            path = Some(argument);
        } else {
            return None;
        }
    }
    Some((path.unwrap_or_else(|| LEDGER.into()), chaos.unwrap_or(0)))
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
async fn work_through(ledger: &[u8], chaos: usize) -> Result<bool, Box<dyn Error + Send + Sync>> {
    // the root has to bear with all of them
    let tree = BankSupervisor::start_link(3 + chaos as u32).name("bank").await?;
    let mut bank = Bank::new(tree.clone());
    let killer = Chaos::start_link(tree.clone()).await?;
    let lines = ledger::parse(ledger);
    let (mut done, mut refused) = (0, 0);
    for (before, Line { number, content }) in lines.iter().enumerate() {
        // spread evenly over the lines
        let due = |lines_done: usize| chaos * lines_done / lines.len();
        if due(before + 1) > due(before) {
            killer.strike(due(before + 1) - due(before));
        }
        match apply(&mut bank, content).await {
            Ok(()) => done += 1,
            Err(error) => {
                eprintln!("line {number}: {error}");
                refused += 1;
            }
        }
    }
    if chaos > 0 {
        writeln!(io::stdout(), "{:<26} {:>16}", "processes killed", killer.killed().await?)?;
    }
    let statement = Statement {
        done,
        refused,
        balances: bank.balances().await?,
        received: bank.received(),
        paid_out: bank.paid_out(),
    };
    writeln!(io::stdout(), "{statement}")?;
    tree.stop().await?;
    Ok(statement.is_balanced())
}

async fn apply(
    bank: &mut Bank,
    content: &Result<Operation<'_>, LineError>,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    Ok(bank.apply(content.clone()?).await?)
}
