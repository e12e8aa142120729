//! How things went in the last minutes.

use crate::telemetry::{Reading, Traffic};
use serde::Serialize;
use std::collections::VecDeque;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How many seconds are kept.
const SECONDS: usize = 300;
/// Over how many seconds rates are told.
const WINDOW: usize = 10;

/// What happened each second, and the last readings.
#[derive(Default)]
pub(super) struct History {
    samples: VecDeque<Sample>,
    readings: VecDeque<Reading>,
    /// What happened in the window.
    recent: Reading,
}

/// One look: how much a second there was since the one before.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Sample {
    /// Milliseconds of Unix time.
    at: u64,
    calls: f64,
    casts: f64,
    infos: f64,
    failed: f64,
    started: f64,
    exited: f64,
    crashed: f64,
    restarted: f64,
    dead_letters: f64,
}

/// How much a second of one method there is, and how long its callers wait.
#[derive(Serialize)]
pub(super) struct Rate {
    server: &'static str,
    method: &'static str,
    calls: f64,
    casts: f64,
    infos: f64,
    failed: f64,
    /// Microseconds.
    p50: Option<u64>,
    p99: Option<u64>,
    /// Since the observer was started.
    total: u64,
}

impl History {
    pub(super) fn note(&mut self, reading: Reading) {
        if let Some(before) = self.readings.back() {
            let sample = Sample::of(&reading.since(before));
            if self.samples.len() == SECONDS {
                self.samples.pop_front();
            }
            self.samples.push_back(sample);
        }
        self.readings.push_back(reading);
        if self.readings.len() > WINDOW + 1 {
            self.readings.pop_front();
        }
        if let (Some(first), Some(last)) = (self.readings.front(), self.readings.back()) {
            self.recent = last.since(first);
        }
    }

    /// Oldest first.
    pub(super) fn samples(&self) -> Vec<Sample> {
        self.samples.iter().copied().collect()
    }

    pub(super) fn last(&self) -> Sample {
        self.samples.back().copied().unwrap_or_default()
    }

    /// The busiest methods first, in the last ten seconds; and how many there are beside them.
    pub(super) fn rates(&self, most: usize) -> (Vec<Rate>, usize) {
        let empty = Traffic::default();
        let span = self.recent.span;
        let mut all: Vec<_> = match self.readings.back() {
            Some(last) => last.traffic.iter().collect(),
            None => Vec::new(),
        };
        let recent = |name| self.recent.traffic.get(name).unwrap_or(&empty);
        all.sort_by_key(|(name, total)| std::cmp::Reverse((recent(name).messages(), total.messages())));
        let more = all.len().saturating_sub(most);
        let rates = all.into_iter().take(most).map(|(name, total)| {
            let traffic = recent(name);
            let micros = |share| traffic.latency.quantile(share).map(|took| took.as_micros() as u64);
            Rate {
                server: name.0,
                method: name.1,
                calls: per_second(traffic.calls, span),
                casts: per_second(traffic.casts, span),
                infos: per_second(traffic.infos, span),
                failed: per_second(traffic.failed, span),
                p50: micros(0.5),
                p99: micros(0.99),
                total: total.messages(),
            }
        });
        (rates.collect(), more)
    }
}

impl Sample {
    fn of(between: &Reading) -> Sample {
        let (traffic, lives) = (between.all_traffic(), between.all_lives());
        let rate = |count| per_second(count, between.span);
        Sample {
            at: unix_ms(SystemTime::now()),
            calls: rate(traffic.calls),
            casts: rate(traffic.casts),
            infos: rate(traffic.infos),
            failed: rate(traffic.failed),
            started: rate(lives.started),
            exited: rate(lives.exited),
            crashed: rate(lives.crashed),
            restarted: rate(lives.restarted),
            dead_letters: rate(between.dead_letters),
        }
    }
}

fn per_second(count: u64, span: Duration) -> f64 {
    let rate = count as f64 / span.as_secs_f64().max(0.001);
    (rate * 10.0).round() / 10.0
}

pub(super) fn unix_ms(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}
