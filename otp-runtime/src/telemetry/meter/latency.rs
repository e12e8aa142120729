//! How long calls took, roughly.

use std::time::Duration;

/// Below this all are alike.
const LEAST: u64 = 64;
/// How finely each doubling is divided.
const PER_OCTAVE: u64 = 4;
/// Up to a minute or so.
const BUCKETS: usize = 128;

/// How long so many calls took: a histogram, right to about a tenth (from [`Traffic`](super::Traffic)).
///
/// ```
/// use otp_runtime::telemetry::Latency;
/// use std::time::Duration;
///
/// let mut latency = Latency::default();
/// for ms in 1..=100 {
///     latency.add(Duration::from_millis(ms));
/// }
/// let median = latency.quantile(0.5).unwrap().as_millis();
/// assert!((44..=56).contains(&median), "{median}");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Latency {
    /// Empty when there is nothing.
    buckets: Vec<u64>,
}

impl Latency {
    /// Notes one more.
    pub fn add(&mut self, duration: Duration) {
        let at = bucket(duration);
        if self.buckets.len() <= at {
            self.buckets.resize(at + 1, 0);
        }
        self.buckets[at] += 1;
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.buckets.iter().sum()
    }

    /// How long that share of them took at most, 0.5 of them for the median; `None` when there are none.
    pub fn quantile(&self, share: f64) -> Option<Duration> {
        let count = self.count();
        let wanted = ((count as f64 * share).ceil() as u64).clamp(1, count.max(1));
        let mut seen = 0;
        let at = self.buckets.iter().position(|many| {
            seen += many;
            seen >= wanted
        })?;
        (count > 0).then(|| middle(at))
    }

    pub(super) fn plus(&mut self, other: &Latency) {
        self.buckets.resize(self.buckets.len().max(other.buckets.len()), 0);
        self.buckets.iter_mut().zip(&other.buckets).for_each(|(mine, more)| *mine += more);
    }

    pub(super) fn minus(&mut self, earlier: &Latency) {
        self.buckets.iter_mut().zip(&earlier.buckets).for_each(|(mine, less)| *mine = mine.saturating_sub(*less));
    }
}

/// Four to a doubling: the two bits below the highest tell which.
fn bucket(duration: Duration) -> usize {
    let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX).max(LEAST);
    let octave = u64::from(nanos.ilog2() - LEAST.ilog2());
    let part = (nanos >> (nanos.ilog2() - 2)) & (PER_OCTAVE - 1);
    ((octave * PER_OCTAVE + part) as usize).min(BUCKETS - 1)
}

fn middle(bucket: usize) -> Duration {
    let (octave, part) = (bucket as u64 / PER_OCTAVE, bucket as u64 % PER_OCTAVE);
    let quarter = (LEAST << octave) / PER_OCTAVE;
    Duration::from_nanos(quarter * (PER_OCTAVE + part) + quarter / 2)
}

impl std::fmt::Debug for Latency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Latency")
            .field("count", &self.count())
            .field("p50", &self.quantile(0.5))
            .field("p99", &self.quantile(0.99))
            .finish()
    }
}
