//! Chaos: kills processes of the bank at random, to see that nobody notices.

use std::collections::BTreeMap;
use std::time::Duration;

use otp_runtime::observer::Observer;
use otp_runtime::prelude::*;
use otp_runtime::{ChildState, Tree};

use crate::tree::bank;

/// Kills a process from time to time, whoever is next: each kind of process below the top comes as often as any other.
pub struct Chaos {
    every: Duration,
    /// How often processes of that name have been killed.
    killed: BTreeMap<String, u32>,
}

struct Strike;

#[gen_server]
impl Chaos {
    /// Waits for the first time.
    #[init]
    pub fn init(every: Duration, ctx: &mut Context<Self>) -> Self {
        ctx.send_after(every, Strike);
        Chaos { every, killed: BTreeMap::new() }
    }

    /// How often processes of which name have been killed.
    #[call]
    pub fn killed(&self) -> BTreeMap<String, u32> {
        self.killed.clone()
    }

    #[info]
    async fn strike(&mut self, _: Strike, ctx: &mut Context<Self>) {
        ctx.send_after(self.every, Strike);
        // a supervisor may be gone this moment, and the tree with it
        let Ok(tree) = bank().tree().await else { return };
        // by name: there are many accounts, and one processor
        let mut found: BTreeMap<&str, Vec<Pid>> = BTreeMap::new();
        collect(&tree, &mut found);
        let spared = |name: &str| (self.killed.get(name).copied().unwrap_or(0), fastrand::u32(..));
        let Some((name, pids)) = found.into_iter().min_by_key(|(name, _)| spared(name)) else { return };
        if let Some(pid) = fastrand::choice(pids) {
            tracing::info!("chaos kills {name} {pid}");
            *self.killed.entry(name.to_owned()).or_default() += 1;
            pid.exit(ExitReason::Kill);
        }
    }
}

fn collect<'a>(tree: &'a Tree, found: &mut BTreeMap<&'a str, Vec<Pid>>) {
    // whoever watches it is to see it
    for child in tree.children.iter().filter(|child| &*child.id != Observer::NAME) {
        if let ChildState::Running(pid) = child.state {
            found.entry(&child.id).or_default().push(pid);
        }
        collect(child, found);
    }
}
