//! Links and monitors, with the runtime's locks in the runtime's order: each process has its links, its watchers and its
//! "dead" mark under one lock. A link is made and removed under both locks, the lower number's first.

use loom::sync::Mutex;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) struct Process {
    pub(crate) id: u32,
    /// `None` when it is dead.
    control: Mutex<Option<Control>>,
    inbox: Mutex<Vec<Note>>,
    /// A mutation: what comes of a link is deposited when the lock is released already.
    late: bool,
}

#[derive(Default)]
struct Control {
    links: BTreeSet<u32>,
    /// Monitors on it.
    watchers: BTreeSet<u32>,
    /// Its own monitors.
    watching: BTreeSet<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    Exit { from: u32, no_proc: bool },
    Down { monitor: u32, no_proc: bool },
}

impl Process {
    pub(crate) fn new(id: u32, late: bool) -> Arc<Self> {
        Arc::new(Process { id, control: Mutex::new(Some(Control::default())), inbox: Mutex::new(Vec::new()), late })
    }

    pub(crate) fn inbox(&self) -> Vec<Note> {
        self.inbox.lock().unwrap().clone()
    }

    pub(crate) fn links(&self) -> usize {
        self.control.lock().unwrap().as_ref().map_or(0, |control| control.links.len())
    }

    fn deposit(&self, note: Note) {
        self.inbox.lock().unwrap().push(note);
    }

    /// If the receiver, under its lock, still wants it.
    fn deposit_if(&self, note: Note, wanted: impl FnOnce(&mut Control) -> bool) {
        {
            let mut control = self.control.lock().unwrap();
            let Some(control) = control.as_mut() else { return };
            if !wanted(control) {
                return;
            }
            if !self.late {
                return self.deposit(note);
            }
        }
        self.deposit(note);
    }

    fn exit_of_link(&self, from: u32, no_proc: bool) {
        self.deposit_if(Note::Exit { from, no_proc }, |control| control.links.remove(&from));
    }

    fn both<T>(&self, other: &Process, look: impl FnOnce(&mut Option<Control>, &mut Option<Control>) -> T) -> T {
        if self.id < other.id {
            let mut mine = self.control.lock().unwrap();
            look(&mut mine, &mut other.control.lock().unwrap())
        } else {
            let mut theirs = other.control.lock().unwrap();
            look(&mut self.control.lock().unwrap(), &mut theirs)
        }
    }

    pub(crate) fn link(&self, other: &Process) {
        let linked = self.both(other, |mine, theirs| match (mine, theirs) {
            (Some(mine), Some(theirs)) => {
                mine.links.insert(other.id);
                theirs.links.insert(self.id);
                true
            }
            (Some(mine), None) => mine.links.contains(&other.id),
            (None, _) => true,
        });
        if !linked {
            if let Some(control) = self.control.lock().unwrap().as_mut() {
                control.links.insert(other.id);
            }
            self.exit_of_link(other.id, true);
        }
    }

    pub(crate) fn unlink(&self, other: &Process) {
        self.both(other, |mine, theirs| {
            for (control, peer) in [(mine, other.id), (theirs, self.id)] {
                if let Some(control) = control {
                    control.links.remove(&peer);
                }
            }
        });
    }

    /// The monitor's number is the watcher's.
    pub(crate) fn monitor(&self, target: &Process) {
        if let Some(control) = self.control.lock().unwrap().as_mut() {
            control.watching.insert(target.id);
        }
        let watched = target.control.lock().unwrap().as_mut().map(|control| control.watchers.insert(self.id));
        if watched.is_none() {
            self.down(target.id, true);
        }
    }

    fn down(&self, target: u32, no_proc: bool) {
        let note = Note::Down { monitor: target, no_proc };
        self.deposit_if(note, |control| control.watching.remove(&target));
    }

    /// With flush.
    pub(crate) fn demonitor(&self, target: &Process) {
        let stop = |control: &mut Control| control.watching.remove(&target.id);
        let was = self.control.lock().unwrap().as_mut().is_some_and(stop);
        if let Some(control) = target.control.lock().unwrap().as_mut() {
            control.watchers.remove(&self.id);
        }
        if !was {
            self.inbox
                .lock()
                .unwrap()
                .retain(|note| !matches!(note, Note::Down { monitor, .. } if *monitor == target.id));
        }
    }

    /// It ends, and tells whoever of these it has to do with.
    pub(crate) fn die(&self, others: &[Arc<Process>]) {
        let before = self.control.lock().unwrap().take();
        let Some(before) = before else { return };
        let find = |id: u32| others.iter().find(|other| other.id == id);
        for target in before.watching {
            if let Some(target) = find(target)
                && let Some(control) = target.control.lock().unwrap().as_mut()
            {
                control.watchers.remove(&self.id);
            }
        }
        for peer in before.links {
            if let Some(peer) = find(peer) {
                peer.exit_of_link(self.id, false);
            }
        }
        for watcher in before.watchers {
            if let Some(watcher) = find(watcher) {
                watcher.down(self.id, false);
            }
        }
    }
}
