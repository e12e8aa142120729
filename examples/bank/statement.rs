//! The statement: what is printed at the end.

use std::cmp::Reverse;
use std::fmt;

use crate::money::Cents;

/// How many accounts are listed by name.
const LISTED: usize = 10;

/// What became of a ledger.
#[derive(Debug)]
pub struct Statement {
    /// The operations that were carried out.
    pub done: usize,
    /// The lines that were reported.
    pub refused: usize,
    /// The open accounts with what they say they hold.
    pub balances: Vec<(String, u64)>,
    /// The money that came in.
    pub received: u128,
    /// The money that went out.
    pub paid_out: u128,
}

impl Statement {
    /// What all accounts hold together.
    pub fn held(&self) -> u128 {
        sum(&self.balances)
    }

    /// Whether all the money that came in is held or was paid out.
    pub fn is_balanced(&self) -> bool {
        self.received == self.held() + self.paid_out
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut richest = self.balances.clone();
        richest.sort_by_key(|(name, balance)| (Reverse(*balance), name.clone()));
        let (listed, others) = richest.split_at(richest.len().min(LISTED));

        writeln!(f, "{:<26} {:>16}", "operations done", self.done)?;
        writeln!(f, "{:<26} {:>16}", "lines refused", self.refused)?;
        writeln!(f, "{:<26} {:>16}", "accounts open", self.balances.len())?;
        for (name, balance) in listed {
            writeln!(f, "  {name:<24} {:>16}", Cents(*balance))?;
        }
        if !others.is_empty() {
            let rest = format!("all others ({})", others.len());
            writeln!(f, "  {rest:<24} {:>16}", Cents(sum(others)))?;
        }
        let (verdict, sign) = if self.is_balanced() { ("balance", "=") } else { ("do NOT balance", "!=") };
        let (received, held, paid_out) = (Cents(self.received), Cents(self.held()), Cents(self.paid_out));
        write!(f, "books {verdict}: in {received} {sign} held {held} + paid out {paid_out}")
    }
}

fn sum(balances: &[(String, u64)]) -> u128 {
    balances.iter().map(|(_, balance)| u128::from(*balance)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(balances: Vec<(&str, u64)>, received: u128) -> Statement {
        let balances = balances.into_iter().map(|(name, balance)| (name.to_owned(), balance)).collect();
        Statement { done: 3, refused: 1, balances, received, paid_out: 23_400 }
    }

    #[test]
    fn a_statement() {
        let statement = statement(vec![("acme", 25_000), ("bob", 75_000)], 123_400);
        assert!(statement.is_balanced());
        assert_eq!(
            statement.to_string(),
            "operations done                           3\n\
             lines refused                             1\n\
             accounts open                             2\n\
             \x20 bob                                750.00\n\
             \x20 acme                               250.00\n\
             books balance: in 1234.00 = held 1000.00 + paid out 234.00"
        );
    }

    #[test]
    fn many_accounts() {
        let balances = (0..12_u64).map(|n| ("somebody", 10_000 - n)).collect();
        let text = statement(balances, 0).to_string();
        assert_eq!(text.lines().count(), 3 + LISTED + 2);
        assert!(text.contains("  all others (2)                     199.79\n"), "{text}");
    }

    #[test]
    fn books_that_do_not_balance() {
        let statement = statement(vec![("acme", u64::MAX), ("bob", u64::MAX)], 5);
        assert!(!statement.is_balanced());
        let last = "books do NOT balance: in 0.05 != held 368934881474191032.30 + paid out 234.00";
        assert_eq!(statement.to_string().lines().last(), Some(last));
    }
}
