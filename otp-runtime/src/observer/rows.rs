//! What the page is told of the places in the trees: a page of rows at a time.

use super::pace::Pace;
use super::view::{Node, Totals, View};
use crate::{ChildKind, ChildState, Pid};
use serde::Serialize;
use std::sync::Arc;

/// How many rows there are at most in an answer.
pub(super) const PAGE: usize = 100;

/// A node, as a line.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    key: String,
    id: &'a str,
    pid: Option<Pid>,
    name: Option<&'a str>,
    server: Option<&'static str>,
    /// Of a task: what it runs.
    function: Option<&'static str>,
    supervisor: bool,
    label: &'static str,
    status: String,
    mailbox: usize,
    bytes: usize,
    restarts: u32,
    last_exit: Option<String>,
    /// How many messages it has handled, and how many a second.
    handled: u64,
    rate: Pace,
    children: usize,
    /// It and all below.
    below: Totals,
}

/// Some children of a node.
#[derive(Serialize)]
pub(super) struct Rows<'a> {
    /// `None`: the tops of the trees.
    node: Option<String>,
    offset: usize,
    total: usize,
    rows: Vec<Row<'a>>,
}

pub(super) fn key_text(key: u64) -> String {
    format!("{key:016x}")
}

impl View {
    /// `None` when there is no such node.
    pub(super) fn rows(&self, node: Option<u64>, offset: usize, most: usize) -> Option<Rows<'_>> {
        let children = match node {
            Some(key) => &self.node(key)?.children,
            None => &self.tops,
        };
        // one that has fewer children by now is shown from its last page on
        let last = children.len().saturating_sub(1) / most * most;
        let offset = offset.min(last);
        let rows = children.iter().skip(offset).take(most).map(|at| self.row(&self.nodes[*at])).collect();
        Some(Rows { node: node.map(key_text), offset, total: children.len(), rows })
    }

    pub(super) fn row<'a>(&'a self, node: &'a Node) -> Row<'a> {
        let process = node.process.map(|at| &self.processes[at]);
        let status = match (process, node.state) {
            (Some(process), _) => process.status.to_string(),
            (None, ChildState::Running(_)) => "ending".to_owned(),
            (None, _) if node.label.is_empty() && node.kind == ChildKind::Supervisor => "group".to_owned(),
            (None, ChildState::Restarting) => "restarting".to_owned(),
            (None, ChildState::Stopped) => "stopped".to_owned(),
        };
        Row {
            key: key_text(node.key),
            id: &node.id,
            pid: process.map(|process| process.pid),
            name: process.and_then(|process| process.registered_name.as_deref().or(process.label.as_deref())),
            server: process.map(|process| process.kind),
            function: process.and_then(|process| process.function),
            supervisor: node.kind == ChildKind::Supervisor,
            label: node.label,
            status,
            mailbox: process.map_or(0, |process| process.message_queue_len),
            bytes: process.map_or(0, |process| process.mailbox_bytes),
            restarts: process.map_or(0, |process| process.restarts),
            last_exit: process.and_then(|process| process.last_exit.as_ref()).map(super::text::reason),
            handled: process.map_or(0, |process| process.messages_handled),
            rate: node.process.map(|at| self.paces[at]).unwrap_or_default(),
            children: node.children.len(),
            below: node.totals,
        }
    }
}

/// Whom somebody refers to.
#[derive(Serialize)]
pub(super) struct Other {
    pid: Pid,
    called: Option<Arc<str>>,
}

impl View {
    pub(super) fn others(&self, pids: impl IntoIterator<Item = Pid>) -> Vec<Other> {
        pids.into_iter().take(50).map(|pid| Other { pid, called: self.called(pid) }).collect()
    }
}
