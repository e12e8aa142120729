//! Carrying out one transaction inside a batch.

use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension, named_params, params};

use super::read::receipt_of;
use crate::transaction::{AccountName, Committed, Operation, Receipt, Refusal, Transaction};

/// Either a refusal, and nothing has changed, or all of it.
type Outcome = rusqlite::Result<Result<Committed, Refusal>>;

struct Account {
    balance: u64,
    open: bool,
}

/// What becomes of an account.
struct Change<'a> {
    name: &'a AccountName,
    balance: u64,
    open: bool,
}

pub(super) fn apply(books: &Connection, transaction: &Transaction) -> Outcome {
    let Transaction { key, operation } = transaction;
    let mut by_key = books.prepare_cached("SELECT * FROM transactions WHERE key = ?")?;
    if let Some(receipt) = by_key.query_row([key.as_str()], receipt_of).optional()? {
        return Ok(if is_same(&receipt, operation) {
            Ok(Committed { receipt, replayed: true })
        } else {
            Err(Refusal::KeyReused)
        });
    }
    let (first, second, received, paid_out) = match plan(books, operation)? {
        Ok(plan) => plan,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if received > 0 && !has_room(books, received)? {
        return Ok(Err(Refusal::BankFull));
    }
    let amount = operation.amount().unwrap_or(paid_out);
    let at = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64);
    let number = books
        .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM transactions")?
        .query_row([], |row| row.get::<_, i64>(0))?;
    write(books, number, &first)?;
    if let Some(second) = &second {
        write(books, number, second)?;
    }
    let other = operation.other().map(AccountName::as_str);
    let other_balance = second.map(|second| second.balance);
    books
        .prepare_cached(
            "INSERT INTO transactions VALUES \
             (:number, :key, :kind, :account, :other, :amount, :balance, :other_balance, :at)",
        )?
        .execute(named_params! {
            ":number": number, ":key": key.as_str(), ":kind": operation.kind(), ":account": operation.account().as_str(),
            ":other": other, ":amount": amount, ":balance": first.balance, ":other_balance": other_balance, ":at": at,
        })?;
    if received > 0 || paid_out > 0 {
        books
            .prepare_cached("UPDATE totals SET received = received + ?, paid_out = paid_out + ?")?
            .execute(params![received, paid_out])?;
    }
    let receipt = Receipt {
        number,
        kind: operation.kind().to_owned(),
        account: operation.account().to_string(),
        other: other.map(str::to_owned),
        amount,
        balance: first.balance,
        other_balance,
        at,
    };
    Ok(Ok(Committed { receipt, replayed: false }))
}

/// What changes, what comes in and what goes out.
type Plan<'a> = (Change<'a>, Option<Change<'a>>, u64, u64);

fn plan<'a>(books: &Connection, operation: &'a Operation) -> rusqlite::Result<Result<Plan<'a>, Refusal>> {
    let open = |name: &AccountName| -> rusqlite::Result<Result<u64, Refusal>> {
        Ok(match find(books, name)? {
            None => Err(Refusal::UnknownAccount(name.clone())),
            Some(account) if !account.open => Err(Refusal::AccountClosed(name.clone())),
            Some(account) => Ok(account.balance),
        })
    };
    let more = |name: &AccountName, held: u64, amount: u64| {
        let sum = held.checked_add(amount).filter(|sum| i64::try_from(*sum).is_ok());
        sum.ok_or_else(|| Refusal::BalanceTooLarge(name.clone()))
    };
    let less = |name: &AccountName, held: u64, amount: u64| {
        held.checked_sub(amount).ok_or_else(|| Refusal::InsufficientFunds(name.clone(), held))
    };
    let change = |name, balance| Change { name, balance, open: true };
    Ok(match operation {
        Operation::Open(name, amount) => match find(books, name)? {
            Some(_) => Err(Refusal::NameTaken(name.clone())),
            None => Ok((change(name, *amount), None, *amount, 0)),
        },
        Operation::Deposit(name, amount) => open(name)?
            .and_then(|held| more(name, held, amount.get()))
            .map(|balance| (change(name, balance), None, amount.get(), 0)),
        Operation::Withdraw(name, amount) => open(name)?
            .and_then(|held| less(name, held, amount.get()))
            .map(|balance| (change(name, balance), None, 0, amount.get())),
        Operation::Transfer(from, to, amount) => {
            let (giver, taker) = (open(from)?, open(to)?);
            giver.and_then(|held| less(from, held, amount.get())).and_then(|left| {
                let taken = more(to, taker?, amount.get())?;
                Ok((change(from, left), Some(change(to, taken)), 0, 0))
            })
        }
        Operation::Close(name) => open(name)?.map(|held| (Change { name, balance: 0, open: false }, None, 0, held)),
    })
}

/// Whether the bank can still count all that has ever come in.
fn has_room(books: &Connection, received: u64) -> rusqlite::Result<bool> {
    let before: u64 = books.prepare_cached("SELECT received FROM totals")?.query_row([], |row| row.get(0))?;
    Ok(before.checked_add(received).is_some_and(|sum| i64::try_from(sum).is_ok()))
}

fn find(books: &Connection, name: &AccountName) -> rusqlite::Result<Option<Account>> {
    let mut by_name = books.prepare_cached("SELECT balance, open FROM accounts WHERE name = ?")?;
    by_name.query_row([name.as_str()], |row| Ok(Account { balance: row.get(0)?, open: row.get(1)? })).optional()
}

fn write(books: &Connection, number: i64, change: &Change<'_>) -> rusqlite::Result<()> {
    books
        .prepare_cached(
            "INSERT INTO accounts VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (name) DO UPDATE SET balance = ?2, open = ?3, last = ?4",
        )?
        .execute(params![change.name.as_str(), change.balance, change.open, number])?;
    Ok(())
}

/// Whether a transaction that was carried out is the one that is asked for now.
fn is_same(receipt: &Receipt, operation: &Operation) -> bool {
    receipt.kind == operation.kind()
        && receipt.account == operation.account().as_str()
        && receipt.other.as_deref() == operation.other().map(AccountName::as_str)
        && operation.amount().is_none_or(|amount| receipt.amount == amount)
}
