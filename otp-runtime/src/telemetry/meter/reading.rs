//! What a meter says.

use super::Latency;
use std::collections::BTreeMap;
use std::time::Duration;

/// What a [`Meter`](super::Meter) has counted, from its begin or between two readings.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Reading {
    /// How long that took.
    pub span: Duration,
    /// By server and method, or the type of a message that is neither call nor cast.
    pub traffic: BTreeMap<(&'static str, &'static str), Traffic>,
    /// By server.
    pub lives: BTreeMap<&'static str, Lives>,
    /// Messages that reached nobody.
    pub dead_letters: u64,
    /// Supervisors that gave up.
    pub gave_up: u64,
}

/// What came to the servers of one type by one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Traffic {
    /// Calls that are over.
    pub calls: u64,
    /// Those of them that had no reply, unless nobody waited for one.
    pub failed: u64,
    /// Casts that were sent.
    pub casts: u64,
    /// Other messages that were handled.
    pub infos: u64,
    /// How long the callers waited.
    pub latency: Latency,
}

/// What became of the processes of one type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lives {
    /// Processes that were made.
    pub started: u64,
    /// Processes that ended.
    pub exited: u64,
    /// Those of them whose reason was not clean.
    pub crashed: u64,
    /// Children that were started again.
    pub restarted: u64,
}

impl Reading {
    /// What was counted after `earlier`, a reading of the same meter.
    pub fn since(&self, earlier: &Reading) -> Reading {
        let mut between = self.clone();
        between.span = self.span.saturating_sub(earlier.span);
        between.dead_letters = self.dead_letters.saturating_sub(earlier.dead_letters);
        between.gave_up = self.gave_up.saturating_sub(earlier.gave_up);
        for (name, before) in &earlier.traffic {
            if let Some(traffic) = between.traffic.get_mut(name) {
                traffic.subtract(before);
            }
        }
        for (server, before) in &earlier.lives {
            if let Some(lives) = between.lives.get_mut(server) {
                lives.subtract(before);
            }
        }
        between
    }

    /// All servers and methods together.
    pub fn all_traffic(&self) -> Traffic {
        let mut all = Traffic::default();
        self.traffic.values().for_each(|traffic| all.add(traffic));
        all
    }

    /// All methods of a server together.
    pub fn traffic_of(&self, server: &str) -> Traffic {
        let mut all = Traffic::default();
        let of_server = self.traffic.iter().filter(|((of, _), _)| *of == server);
        of_server.for_each(|(_, traffic)| all.add(traffic));
        all
    }

    /// All servers together.
    pub fn all_lives(&self) -> Lives {
        let mut all = Lives::default();
        self.lives.values().for_each(|lives| all.add(lives));
        all
    }
}

impl Traffic {
    /// Calls, casts and other messages.
    pub fn messages(&self) -> u64 {
        self.calls + self.casts + self.infos
    }

    pub(super) fn add(&mut self, other: &Traffic) {
        self.calls += other.calls;
        self.failed += other.failed;
        self.casts += other.casts;
        self.infos += other.infos;
        self.latency.plus(&other.latency);
    }

    fn subtract(&mut self, earlier: &Traffic) {
        self.calls = self.calls.saturating_sub(earlier.calls);
        self.failed = self.failed.saturating_sub(earlier.failed);
        self.casts = self.casts.saturating_sub(earlier.casts);
        self.infos = self.infos.saturating_sub(earlier.infos);
        self.latency.minus(&earlier.latency);
    }
}

impl Lives {
    pub(super) fn add(&mut self, other: &Lives) {
        self.started += other.started;
        self.exited += other.exited;
        self.crashed += other.crashed;
        self.restarted += other.restarted;
    }

    fn subtract(&mut self, earlier: &Lives) {
        self.started = self.started.saturating_sub(earlier.started);
        self.exited = self.exited.saturating_sub(earlier.exited);
        self.crashed = self.crashed.saturating_sub(earlier.crashed);
        self.restarted = self.restarted.saturating_sub(earlier.restarted);
    }
}
