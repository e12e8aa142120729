//! The report of an unclean end.

use super::head::Head;
use super::purpose::{Purpose, REMEMBERED};
use crate::{ExitReason, Pid};
use std::fmt;
use std::sync::Arc;

/// What is logged, once, as a `tracing` error when a process ends with a reason that is not clean and that is not an exit
/// signal (the crash report of Erlang's `proc_lib`). Its `Display` is the text of the log line.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CrashReport {
    /// The process.
    pub pid: Pid,
    /// The server's type, `Task` or `process`.
    pub server: &'static str,
    /// Its local name.
    pub name: Option<Arc<str>>,
    /// What `process::set_label` called it.
    pub label: Option<Arc<str>>,
    /// Why it ended.
    pub reason: ExitReason,
    /// The handler whose message it was handling.
    pub last_message: Option<&'static str>,
    /// Who had sent that message.
    pub from: Option<Pid>,
    /// The state as `#[format_status]` shows it.
    pub state: Option<String>,
    /// Of a task: the function it ran, as its type is called.
    pub function: Option<&'static str>,
    /// Of a task: the process that asked for it. One under a task supervisor is started by another, its first ancestor.
    pub caller: Option<Pid>,
    /// The process that started it, that one's starter, and so on, as far as they still live.
    pub ancestors: Vec<Pid>,
}

impl CrashReport {
    pub(crate) fn of(
        head: &Head,
        server: &'static str,
        reason: &ExitReason,
        last: Option<(u64, &'static str)>,
        state: Option<String>,
    ) -> Self {
        let (name, label) = head
            .control
            .lock()
            .cold()
            .and_then(|cold| cold.extras.as_ref())
            .map(|extras| (extras.name.clone(), extras.label.clone()))
            .unwrap_or_default();
        CrashReport {
            pid: head.pid,
            server,
            name,
            label,
            reason: reason.clone(),
            last_message: last.map(|(_, name)| name),
            from: last.and_then(|(from, _)| Pid::from_raw(from)),
            state,
            function: None,
            caller: None,
            ancestors: ancestors(head, &starter_of),
        }
    }

    /// Of a process that ran a future.
    pub(crate) fn with(mut self, purpose: &Purpose) -> Self {
        self.function = purpose.function;
        self.caller = purpose.callers.nearest();
        self
    }

    pub(crate) fn log(&self) {
        tracing::error!(
            pid = %self.pid,
            server = self.server,
            name = self.name.as_deref(),
            label = self.label.as_deref(),
            function = self.function,
            caller = self.caller.map(tracing::field::display),
            reason = %self.reason,
            last_message = self.last_message,
            from = self.from.map(tracing::field::display),
            "{self}"
        );
    }
}

/// Its starter, that one's starter, and so on; `starter` says who started a process that lives.
pub(crate) fn ancestors(head: &Head, starter: &dyn Fn(Pid) -> Option<Option<Pid>>) -> Vec<Pid> {
    let mut all = Vec::new();
    let mut next = head.starter;
    while let Some(pid) = next
        && all.len() < REMEMBERED
    {
        all.push(pid);
        next = starter(pid).flatten();
    }
    all
}

/// Who started a process, if that lives.
pub(crate) fn starter_of(pid: Pid) -> Option<Option<Pid>> {
    Some(crate::system::find(pid)?.head().starter)
}

impl fmt::Display for CrashReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.server, self.pid)?;
        if let Some(name) = self.name.as_ref().or(self.label.as_ref()) {
            write!(f, " ({name})")?;
        }
        write!(f, " terminated: {}", self.reason)?;
        if let Some(function) = self.function {
            write!(f, "; it ran `{function}`")?;
        }
        if let Some(caller) = self.caller {
            write!(f, " for {caller}")?;
        }
        if let Some(last) = self.last_message {
            write!(f, "; last message `{last}`")?;
        }
        if let Some(from) = self.from {
            write!(f, " from {from}")?;
        }
        if let Some(state) = &self.state {
            write!(f, "; state {state}")?;
        }
        if let [first, rest @ ..] = self.ancestors.as_slice() {
            write!(f, "; ancestors {first}")?;
            rest.iter().try_for_each(|pid| write!(f, ", {pid}"))?;
        }
        Ok(())
    }
}
