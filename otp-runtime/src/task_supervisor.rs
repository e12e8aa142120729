//! Supervisors of tasks (Elixir's `Task.Supervisor`).

mod builder;
mod client;
mod spawn;
mod start;
mod streams;

pub use builder::TaskSupervisorBuilder;
pub use client::TaskSupervisorClient;
pub use spawn::SpawnTask;
pub use start::StartTask;

use crate::place::ChildPlace;
use crate::supervised::{NamedChild, Supervised};
use crate::{Pid, Ref, Registrar};
use std::fmt::Debug;
use std::sync::Arc;

/// A supervisor of tasks (Elixir's `Task.Supervisor`): its children are tasks, temporary unless told otherwise, and it ends them
/// when it ends. [`builder`](TaskSupervisor::builder) makes one, [`TaskSupervisorClient`] reaches it.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tasks = TaskSupervisor::builder().start_link().await?;
/// let parse = tasks.spawn_nolink(async { "12".parse::<u32>() }).await?;
/// assert_eq!(parse.await?, Ok(12));
/// # tasks.stop().await?;
/// # Ok(())
/// # }
/// ```
///
/// As a child: `#[child] tasks: TaskSupervisor` in a [`#[supervisor]`](macro@crate::supervisor), or the builder itself.
#[derive(Debug)]
pub enum TaskSupervisor {}

impl TaskSupervisor {
    /// A task supervisor with default flags: 3 restarts within 5 seconds, any number of tasks.
    pub fn builder() -> TaskSupervisorBuilder {
        TaskSupervisorBuilder::new()
    }

    /// As [`builder`](TaskSupervisor::builder), under the name that `#[child]` calls.
    #[doc(hidden)]
    pub fn child() -> TaskSupervisorBuilder {
        TaskSupervisorBuilder::new()
    }

    /// A client for whatever process has this pid.
    pub fn at(pid: Pid) -> TaskSupervisorClient {
        Ref::at(pid).into()
    }

    /// A client for whatever process has this local name at each use.
    pub fn named(name: impl Into<Arc<str>>) -> TaskSupervisorClient {
        Ref::named(name).into()
    }

    /// A client for whatever process the registry has under this key at each use.
    pub fn via<R, K>(registry: &R, key: K) -> TaskSupervisorClient
    where
        R: Registrar<K> + Clone,
        K: Debug + Send + Sync + 'static,
    {
        Ref::via(registry, key).into()
    }
}

#[diagnostic::do_not_recommend]
impl Supervised for TaskSupervisor {
    type Client = TaskSupervisorClient;
    const NAME: &'static str = "TaskSupervisor";

    fn client(place: ChildPlace) -> TaskSupervisorClient {
        Ref::from(place).into()
    }
}

#[diagnostic::do_not_recommend]
impl NamedChild for TaskSupervisor {}
