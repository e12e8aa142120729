//! What a process that runs a future is for, and who asked for it.

use super::head::AnyProcess;
use crate::Pid;
use std::sync::Arc;

/// A chain of tasks that start each other must not remember all of them.
pub(crate) const REMEMBERED: usize = 64;

/// Of a task: its function, and its callers. Empty for any other process.
#[derive(Default)]
pub(crate) struct Purpose {
    /// The type of its future.
    pub(crate) function: Option<&'static str>,
    pub(crate) callers: Callers,
}

/// The process that asked for a task, and that one's callers (Elixir's `$callers`).
#[derive(Clone, Default)]
pub(crate) struct Callers {
    nearest: Option<Pid>,
    further: Option<Arc<[Pid]>>,
}

impl Purpose {
    /// The purpose of a task that the calling process asks for.
    pub(crate) fn of<F>(asker: Option<&Arc<dyn AnyProcess>>) -> Self {
        Purpose { function: Some(function_name::<F>()), callers: Callers::below(asker) }
    }
}

/// An `async fn` is called what it is called in the source.
pub(crate) fn function_name<F>() -> &'static str {
    let name = std::any::type_name::<F>();
    name.strip_suffix("::{{closure}}").unwrap_or(name)
}

impl Callers {
    /// The callers of what `asker` asks for.
    pub(crate) fn below(asker: Option<&Arc<dyn AnyProcess>>) -> Self {
        let Some(asker) = asker else { return Callers::default() };
        let nearest = Some(asker.head().pid);
        let further = asker.callers().map(Callers::all).filter(|all| !all.is_empty());
        Callers { nearest, further: further.map(Arc::from) }
    }

    pub(crate) fn nearest(&self) -> Option<Pid> {
        self.nearest
    }

    /// Nearest first.
    pub(crate) fn all(&self) -> Vec<Pid> {
        let further = self.further.iter().flat_map(|further| further.iter().copied());
        self.nearest.into_iter().chain(further).take(REMEMBERED).collect()
    }
}
