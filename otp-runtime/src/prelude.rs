//! What most files need: `use otp_runtime::prelude::*;`.
//!
//! It brings `#[gen_server]`, `#[supervisor]`, `#[agent]`, `#[protocol]`, `#[application]` and `#[config]` with the
//! attributes inside them into scope, the types that handlers and callers name, and the trait that gives each server `at`,
//! `named` and `via`.

pub use crate::{
    Agent, Answer, AnyChild, AnyMessage, Application, AutoShutdown, CallError, ChildSpec, ConfigChange, Context, Down,
    DynamicSupervisor, Exit, ExitReason, GenServer, IdleTimeout, Init, IntoChildSpec, InvalidSupervisor, Keys,
    PartitionSupervisor, Pid, Ref, Registry, ReplyTo, Restart, Shutdown, Start, StartError, StartType, Strategy,
    Supervision, Supervisor, Task, TaskReply, TaskSupervisor, Top,
};
pub use otp_macros::{
    agent, application, call, cast, child, config, config_change, format_status, gen_server, handle_continue,
    hibernate, init, prep_stop, protocol, start, start_phase, stop, supervisor, terminate,
};
