//! Counting what happens.

mod crash;
mod latency;
mod reading;
mod shards;

pub use crash::Crash;
#[cfg(feature = "observer")]
pub(crate) use crash::cut;
pub use latency::Latency;
pub use reading::{Lives, Reading, Traffic};

use super::{CallOutcome, Event, MessageKind};
use crate::system::{self, System};
use crash::Crashes;
use shards::Shards;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Weak};
use std::time::Instant;

/// Counts what happens in a runtime: calls, casts and other messages by server and method, starts, ends, restarts, dead letters;
/// and keeps the last crashes. The difference of two [readings](Meter::read) is a rate.
///
/// It is a telemetry handler like any other: while a meter counts messages each is timed, and a call to an idle server takes
/// about ten times as long (300 ns where it took 30). [`Meter::of_lives`] leaves them out, and costs nothing but at starts and ends. The counting
/// ends when the meter is dropped. Nothing is kept by process, so it takes no more memory the longer it counts.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::telemetry::Meter;
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let meter = Meter::new(20);
/// let till = Till::start(5).await?;
/// let before = meter.read();
/// for _ in 0..10 {
///     till.cents().await?;
/// }
/// let counted = meter.read().since(&before);
/// let traffic = &counted.traffic[&("Till", "cents")];
/// assert_eq!(traffic.calls, 10);
/// println!("{} calls in {:?}, half of them within {:?}", traffic.calls, counted.span, traffic.latency.quantile(0.5));
/// # Ok(())
/// # }
/// ```
pub struct Meter {
    counted: Arc<Counted>,
    system: Weak<System>,
    id: String,
}

struct Counted {
    begun: Instant,
    shards: Shards,
    crashes: Crashes,
    dead_letters: AtomicU64,
    gave_up: AtomicU64,
}

impl Meter {
    /// A meter of all that happens, which keeps so many of the last crashes.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    #[track_caller]
    pub fn new(crashes: usize) -> Meter {
        Meter::attached(crashes, true)
    }

    /// A meter of everything but messages: they cost what they did.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    #[track_caller]
    pub fn of_lives(crashes: usize) -> Meter {
        Meter::attached(crashes, false)
    }

    #[track_caller]
    fn attached(crashes: usize, messages: bool) -> Meter {
        let counted = Arc::new(Counted {
            begun: Instant::now(),
            shards: Shards::default(),
            crashes: Crashes::of_the_last(crashes),
            dead_letters: AtomicU64::new(0),
            gave_up: AtomicU64::new(0),
        });
        let (system, told, id) = (System::current(), counted.clone(), format!("meter {}", system::new_id()));
        let attached = system.hub.attach(id.clone(), messages, Box::new(move |event| told.count(event)));
        debug_assert!(attached.is_ok(), "nobody else has this number");
        Meter { counted, system: Arc::downgrade(&system), id }
    }

    /// What has been counted so far.
    pub fn read(&self) -> Reading {
        let mut reading = self.counted.shards.sum();
        reading.span = self.counted.begun.elapsed();
        reading.dead_letters = self.counted.dead_letters.load(Relaxed);
        reading.gave_up = self.counted.gave_up.load(Relaxed);
        reading
    }

    /// The last crashes, newest first.
    pub fn crashes(&self) -> Vec<Crash> {
        self.counted.crashes.all()
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if let Some(system) = self.system.upgrade() {
            system.hub.detach(&self.id);
        }
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meter").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Counted {
    fn count(&self, event: &Event<'_>) {
        match *event {
            Event::CallStopped { server, method, duration, outcome, .. } => {
                self.shards.traffic(server, method, |traffic| {
                    traffic.calls += 1;
                    traffic.failed += u64::from(!matches!(outcome, CallOutcome::Replied | CallOutcome::Cancelled));
                    traffic.latency.add(duration);
                });
            }
            Event::Cast { server, method, .. } => self.shards.traffic(server, method, |traffic| traffic.casts += 1),
            Event::Handled { server, handler, kind: MessageKind::Info, .. } => {
                self.shards.traffic(server, handler, |traffic| traffic.infos += 1);
            }
            Event::ProcessStarted { server, .. } => self.shards.lives(server, |lives| lives.started += 1),
            Event::ProcessExited { pid, server, reason } => {
                let crashed = crash::is_crash(reason);
                self.shards.lives(server, |lives| {
                    lives.exited += 1;
                    lives.crashed += u64::from(crashed);
                });
                if crashed {
                    self.crashes.note(pid, server, reason);
                }
            }
            Event::ChildRestarted { server, .. } => self.shards.lives(server, |lives| lives.restarted += 1),
            Event::SupervisorGaveUp { .. } => {
                self.gave_up.fetch_add(1, Relaxed);
            }
            Event::DeadLetter { .. } => {
                self.dead_letters.fetch_add(1, Relaxed);
            }
            _ => {}
        }
    }
}
