//! The ledger: CSV under the header `op,account,amount,to`, one operation a line.
//!
//! Blank lines and lines that start with `#` are skipped, blanks around a field do not count, and neither does a byte
//! order mark. Fields that an operation does not use stay empty or away. There is no quoting, so a name has no comma.

use std::num::NonZeroU64;

use thiserror::Error;

use crate::money::{AmountError, Cents};

const HEADER: [&str; 4] = ["op", "account", "amount", "to"];
const OPERATIONS: [&str; 6] = ["open", "deposit", "withdraw", "transfer", "close", "crash"];

/// What a line asks of the bank; fields as in the line, amounts in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation<'a> {
    /// Opens an account with an amount, which may be zero, in it.
    Open(&'a str, u64),
    /// Pays an amount in.
    Deposit(&'a str, NonZeroU64),
    /// Pays an amount out.
    Withdraw(&'a str, NonZeroU64),
    /// Moves an amount from the first account to the second.
    Transfer(&'a str, NonZeroU64, &'a str),
    /// Pays out what is left in an account and closes it.
    Close(&'a str),
    /// Kills the process of an account in the middle of its work. Nobody loses a cent.
    Crash(&'a str),
}

/// What is wrong with a line, whatever the accounts hold.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LineError {
    /// The first line that says something is not the header.
    #[error("expected the header `op,account,amount,to`")]
    NoHeader,
    /// It is not text.
    #[error("not valid UTF-8")]
    NotUtf8,
    /// There is a `"` in it.
    #[error("quoted fields are not supported")]
    Quoted,
    /// It starts with something else than an operation.
    #[error("unknown operation {0:?}")]
    UnknownOperation(String),
    /// A field that its operation needs is empty or not there.
    #[error("missing field `{0}`")]
    MissingField(&'static str),
    /// A field that its operation does not use is not empty.
    #[error("too many fields for `{0}`")]
    TooManyFields(String),
    /// Its amount cannot be read.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// Only an account can be opened with nothing.
    #[error("the amount is zero")]
    ZeroAmount,
    /// Both accounts are the same.
    #[error("transfer from {0:?} to itself")]
    SelfTransfer(String),
}

/// A line that says something, or tries to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number in the file, from 1.
    pub number: usize,
    /// What it asks, or what is wrong with it.
    pub content: Result<Operation<'a>, LineError>,
}

/// Reads a whole ledger. A line that is wrong is an item like any other: it does not end the reading.
///
/// Where the header should be and is not, that is reported; if there is an operation in its place, it counts too.
pub fn parse(ledger: &[u8]) -> Vec<Line<'_>> {
    let ledger = ledger.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(ledger);
    let mut lines = Vec::new();
    let mut header_due = true;
    for (number, line) in (1..).zip(ledger.split(|&byte| byte == b'\n')) {
        let line = line.trim_ascii();
        if line.is_empty() || line.starts_with(b"#") {
            continue;
        }
        let Ok(line) = str::from_utf8(line) else {
            lines.push(Line { number, content: Err(LineError::NotUtf8) });
            continue;
        };
        let fields: Vec<_> = line.split(',').map(str::trim).collect();
        if header_due {
            header_due = false;
            if fields == HEADER {
                continue;
            }
            lines.push(Line { number, content: Err(LineError::NoHeader) });
            if !OPERATIONS.contains(&fields[0]) {
                continue;
            }
        }
        lines.push(Line { number, content: operation(&fields) });
    }
    lines
}

fn operation<'a>(fields: &[&'a str]) -> Result<Operation<'a>, LineError> {
    if fields.iter().any(|field| field.contains('"')) {
        return Err(LineError::Quoted);
    }
    let field = |column: usize| match fields.get(column) {
        Some(&field) if !field.is_empty() => Ok(field),
        _ => Err(LineError::MissingField(HEADER[column])),
    };
    let name = field(0)?;
    let account = || field(1);
    let amount = || Ok::<_, LineError>(field(2)?.parse::<Cents>()?.0);
    let positive = || NonZeroU64::new(amount()?).ok_or(LineError::ZeroAmount);

    let (operation, columns) = match name {
        "open" => (Operation::Open(account()?, amount()?), 3),
        "deposit" => (Operation::Deposit(account()?, positive()?), 3),
        "withdraw" => (Operation::Withdraw(account()?, positive()?), 3),
        "transfer" => (Operation::Transfer(account()?, positive()?, field(3)?), 4),
        "close" => (Operation::Close(account()?), 2),
        "crash" => (Operation::Crash(account()?), 2),
        _ => return Err(LineError::UnknownOperation(name.to_owned())),
    };
    if fields.len() > HEADER.len() || fields.iter().skip(columns).any(|field| !field.is_empty()) {
        return Err(LineError::TooManyFields(name.to_owned()));
    }
    match operation {
        Operation::Transfer(from, _, to) if from == to => Err(LineError::SelfTransfer(from.to_owned())),
        operation => Ok(operation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nz(cents: u64) -> NonZeroU64 {
        NonZeroU64::new(cents).unwrap()
    }

    /// The lines of a ledger behind its header, without their numbers.
    fn contents(lines: &str) -> Vec<Result<Operation<'_>, LineError>> {
        let lines = parse(lines.as_bytes());
        assert_eq!(lines[0].content, Err(LineError::NoHeader));
        lines.into_iter().skip(1).map(|line| line.content).collect()
    }

    fn one(line: &str) -> Result<Operation<'_>, LineError> {
        operation(&line.split(',').map(str::trim).collect::<Vec<_>>())
    }

    #[test]
    fn every_operation() {
        assert_eq!(one("open,acme,0"), Ok(Operation::Open("acme", 0)));
        assert_eq!(one("open,acme,12.5,"), Ok(Operation::Open("acme", 1_250)));
        assert_eq!(one("deposit,acme,0.01"), Ok(Operation::Deposit("acme", nz(1))));
        assert_eq!(one("withdraw,acme,7"), Ok(Operation::Withdraw("acme", nz(700))));
        assert_eq!(one("transfer,acme,7,bob"), Ok(Operation::Transfer("acme", nz(700), "bob")));
        assert_eq!(one("close,acme"), Ok(Operation::Close("acme")));
        assert_eq!(one("crash,acme"), Ok(Operation::Crash("acme")));
        assert_eq!(one(" close ,\tacme , , "), Ok(Operation::Close("acme")));
    }

    #[test]
    fn what_is_wrong_with_a_line() {
        use LineError::*;
        let malformed = |text: &str| Amount(AmountError::Malformed(text.to_owned()));
        for (line, error) in [
            ("refund,acme,5", UnknownOperation("refund".into())),
            ("Open,acme,5", UnknownOperation("Open".into())),
            ("open acme 5", UnknownOperation("open acme 5".into())),
            (",acme,5", MissingField("op")),
            ("close", MissingField("account")),
            ("deposit,,5", MissingField("account")),
            ("open,acme", MissingField("amount")),
            ("transfer,acme,,bob", MissingField("amount")),
            ("transfer,acme,5", MissingField("to")),
            ("transfer,acme,5,", MissingField("to")),
            ("deposit,acme,-0.5", malformed("-0.5")),
            ("deposit,acme,1.234", malformed("1.234")),
            ("deposit,acme,5 # cash", malformed("5 # cash")),
            ("open,acme,184467440737095516.16", Amount(AmountError::TooLarge("184467440737095516.16".into()))),
            ("deposit,acme,0", ZeroAmount),
            ("withdraw,acme,0.00", ZeroAmount),
            ("transfer,acme,0.0,bob", ZeroAmount),
            ("transfer,acme,5,acme", SelfTransfer("acme".into())),
            ("transfer,acme,5,bob,", TooManyFields("transfer".into())),
            ("deposit,acme,5,bob", TooManyFields("deposit".into())),
            ("close,acme,5", TooManyFields("close".into())),
            ("close,acme,,,", TooManyFields("close".into())),
            ("deposit,\"acme\",5", Quoted),
            ("deposit,acme,\"1,000\"", Quoted),
        ] {
            assert_eq!(one(line), Err(error), "{line}");
        }
    }

    #[test]
    fn lines_keep_their_numbers() {
        let ledger = b"\xEF\xBB\xBF# books\r\n\r\n op, account ,amount,to\r\n  # open\r\nopen,a,1\r\n\t\r\nclose,a";
        assert_eq!(
            parse(ledger),
            [
                Line { number: 5, content: Ok(Operation::Open("a", 100)) },
                Line { number: 7, content: Ok(Operation::Close("a")) },
            ]
        );
    }

    #[test]
    fn nothing_in_it() {
        for ledger in ["", "\n\n", "\u{feff}", "# only words", "op,account,amount,to", "op,account,amount,to\r\n"] {
            assert_eq!(parse(ledger.as_bytes()), [], "{ledger:?}");
        }
    }

    #[test]
    fn a_header_that_is_not_there() {
        assert_eq!(contents("name,money\nopen,a,1"), [Ok(Operation::Open("a", 100))]);
        assert_eq!(contents("open,a,1\nclose,a"), [Ok(Operation::Open("a", 100)), Ok(Operation::Close("a"))]);
        assert_eq!(contents("open,a"), [Err(LineError::MissingField("amount"))]);
        assert_eq!(contents("OP,ACCOUNT,AMOUNT,TO"), []);
        // only the first line is a header
        assert_eq!(contents("x\nop,account,amount,to"), [Err(LineError::UnknownOperation("op".into()))]);
    }

    #[test]
    fn bytes_that_are_no_text_spoil_their_line_only() {
        let ledger = b"# caf\xE9\n\xFF\xFE\nop,account,amount,to\ndeposit,caf\xE9,5\nclose,caf\xC3\xA9";
        assert_eq!(
            parse(ledger),
            [
                Line { number: 2, content: Err(LineError::NotUtf8) },
                Line { number: 4, content: Err(LineError::NotUtf8) },
                Line { number: 5, content: Ok(Operation::Close("café")) },
            ]
        );
    }
}
