//! Who stands behind the calling process.

use super::myself;
use crate::Pid;
use crate::process::crash;
use crate::process::purpose::Callers;

/// The processes that asked for the work that the calling process does, nearest first (Elixir's `$callers`): of a task the
/// one that spawned it, and if that is a task itself its callers too, up to 64. Whoever is not a task has none.
///
/// # Panics
///
/// Outside a process.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::process;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let me = Pid::current().unwrap();
/// let outer = Task::spawn(async {
///     let inner = Task::spawn(async { process::callers() });
///     (inner.owner(), inner.await.unwrap())
/// });
/// let (outer, callers) = outer.await.unwrap();
/// assert_eq!(callers, [outer.unwrap(), me]);
/// # }
/// ```
#[track_caller]
pub fn callers() -> Vec<Pid> {
    myself().callers().map(Callers::all).unwrap_or_default()
}

/// The process that started the calling one, that one's starter, and so on, as far as they still live, up to 64 (`$ancestors`
/// of Erlang's `proc_lib`). A task under a task supervisor descends from that, and not from its caller.
///
/// # Panics
///
/// Outside a process.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::process;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let me = Pid::current().unwrap();
/// let task = Task::spawn(async { process::ancestors() });
/// assert_eq!(task.await.unwrap(), [me]);
/// # }
/// ```
#[track_caller]
pub fn ancestors() -> Vec<Pid> {
    crash::ancestors(myself().head(), &crash::starter_of)
}
