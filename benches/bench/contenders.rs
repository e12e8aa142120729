//! Who takes part, and in what. A file each.

#[cfg(feature = "peers")]
mod actix;
pub(crate) mod elixir;
mod floor;
mod hand;
#[cfg(feature = "peers")]
mod hydra;
#[cfg(feature = "peers")]
mod kameo;
mod mutex;
mod ours;
#[cfg(feature = "peers")]
mod ractor;
#[cfg(feature = "peers")]
mod rsactor;
#[cfg(feature = "peers")]
mod spawned;
#[cfg(feature = "peers")]
mod xtra;

use crate::suite::{Kind, Suite};
use crate::workload::Workload;

/// All that are built in.
pub(crate) fn all() -> Vec<Suite> {
    use ours::{in_place, queued};
    let ours = Suite::new("ours", Kind::Ours)
        .calls::<in_place::Ours>()
        .lives::<in_place::Ours>()
        .casts::<in_place::Ours>()
        .named::<in_place::Ours>()
        .keyed::<in_place::Ours>()
        .supervised::<in_place::Ours>();
    let queued = Suite::new("queued", Kind::Queued)
        .calls::<queued::Ours>()
        .lives::<queued::Ours>()
        .casts::<queued::Ours>()
        .named::<queued::Ours>()
        .keyed::<queued::Ours>()
        .supervised::<queued::Ours>();
    let crowd = Suite::new("crowd", Kind::Crowd)
        .calls::<in_place::Ours<1_000_000>>()
        .casts::<in_place::Ours<1_000_000>>()
        .lives::<in_place::Ours<1_000_000>>()
        .named::<in_place::Ours<1_000_000>>()
        .keyed::<in_place::Ours<1_000_000>>()
        .supervised::<in_place::Ours<1_000_000>>();
    let hand = Suite::new("hand", Kind::Hand).calls::<hand::Hand>().lives::<hand::Hand>().casts::<hand::Hand>();
    let limited = Suite::new("hand+5s", Kind::Limited).calls::<hand::Limited>();
    let mutex = Suite::new("mutex", Kind::Mutex).calls::<mutex::Mutex>().lives::<mutex::Mutex>();
    let floor = Suite::new("floor", Kind::Floor)
        .alone(Workload::CastIdle, floor::cast_idle)
        .alone(Workload::Ring, floor::ring)
        .alone(Workload::Lives, floor::start_and_stop)
        .alone(Workload::Crash, floor::crash);
    let mut all = vec![ours, queued, crowd, floor, hand, limited, mutex];
    all.extend(peers());
    all
}

#[cfg(not(feature = "peers"))]
fn peers() -> Vec<Suite> {
    Vec::new()
}

#[cfg(feature = "peers")]
fn peers() -> Vec<Suite> {
    let peer = |name| Suite::new(name, Kind::Peer);
    vec![
        peer("kameo")
            .calls::<kameo::Kameo>()
            .lives::<kameo::Kameo>()
            .casts::<kameo::Kameo>()
            .named::<kameo::Kameo>()
            .supervised::<kameo::Kameo>(),
        peer("ractor")
            .calls::<ractor::Ractor>()
            .lives::<ractor::Ractor>()
            .casts::<ractor::Ractor>()
            .named::<ractor::Ractor>(),
        peer("actix").calls::<actix::Actix>().lives::<actix::Actix>().casts::<actix::Actix>(),
        peer("xtra").calls::<xtra::Xtra>().lives::<xtra::Xtra>().casts::<xtra::Xtra>(),
        peer("rsactor").calls::<rsactor::Rsactor>().lives::<rsactor::Rsactor>().casts::<rsactor::Rsactor>(),
        peer("spawned")
            .calls::<spawned::Spawned>()
            .lives::<spawned::Spawned>()
            .casts::<spawned::Spawned>()
            .named::<spawned::Spawned>(),
        peer("hydra")
            .calls::<hydra::Hydra>()
            .lives::<hydra::Hydra>()
            .casts::<hydra::Hydra>()
            .named::<hydra::Hydra>()
            .supervised::<hydra::Hydra>(),
    ]
}
