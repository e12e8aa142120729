//! The vault: the error kernel of the bank. It knows what every account holds and does nothing else, so that there is
//! nothing in it to go wrong; whatever is complicated is done by others, who may crash.

use std::collections::BTreeMap;

use otp_runtime::prelude::*;
use thiserror::Error;

/// Whose money it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountId {
    /// The bank's own: it holds what is on its way from one account to another.
    Treasury,
    /// A customer's, by name.
    Customer(String),
}

/// What an account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// In cents; of a closed account what was paid out at last.
    pub balance: u64,
    /// The operation that was last carried out on it. Whoever asks for it again is asking a second time, because the
    /// answer was lost.
    pub last: u64,
    /// Whether it is closed.
    pub closed: bool,
}

/// A record that was refused: another process works on the account by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("another process has taken over this account")]
pub struct Superseded;

/// The data that must not be lost.
pub struct Vault {
    accounts: BTreeMap<AccountId, Entry>,
}

struct Entry {
    holding: Holding,
    /// How often a process has begun to work on it. A supervisor that was killed cannot wait for its children: the next
    /// one may be at work while one of them still is. What that one writes is refused.
    session: u64,
}

#[gen_server(name = "vault")]
impl Vault {
    /// Nobody holds anything but the treasury nothing.
    #[init]
    pub fn init() -> Self {
        let nothing = Holding { balance: 0, last: 0, closed: false };
        Vault { accounts: BTreeMap::from([(AccountId::Treasury, Entry { holding: nothing, session: 0 })]) }
    }

    /// What an account holds, or held when it was closed.
    #[call]
    pub fn holding(&self, id: AccountId) -> Option<Holding> {
        self.accounts.get(&id).map(|entry| entry.holding)
    }

    /// Opens an account, or opens it again.
    #[call]
    pub fn open(&mut self, id: AccountId, holding: Holding) {
        let session = self.accounts.get(&id).map_or(0, |entry| entry.session + 1);
        self.accounts.insert(id, Entry { holding, session });
    }

    /// A process begins to work on an account: its session, and what the account holds.
    #[call]
    pub fn begin(&mut self, id: AccountId) -> Option<(u64, Holding)> {
        let entry = self.accounts.get_mut(&id)?;
        entry.session += 1;
        Some((entry.session, entry.holding))
    }

    /// Writes down what an account holds after an operation.
    #[call]
    pub fn record(&mut self, id: AccountId, session: u64, holding: Holding) -> Result<(), Superseded> {
        let entry = self.accounts.get_mut(&id).filter(|entry| entry.session == session).ok_or(Superseded)?;
        entry.holding = holding;
        Ok(())
    }

    /// The customers whose accounts are open, in order.
    #[call]
    pub fn customers(&self) -> Vec<String> {
        let open = self.accounts.iter().filter(|(_, entry)| !entry.holding.closed);
        open.filter_map(|(id, _)| match id {
            AccountId::Customer(name) => Some(name.clone()),
            AccountId::Treasury => None,
        })
        .collect()
    }
}
