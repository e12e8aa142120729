//! How many restarts are too many.

use crate::system::System;
use std::collections::VecDeque;
use tokio::time::Instant;

/// One sliding window over all restarts of a supervisor, in whole seconds of the system's clock.
pub(crate) struct Window {
    max_restarts: u32,
    max_seconds: u64,
    restarts: VecDeque<u64>,
}

impl Window {
    pub(crate) fn new(max_restarts: u32, max_seconds: u64) -> Self {
        Window { max_restarts, max_seconds, restarts: VecDeque::new() }
    }

    /// Counts an attempt; `false` when it is one too many.
    pub(crate) fn allows_another(&mut self, system: &System) -> bool {
        self.add(Instant::now().saturating_duration_since(system.epoch).as_secs())
    }

    fn add(&mut self, now: u64) -> bool {
        while self.restarts.front().is_some_and(|at| at + self.max_seconds < now) {
            self.restarts.pop_front();
        }
        self.restarts.push_back(now);
        self.restarts.len() <= self.max_restarts as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_those_of_the_clock() {
        let mut window = Window::new(1, 1);
        assert!(window.add(0), "at 0.05 s");
        assert!(!window.add(1), "1.90 s is within a second of it");
        let mut window = Window::new(1, 1);
        assert!(window.add(0), "at 0.90 s");
        assert!(window.add(2), "2.05 s is not");
    }

    #[test]
    fn no_restart_may_be_allowed() {
        assert!(!Window::new(0, 5).add(7));
    }
}
