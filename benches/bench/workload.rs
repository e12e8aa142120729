//! What is measured: names, titles, units, and how often.

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Workload {
    Call,
    CallAsync,
    CallYielding,
    Clients,
    Pairs,
    FanOut,
    /// Senders.
    Flood(u64),
    CastIdle,
    CastFanOut,
    Ring,
    Lives,
    MemoryCalled,
    MemoryCast,
    CallNamed,
    CallKeyed,
    CallSupervised,
    Crash,
    /// Per mille.
    Load(u32),
    /// Workers.
    Scaling(usize),
}

use Workload::*;

impl Workload {
    pub(crate) const PERCENTILES: [u32; 3] = [500, 990, 999];

    /// In the order of the table.
    pub(crate) fn all() -> Vec<Self> {
        let mut all = vec![Call, CallAsync, CallYielding, Clients, Pairs, FanOut];
        all.extend([Flood(1), Flood(4), Flood(64), CastIdle, CastFanOut, Ring]);
        all.extend([Lives, MemoryCalled, MemoryCast, CallNamed, CallKeyed, CallSupervised, Crash]);
        all.extend(Self::PERCENTILES.map(Load));
        all.extend(Self::worker_counts().into_iter().map(Scaling));
        all
    }

    /// 1, 2, 4, … up to the cores there are.
    pub(crate) fn worker_counts() -> Vec<usize> {
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        std::iter::successors(Some(1), |workers| Some(workers * 2)).take_while(|workers| *workers <= cores).collect()
    }

    /// What `--only` calls it.
    pub(crate) fn name(self) -> String {
        match self {
            Call => "call".to_owned(),
            CallAsync => "call-async".to_owned(),
            CallYielding => "call-yielding".to_owned(),
            Clients => "clients".to_owned(),
            Pairs => "pairs".to_owned(),
            FanOut => "fan-out".to_owned(),
            Flood(senders) => format!("flood-{senders}"),
            CastIdle => "cast-idle".to_owned(),
            CastFanOut => "cast-fan-out".to_owned(),
            Ring => "ring".to_owned(),
            Lives => "start-stop".to_owned(),
            MemoryCalled => "memory-called".to_owned(),
            MemoryCast => "memory-cast".to_owned(),
            CallNamed => "call-named".to_owned(),
            CallKeyed => "call-keyed".to_owned(),
            CallSupervised => "call-supervised".to_owned(),
            Crash => "crash".to_owned(),
            Load(percentile) => format!("load-p{}", percentile_name(percentile)),
            Scaling(workers) => format!("scaling-{workers}"),
        }
    }

    pub(crate) fn title(self) -> String {
        match self {
            Call => "call, idle server".to_owned(),
            CallAsync => "call, async handler".to_owned(),
            CallYielding => "call, handler yields, 5 s limit".to_owned(),
            Clients => "call, 64 clients of one server".to_owned(),
            Pairs => "call, 64 clients of a server each".to_owned(),
            FanOut => "call, each of 100,000 servers".to_owned(),
            Flood(1) => "casts from 1 sender".to_owned(),
            Flood(senders) => format!("casts from {senders} senders"),
            CastIdle => "cast, idle server, until handled".to_owned(),
            CastFanOut => "cast, each of 1,000 idle servers".to_owned(),
            Ring => "ring of 1,000 servers, a hop".to_owned(),
            Lives => "start and stop, of 100,000".to_owned(),
            MemoryCalled => "idle process, called once, bytes".to_owned(),
            MemoryCast => "idle process, cast to once, bytes".to_owned(),
            CallNamed => "call by name".to_owned(),
            CallKeyed => "call by registry key".to_owned(),
            CallSupervised => "call of a supervised child".to_owned(),
            Crash => "crash until serving again".to_owned(),
            Load(percentile) => format!("call under mixed load, p{}", percentile_name(percentile)),
            Scaling(workers) => {
                format!("64 clients of a server each, {workers} worker{}", if workers == 1 { "" } else { "s" })
            }
        }
    }

    /// Of one process, or of one operation.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            MemoryCalled | MemoryCast => "bytes",
            _ => "ns",
        }
    }

    /// Resident memory is told apart from another contender's only in a process of its own.
    pub(crate) fn alone(self) -> bool {
        matches!(self, MemoryCalled | MemoryCast)
    }

    /// Rounds that suffice: what takes seconds, and varies little, is not repeated often.
    pub(crate) fn rounds(self, asked: usize) -> usize {
        match self {
            FanOut | Lives | Load(_) => asked.min(5),
            MemoryCalled | MemoryCast => asked.min(3),
            _ => asked,
        }
    }
}

fn percentile_name(per_mille: u32) -> String {
    match per_mille % 10 {
        0 => (per_mille / 10).to_string(),
        rest => format!("{}.{rest}", per_mille / 10),
    }
}

/// How much of a workload to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) divisor: u64,
}

impl Size {
    pub(crate) fn of(self, full: u64) -> u64 {
        (full / self.divisor).max(1)
    }
}
