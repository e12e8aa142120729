//! The debug options of a server: statistics, a log, a trace, a file, the user's own functions.

use super::event::SysEvent;
use crate::process::panics::{drop_guarded, guarded};
use crate::{GenServer, Pid};
use std::collections::VecDeque;
use std::io::Write;
use std::ops::ControlFlow;
use std::time::SystemTime;

/// What [`ProcessSys::statistics`](crate::ProcessSys::statistics) has counted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// When the counting began.
    pub since: SystemTime,
    /// When this was asked.
    pub now: SystemTime,
    /// Messages that came, but for system requests.
    pub messages_in: u64,
    /// Replies that handlers returned.
    pub messages_out: u64,
}

/// Those that do not depend on the server's type.
#[derive(Default)]
pub(crate) struct Options {
    pub(super) statistics: Option<Statistics>,
    pub(super) log: Option<Log>,
    pub(super) trace: bool,
    pub(super) writer: Option<Box<dyn Write + Send>>,
    /// Whoever is told each line, by id.
    readers: Vec<(String, Box<Read>)>,
}

pub(super) type Read = dyn FnMut(&str) -> ControlFlow<()> + Send;

pub(super) struct Log {
    pub(super) keep: usize,
    pub(super) lines: VecDeque<String>,
}

/// All of them.
pub(crate) struct Debugging<S: GenServer> {
    pub(super) options: Options,
    installed: Vec<Installed<S>>,
}

struct Installed<S: GenServer> {
    id: String,
    run: Box<Watch<S>>,
}

pub(super) type Watch<S> = dyn FnMut(&SysEvent<'_, S>, &S) -> ControlFlow<()> + Send;

impl Statistics {
    pub(super) fn begin() -> Self {
        let now = SystemTime::now();
        Statistics { since: now, now, messages_in: 0, messages_out: 0 }
    }
}

impl Options {
    fn wants_lines(&self) -> bool {
        self.trace || self.log.is_some() || self.writer.is_some() || !self.readers.is_empty()
    }

    pub(super) fn are_none(&self) -> bool {
        self.statistics.is_none() && !self.wants_lines()
    }

    /// The names of those that are on.
    pub(super) fn names(&self) -> Vec<String> {
        let all = [
            (self.statistics.is_some(), "statistics"),
            (self.log.is_some(), "log"),
            (self.trace, "trace"),
            (self.writer.is_some(), "log_to"),
        ];
        let on = all.into_iter().filter(|(on, _)| *on).map(|(_, name)| name.to_owned());
        on.chain(self.readers.iter().map(|(id, _)| id.clone())).collect()
    }

    /// The same id twice is once.
    pub(super) fn install(&mut self, id: String, read: Box<Read>) {
        if self.readers.iter().any(|(there, _)| *there == id) {
            return drop_guarded(read);
        }
        self.readers.push((id, read));
    }

    pub(super) fn remove(&mut self, id: &str) {
        let removed = self.readers.iter().position(|(there, _)| there == id);
        drop_guarded(removed.map(|at| self.readers.remove(at)));
    }

    fn write(&mut self, server: &'static str, pid: Pid, line: String) {
        if self.trace {
            tracing::trace!(target: "otp_runtime::sys", server, %pid, "{line}");
        }
        if let Some(writer) = &mut self.writer {
            // a disk that is full must not end the server: the option goes instead
            let written = guarded(|| writeln!(writer, "{server} {pid} {line}").and_then(|()| writer.flush()));
            if !matches!(written, Ok(Ok(()))) {
                tracing::warn!(server, %pid, "the events of this server cannot be written any more");
                drop_guarded(self.writer.take());
            }
        }
        for (id, mut read) in std::mem::take(&mut self.readers) {
            match guarded(|| read(&line)) {
                Ok(ControlFlow::Continue(())) => self.readers.push((id, read)),
                Ok(ControlFlow::Break(())) => drop_guarded(read),
                Err(reason) => {
                    tracing::warn!(server, %pid, id, %reason, "a debug function failed: it is removed");
                    drop_guarded(read);
                }
            }
        }
        if let Some(log) = &mut self.log {
            if log.lines.len() == log.keep {
                log.lines.pop_front();
            }
            log.lines.push_back(line);
        }
    }
}

impl<S: GenServer> Default for Debugging<S> {
    fn default() -> Self {
        Debugging { options: Options::default(), installed: Vec::new() }
    }
}

impl<S: GenServer> Debugging<S> {
    pub(crate) fn is_none(&self) -> bool {
        self.installed.is_empty() && self.options.are_none()
    }

    /// The names of those that are on, and the ids of the functions.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = self.options.names();
        names.extend(self.installed.iter().map(|installed| installed.id.clone()));
        names
    }

    /// The same id twice is once.
    pub(super) fn install(&mut self, id: String, run: Box<Watch<S>>) {
        if self.installed.iter().any(|installed| installed.id == id) {
            return drop_guarded(run);
        }
        self.installed.push(Installed { id, run });
    }

    pub(super) fn remove(&mut self, id: &str) {
        let removed = self.installed.iter().position(|installed| installed.id == id);
        drop_guarded(removed.map(|at| self.installed.remove(at)));
    }

    /// Tells all that want to know. A function that is done, or panics, is told nothing more.
    pub(crate) fn tell(&mut self, pid: Pid, state: &S, event: &SysEvent<'_, S>) {
        if let Some(statistics) = &mut self.options.statistics {
            match event {
                SysEvent::In { .. } | SysEvent::Unknown { .. } => statistics.messages_in += 1,
                SysEvent::Out { .. } => statistics.messages_out += 1,
                SysEvent::NoReply | SysEvent::Continue(_) => {}
            }
        }
        if self.options.wants_lines() {
            self.options.write(S::NAME, pid, event.line(state));
        }
        for mut installed in std::mem::take(&mut self.installed) {
            match guarded(|| (installed.run)(event, state)) {
                Ok(ControlFlow::Continue(())) => self.installed.push(installed),
                Ok(ControlFlow::Break(())) => drop_guarded(installed),
                Err(reason) => {
                    tracing::warn!(server = S::NAME, %pid, id = installed.id, %reason, "a debug function failed: it is removed");
                    drop_guarded(installed);
                }
            }
        }
    }
}
