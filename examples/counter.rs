//! A counter: plain methods that `#[gen_server]` turns into a process with a typed client.
//!
//! `counter_expanded.rs` is the same program without the macro, beside the Elixir module that both follow.
//!
//! ```text
//! cargo run --example counter
//! ```

use std::error::Error;

use otp_runtime::prelude::*;

/// Counts up, and down to zero.
pub struct Counter {
    count: u64,
}

/// More was to be taken than is there.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("only {0} left")]
pub struct TooFew(pub u64);

/// A message that sets the counter back to zero.
#[derive(Clone, Debug)]
pub struct Reset;

#[gen_server]
impl Counter {
    /// The counter begins at `count`.
    #[init]
    pub fn init(count: u64) -> Self {
        Counter { count }
    }

    /// The count so far.
    #[call]
    pub fn value(&self) -> u64 {
        self.count
    }

    /// Takes `amount` off; the answer is what is left.
    #[call]
    pub fn take(&mut self, amount: u64) -> Result<u64, TooFew> {
        self.count = self.count.checked_sub(amount).ok_or(TooFew(self.count))?;
        Ok(self.count)
    }

    /// Adds `amount`, some time soon.
    #[cast]
    pub fn add(&mut self, amount: u64) {
        self.count += amount;
    }

    #[info]
    fn reset(&mut self, _: Reset) {
        self.count = 0;
    }
}

#[otp_runtime::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let counter = Counter::start(40).await?;

    counter.add(2); // a cast: nobody waits for it, and it is handled before the next call
    println!("value: {}", counter.value().await?);
    println!("take 40: {:?}", counter.take(40).await);
    match counter.take(3).await {
        Err(CallError::Handler(too_few)) => println!("take 3: {too_few}"),
        other => println!("take 3: {other:?}"),
    }

    counter.send(Reset);
    println!("value: {}", counter.value().await?);

    counter.stop().await?;
    if let Err(gone) = counter.value().await {
        println!("{gone}");
    }
    Ok(())
}
