//! What a supervisor answers.

use super::{Failure, Model, Now, Reply};
use crate::supervision::spec::{NOBODY, Request};
use otp_runtime::Restart;

impl Model {
    pub(super) fn answer(&mut self, supervisor: usize, request: Request, node: usize) -> Reply {
        let child = self.supervisor(supervisor).children.iter().find(|child| child.node == node).copied();
        let state = child.map(|child| child.state);
        match request {
            Request::Start if node != NOBODY => match state {
                Some(Now::Running(_)) => Reply::AlreadyStarted,
                Some(_) => Reply::AlreadyPresent,
                None => match self.start_node(Some(supervisor), node) {
                    Ok(process) => {
                        self.add_child(supervisor, node, Now::Running(process));
                        Reply::Started
                    }
                    Err(Failure::Ignored) => {
                        if self.restart_type(node) != Restart::Temporary {
                            self.add_child(supervisor, node, Now::Stopped);
                        }
                        Reply::Started
                    }
                    Err(Failure::NameTaken) => Reply::AlreadyStarted,
                    Err(Failure::Failed) => Reply::Failed,
                },
            },
            Request::Terminate => match child {
                Some(child) => {
                    self.terminate(supervisor, child);
                    Reply::Ok
                }
                None => Reply::NotFound,
            },
            Request::Restart => match state {
                None => Reply::NotFound,
                Some(Now::Running(_)) => Reply::Running,
                Some(Now::Restarting) => Reply::Restarting,
                Some(Now::Stopped) => match self.start_node(Some(supervisor), node) {
                    Ok(process) => {
                        self.set(supervisor, child.expect("the child").key, Now::Running(process));
                        Reply::Started
                    }
                    Err(Failure::Ignored) => Reply::Started,
                    Err(_) => Reply::Failed,
                },
            },
            Request::Start | Request::Delete => match state {
                None => Reply::NotFound,
                Some(Now::Running(_)) => Reply::Running,
                Some(Now::Restarting) => Reply::Restarting,
                Some(Now::Stopped) => {
                    self.deletions += 1;
                    let key = child.expect("the child").key;
                    self.supervisor_mut(supervisor).children.retain(|there| there.key != key);
                    Reply::Ok
                }
            },
        }
    }
}
