//! Supervised places: a client of a child holds its place, and reaches whoever runs there now.

use crate::client::sighting::Sighting;
use crate::client::target::Place;
use crate::client::whereabouts::Whereabouts;
use crate::partition_supervisor::Route;
use crate::process::head::{AnyProcess, Head};
use crate::supervisor::Supervisor;
use crate::{ChildState, ExitReason, Pid, Target};
use foldhash::fast::RandomState;
use parking_lot::Mutex;
use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Weak};

/// One place in a supervision tree. It outlives its process, and its supervisor's: a supervisor that is started again
/// finds the seats of its children where they were.
pub(crate) struct Seat {
    id: Arc<str>,
    above: Weak<Seat>,
    holder: Mutex<Option<Arc<dyn AnyProcess>>>,
    below: Mutex<Below>,
    /// Those made earlier have lower ones.
    number: u64,
    /// `None`: whoever is there is the first.
    history: Mutex<Option<Box<History>>>,
}

/// What became of those who were there before.
#[derive(Default)]
struct History {
    restarts: u32,
    last_exit: Option<ExitReason>,
    /// It is to be filled again.
    restarting: bool,
}

/// The places below one.
#[derive(Default)]
struct Below {
    /// The supervisor that has them. One that was killed may leave behind supervisors that still stop their children, in
    /// places that are others' by then.
    owner: Option<Pid>,
    /// By id; none for a worker.
    seats: Option<Box<Seats>>,
}

type Seats = HashMap<Arc<str>, Listed>;

/// A place and whether its child was in its supervisor's initial list: it comes again when the supervisor does, even if it
/// has been dropped meanwhile.
struct Listed(Arc<Seat>, bool);

impl Seat {
    /// The place of a process that nobody supervises.
    fn root(id: Arc<str>) -> Arc<Seat> {
        Seat::made(id, Weak::new())
    }

    fn made(id: Arc<str>, above: Weak<Seat>) -> Arc<Seat> {
        let (holder, below, history) = Default::default();
        Arc::new(Seat { id, above, holder, below, number: crate::system::new_id(), history })
    }

    /// The seat that a supervisor takes: the one it was given, or its own.
    pub(crate) fn taken_by(
        head: &Head,
        given: Option<Arc<Seat>>,
        label: &'static str,
        strategy: &'static str,
    ) -> Arc<Seat> {
        head.with_extras(|extras| {
            extras.strategy = strategy;
            let seat = given.unwrap_or_else(|| Seat::root(extras.name.clone().unwrap_or_else(|| Arc::from(label))));
            extras.seat.insert(seat).clone()
        })
        // it has been killed already
        .unwrap_or_else(|| Seat::root(Arc::from(label)))
    }

    /// A place that is found through its clients only.
    pub(crate) fn unlisted(self: &Arc<Self>, id: Arc<str>) -> Arc<Seat> {
        Seat::made(id, Arc::downgrade(self))
    }

    /// The place of a child of `owner`, made if it is not there.
    pub(crate) fn child_seat(self: &Arc<Self>, id: &Arc<str>, owner: Pid, listed: bool) -> Arc<Seat> {
        let mut below = self.below.lock();
        if below.owner != Some(owner) {
            return self.unlisted(id.clone());
        }
        let seats = below.seats.get_or_insert_default();
        let entry = seats.entry(id.clone()).or_insert_with(|| Listed(self.unlisted(id.clone()), false));
        entry.1 |= listed;
        entry.0.clone()
    }

    pub(crate) fn find(&self, id: &str) -> Option<Arc<Seat>> {
        self.below.lock().seats.as_ref()?.get(id).map(|Listed(seat, _)| seat.clone())
    }

    /// Forgets the place of a child of `owner` that is gone for good, unless it was listed.
    pub(crate) fn remove(&self, id: &str, owner: Pid) {
        let removed = {
            let mut below = self.below.lock();
            if below.owner != Some(owner) {
                return;
            }
            let Some(seats) = below.seats.as_mut() else { return };
            match seats.get(id) {
                Some(Listed(seat, true)) => Some(seat.clone()),
                _ => seats.remove(id).map(|Listed(seat, _)| seat),
            }
        };
        if let Some(seat) = removed {
            seat.leave();
        }
    }

    /// A new supervisor takes the seat: whoever is still below belonged to the one before.
    pub(crate) fn vacate_below(&self, owner: Pid) {
        let seats: Vec<_> = {
            let mut below = self.below.lock();
            below.owner = Some(owner);
            below.seats.iter().flat_map(|seats| seats.values().map(|Listed(seat, _)| seat.clone())).collect()
        };
        seats.iter().for_each(|seat| seat.leave());
    }

    /// A child of `owner` takes this place, or leaves it, unless it is another supervisor's by now.
    pub(crate) fn hold_for(self: &Arc<Self>, owner: Pid, pid: Option<Pid>) {
        let process = pid.and_then(crate::system::find);
        self.note_in(process.as_ref());
        let system = process.as_ref().map(|process| process.head().system.clone());
        let before = {
            let above = self.above.upgrade();
            let below = above.as_ref().map(|above| above.below.lock());
            if below.as_ref().is_some_and(|below| below.owner != Some(owner)) {
                return;
            }
            self.seat(process)
        };
        drop(before);
        if let Some(system) = system {
            system.arrivals.notify_waiters();
        }
    }

    pub(crate) fn hold(self: &Arc<Self>, pid: Pid) {
        let process = crate::system::find(pid);
        self.note_in(process.as_ref());
        let system = process.as_ref().map(|process| process.head().system.clone());
        let before = self.seat(process);
        drop(before);
        if let Some(system) = system {
            system.arrivals.notify_waiters();
        }
    }

    /// Somebody else sits here, or nobody: whoever was there before.
    fn seat(&self, process: Option<Arc<dyn AnyProcess>>) -> Option<Arc<dyn AnyProcess>> {
        let mut holder = self.holder.lock();
        if let Some(before) = &*holder {
            before.head().moved();
        }
        std::mem::replace(&mut *holder, process)
    }

    /// Whoever looks at the process finds its place.
    fn note_in(self: &Arc<Self>, process: Option<&Arc<dyn AnyProcess>>) {
        let Some(process) = process else { return };
        if let Some(cold) = process.head().control.lock().living() {
            cold.place = Arc::downgrade(self);
        }
    }

    /// Whoever was there has ended.
    pub(crate) fn note_exit(&self, reason: &ExitReason) {
        self.history.lock().get_or_insert_default().last_exit = Some(reason.clone());
    }

    /// A restart was tried: it has worked, or is to be tried again.
    pub(crate) fn note_restart(&self, worked: bool) {
        let mut history = self.history.lock();
        let history = history.get_or_insert_default();
        history.restarts += u32::from(worked);
        history.restarting = !worked;
    }

    /// How often it was filled again, and why the last process there ended.
    pub(crate) fn history(&self) -> (u32, Option<ExitReason>) {
        self.history.lock().as_ref().map(|history| (history.restarts, history.last_exit.clone())).unwrap_or_default()
    }

    /// The places below it, of its list, that are not `taken`: nobody was seen in them.
    pub(crate) fn vacant(&self, taken: impl Iterator<Item = *const Seat>) -> Vec<(Arc<Seat>, ChildState)> {
        let below = self.below.lock();
        let Some(seats) = &below.seats else { return Vec::new() };
        let taken: HashSet<_, RandomState> = taken.collect();
        let others = seats.values().map(|Listed(seat, _)| seat).filter(|seat| !taken.contains(&Arc::as_ptr(seat)));
        others.map(|seat| (seat.clone(), seat.vacancy())).collect()
    }

    /// What becomes of it, when nobody was seen in it.
    fn vacancy(&self) -> ChildState {
        // whoever is there has ended, or has just come
        let held = self.holder.lock().is_some();
        let restarting = || self.history.lock().as_ref().is_some_and(|history| history.restarting);
        if held || restarting() { ChildState::Restarting } else { ChildState::Stopped }
    }

    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Where the seat above is, for comparison.
    pub(crate) fn above(&self) -> *const Seat {
        self.above.as_ptr()
    }

    pub(crate) fn leave(&self) {
        let before = self.seat(None);
        drop(before);
    }

    pub(crate) fn holder(&self) -> Option<Arc<dyn AnyProcess>> {
        self.look().map(|found| found.process)
    }

    fn look(&self) -> Option<Sighting> {
        self.holder.lock().as_ref().map(Sighting::lasting)
    }

    pub(crate) fn id(&self) -> &Arc<str> {
        &self.id
    }

    /// The ids from the root of the tree: `bank/treasury`.
    pub(crate) fn path(&self) -> String {
        let mut path = String::with_capacity(48);
        self.write_path(&mut path);
        path
    }

    /// As [`path`](Seat::path); `last` is the seat above the one that was asked for before, with its path: brothers follow each
    /// other.
    pub(crate) fn path_after(&self, last: &mut Option<(Arc<Seat>, String)>) -> String {
        if last.as_ref().is_none_or(|(above, _)| Arc::as_ptr(above) != self.above()) {
            let Some(above) = self.above.upgrade() else { return String::from(&*self.id) };
            let path = above.path();
            *last = Some((above, path));
        }
        let above = last.as_ref().map_or("", |(_, path)| path);
        let mut path = String::with_capacity(above.len() + 1 + self.id.len());
        path.push_str(above);
        path.push('/');
        path.push_str(&self.id);
        path
    }

    fn write_path(&self, path: &mut String) {
        if let Some(above) = self.above.upgrade() {
            above.write_path(path);
            path.push('/');
        }
        path.push_str(&self.id);
    }
}

/// The path, for reports that may not be wanted.
impl fmt::Display for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path())
    }
}

/// The place of a child under its supervisor, as [`Supervised::client`](crate::Supervised::client) is given it.
#[derive(Clone)]
pub struct ChildPlace {
    at: At,
    /// What the child's start function gave with its pid.
    pub(crate) info: Option<Arc<dyn Any + Send + Sync>>,
}

#[derive(Clone)]
enum At {
    Seat(Arc<Seat>),
    /// The child of that id of whoever the supervisor is at each use.
    Under(Arc<(Place<Supervisor>, Arc<str>)>),
    /// The partition that a key belongs to at each use.
    Routed(Arc<Route>),
}

impl ChildPlace {
    pub(crate) fn of(seat: Arc<Seat>) -> Self {
        ChildPlace { at: At::Seat(seat), info: None }
    }

    pub(crate) fn routed(route: Route) -> Self {
        ChildPlace { at: At::Routed(Arc::new(route)), info: None }
    }

    /// The place of a supervisor's child: its seat, if the supervisor's own place is sure to stay what it is.
    pub(crate) fn under(supervisor: &Place<Supervisor>, id: &str) -> Self {
        let above = match supervisor.whereabouts() {
            None | Some(Whereabouts::Pid(_)) => supervisor.find().ok().flatten().and_then(|process| seat_of(&*process)),
            Some(Whereabouts::Child(ChildPlace { at: At::Seat(seat), .. })) => Some(seat.clone()),
            Some(_) => None,
        };
        let at = match above.and_then(|above| above.find(id)) {
            Some(seat) => At::Seat(seat),
            None => At::Under(Arc::new((supervisor.clone(), Arc::from(id)))),
        };
        ChildPlace { at, info: None }
    }

    pub(crate) fn find(&self) -> Option<Arc<dyn AnyProcess>> {
        self.look().map(|found| found.process)
    }

    pub(crate) fn look(&self) -> Option<Sighting> {
        match &self.at {
            At::Seat(seat) => seat.look(),
            At::Under(under) => {
                let supervisor = under.0.find().ok()??;
                seat_of(&*supervisor)?.find(&under.1)?.holder().map(Sighting::passing)
            }
            At::Routed(route) => route.find().map(Sighting::passing),
        }
    }

    pub(crate) fn target(&self) -> Target {
        match &self.at {
            At::Seat(seat) => Target::Child(Arc::from(seat.path())),
            At::Routed(route) => route.target(),
            At::Under(under) => {
                let supervisor = match under.0.target() {
                    Target::Name(name) | Target::Child(name) => name.to_string(),
                    other => other.to_string(),
                };
                Target::Child(Arc::from(format!("{supervisor}/{}", under.1)))
            }
        }
    }
}

impl fmt::Debug for ChildPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChildPlace({})", self.target())
    }
}

/// The seat of a supervisor, where its children's are.
pub(crate) fn seat_of(process: &dyn AnyProcess) -> Option<Arc<Seat>> {
    let control = process.head().control.lock();
    control.cold()?.extras.as_ref()?.seat.clone()
}
