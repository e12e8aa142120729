//! A shop to look at: tills, a ledger that is slow at times, customers who come at random, and somebody who breaks things.

use std::time::Duration;

use otp_runtime::prelude::*;
use otp_runtime::{ChildSpec, SupervisorClient, process};

const TILLS: u32 = 8;

pub(crate) struct Till {
    cents: u64,
}

#[gen_server]
impl Till {
    #[init]
    pub(crate) fn init() -> Self {
        Till { cents: 0 }
    }

    /// Takes money in; what is in it now.
    #[call]
    pub(crate) fn sell(&mut self, cents: u64) -> u64 {
        self.cents += cents;
        Ledger::named("ledger").write(cents);
        self.cents
    }
}

pub(crate) struct Ledger {
    lines: u64,
}

#[gen_server]
impl Ledger {
    #[init]
    pub(crate) fn init() -> Self {
        Ledger { lines: 0 }
    }

    /// Writes a line; a new page takes a while.
    #[cast]
    pub(crate) async fn write(&mut self, _cents: u64) {
        self.lines += 1;
        if self.lines.is_multiple_of(500) {
            process::sleep(Duration::from_millis(300)).await;
        }
    }
}

/// Opens it, and lets the customers in.
pub(crate) async fn open() -> Result<SupervisorClient, StartError<InvalidSupervisor>> {
    let tills = (0..TILLS).map(|number| Till::child().id(format!("till {number}")).name(format!("till {number}")));
    let tills = Supervisor::builder(Strategy::OneForOne).max_restarts(1_000_000).children(tills);
    let customers = (0..3).map(|number| ChildSpec::from_fn(format!("customer {number}"), customer));
    let customers = Supervisor::builder(Strategy::OneForOne).max_restarts(1_000_000).children(customers);
    Supervisor::builder(Strategy::OneForOne)
        .child(Ledger::child().id("ledger").name("ledger"))
        .child(tills.into_child_spec().id("tills"))
        .child(customers.into_child_spec().id("customers"))
        .child(ChildSpec::from_fn("vandal", vandal))
        .start_link()
        .name("shop")
        .await
}

async fn customer() {
    loop {
        let till = Till::named(format!("till {}", fastrand::u32(..TILLS)));
        // whoever has just been broken does not answer: to the next one
        let _ = till.sell(fastrand::u64(1..100)).await;
        process::sleep(Duration::from_millis(fastrand::u64(0..4))).await;
    }
}

async fn vandal() {
    loop {
        process::sleep(Duration::from_millis(300)).await;
        Till::named(format!("till {}", fastrand::u32(..TILLS))).exit(ExitReason::Kill);
    }
}
