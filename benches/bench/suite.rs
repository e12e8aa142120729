//! The workloads one contender can do.

use crate::contender::{Casts, Contender, Keyed, Named, Supervised, on_tokio};
use crate::workload::{Size, Workload};
use crate::workloads::{calls, casts, crash, lives, load, memory, places};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Workers of every runtime, unless the workload says otherwise.
const WORKERS: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ours,
    /// Ours with `inline = false`.
    Queued,
    /// Ours among a million other processes; takes part when it is asked for.
    Crowd,
    /// No mailbox at all.
    Floor,
    Hand,
    Limited,
    Mutex,
    Peer,
    Beam,
}

type Run = Box<dyn Fn(Size) -> f64>;

pub(crate) struct Suite {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    runs: HashMap<Workload, Run>,
}

impl Suite {
    pub(crate) fn new(name: &'static str, kind: Kind) -> Self {
        Suite { name, kind, runs: HashMap::new() }
    }

    fn with(mut self, workload: Workload, run: impl Fn(Size) -> f64 + 'static) -> Self {
        self.runs.insert(workload, Box::new(run));
        self
    }

    /// `None`: it cannot do this, or has failed to; the panic says how.
    pub(crate) fn run(&self, workload: Workload, size: Size) -> Option<f64> {
        let run = self.runs.get(&workload)?;
        let figure = catch_unwind(AssertUnwindSafe(|| run(size))).ok();
        if figure.is_none() {
            eprintln!("{} failed in this round of {}", self.name, workload.name());
        }
        figure
    }

    /// One workload by itself, on tokio.
    pub(crate) fn alone<W: Future<Output = f64> + Send + 'static>(
        self,
        workload: Workload,
        run: fn(Size) -> W,
    ) -> Self {
        self.with(workload, move |size| on_tokio(WORKERS, run(size)))
    }

    pub(crate) fn calls<C: Contender>(mut self) -> Self {
        use Workload::*;
        for workers in Workload::worker_counts() {
            self = self.with(Scaling(workers), move |size| C::run(workers, calls::pairs::<C>(size)));
        }
        for percentile in Workload::PERCENTILES {
            self = self.with(Load(percentile), move |size| C::run(WORKERS, load::percentile::<C>(size, percentile)));
        }
        self.with(Call, |size| C::run(WORKERS, calls::sync::<C>(size)))
            .with(CallAsync, |size| C::run(WORKERS, calls::asynchronous::<C>(size)))
            .with(CallYielding, |size| C::run(WORKERS, calls::yielding::<C>(size)))
            .with(Clients, |size| C::run(WORKERS, calls::clients::<C>(size)))
            .with(Pairs, |size| C::run(WORKERS, calls::pairs::<C>(size)))
            .with(FanOut, |size| C::run(WORKERS, calls::fan_out::<C>(size)))
            .with(MemoryCalled, |size| C::run(WORKERS, memory::called::<C>(size)))
    }

    pub(crate) fn lives<C: Contender>(self) -> Self {
        self.with(Workload::Lives, |size| C::run(WORKERS, lives::start_and_stop::<C>(size)))
    }

    pub(crate) fn casts<C: Casts>(self) -> Self {
        use Workload::*;
        self.with(Flood(1), |size| C::run(WORKERS, casts::flood::<C>(size, 1)))
            .with(Flood(4), |size| C::run(WORKERS, casts::flood::<C>(size, 4)))
            .with(Flood(64), |size| C::run(WORKERS, casts::flood::<C>(size, 64)))
            .with(CastIdle, |size| C::run(WORKERS, casts::idle::<C>(size)))
            .with(CastFanOut, |size| C::run(WORKERS, casts::fan_out::<C>(size)))
            .with(Ring, |size| C::run(WORKERS, casts::ring::<C>(size)))
            .with(MemoryCast, |size| C::run(WORKERS, memory::cast::<C>(size)))
    }

    pub(crate) fn named<C: Named>(self) -> Self {
        self.with(Workload::CallNamed, |size| C::run(WORKERS, places::named::<C>(size)))
    }

    pub(crate) fn keyed<C: Keyed>(self) -> Self {
        self.with(Workload::CallKeyed, |size| C::run(WORKERS, places::keyed::<C>(size)))
    }

    pub(crate) fn supervised<C: Supervised>(self) -> Self {
        self.with(Workload::CallSupervised, |size| C::run(WORKERS, places::supervised::<C>(size)))
            .with(Workload::Crash, |size| C::run(WORKERS, crash::to_serving::<C>(size)))
    }
}
