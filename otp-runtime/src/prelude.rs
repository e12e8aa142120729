//! What most files need: `use otp_runtime::prelude::*;`.
//!
//! It brings `#[gen_server]` and the attributes inside it into scope, the types that handlers and callers name, and the
//! trait that gives each server `at`, `named` and `via`.

pub use crate::InvalidSupervisor;
pub use crate::application::{ConfigChange, StartType, Top};
pub use crate::{
    Answer, AnyChild, AnyMessage, Application, AutoShutdown, CallError, ChildSpec, Context, Down, DynamicSupervisor,
    Exit, ExitReason, GenServer, IdleTimeout, Init, IntoChildSpec, Keys, PartitionSupervisor, Pid, Ref, Registry,
    ReplyTo, Restart, Shutdown, Start, StartError, Strategy, Supervision, Supervisor, Task, TaskSupervisor,
};
pub use otp_macros::{application, config, config_change, prep_stop, start, start_phase, stop};
pub use otp_macros::{
    call, cast, child, format_status, gen_server, handle_continue, hibernate, init, supervisor, terminate,
};
