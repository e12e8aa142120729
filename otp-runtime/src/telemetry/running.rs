//! Calls and handlers that are watched: timed, told, and known to whoever looks.

use super::hub::SPANS;
use super::{CallOutcome, Event, MessageKind};
use crate::Pid;
use crate::error::Failure;
use crate::process::current;
use crate::process::head::Head;
use crate::system::System;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;
use tracing::Span;

const SHARDS: usize = 16;

/// The handlers that run, by process. Kept while messages are watched.
#[derive(Default)]
pub(crate) struct Handlers([Mutex<HashMap<u64, Running>>; SHARDS]);

#[derive(Clone, Copy)]
pub(crate) struct Running {
    pub(crate) handler: &'static str,
    pub(crate) from: Option<Pid>,
    pub(crate) since: Instant,
}

impl Handlers {
    fn shard(&self, pid: Pid) -> &Mutex<HashMap<u64, Running>> {
        &self.0[pid.count() as usize % SHARDS]
    }

    pub(crate) fn of(&self, pid: Pid) -> Option<Running> {
        self.shard(pid).lock().get(&pid.raw()).copied()
    }
}

/// A handler that runs, while this lives.
pub(crate) struct Handling<'a> {
    head: &'a Head,
    server: &'static str,
    handler: &'static str,
    kind: MessageKind,
    since: Instant,
}

impl<'a> Handling<'a> {
    pub(crate) fn begin(
        head: &'a Head,
        server: &'static str,
        handler: &'static str,
        kind: MessageKind,
        from: u64,
    ) -> Self {
        let since = Instant::now();
        let running = Running { handler, from: Pid::from_raw(from), since };
        head.system.hub.running.shard(head.pid).lock().insert(head.pid.raw(), running);
        Handling { head, server, handler, kind, since }
    }

    /// The span of its message, if those are wanted.
    pub(crate) fn span(&self) -> Span {
        let hub = &self.head.system.hub;
        if !hub.has(SPANS) {
            return Span::none();
        }
        let from = hub.running.of(self.head.pid).and_then(|running| running.from);
        tracing::info_span!(
            target: "otp_runtime::message",
            "message",
            handler = self.handler,
            kind = self.kind.word(),
            from = from.map(tracing::field::display)
        )
    }
}

impl Drop for Handling<'_> {
    fn drop(&mut self) {
        let hub = &self.head.system.hub;
        hub.running.shard(self.head.pid).lock().remove(&self.head.pid.raw());
        if hub.tells_messages() {
            let Handling { server, handler, kind, since, .. } = *self;
            hub.tell(&Event::Handled { pid: self.head.pid, server, handler, kind, duration: since.elapsed() });
        }
    }
}

/// A call on its way, told of when this is dropped. One that was not [`done`](CallWatch::done) was cancelled.
pub(crate) struct CallWatch {
    system: Arc<System>,
    pid: Pid,
    server: &'static str,
    method: &'static str,
    caller: Option<Pid>,
    since: Instant,
    outcome: CallOutcome,
}

impl CallWatch {
    /// `None` when nobody is to be told.
    #[cold]
    pub(crate) fn begin(head: &Head, server: &'static str, method: &'static str) -> Option<Box<Self>> {
        let (system, pid, caller) = (head.system.clone(), head.pid, current::pid());
        if !system.hub.tells_messages() {
            return None;
        }
        system.hub.tell(&Event::CallStarted { pid, server, method, caller });
        let (since, outcome) = (Instant::now(), CallOutcome::Cancelled);
        Some(Box::new(CallWatch { system, pid, server, method, caller, since, outcome }))
    }

    #[cold]
    pub(crate) fn done<R>(&mut self, told: &Result<R, Failure>) {
        self.outcome = match told {
            Ok(_) => CallOutcome::Replied,
            Err(Failure::Timeout) => CallOutcome::Timeout,
            Err(Failure::Exit(_) | Failure::NoProc) => CallOutcome::Exit,
            Err(_) => CallOutcome::Refused,
        };
    }
}

impl Drop for CallWatch {
    fn drop(&mut self) {
        let CallWatch { pid, server, method, caller, since, outcome, .. } = *self;
        let duration = since.elapsed();
        self.system.hub.tell(&Event::CallStopped { pid, server, method, caller, duration, outcome });
    }
}
