//! Tasks that nobody waits for.

use super::{Task, birth};
use crate::process::purpose::{Callers, function_name};
use crate::{ChildSpec, Pid, Restart, Shutdown, StartedChild};
use std::future::Future;
use std::sync::Arc;

impl Task<()> {
    /// Starts a task that nobody hears of, tied to nobody (Elixir's `Task.start/1`). A crash is logged.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let pid = Task::start(async { println!("hello") });
    /// assert!(pid.monitor().await.reason.is_clean() || !pid.is_alive());
    /// # }
    /// ```
    #[track_caller]
    pub fn start(body: impl Future<Output = ()> + Send + 'static) -> Pid {
        birth::start(body, false)
    }

    /// As [`start`](Task::start), linked to the calling process (Elixir's `Task.start_link/1`). Outside a process there is
    /// nobody to link to.
    #[track_caller]
    pub fn start_link(body: impl Future<Output = ()> + Send + 'static) -> Pid {
        birth::start(body, true)
    }

    /// The spec of a child that runs an async function once (Elixir's `{Task, fun}`): id `Task`, temporary, with 5 seconds to
    /// shut down.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let warm_up = Task::child(|| async { println!("warm") });
    /// assert_eq!((warm_up.id_str(), warm_up.restart_type()), ("Task", Restart::Temporary));
    /// let top = Supervisor::builder(Strategy::OneForOne).child(warm_up).start_link().await?;
    /// # top.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn child<F, Fut>(run: F) -> ChildSpec
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        child_spec(run, None)
    }
}

/// `callers` are those of the task; else its supervisor.
pub(crate) fn child_spec<F, Fut>(run: F, callers: Option<Callers>) -> ChildSpec
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let run = Arc::new(run);
    let start = move || {
        let (run, callers) = (run.clone(), callers.clone());
        // the function itself runs in the task: its panic is the task's
        let body = async move {
            let body = run();
            // of a temporary task nobody needs it any more
            drop(run);
            body.await
        };
        async move {
            let callers = callers.unwrap_or_else(|| Callers::below(crate::monitor::current_process().as_ref()));
            let pid = birth::start_child(body, function_name::<Fut>(), callers);
            Ok(StartedChild::new(pid).info(pid))
        }
    };
    ChildSpec::new("Task", start).restart(Restart::Temporary).shutdown(Shutdown::After(super::alarm::LIMIT))
}
