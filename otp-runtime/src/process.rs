//! Processes: what runs, how it is told things, how it ends. The public functions are OTP's `Process`/`proc_lib`.

mod ack;
pub(crate) mod advice;
pub(crate) mod agenda;
mod blocking;
pub(crate) mod cell;
pub(crate) mod crash;
pub(crate) mod current;
pub(crate) mod death;
mod debugged;
mod end_here;
mod half_started;
pub(crate) mod head;
pub(crate) mod in_place;
mod init;
pub(crate) mod mailbox;
mod naming;
pub(crate) mod own_task;
pub(crate) mod panics;
pub(crate) mod plain;
pub(crate) mod purpose;
mod recognise;
mod remains;
pub(crate) mod room;
pub(crate) mod run;
pub(crate) mod serve;
pub(crate) mod server_task;
mod settle;
pub(crate) mod signals;
pub(crate) mod starting;
pub(crate) mod status;
mod suspended;
mod waiting;
pub(crate) mod sync {
    //! What `status` is made of; the loom models put loom's in its place.
    pub(crate) use std::hint::spin_loop;
    pub(crate) use std::sync::atomic::{AtomicU32, Ordering};
}

pub(crate) mod api;
pub use ack::{Ack, StartProcess, Started, start};
pub use api::*;
pub use crash::CrashReport;
