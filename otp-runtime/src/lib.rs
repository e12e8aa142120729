//! OTP for Rust: plain methods become GenServers with typed clients, on tokio.
//!
//! # A server
//!
//! State is a struct, and `#[gen_server]` on an `impl` block makes it a server: each marked method becomes a message, and
//! the client a method of the same name.
//!
//! ```
//! use otp_runtime::prelude::*;
//!
//! pub struct Counter {
//!     value: u64,
//! }
//!
//! #[gen_server]
//! impl Counter {
//!     #[init]
//!     pub fn init(value: u64) -> Self {
//!         Counter { value }
//!     }
//!
//!     /// The value.
//!     #[call]
//!     pub fn get(&self) -> u64 {
//!         self.value
//!     }
//!
//!     /// Adds to it.
//!     #[cast]
//!     pub fn add(&mut self, by: u64) {
//!         self.value += by;
//!     }
//! }
//!
//! #[otp_runtime::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let counter = Counter::start(1).await?;
//!     counter.add(2); // sent, and forgotten
//!     assert_eq!(counter.get().await?, 3); // the cast came first
//!     counter.stop().await?;
//!     Ok(())
//! }
//! ```
//!
//! What the macro makes of it is [a page to read](expansion), beside the Elixir module; [another](elixir) has each call of
//! Elixir's with what it is here.
//!
//! # Starting, and ending
//!
//! [`start`](Start) ties the server to nobody, `start_link` to the calling process, `start_monitor` gives a [`Monitor`]
//! with it. A process lives until it exits: dropping clients never stops it. It ends when a handler asks
//! [`Context::stop`], panics or calls [`exit`]; when somebody [`stop`](Ref::stop)s it; or by an exit signal, from
//! [`Pid::exit`] or a link. [`ExitReason`] says why, and everybody who waits for it is told.
//!
//! # Calling
//!
//! A [`Call`] is a future of `Result<T, CallError<E>>`: [`CallError::Handler`] is the handler's own error, all others are
//! the runtime's and say where they happened. [`Call::send`] sends now and waits later, [`Requests`] collects such
//! requests, [`Call::blocking`] is for code outside async. An idle server's handler runs on its caller's thread; everything
//! else waits in one mailbox, in the order it came.
//!
//! # Holding a value
//!
//! An [`Agent`] is a process without messages of its own: it is sent functions, which it runs on its value.
//! [`#[agent]`](macro@agent) on a struct makes one with a client that has accessors for the fields.
//!
//! # Several servers, one client
//!
//! A trait with [`#[protocol]`](macro@protocol) declares calls and casts that several servers handle, each in its own way:
//!
//! ```
//! use otp_runtime::prelude::*;
//!
//! #[protocol]
//! pub trait Ledger {
//!     /// Writes an amount; the sum.
//!     #[call]
//!     fn post(&mut self, cents: u64) -> u64;
//!     /// Remarks something.
//!     #[cast]
//!     fn note(&mut self, text: String);
//! }
//!
//! pub struct MemoryLedger {
//!     sum: u64,
//!     notes: Vec<String>,
//! }
//!
//! #[gen_server(protocol = Ledger)]
//! impl MemoryLedger {
//!     #[init]
//!     pub fn init() -> Self {
//!         MemoryLedger { sum: 0, notes: Vec::new() }
//!     }
//!     /// What was remarked: a call of its own.
//!     #[call]
//!     pub fn notes(&self) -> Vec<String> {
//!         self.notes.clone()
//!     }
//! }
//!
//! impl Ledger for MemoryLedger {
//!     fn post(&mut self, cents: u64) -> u64 {
//!         self.sum += cents;
//!         self.sum
//!     }
//!     fn note(&mut self, text: String) {
//!         self.notes.push(text);
//!     }
//! }
//!
//! /// Whichever ledger it is: the one of the program, or the one of a test.
//! async fn pay(ledger: &LedgerClient) -> Result<u64, CallError> {
//!     ledger.note("paid".into());
//!     ledger.post(5).await
//! }
//!
//! # #[otp_runtime::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let memory = MemoryLedger::start().await?;
//! assert_eq!(pay(&memory.clone().into()).await?, 5);
//! assert_eq!(memory.notes().await?, ["paid"]);
//! # Ok(())
//! # }
//! ```
//!
//! # Doing something meanwhile
//!
//! A [`Task`] computes one value for the process that made it, and is linked to it; [`Task::join`] waits for the value, and
//! without it the value arrives as a message. [`Task::stream`] runs an async function over many inputs, so many at a time. A
//! [`TaskSupervisor`] has tasks as its children, linked to their owners or not.
//!
//! # Supervising
//!
//! A [`Supervisor`] starts its children in order, starts those that end again, and stops them youngest first. Its children are
//! [`ChildSpec`]s: `BankAccount::child(args)`, an async function, another supervisor. [`#[supervisor]`](macro@supervisor) makes one from a struct whose
//! fields are the children; its client has an accessor for each, whose result holds through any number of restarts.
//! [`DynamicSupervisor`] has children that come and go, [`PartitionSupervisor`] spreads keys over equal ones, a [`Registry`]
//! finds processes by keys, and [`pg`] has groups of them.
//!
//! # Applications
//!
//! An [`Application`] is a part of a program with a name, a configuration and a tree, which starts after those it depends on
//! and stops before them: see [`application`](mod@application). [`Application::run`] makes one the whole program: it stops in order at SIGTERM
//! or Ctrl-C.
//!
//! # More than request and reply
//!
//! A handler takes `ctx: &mut Context<Self>` wherever it wants it: [`Context::send_after`], [`Context::monitor`],
//! [`Context::trap_exit`], [`Context::idle_timeout`], [`Context::continue_with`], … Whatever is not a call or a cast
//! arrives at the `#[info]` handler for its type: [`Down`], [`Exit`], [`IdleTimeout`], a timer's message, what
//! [`Pid::send`] sent. A `#[call]` that takes a [`ReplyTo`] answers later.
//!
//! # Processes without a server
//!
//! [`process`] has `spawn`, `receive`, links, monitors and timers for code that is not a server. The bodies of `#[main]` and
//! `#[test]` functions are such processes; code outside any process may call, cast, start and monitor all the same.
//!
//! # Seeing inside
//!
//! [`process::snapshot`] is all processes and trees at one moment, [`Ref::sys`] and [`process::sys`] look into one of them, and
//! [`telemetry`] is told what happens. With the feature `observer`, `observer::serve` shows it all in the browser. [A page](misbehaves)
//! uses them on a system that misbehaves.
//!
//! # Testing
//!
//! `#[otp_runtime::test]` gives each test a runtime of its own, so that names and processes never meet.
//! [`assert_receive!`] waits for a message. With the feature `test-util`, `#[otp_runtime::test(paused)]` lets time jump.
//!
//! # Differences from the BEAM
//!
//! They are listed on [one page](differences).
//!
//! # What it costs
//!
//! A call to an idle server costs about as much as a lock: [a page](performance) says what each operation costs, and why.
//!
//! # What it is built on
//!
//! `tokio` runs the tasks, keeps the time and hears the signals of [`Application::run`]. `parking_lot` has mutexes of one byte that are not poisoned by a panic.
//! `atomic_refcell` and `sync_wrapper` hold the state without a lock and ask only `Send` of it. `slab` holds the callers
//! that wait. `foldhash` hashes names and keys: a call by name takes a fifth fewer instructions than with the standard hasher. `futures-core` is the `Stream` of [`Context::add_stream`]. `tracing` is where crashes are reported. `thiserror` writes the errors' `Display`.
//! With the features of their names, `serde` writes snapshots and `metrics` records what [`telemetry`] tells. With the feature
//! `observer`, `axum` serves the observer's page and `serde_json` writes what that shows.

extern crate self as otp_runtime;

pub mod prelude;

#[doc = include_str!("differences.md")]
pub mod differences {}

#[doc = include_str!("elixir.md")]
pub mod elixir {}

#[doc = include_str!("expansion.md")]
pub mod expansion {}

#[doc = include_str!("performance.md")]
pub mod performance {}

#[doc = include_str!("misbehaves.md")]
pub mod misbehaves {}

mod agent;
pub mod application;
mod assert;
pub mod check;
mod child_spec;
mod client;
mod context;
mod dynamic_supervisor;
mod entry;
mod error;
mod gen_server;
mod init;
mod message;
mod monitor;
#[cfg(feature = "observer")]
pub mod observer;
mod options;
mod partition_supervisor;
pub mod pg;
mod pid;
mod place;
mod private;
pub mod process;
mod protocol;
mod reason;
mod registry;
mod reply;
mod shown;
mod start;
mod stop;
mod stream;
mod supervised;
mod supervisor;
mod sys;
mod system;
mod task;
mod task_supervisor;
pub mod telemetry;
mod unawaited;
mod via;

pub use agent::{Agent, AgentClient, AgentInit, AgentKind};
pub use application::{
    AppError, AppInfo, AppRef, AppSpec, Application, Config, ConfigChange, ConfigError, Env, EnvError, EnvValue,
    IntoTop, Runner, StartType, Top, TopProcess,
};
pub use child_spec::{ChildKind, ChildSpec, ChildStartError, IntoChildSpec, StartedChild};
pub use client::Ref;
pub use client::body::{CallBody, Lent, Moved, owned};
pub use client::call::{Call, LentCall};
pub use client::cast::MailboxFull;
pub use client::request::Request;
pub use client::requests::{Requests, TimedOut};
pub use client::target::Target;
pub use context::{Context, Monitored};
pub use dynamic_supervisor::{
    DynamicStartError, DynamicSupervisor, DynamicSupervisorBuilder, DynamicSupervisorClient, StartChild,
};
pub use error::{CallError, CallSite, StartError};
pub use gen_server::{Answer, GenServer, HandlerResult, Message, ResultReply, unexpected_reply};
pub use init::{Init, IntoInit};
pub use message::{AnyMessage, ContinueFor, Continues, Down, Exit, Handles, IdleTimeout, InfoFor};
pub use monitor::{Monitor, MonitorRef};
pub use options::{Options, Restart, Shutdown};
pub use partition_supervisor::{
    NoPartitions, PartitionSupervisor, PartitionSupervisorBuilder, PartitionSupervisorClient, ResizeError,
};
pub use pid::Pid;
pub use place::ChildPlace;
pub use process::CrashReport;
pub use process::panics::exit;
pub use protocol::{
    Dispatch, IntoProtocol, Protocol, ProtocolCall, ProtocolRef, ProtocolRequest, ProtocolTrait, Speaks,
};
pub use reason::{Cause, ExitReason, PanicLocation};
pub use registry::{Keys, Registry, RegistryBuilder, RegistryError, RegistryEvent, RegistryPartition, WithValue};
pub use reply::{Reply, ReplyTo};
pub use shown::Shown;
pub use start::{IntoName, Start, StartMonitor};
pub use stop::Stop;
pub use stream::StreamEnded;
pub use supervised::{AnyChild, ChildRef, NamedChild, Supervised};
pub use supervisor::tree::Tree;
pub use supervisor::{
    AutoShutdown, Child, ChildCounts, ChildState, DeleteChildError, FailedToStart, InvalidSupervisor, NoSuchChild,
    RestartChildError, StartChildError, Strategy, Supervision, Supervisor, SupervisorBuilder, SupervisorClient,
};
pub use sys::{ProcessSys, Statistics, Status, Sys, SysError, SysEvent};
pub use system::timers::TimerRef;
pub use task::{
    Join, JoinMany, OnTimeout, Task, TaskError, TaskErrorKind, TaskReply, TaskShutdown, TaskStream, WaitMany,
};
pub use task_supervisor::{SpawnTask, StartTask, TaskSupervisor, TaskSupervisorBuilder, TaskSupervisorClient};
pub use via::{RegisterError, Registrar, RegistryDown};

pub use otp_macros::{
    DebugMessage, agent, application, call, cast, child, config, config_change, format_status, gen_server,
    handle_continue, hibernate, init, main, prep_stop, protocol, start, start_phase, stop, supervisor, terminate, test,
};

#[doc(hidden)]
pub mod __private {
    pub use crate::assert::{expect_message, refuse_message};
    pub use crate::entry::{Runs, main, test};
    pub use crate::private::*;
}

/// The README's examples, as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
