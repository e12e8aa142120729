//! The transaction processor: whatever changes the books goes through it, and is on the disk before it is acknowledged.

use std::path::PathBuf;
use std::sync::Arc;

use otp_runtime::prelude::*;

use crate::account::Account;
use crate::books::Books;
use crate::transaction::{AccountName, Committed, Refusal, Transaction};

/// Writes transactions in batches: all that have come in while the disk was busy with the ones before. So a single customer
/// waits for one write, and a thousand do as well.
pub struct TransactionProcessor {
    books: Books,
    waiting: Vec<Waiting>,
}

struct Waiting {
    transaction: Transaction,
    reply: ReplyTo<Result<Committed, Refusal>>,
}

/// Time to write: it stands in the mailbox behind everything that belongs to the batch.
struct Write;

#[gen_server(shutdown = 10s)]
impl TransactionProcessor {
    /// Opens the books.
    #[init]
    pub fn init(file: Arc<PathBuf>) -> rusqlite::Result<Self> {
        Ok(TransactionProcessor { books: Books::open(&file)?, waiting: Vec::new() })
    }

    /// Carries out a transaction, or says why not. One that was carried out before under the same key is not carried out
    /// again: its receipt comes back. Whoever gets no answer can ask again.
    #[call]
    pub fn commit(
        &mut self,
        transaction: Transaction,
        reply: ReplyTo<Result<Committed, Refusal>>,
        ctx: &mut Context<Self>,
    ) {
        self.waiting.push(Waiting { transaction, reply });
        if self.waiting.len() == 1 {
            ctx.client().send(Write);
        }
    }

    /// Whether it works at all.
    #[call]
    pub fn ping(&self) {}

    /// A disk that fails fails all that wait, and the processor with them.
    #[info(blocking)]
    fn write(&mut self, _: Write) -> rusqlite::Result<()> {
        let batch = std::mem::take(&mut self.waiting);
        let results = self.books.commit(batch.iter().map(|waiting| &waiting.transaction))?;
        for (Waiting { reply, .. }, result) in batch.into_iter().zip(results) {
            if let Ok(Committed { receipt, replayed: false }) = &result {
                // before the reply: whoever has that sees the new balance
                let open = receipt.kind != "close";
                settle(&receipt.account, receipt.number, receipt.balance, open);
                if let (Some(other), Some(balance)) = (&receipt.other, receipt.other_balance) {
                    settle(other, receipt.number, balance, true);
                }
            }
            reply.send(result);
        }
        Ok(())
    }

    /// What has been accepted is written.
    #[terminate]
    fn terminate(&mut self, _: &ExitReason) {
        if let Err(error) = self.write(Write) {
            tracing::error!("the last batch is not written: {error}");
        }
    }
}

/// Tells the account's process, if there is one.
fn settle(account: &str, number: i64, balance: u64, open: bool) {
    if let Ok(name) = account.parse::<AccountName>() {
        Account::of(&name).settled(number, balance, open);
    }
}
