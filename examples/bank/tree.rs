//! The supervision tree of the bank.
//!
//! ```text
//! bank one_for_one
//! ├─ vault                    what must not be lost: nothing else is in it
//! └─ branch rest_for_one      everything else may crash
//!    ├─ treasury              money on its way from one account to another
//!    ├─ registry              which process is whose account
//!    ├─ accounts              the customers' accounts
//!    └─ manager               opens, finds and closes them
//! ```
//!
//! The registry comes before the accounts, which are registered there, and the manager last, for it uses both: when one
//! goes down, those after it are started anew.

use otp_runtime::prelude::*;

use crate::account::BankAccount;
use crate::manager::AccountManager;
use crate::vault::{AccountId, Vault};

/// The whole bank.
#[supervisor(strategy = one_for_one, max_restarts = restarts, max_seconds = 1, args(restarts: u32))]
pub struct BankSupervisor {
    vault: Vault,
    branch: BranchSupervisor,
}

/// What works with the money, and does not keep it.
#[supervisor(strategy = rest_for_one, name = "branch")]
pub struct BranchSupervisor {
    #[child(args(AccountId::Treasury))]
    treasury: BankAccount,
    #[child(keys = unique)]
    registry: Registry<AccountId>,
    #[child(max_restarts = 100, max_seconds = 1)]
    accounts: DynamicSupervisor<BankAccount>,
    manager: AccountManager,
}
