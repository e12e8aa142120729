//! What most files need: `use otp_runtime::prelude::*;`.
//!
//! It brings `#[gen_server]` and the attributes inside it into scope, the types that handlers and callers name, and the
//! trait that gives each server `at`, `named` and `via`.

pub use crate::{
    Answer, AnyMessage, CallError, Context, Down, Exit, ExitReason, GenServer, IdleTimeout, Init, Pid, Ref, ReplyTo,
    Restart, Shutdown, Start, StartError,
};
pub use otp_macros::{call, cast, format_status, gen_server, handle_continue, hibernate, init, terminate};
