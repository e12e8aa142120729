//! How the tree and its parts start, and what is done meanwhile.

use super::{Child, Event, Failure, MAIN, Mail, Model, Now, Process, Reason, Supervisor};
use crate::supervision::spec::{Act, Outcome, What};
use otp_runtime::Restart;

impl Model {
    pub(super) fn start_node(&mut self, above: Option<usize>, node: usize) -> Result<usize, Failure> {
        self.tally.starts += 1;
        self.starts[node] += 1;
        let who = (node, self.starts[node]);
        self.note(MAIN, self.now, Event::Start(who));
        let attempt = self.plans[node].pop_front();
        let (outcome, meanwhile) = attempt.map_or((Outcome::Runs, Vec::new()), |plan| (plan.outcome, plan.meanwhile));
        let process = Process { who, above, alive: true, supervisor: None };
        match &self.tree.clone().nodes[node].what {
            What::Worker(_) => {
                if let Some(above) = above
                    && (self.supervisor(above).up || self.processes[above].above.is_none())
                {
                    meanwhile.iter().for_each(|act| self.act(above, *act));
                }
                match outcome {
                    Outcome::Runs => {
                        self.processes.push(process);
                        Ok(self.processes.len() - 1)
                    }
                    Outcome::Ignores => Err(Failure::Ignored),
                    Outcome::NameTaken => Err(Failure::NameTaken),
                    Outcome::Fails | Outcome::Panics | Outcome::FunctionPanics => {
                        self.tally.failed_starts += 1;
                        Err(Failure::Failed)
                    }
                }
            }
            What::Supervisor(_, list) => {
                let supervisor = self.processes.len();
                self.processes.push(Process { supervisor: Some(Supervisor::default()), ..process });
                match outcome {
                    Outcome::Ignores => {
                        self.gone(supervisor, Reason::Normal);
                        return Err(Failure::Ignored);
                    }
                    Outcome::Panics | Outcome::FunctionPanics => {
                        self.gone(supervisor, Reason::Panic);
                        return Err(Failure::Failed);
                    }
                    Outcome::Runs | Outcome::Fails | Outcome::NameTaken => {}
                }
                for &node in list {
                    let state = match self.start_node(Some(supervisor), node) {
                        Ok(process) => Now::Running(process),
                        Err(Failure::Ignored) if self.restart_type(node) == Restart::Temporary => continue,
                        Err(Failure::Ignored) => Now::Stopped,
                        Err(_) => {
                            self.stop_children(supervisor);
                            self.gone(supervisor, Reason::ShutdownWith);
                            return Err(Failure::Failed);
                        }
                    };
                    self.add_child(supervisor, node, state);
                }
                self.supervisor_mut(supervisor).up = true;
                Ok(supervisor)
            }
        }
    }

    pub(super) fn restart_type(&self, node: usize) -> Restart {
        self.tree.nodes[node].restart
    }

    pub(super) fn add_child(&mut self, supervisor: usize, node: usize, state: Now) {
        self.keys += 1;
        let key = self.keys;
        self.supervisor_mut(supervisor).children.push(Child { key, node, state });
    }

    /// Something done while a child of `supervisor` starts.
    fn act(&mut self, supervisor: usize, act: Act) {
        let known = self.tree.known(self.processes[supervisor].who.0);
        match act {
            Act::Ask(request, pick) => {
                self.tally.asked_meanwhile += 1;
                let number = self.replies.len();
                self.replies.push(None);
                let node = known[usize::from(pick) % known.len()];
                self.supervisor_mut(supervisor).mail.push_back(Mail::Ask(request, node, number));
            }
            Act::End(pick, how) => {
                let node = known[usize::from(pick) % known.len()];
                let there = |process: &Process| process.above == Some(supervisor) && process.who.0 == node;
                let Some(process) = self.processes.iter().rposition(there) else { return };
                if self.processes[process].alive {
                    self.end_itself(process, how);
                }
            }
        }
    }
}
