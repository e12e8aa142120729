//! Chaos: kills processes of the bank while it works. Only the vault and the root are spared.

use otp_runtime::Tree;
use otp_runtime::prelude::*;

use crate::tree::BankSupervisorClient;

/// A process that kills others.
pub struct Chaos {
    bank: BankSupervisorClient,
    killed: usize,
}

#[gen_server]
impl Chaos {
    /// It has its eyes on this bank.
    #[init]
    pub fn init(bank: BankSupervisorClient) -> Self {
        Chaos { bank, killed: 0 }
    }

    /// Kills so many processes, each drawn from those that run when its turn comes.
    #[cast]
    pub async fn strike(&mut self, times: usize) -> Result<(), CallError> {
        for _ in 0..times {
            let mut victims = Vec::new();
            while victims.is_empty() {
                self.bank.tree().await?.children.iter().filter(|child| &*child.id != "vault").for_each(|child| {
                    running(child, &mut victims);
                });
                tokio::task::yield_now().await;
            }
            victims[fastrand::usize(..victims.len())].exit(ExitReason::Kill);
            self.killed += 1;
        }
        Ok(())
    }

    /// How many it has killed.
    #[call(timeout = infinity)]
    pub fn killed(&self) -> usize {
        self.killed
    }
}

fn running(tree: &Tree, found: &mut Vec<Pid>) {
    found.extend(tree.pid());
    tree.children.iter().for_each(|child| running(child, found));
}
