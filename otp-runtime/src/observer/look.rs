//! What the page is told of one process.

use super::history::unix_ms;
use super::pace::Pace;
use super::rows::{Other, key_text};
use super::state::Said;
use super::text;
use super::view::View;
use crate::Pid;
use crate::process::{self, ProcessStatus};
use crate::telemetry::Crash;
use serde::Serialize;
use std::sync::Arc;

/// How many crashes are shown.
const CRASHES: usize = 20;

#[derive(Serialize)]
pub(super) struct Look {
    pid: Pid,
    server: &'static str,
    function: Option<&'static str>,
    name: Option<Arc<str>>,
    label: Option<Arc<str>>,
    place: Option<String>,
    status: ProcessStatus,
    mailbox: usize,
    bytes: usize,
    /// How many messages it has handled, and how many a second.
    handled: u64,
    rate: Pace,
    message: Option<Handling>,
    trap_exit: bool,
    monitored_by: usize,
    restarts: u32,
    last_exit: Option<String>,
    starter: Option<Other>,
    ancestors: Vec<Other>,
    links: Vec<Other>,
    monitors: Vec<Other>,
    /// How many of each there are, where not all are shown.
    link_count: usize,
    monitor_count: usize,
    /// Its node in the trees, and those above.
    node: Option<String>,
    above: Vec<String>,
    supervisor: bool,
    children: usize,
    crashes: Vec<Ended>,
    pub(super) state: Option<Said>,
}

#[derive(Serialize)]
struct Handling {
    handler: &'static str,
    from: Option<Other>,
    running_ms: u64,
}

/// A crash, for the page.
#[derive(Serialize)]
pub(super) struct Ended {
    number: u64,
    at: u64,
    pid: Pid,
    server: &'static str,
    name: Option<Arc<str>>,
    place: Option<String>,
    kind: &'static str,
    reason: String,
    restarts: u32,
}

impl From<Crash> for Ended {
    fn from(crash: Crash) -> Self {
        let Crash { number, at, pid, server, name, place, kind, reason, restarts } = crash;
        Ended { number, at: unix_ms(at), pid, server, name, place, kind, reason, restarts }
    }
}

impl Look {
    /// A look at a process as it is now; `None` when it has ended.
    pub(super) fn at(pid: Pid, view: &View, crashes: Vec<Crash>) -> Option<Look> {
        let info = process::info(pid)?;
        let same = |crash: &Crash| match (&info.place, &info.registered_name) {
            (Some(_), _) => crash.place == info.place,
            (None, Some(name)) => crash.name.as_ref() == Some(name),
            (None, None) => false,
        };
        let crashes = crashes.into_iter().filter(same).take(CRASHES).map(Ended::from).collect();
        let one = |pid| view.others([pid]).pop();
        let message = info.message.map(|message| Handling {
            handler: message.handler,
            from: message.from.and_then(one),
            running_ms: message.running.as_millis() as u64,
        });
        let node = view.node_of(pid);
        Some(Look {
            pid,
            server: info.kind,
            function: info.function,
            name: info.registered_name,
            label: info.label,
            place: info.place,
            status: info.status,
            mailbox: info.message_queue_len,
            bytes: info.mailbox_bytes,
            handled: info.messages_handled,
            rate: view.pace(pid),
            message,
            trap_exit: info.trap_exit,
            monitored_by: info.monitored_by,
            restarts: info.restarts,
            last_exit: info.last_exit.as_ref().map(text::reason),
            starter: info.starter.and_then(one),
            ancestors: view.others(info.ancestors),
            link_count: info.links.len(),
            links: view.others(info.links),
            monitor_count: info.monitors.len(),
            monitors: view.others(info.monitors),
            node: node.map(|node| key_text(node.key)),
            above: node.map(|node| view.above(node).into_iter().map(key_text).collect()).unwrap_or_default(),
            supervisor: node.is_some_and(|node| node.kind == crate::ChildKind::Supervisor),
            children: node.map_or(0, |node| node.children.len()),
            crashes,
            state: None,
        })
    }
}
