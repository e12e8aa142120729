//! Metrics, with the crate of that name: what [`attach`] is told of, counted.
//!
//! | name | kind | labels | what |
//! |---|---|---|---|
//! | `otp_calls_total` | counter | `server`, `method`, `outcome` | calls that are over; `outcome` is `replied`, `timeout`, `exit`, `refused` or `cancelled` |
//! | `otp_call_seconds` | histogram | `server`, `method` | how long their callers waited |
//! | `otp_casts_total` | counter | `server`, `method` | casts sent |
//! | `otp_handler_seconds` | histogram | `server`, `kind` | how long handlers took; `kind` is `call`, `cast` or `info` |
//! | `otp_process_starts_total` | counter | `server` | processes made |
//! | `otp_process_exits_total` | counter | `server`, `reason` | processes ended; `reason` is `normal`, `shutdown`, `killed`, `panic` or `error` |
//! | `otp_restarts_total` | counter | `server` | children started again |
//! | `otp_supervisor_give_ups_total` | counter | | supervisors with too many restarts |
//! | `otp_dead_letters_total` | counter | `kind` | messages that reached nobody; `kind` is `cast`, `message`, `timer` or `reply` |
//! | `otp_deadlocks_total` | counter | | circles of processes that wait for each other |
//! | `otp_slow_handlers_total` | counter | `server` | warnings of [`slow_handlers`](super::slow_handlers) |
//! | `otp_processes` | gauge | `server` | processes that live, as of the last [`sample`] |
//! | `otp_mailbox_messages` | gauge | `server` | messages that wait in their mailboxes, likewise |
//!
//! No label is a pid or a name: there are as many series as there are types and methods.

use super::event::exit_word;
use super::{AlreadyAttached, Event, attach};
use ::metrics::{counter, gauge, histogram};
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// Records all events of this runtime with the recorder that is installed, as the telemetry handler `metrics`.
///
/// # Errors
///
/// It has been called in this runtime already.
///
/// # Panics
///
/// Outside a tokio runtime.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::telemetry::metrics;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// metrics::install()?;
/// metrics::sample(); // before each scrape
/// # Ok(())
/// # }
/// ```
#[track_caller]
pub fn install() -> Result<(), AlreadyAttached> {
    attach("metrics", record)
}

/// Sets the gauges to what there is now. To be called before they are read; it looks at every process.
pub fn sample() {
    // a type whose last process has ended is 0 from then on
    static KNOWN: Mutex<BTreeMap<&'static str, ()>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock();
    let mut now: BTreeMap<_, _> = known.keys().map(|server| (*server, (0_usize, 0_usize))).collect();
    for process in crate::process::snapshot().processes {
        let of_type = now.entry(process.kind).or_default();
        of_type.0 += 1;
        of_type.1 += process.message_queue_len;
    }
    for (server, (processes, messages)) in now {
        known.insert(server, ());
        gauge!("otp_processes", "server" => server).set(processes as f64);
        gauge!("otp_mailbox_messages", "server" => server).set(messages as f64);
    }
}

fn record(event: &Event<'_>) {
    match *event {
        Event::ProcessStarted { server, .. } => counter!("otp_process_starts_total", "server" => server).increment(1),
        Event::ProcessExited { server, reason, .. } => {
            counter!("otp_process_exits_total", "server" => server, "reason" => exit_word(reason)).increment(1);
        }
        Event::ChildRestarted { server, .. } => counter!("otp_restarts_total", "server" => server).increment(1),
        Event::SupervisorGaveUp { .. } => counter!("otp_supervisor_give_ups_total").increment(1),
        Event::CallStarted { .. } => {}
        Event::CallStopped { server, method, duration, outcome, .. } => {
            let outcome = outcome.word();
            counter!("otp_calls_total", "server" => server, "method" => method, "outcome" => outcome).increment(1);
            histogram!("otp_call_seconds", "server" => server, "method" => method).record(duration);
        }
        Event::Cast { server, method, .. } => {
            counter!("otp_casts_total", "server" => server, "method" => method).increment(1);
        }
        Event::Handled { server, kind, duration, .. } => {
            histogram!("otp_handler_seconds", "server" => server, "kind" => kind.word()).record(duration);
        }
        Event::DeadLetter { kind, .. } => counter!("otp_dead_letters_total", "kind" => kind.word()).increment(1),
        Event::Deadlock { .. } => counter!("otp_deadlocks_total").increment(1),
        Event::SlowHandler { server, .. } => counter!("otp_slow_handlers_total", "server" => server).increment(1),
    }
}
