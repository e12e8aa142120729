//! OTP for Rust: plain methods become GenServers with typed clients, on tokio.

extern crate self as otp_runtime;

pub mod prelude;

mod assert;
mod child_spec;
mod client;
mod context;
mod entry;
mod error;
mod gen_server;
mod init;
mod message;
mod monitor;
mod options;
mod pid;
mod private;
pub mod process;
mod reason;
mod reply;
mod start;
mod stop;
mod sys;
mod system;
mod via;

pub use child_spec::{ChildKind, ChildSpec, ChildStartError};
pub use client::Ref;
pub use client::call::Call;
pub use client::cast::MailboxFull;
pub use client::request::Request;
pub use client::requests::{Requests, TimedOut};
pub use client::target::Target;
pub use context::{Context, Monitored};
pub use error::{CallError, CallSite, StartError};
pub use gen_server::{Answer, GenServer, HandlerResult, Message, ResultReply, unexpected_reply};
pub use init::{Init, IntoInit};
pub use message::{AnyMessage, Continues, Down, Exit, Handles, IdleTimeout};
pub use monitor::{Monitor, MonitorRef};
pub use options::{Options, Restart, Shutdown};
pub use pid::Pid;
pub use process::CrashReport;
pub use process::panics::exit;
pub use reason::{Cause, ExitReason, PanicLocation};
pub use reply::{Reply, ReplyTo};
pub use start::{IntoName, Start, StartMonitor};
pub use stop::Stop;
pub use sys::{Status, Sys, SysError};
pub use system::timers::TimerRef;
pub use via::{RegisterError, Registrar, RegistryDown};

pub use otp_macros::{call, cast, format_status, gen_server, handle_continue, hibernate, init, main, terminate, test};

#[doc(hidden)]
pub mod __private {
    pub use crate::assert::{expect_message, refuse_message};
    pub use crate::entry::{Runs, main, test};
    pub use crate::private::*;
}
