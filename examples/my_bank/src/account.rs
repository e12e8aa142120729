//! The account: one process each, for as long as somebody asks for it.

use std::time::Duration;

use otp_runtime::prelude::*;

use crate::transaction::AccountName;
use crate::tree::bank;

/// How often an account looks whether anybody has asked for it since; if not, its process goes.
const REST: Duration = Duration::from_secs(10 * 60);

/// What an account holds, kept where it is fast to ask for. The truth is in the books: a process that crashes begins
/// with it again.
pub struct Account {
    balance: u64,
    /// The number of the transaction that changed it last.
    last: i64,
    asked: bool,
}

struct Rested;

/// Temporary: whoever asks for an account next starts it again. So no number of crashes is too many, and none is tried again while
/// the registry is away.
#[gen_server(restart = temporary)]
impl Account {
    /// As the books have it. One that is not open does not start.
    ///
    /// The registry knows this process by now: of what is committed from here on it is told, what was committed before
    /// is read here.
    #[init]
    pub async fn init(name: AccountName, ctx: &mut Context<Self>) -> Result<Init<Self>, CallError<rusqlite::Error>> {
        ctx.send_after(REST, Rested);
        Ok(match bank().books().reader().account(name).await? {
            Some(row) if row.open => Init::ok(Account { balance: row.balance, last: row.last, asked: true }),
            _ => Init::ignore(),
        })
    }

    /// The balance, in cents.
    #[call]
    pub fn balance(&mut self) -> u64 {
        self.asked = true;
        self.balance
    }

    /// A transaction is in the books.
    #[cast]
    pub fn settled(&mut self, number: i64, balance: u64, open: bool, ctx: &mut Context<Self>) {
        self.asked = true;
        if number > self.last {
            (self.last, self.balance) = (number, balance);
        }
        if !open {
            ctx.stop(ExitReason::Normal);
        }
    }

    #[info]
    fn rested(&mut self, _: Rested, ctx: &mut Context<Self>) {
        if std::mem::take(&mut self.asked) {
            ctx.send_after(REST, Rested);
        } else {
            ctx.stop(ExitReason::Normal);
        }
    }
}

impl Account {
    /// The account of that name, if its process runs.
    pub fn of(name: &AccountName) -> AccountClient {
        Account::via(&bank().books().registry(), name.clone())
    }
}
