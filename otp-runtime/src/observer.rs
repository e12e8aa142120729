//! A page that shows the running system (Erlang's `observer`), with the feature `observer`.
//!
//! The supervision trees as they are now, who has how many messages waiting, rates and latencies of the last minutes, crashes with
//! their reasons; and of each process its state, its relations and its messages. [`serve`] starts it:
//!
//! ```
//! use otp_runtime::prelude::*;
//! use otp_runtime::observer;
//!
//! # #[otp_runtime::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let observer = observer::serve(([127, 0, 0, 1], 0)).await?;
//! println!("look at http://{}", observer.address().await?);
//! # observer.stop().await?;
//! # Ok(())
//! # }
//! ```
//!
//! It is a process like any other: the same [`ObserverBuilder`] can be given to a supervisor as a child, or be a field of a
//! [`#[supervisor]`](macro@crate::supervisor):
//!
//! ```
//! use otp_runtime::prelude::*;
//! use otp_runtime::observer::Observer;
//! # struct Till { cents: u64 }
//! # #[gen_server]
//! # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
//!
//! #[supervisor(strategy = one_for_one)]
//! struct Shop {
//!     #[child(args(5))]
//!     till: Till,
//!     #[child(args(([127, 0, 0, 1], 0)), rates = false)]
//!     observer: Observer,
//! }
//!
//! # #[otp_runtime::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let shop = Shop::start_link().await?;
//! println!("look at http://{}", shop.observer().address().await?);
//! # shop.stop().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Who may look
//!
//! It listens on a loopback address, and shows itself under this machine's own names only: whoever is on this machine may look,
//! and nobody can change anything. With a [`token`](ObserverBuilder::token) it may listen anywhere; away from loopback, whoever
//! looks needs it. With [`control`](ObserverBuilder::control) as well, whoever has the token may suspend, resume, trace and
//! kill processes; the page of another site cannot. What is sent is not encrypted: through a network it belongs in a tunnel.
//!
//! # What it costs
//!
//! While somebody looks, a [snapshot](crate::process::snapshot) a second, shared by all, off the runtime's threads; fewer where
//! there is so much that it would take a tenth of the time. A process whose state is shown is asked for it once a second, by a
//! message in its mailbox. Always, a [`Meter`](crate::telemetry::Meter): as long as it counts messages, a call to an idle server takes
//! about ten times as long; [`rates(false)`](ObserverBuilder::rates) leaves them out, and then messages cost what they did. How many
//! messages each process handles is counted in any case.
//!
//! # For programs
//!
//! All that the page shows is JSON below `/api`: `summary`, `tree`, `processes`, `process/1.42`, `rates`, `crashes`, and `events`,
//! which sends it again each second. Answers are never larger than a page of 100 rows. The `rate` of a process is since the look
//! before: it is null in the first one, and after a minute in which nobody looked.

mod builder;
mod error;
mod events;
mod fault;
mod find;
mod gate;
mod history;
mod look;
mod pace;
mod page;
mod query;
mod routes;
mod rows;
mod server;
mod shared;
mod state;
mod summary;
mod text;
mod token;
mod trace;
mod unfold;
mod view;

pub use builder::ObserverBuilder;
pub use error::ObserverError;
pub use server::{Address, Observer, ObserverClient, ObserverInfo, Tick};

use std::net::SocketAddr;

/// Serves the page at this address; port 0 is any that is free. Await it, or give it to a supervisor.
///
/// # Errors
///
/// [`StartError::Init`](crate::StartError::Init) with an [`ObserverError`].
///
/// # Panics
///
/// Awaited outside a tokio runtime, or in one without I/O.
pub fn serve(address: impl Into<SocketAddr>) -> ObserverBuilder {
    ObserverBuilder::new(address.into())
}
