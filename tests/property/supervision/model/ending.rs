//! How processes end: by themselves, stopped by their supervisor, or killed.

use super::{Child, Event, MAIN, Mail, Model, Now, Reason, Reply};
use crate::supervision::spec::{How, What};
use otp_runtime::Shutdown;

impl Model {
    /// A worker ends by itself; a supervisor is killed.
    pub(super) fn end_itself(&mut self, process: usize, how: How) {
        let who = self.processes[process].who;
        let What::Worker(manner) = self.tree.nodes[who.0].what else {
            self.kill(process, self.now, MAIN);
            return self.tell_above(process, Reason::Killed);
        };
        let reason = match how {
            How::Panic => Reason::Panic,
            How::Normal => Reason::Normal,
            How::Shutdown => Reason::Shutdown,
            How::ShutdownWith => Reason::ShutdownWith,
            How::Error => Reason::Error,
            How::Kill => Reason::Killed,
        };
        if manner.server && how != How::Kill {
            self.note(MAIN, self.now, Event::Told(who));
            self.now += manner.lingers;
        }
        self.down(process, self.now, MAIN);
        self.tell_above(process, reason);
    }

    pub(super) fn tell_above(&mut self, process: usize, reason: Reason) {
        if let Some(above) = self.processes[process].above
            && self.processes[above].alive
        {
            self.supervisor_mut(above).mail.push_back(Mail::Exit(process, reason));
        }
    }

    fn down(&mut self, worker: usize, at: u64, strand: u32) {
        self.processes[worker].alive = false;
        self.note(strand, at, Event::Down(self.processes[worker].who));
    }

    /// A supervisor is no more; who waits for it is told.
    pub(super) fn gone(&mut self, supervisor: usize, reason: Reason) {
        self.processes[supervisor].alive = false;
        self.ended.push((self.processes[supervisor].who, reason));
        for mail in std::mem::take(&mut self.supervisor_mut(supervisor).mail) {
            if let Mail::Ask(_, _, number) = mail {
                self.replies[number] = Some(Reply::Gone(reason));
            }
        }
    }

    /// A supervisor stops its children and ends.
    pub(super) fn stop(&mut self, supervisor: usize, reason: Reason) {
        self.stop_children(supervisor);
        self.gone(supervisor, reason);
        self.tell_above(supervisor, reason);
    }

    pub(super) fn stop_children(&mut self, supervisor: usize) {
        for child in self.supervisor(supervisor).children.clone().into_iter().rev() {
            self.now = self.stop_child(child, self.now, None, MAIN);
        }
    }

    /// Somebody is killed: what it has below gets its link's signal.
    pub(super) fn kill(&mut self, process: usize, at: u64, strand: u32) {
        let Some(supervisor) = &self.processes[process].supervisor else { return self.down(process, at, strand) };
        let children = supervisor.children.clone();
        self.tally.killed_supervisors += 1;
        self.gone(process, Reason::Killed);
        children.into_iter().for_each(|child| self.orphan(child, at));
        self.quiet = self.quiet.max(at);
    }

    fn orphan(&mut self, child: Child, at: u64) {
        if let Now::Running(process) = child.state {
            let strand = self.new_strand();
            self.signal(process, Reason::Killed, at, None, strand);
        }
    }

    /// Stops a child from `at` on; `cut` is when its supervisor will be killed. When the child is gone.
    pub(super) fn stop_child(&mut self, child: Child, at: u64, cut: Option<u64>, strand: u32) -> u64 {
        let Now::Running(process) = child.state else { return at };
        if !self.processes[process].alive {
            return at;
        }
        let limit = match self.tree.nodes[child.node].shutdown {
            Shutdown::BrutalKill => {
                self.kill(process, at, strand);
                return at;
            }
            Shutdown::After(limit) => Some(at + limit.as_millis() as u64),
            Shutdown::Infinity => None,
        };
        let limit = limit.filter(|limit| cut.is_none_or(|cut| *limit < cut));
        let before = self.log.len();
        let end = self.signal(process, Reason::Shutdown, at, limit, strand);
        if let Some(cut) = cut.filter(|cut| *cut < end) {
            // it outlives who told it to end
            let rest = self.new_strand();
            self.log[before..]
                .iter_mut()
                .filter(|entry| entry.strand == strand && entry.at > cut)
                .for_each(|entry| entry.strand = rest);
        }
        end
    }

    /// A process gets an exit signal from its supervisor, and is killed at `limit` if it is still there. When it is gone.
    fn signal(&mut self, process: usize, reason: Reason, at: u64, limit: Option<u64>, strand: u32) -> u64 {
        if !self.processes[process].alive {
            return at;
        }
        let who = self.processes[process].who;
        let mut end = at;
        match &self.tree.clone().nodes[who.0].what {
            What::Worker(manner) => {
                if manner.traps {
                    self.note(strand, at, Event::Told(who));
                    end += manner.lingers;
                }
                if let Some(limit) = limit.filter(|limit| *limit < end) {
                    self.tally.killed_late += 1;
                    end = limit;
                }
                self.down(process, end, strand);
            }
            What::Supervisor(..) => {
                let mut children = self.supervisor(process).children.clone();
                while let Some(child) = children.pop() {
                    end = self.stop_child(child, end, limit, strand);
                    if let Some(limit) = limit.filter(|limit| *limit < end) {
                        self.gone(process, Reason::Killed);
                        children.into_iter().for_each(|child| self.orphan(child, limit));
                        self.quiet = self.quiet.max(end);
                        return limit;
                    }
                }
                self.gone(process, reason);
            }
        }
        self.quiet = self.quiet.max(end);
        end
    }
}
