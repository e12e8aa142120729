//! What most files need: `use otp_runtime::prelude::*;`.
//!
//! It brings `#[gen_server]` with the attributes inside it, `#[supervisor]` and `#[agent]` into scope, the types that
//! handlers and callers name, and the trait that gives each server `at`, `named` and `via`.

pub use crate::{
    Agent, Answer, AnyChild, AnyMessage, AutoShutdown, CallError, ChildSpec, Context, Down, DynamicSupervisor, Exit,
    ExitReason, GenServer, IdleTimeout, Init, IntoChildSpec, Keys, PartitionSupervisor, Pid, Ref, Registry, ReplyTo,
    Restart, Shutdown, Start, StartError, Strategy, Supervision, Supervisor,
};
pub use otp_macros::{
    agent, call, cast, child, format_status, gen_server, handle_continue, hibernate, init, supervisor, terminate,
};
