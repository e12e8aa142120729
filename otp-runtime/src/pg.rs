//! Process groups: any number of processes under one name (Erlang's `pg`).
//!
//! A [`Scope`] is a process that keeps groups and removes members that end. [`Groups`] reaches it. Joining and leaving go
//! through the scope, one after another; who the members are is read from a shared table, by whoever asks.
//!
//! Group names are of any type with `Hash` and `Eq`. [`start_link`] starts the default scope, which has the name `"pg"`; a
//! scope is also a child like any server: `Scope::<RoomId>::child()`.
//!
//! ```
//! use otp_runtime::pg;
//! use otp_runtime::prelude::*;
//!
//! # #[otp_runtime::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let rooms = pg::start_link::<&str>().await?;
//! let me = Pid::current().unwrap();
//! rooms.join("lobby", me).await?;
//! assert_eq!(pg::Groups::<&str>::default().members(&"lobby"), [me]);
//! rooms.leave("lobby", me).await?;
//! assert!(rooms.which_groups().is_empty());
//! # rooms.stop().await?;
//! # Ok(())
//! # }
//! ```

mod groups;
mod scope;
mod table;

pub use groups::Groups;
pub use scope::Scope;

use crate::{Pid, Start};
use std::fmt::Debug;
use std::hash::Hash;

/// The name of the default scope.
pub const DEFAULT: &str = "pg";

/// Starts the default scope, tied to nobody (Erlang's `pg:start/1`). There is one of one type in a runtime at a time.
pub fn start<G: Hash + Eq + Clone + Debug + Send + Sync + 'static>() -> Start<Scope<G>> {
    Scope::start().name(DEFAULT)
}

/// As [`start`], linked to the calling process (Erlang's `pg:start_link/0`).
pub fn start_link<G: Hash + Eq + Clone + Debug + Send + Sync + 'static>() -> Start<Scope<G>> {
    Scope::start_link().name(DEFAULT)
}

/// Groups with their members.
pub type Members<G> = Vec<(G, Vec<Pid>)>;

/// The process is no member of the group: [`Groups::leave`] changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the process has not joined the group")]
pub struct NotJoined;

/// The identity of a monitor of groups: from [`Groups::monitor_group`] and [`Groups::monitor_scope`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GroupMonitor(u64);

/// The members of a monitored group have changed: a message to the process that monitors it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupEvent<G> {
    /// Processes have joined.
    Join {
        /// The monitor that this is for.
        monitor: GroupMonitor,
        /// The group.
        group: G,
        /// Who has joined, once for each time.
        pids: Vec<Pid>,
    },
    /// Processes have left, or ended.
    Leave {
        /// The monitor that this is for.
        monitor: GroupMonitor,
        /// The group.
        group: G,
        /// Who has left, once for each time it had joined and is no member any more.
        pids: Vec<Pid>,
    },
}

impl<G> GroupEvent<G> {
    /// The monitor that this is for.
    pub fn monitor(&self) -> GroupMonitor {
        match self {
            GroupEvent::Join { monitor, .. } | GroupEvent::Leave { monitor, .. } => *monitor,
        }
    }
}
